// SPDX-License-Identifier: GPL-3.0-or-later
// The top of a table: a header is told from a sample, one, three or no row of it, with comments above; and a
// first column that only counts the rows below it.
#include <check.h>
#include <string.h>

#include "csv_tables.h"
#include "harness.h"
#include "suites.h"

START_TEST(headers_are_told_from_samples)
{
    const double *x = LIST(5.1, 20, 4.9, 30, 6.3, 25), *y = LIST(1, 0, 1);
    table_reads_as("5.1,20%,1\n4.9,30%,0\n6.3,25%,1\n", NULL, 2, 1, 3, x, y);
    table_reads_as("5.1,$20,1\n4.9,$30,0\n6.3,$25,1\n", NULL, 2, 1, 3, x, y);
    table_reads_as("5.1,20 kg,1\n4.9,30 kg,0\n6.3,25 kg,1\n", NULL, 2, 1, 3, x, y);
    table_reads_as("Paris;2 148 000;1\nLyon;513 000;0\nNice;342 000;0\n", NULL, 1, 1, 3,
                   LIST(2148000, 513000, 342000), LIST(1, 0, 0));
    ck_assert(!table_report.has_header);
    table_reads_as("clerk,2000,no\nclerk,1500,no\nbaker,2500,yes\nbaker,1700,no\n", NULL, 2, 1, 4,
                   LIST(1, 2000, 1, 1500, 0, 2500, 0, 1700), LIST(0, 0, 1, 0));
    ck_assert(!table_report.has_header);
    table_reads_as("0,1,2\n5.1,20,1\n4.9,30,0\n6.3,25,1\n", NULL, 2, 1, 3, x, y);
    ck_assert(table_report.has_header);
    table_reads_as(",0,1,2\n0,5.1,20,1\n1,4.9,30,0\n2,6.3,25,1\n3,5.1,20,1\n4,4.9,30,0\n", NULL, 2,
                   1, 5, LIST(5.1, 20, 4.9, 30, 6.3, 25, 5.1, 20, 4.9, 30), LIST(1, 0, 1, 1, 0));
    table_reads_as("0,1,kind\n5.1,20,b\n4.9,30,a\n6.3,25,b\n", NULL, 2, 1, 3, x, y);
    table_reads_as("0,1\n1,0\n", NULL, 1, 1, 2, LIST(0, 1), LIST(1, 0)); // two samples
    table_reads_as("0,1,2\n3,4,5\n", NULL, 2, 1, 2, LIST(0, 1, 3, 4), LIST(2, 5));
    table_reads_as("60 min,90 min,y\n1,2,3\n4,5,7\n", NULL, 2, 1, 2, LIST(1, 2, 4, 5), LIST(3, 7));
    ck_assert(table_report.has_header);
}
END_TEST

// A table of nothing but texts: the first row is a sample as soon as one of its texts comes again below.
START_TEST(texts_that_come_again_are_values)
{
    table_reads_as("Ann,red,yes\nBob,blue,no\nCid,red,no\nDan,blue,yes\nEva,red,yes\n", NULL, 1, 1,
                   5, LIST(1, 0, 1, 0, 1), LIST(1, 0, 0, 1, 1));
    ck_assert(!table_report.has_header);
    struct csv_options first = {.targets = "first", .text = "y"};
    table_reads_as("ham\tsee you\nspam\twin now\nham\tall right\n", &first, 3, 1, 3,
                   LIST(0, 1, 0, 0, 0, 1, 1, 0, 0), LIST(0, 1, 0));
    ck_assert(!table_report.has_header);
    table_reads_as("color;kind\r\nred;a\r\nblue;b\r\nred;a\r\n", NULL, 1, 1, 3, LIST(1, 0, 1),
                   LIST(0, 1, 0));
    ck_assert(table_report.has_header);
}
END_TEST

START_TEST(headers_of_years_and_of_none)
{
    table_reads_as("who;2019;2020;k\nA;1;2;x\nB;3;4;y\nA;5;6;x\n", NULL, 3, 1, 3,
                   LIST(0, 1, 2, 1, 3, 4, 0, 5, 6), LIST(0, 1, 0));
    ck_assert(table_report.has_header);
    table_reads_as("A;2019;x\nB;2020;y\nA;2021;x\n", NULL, 2, 1, 3, LIST(0, 2019, 1, 2020, 0, 2021),
                   LIST(0, 1, 0));
    ck_assert(!table_report.has_header);
    table_reads_as("male,yes\nfemale,no\nmale,no\nfemale,yes\n", NULL, 1, 1, 4, LIST(1, 0, 1, 0),
                   LIST(1, 0, 0, 1));
    ck_assert(!table_report.has_header);
    table_reads_as("sex,ok\nfemale,no\nmale,no\nfemale,yes\n", NULL, 1, 1, 3, LIST(0, 1, 0),
                   LIST(0, 0, 1));
    ck_assert(table_report.has_header);
    table_is_refused("Class 8b\n\na,b,c\n1,2,3\n", NULL,
                     "row 3 of 't.csv' has 3 cells, and row 1 has 1");
}
END_TEST

START_TEST(names_that_come_twice)
{
    struct csv_options options = {.targets = "a_3"};
    double x[] = {1, 2, 4, 5, 6, 8}, y[] = {3, 7};
    table_reads_as("a,a_2,a,a\n1,2,3,4\n5,6,7,8\n", &options, 3, 1, 2, x, y);
    options.targets = "a_5";
    table_is_refused("a,a_2,a,a\n1,2,3,4\n5,6,7,8\n", &options, "'t.csv' has no column 'a_5'");
}
END_TEST

START_TEST(write_table_leaves_a_name_out)
{
    const double *x = LIST(6, 160, 4, 108, 6, 258), *y = LIST(0, 1, 0);
    table_reads_as("\"cyl\" \"disp\" \"am\"\n\"Mazda RX4\" 6 160 0\n\"Datsun 710\" 4 108 1\n"
                   "\"Hornet 4\" 6 258 0\n",
                   NULL, 2, 1, 3, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 1 has a different text in every row");
    table_reads_as("cyl,disp,am\na,6,160,0\nb,4,108,1\nc,6,258,0\n", NULL, 2, 1, 3, x, y);
    table_is_refused("a,b\n1,2,3\n", NULL, "row 2 of 't.csv' has 3 cells, and row 1 has 2");
}
END_TEST

START_TEST(oranges_three_rows_are_read)
{
    const double *x = LIST(1.5, 2.5, 1.7), *y = LIST(0, 1, 0);
    table_reads_as("size\tkind\nc\td\n\tclass\n1.5\ta\n2.5\tb\n1.7\ta\n", NULL, 1, 1, 3, x, y);
    ck_assert_int_eq(table_report.kind, CSV_SOURCE_ORANGE);
    table_reads_as("kind\tname\tsize\ndiscrete\tstring\tcontinuous\nclass\tmeta\t\na\tAnn\t1.5\n"
                   "b\tBob\t2.5\na\tCat\t1.7\n",
                   NULL, 1, 1, 3, x, y);
    table_reads_as("the kind\tsize\nd\tc\nclass\t\na\t1.5\nb\t2.5\na\t1.7\n", NULL, 1, 1, 3, x, y);
    // Digits are classes where the header says so.
    table_reads_as("kind,size\nd,c\n,class\n1,1.5\n2,2.5\n1,1.7\n", NULL, 1, 1, 3, y, x);
}
END_TEST

START_TEST(oranges_one_row_is_read)
{
    const double *x = LIST(1.5, 0, 2.5, 1, 1.7, 0), *y = LIST(0, 1, 0);
    table_reads_as("mS#id\tC#the size\tD#color\tcD#class\ti#junk\nAnn\t1.5\t1\t7\t1\n"
                   "Bob\t2.5\t2\t8\t2\nCat\t1.7\t1\t7\t3\n",
                   NULL, 2, 1, 3, x, y);
    ck_assert_int_eq(table_report.kind, CSV_SOURCE_ORANGE_ROW);
    // The target may stand anywhere, and columns may have no beginning.
    table_reads_as("c#the class,size,D#color\n0,1.5,u\n1,2.5,v\n0,1.7,u\n", NULL, 2, 1, 3, x, y);
    // Names that only look so are names.
    table_reads_as("C#,F#,y\n1.5,0,0\n2.5,1,1\n1.7,0,0\n", NULL, 2, 1, 3, x, y);
    ck_assert_int_eq(table_report.kind, CSV_SOURCE_TABLE);
}
END_TEST

START_TEST(comments_are_passed_over)
{
    const double *x = LIST(1.5, 2, 2.5, 3), *y = LIST(0, 1);
    table_reads_as("# by class 7, on Monday\na,b,c\n1.5,2,0\n2.5,3,1\n", NULL, 2, 1, 2, x, y);
    ck_assert_uint_eq(table_report.comments, 1);
    table_reads_as("# it's \"quoted\"\n#\na,b,c\n# half\n1.5,2,0\n2.5,3,1\n# end", NULL, 2, 1, 2, x,
                   y);
    ck_assert_uint_eq(table_report.comments, 4);
    table_reads_as("# a,b,c\n1.5,2,0\n2.5,3,1\n", NULL, 2, 1, 2, x, y);
    ck_assert(table_report.has_header && table_report.comments == 0);
    table_reads_as("a,b,c\n1.5,2,0\n#7,7,1\n2.5,3,1\n", NULL, 2, 1, 2, x, y);
    table_reads_as("#,b,c\n1.5,2,0\n2.5,3,1\n", NULL, 2, 1, 2, x, y);
    // Neither a mark nor a color is a comment.
    table_is_refused("a,b\n1,2\n#N/A,3\n", NULL, "row 3, column 'a': '#N/A' stands for a missing");
    table_reads_as("color,a,b\n#ff0000,1,0\n#00ff00,2,1\n#ff0000,3,1\n#00ff00,4,0\n", NULL, 2, 1, 4,
                   LIST(1, 1, 0, 2, 1, 3, 0, 4), LIST(0, 1, 1, 0));
    table_reads_as("note,b\n\"x\n# y\",2\nz,3\n\"x\n# y\",4\nz,5\n", NULL, 1, 1, 4,
                   LIST(0, 1, 0, 1), LIST(2, 3, 4, 5));
}
END_TEST

START_TEST(comments_after_a_row)
{
    const double *x = LIST(1.5, 2, 2.5, 3, 4, 5), *y = LIST(0, 1, 0);
    table_reads_as("a,b,c\n1.5,2,0 # half, and more\n2.5,3,1\n4,5,0\t#x\n", NULL, 2, 1, 3, x, y);
    ck_assert_uint_eq(table_report.comments, 2);
    table_reads_as("a b c\n1.5 2 0 # half it\n2.5 3 1\n4 5 0 #\n", NULL, 2, 1, 3, x, y);
    table_reads_as("a,b,c\n1.5,2,no # \"half\n2.5,3,yes\n4,5,no\n", NULL, 2, 1, 3, x, y);
    // What is no whole row before the # goes on after it.
    table_reads_as("a,b,c\n1.5,2,room #5\n2.5,3,room #6\n4,5,room #5\n", NULL, 2, 1, 3, x, y);
    table_reads_as("t,a,b,c\nno #1,1.5,2,0\nno #2,2.5,3,1\nno #3,4,5,0\n", NULL, 2, 1, 3, x, y);
    table_reads_as("a,b,c\n1.5,2,\"7 #5\"\n2.5,3,\"8 #6\"\n4,5,\"7 #5\"\n", NULL, 2, 1, 3, x, y);
}
END_TEST

START_TEST(comments_below_the_header)
{
    const double *x = LIST(1.5, 2, 2.5, 3), *y = LIST(0, 1);
    table_reads_as("a;b;c\n# half\n1,5;2;0\n# rest\n2,5;3;1\n", NULL, 2, 1, 2, x, y);
    ck_assert_uint_eq(table_report.comments, 2);
    table_reads_as("k,b,c\n# half\nu,2,0\nv,3,1\nu,2,0\nv,3,1\n", NULL, 2, 1, 4,
                   LIST(0, 2, 1, 3, 0, 2, 1, 3), LIST(0, 1, 0, 1));
    ck_assert_uint_eq(table_report.comments, 1);
    // Texts that begin with # in a table of texts are none.
    table_reads_as("k,c\n#a,0\n#b,1\n#a,0\n#b,1\n", NULL, 1, 1, 4, LIST(0, 1, 0, 1),
                   LIST(0, 1, 0, 1));
}
END_TEST

START_TEST(columns_that_count)
{
    double x[] = {7, 8, 9, 7, 8}, y[] = {1, 2, 3, 1, 2};
    table_reads_as(",a,b\n0,7,1\n1,8,2\n2,9,3\n3,7,1\n4,8,2\n", NULL, 1, 1, 5, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out), "column 1 only counts the rows");
    struct csv_options drop = {.drop = "id"};
    const char *text = "id,a,b\n1,7,1\n2,8,2\n3,9,3\n4,7,1\n5,8,2\n";
    double both[] = {1, 7, 2, 8, 3, 9, 4, 7, 5, 8};
    table_reads_as(text, NULL, 2, 1, 5, both, y);
    ck_assert_ptr_nonnull(
        strstr(buf_text(&table_report.notes), "column 'id' only counts the rows; with drop=id"));
    table_reads_as(text, &drop, 1, 1, 5, x, y);
    ck_assert(!strstr(buf_text(&table_report.notes), "only counts"));
    table_reads_as("id,b\n1,1\n2,2\n3,3\n4,1\n5,2\n", NULL, 1, 1, 5, (double[]){1, 2, 3, 4, 5}, y);
    ck_assert(!strstr(buf_text(&table_report.notes), "only counts"));
}
END_TEST

// Where a header leaves the first column without a name, few rows tell that it counts them.
START_TEST(columns_that_count_in_small_tables)
{
    const double *x = LIST(7, 53, 8), *y = LIST(0, 1, 0);
    table_reads_as(",a,b\n0,7,0\n1,53,1\n2,8,0\n", NULL, 1, 1, 3, x, y);
    table_reads_as("\"a\",\"b\"\n\"1\",7,0\n\"2\",53,1\n\"3\",8,0\n", NULL, 1, 1, 3, x, y);
    table_reads_as("Unnamed: 0,a,b\n0,7,0\n1,53,1\n2,8,0\n", NULL, 1, 1, 3, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out), "column 'Unnamed: 0' only counts the rows");
    struct csv_options first = {.targets = "first"};
    table_reads_as("Unnamed: 0;a;b\n0;7;0\n1;53;1\n2;8;0\n", &first, 1, 1, 3, y, x);
    table_reads_as(",a,b\n9,7,0\n4,53,1\n6,8,0\n", NULL, 2, 1, 3, LIST(9, 7, 4, 53, 6, 8), y);
    ck_assert_ptr_nonnull(strstr(buf_text(&table_report.notes), "drop=x0 leaves it out"));
    table_reads_as("1,7,0\n2,53,1\n3,8,0\n", NULL, 2, 1, 3, LIST(1, 7, 2, 53, 3, 8), y);
}
END_TEST

Suite *csv_header_suite(void)
{
    Suite *suite = suite_create("csv_header");
    TCase *tests = tcase_create("csv_header");
    tcase_add_test(tests, headers_are_told_from_samples);
    tcase_add_test(tests, texts_that_come_again_are_values);
    tcase_add_test(tests, headers_of_years_and_of_none);
    tcase_add_test(tests, names_that_come_twice);
    tcase_add_test(tests, write_table_leaves_a_name_out);
    tcase_add_test(tests, oranges_three_rows_are_read);
    tcase_add_test(tests, oranges_one_row_is_read);
    tcase_add_test(tests, comments_are_passed_over);
    tcase_add_test(tests, comments_after_a_row);
    tcase_add_test(tests, comments_below_the_header);
    tcase_add_test(tests, columns_that_count);
    tcase_add_test(tests, columns_that_count_in_small_tables);
    suite_add_tcase(suite, tests);
    return suite;
}
