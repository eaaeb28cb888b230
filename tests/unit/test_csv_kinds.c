// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of tables that people have, beyond what a spreadsheet exports: each with the values that it
// holds.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/csv_cell.h"
#include "data/csv_number.h"

#include "csv_tables.h"
#include "harness.h"
#include "suites.h"

static void is_noted(const char *what)
{
    const char *notes = buf_text(&table_report.notes);
    ck_assert_msg(strstr(notes, what) != NULL, "'%s' is not in '%s'", what, notes);
}

// ---- what separates --------------------------------------------------------------------------

START_TEST(blanks_and_other_separators)
{
    const double *x = LIST(1.5, 2, 2.5, 3), *y = LIST(0, 1);
    table_reads_as("1.5   2  0\n2.5   3  1\n", NULL, 2, 1, 2, x, y);
    ck_assert(table_report.separator == ' ' && !table_report.has_header);
    table_reads_as("  a b   c\n 1.5  2 0  \n 2.5 3  1\n", NULL, 2, 1, 2, x, y);
    ck_assert(table_report.has_header);
    table_reads_as("a|b|c\n1.5|2|0\n2.5|3|1\n", NULL, 2, 1, 2, x, y);
    table_reads_as("1.5\t2\t0\n2.5\t\t3\t1\n", NULL, 2, 1, 2, x, y);
    table_reads_as("sep=|\na|b|c\n1.5|2|0\n2.5|3|1\n", NULL, 2, 1, 2, x, y);
    table_reads_as("\"sep=;\"\r\na;b;c\r\n1,5;2;0\r\n2,5;3;1\r\n", NULL, 2, 1, 2, x, y);
    table_reads_as("SEP=:\na:b:c\n1.5:2:0\n2.5:3:1\n", NULL, 2, 1, 2, x, y);
    // Numbers with blanks between them and one tab, before a name in quotes.
    table_reads_as("1.5   2  0\t\"big car\"\n2.5   3  1\t\"small car\"\n1.5   3  1\t\"big car\"\n"
                   "2.5   2  0\t\"small car\"\n",
                   NULL, 3, 1, 4, LIST(1.5, 2, 0, 2.5, 3, 1, 1.5, 3, 1, 2.5, 2, 0),
                   LIST(0, 1, 0, 1));
    // A tab and empty cells are a table with missing values.
    struct csv_options drop = {.missing = CSV_MISSING_DROP};
    table_reads_as("a\tb\tc\n1.5\t2\t0\n7\t\t1\n2.5\t3\t1\n", &drop, 2, 1, 2, x, y);
}
END_TEST

START_TEST(utf16_is_read)
{
    static const char little[] = "\xff\xfe"
                                 "a\0,\0\xe9\0\n\0\x31\0,\0\x32\0\n\0\x33\0,\0\x34\0";
    static const char big[] = "\xfe\xff\0a\0,\0\xe9\0\n\0\x31\0,\0\x32\0\n\0\x33\0,\0\x34";
    for (size_t step = 1; step < 9; step++) {
        struct error error;
        struct dataset *one = table_read(little, sizeof little - 1, step, NULL, &error);
        struct dataset *two = table_read(big, sizeof big - 1, step, NULL, &error);
        ck_assert_ptr_nonnull(one);
        ck_assert_ptr_nonnull(two);
        ck_assert_str_eq(one->columns[1].name, "\u00e9");
        ck_assert_str_eq(two->columns[1].name, "\u00e9");
        ck_assert(one->x.data[0] == 1 && one->y.data[1] == 4 && two->y.data[0] == 2);
        dataset_free(one);
        dataset_free(two);
    }
}
END_TEST

// ---- heads -----------------------------------------------------------------------------------

START_TEST(arff_is_read)
{
    struct error error;
    table_reads_as("% by Ann\n@RELATION 'a b'\n\n@attribute 'size in m' REAL\n"
                   "@attribute color {red, blue}\n@attribute kind {1,2,3}\n@DATA\n"
                   "1.5,red,1\n% no\n2,blue,3\n3,red,2\n4,blue,1\n5,red,2\n6,blue,3\n",
                   NULL, 2, 3, 6, LIST(1.5, 1, 2, 0, 3, 1, 4, 0, 5, 1, 6, 0),
                   LIST(1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    ck_assert_int_eq(table_report.kind, CSV_SOURCE_ARFF);
    table_reads_as("@relation r\n@attribute a numeric\n@attribute k {'no way','yes'}\n@data\n"
                   "1,'no way'\n2,yes\n",
                   NULL, 1, 1, 2, LIST(1, 2), LIST(0, 1));
    // What the head calls classes are classes, however few rows there are.
    table_reads_as(
        "@relation r\n@attribute a {u,v,w}\n@attribute k {1,2,3}\n@data\nu,1\nw,3\nv,2\n", NULL, 3,
        3, 3, LIST(1, 0, 0, 0, 0, 1, 0, 1, 0), LIST(1, 0, 0, 0, 0, 1, 0, 1, 0));
    const char *text = "@relation r\n@attribute a numeric\n@attribute k {b,c}\n@data\n1,b\n2,c\n";
    struct dataset *set = table_read(text, strlen(text), 7, NULL, &error);
    ck_assert_str_eq(set->columns[0].name, "a");
    ck_assert_str_eq(set->classes[1], "c");
    dataset_free(set);
    table_is_refused("@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1,x\n", NULL,
                     "row 5, column 'b': 'x' is not a number");
    table_is_refused("@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1,2,3\n",
                     NULL, "row 5 of 't.csv' has 3 cells, and its head names 2 columns");
    table_is_refused("@relation r\n@attribute a numeric\n@data\n{0 1}\n", NULL, "sparse ARFF");
    table_is_refused("@relation r\n@attribute a relational\n@data\n1\n", NULL,
                     "'relational' is not a kind of column");
    table_is_refused("@relation r\n@attribute a numeric\n", NULL, "has no line @data");
}
END_TEST

// Both quotes, signs that a backslash keeps, and comments after a row.
START_TEST(arffs_quotes_are_read)
{
    struct error error;
    const char *text = "@relation r\n@attribute 'a b' numeric\n@attribute \"t\" {'x,y','it\\'s'}\n"
                       "@attribute k {'5%', no}\n@data\n1,'x,y','5%' % half, more\n"
                       "2, \"x,y\" ,no\n3,'it\\'s','5%'\n4,\"it's\",no\n5,'say \"a\\\\b\"',no%\n"
                       "6,\"say \\\"a\\\\b\\\"\",no\n";
    for (size_t step = 1; step < 200; step += 66) {
        struct dataset *set = table_read(text, strlen(text), step, NULL, &error);
        ck_assert_msg(set != NULL, "%s", error.what);
        const double x[] = {1, 0, 0, 1, 2, 0, 0, 1, 3, 1, 0, 0, 4, 1, 0, 0, 5, 0, 1, 0, 6, 0, 1, 0};
        ck_assert_uint_eq(set->x.cols, 4);
        for (size_t i = 0; i < 24; i++)
            ck_assert(set->x.data[i] == x[i]);
        ck_assert_str_eq(set->columns[0].name, "a b");
        ck_assert_str_eq(set->columns[1].name, "t=it's");
        ck_assert_str_eq(set->columns[2].name, "t=say \"a\\b\"");
        ck_assert_str_eq(set->columns[3].name, "t=x,y");
        ck_assert_str_eq(set->classes[0], "5%");
        ck_assert_str_eq(set->classes[2], "no%");
        dataset_free(set);
    }
    // A sign that could separate is none inside quotes.
    table_reads_as("@relation r\n@attribute a {'x;1','y;2'}\n@attribute b numeric\n@data\n'x;1',4\n"
                   "'y;2',5\n'x;1',6\n",
                   NULL, 1, 1, 3, LIST(0, 1, 0), LIST(4, 5, 6));
}
END_TEST

// ---- numbers ---------------------------------------------------------------------------------

START_TEST(thousands_of_other_countries)
{
    table_reads_as("a,b\n\"1,23,456\",1\n\"12,34,567\",2\n\"98,765\",3\n", NULL, 1, 1, 3,
                   LIST(123456, 1234567, 98765), LIST(1, 2, 3));
    ck_assert_uint_eq(table_report.notes.length, 0);
    table_reads_as("year,n\n1930,590.549\n1934,363.000\n1950,1.045.246\n", NULL, 1, 1, 3,
                   LIST(1930, 1934, 1950), LIST(590549, 363000, 1045246));
    ck_assert(table_report.has_commas);
    table_reads_as("a,b\n\"5,25\",1\n\"4,5\",2\n", NULL, 1, 1, 2, LIST(5.25, 4.5), LIST(1, 2));
    table_reads_as("a,b\n\"5,100\",1\n\"4,900\",2\n", NULL, 1, 1, 2, LIST(5100, 4900), LIST(1, 2));
    is_noted(
        "5,100 in column 'a' was read with its thousands separated by the comma; decimal=comma");
    table_reads_as("a,b\n\"5,100\",1.5\n\"4,900\",2\n", NULL, 1, 1, 2, LIST(5100, 4900),
                   LIST(1.5, 2));
    ck_assert_uint_eq(table_report.notes.length, 0);
    double value;
    static const char *const wrong[] = {"1,2,345", "12,34,56", "1,234,56",
                                        "1,23,45", ",234",     "0,12,345"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_int_eq(csv_number(false, wrong[i], strlen(wrong[i]), &value), CSV_NO_NUMBER);
}
END_TEST

START_TEST(units_and_currencies)
{
    const double *x = LIST(900, 58, 1100, 74, 900, 120), *y = LIST(3, 5, 9);
    table_reads_as("w,p,y\n900 kg,58 bhp,3\n1100 kg,74 bhp,5\n900 kg,120 bhp,9\n", NULL, 2, 1, 3, x,
                   y);
    is_noted("column 'p' was read as numbers with the unit bhp; text=p makes classes");
    table_reads_as("w;y\nCHF 20.50;1\nCHF 1'030.00;2\n", NULL, 1, 1, 2, LIST(20.5, 1030),
                   LIST(1, 2));
    table_reads_as("w;y\n20,5 \xb0"
                   "C;1\n30 \xb0"
                   "C;2\n",
                   NULL, 1, 1, 2, LIST(20.5, 30), LIST(1, 2));
    table_reads_as("w,y\n\"20,5 kg\",1\n\"30,25 kg\",2\n", NULL, 1, 1, 2, LIST(20.5, 30.25),
                   LIST(1, 2));
    table_reads_as("w,y\nUSD20,1\nUSD30,2\n", NULL, 1, 1, 2, LIST(20, 30), LIST(1, 2));
    table_reads_as("w,y\n\u20b9 20,1\n\u20b9 30,2\n", NULL, 1, 1, 2, LIST(20, 30), LIST(1, 2));
    struct csv_options text = {.text = "p"}, drop = {.missing = CSV_MISSING_DROP};
    table_reads_as("p,y\n58 bhp,3\n74 bhp,5\n58 bhp,9\n", &text, 1, 1, 3, LIST(0, 1, 0), y);
    table_reads_as("p,y\n58 bhp,3\nnull bhp,4\n74 bhp,5\n120 bhp,9\n", &drop, 1, 1, 3,
                   LIST(58, 74, 120), y);
    // Two units are no unit: these are texts.
    table_reads_as("p,y\n5 kg,1\n7 lb,2\n5 kg,3\n7 lb,4\n", NULL, 1, 1, 4, LIST(0, 1, 0, 1),
                   LIST(1, 2, 3, 4));
    // More different ones than classes may be.
    static char many[60000];
    size_t used = (size_t)snprintf(many, sizeof many, "p,y\n");
    static double xs[1500], ys[1500];
    for (int i = 0; i < 1500; i++) {
        xs[i] = i;
        ys[i] = i % 7;
        used += (size_t)snprintf(many + used, sizeof many - used, "%d cc,%d\n", i, i % 7);
    }
    table_reads_as(many, NULL, 1, 1, 1500, xs, ys);
}
END_TEST

// ---- what is there ---------------------------------------------------------------------------

START_TEST(marks_of_missing_values)
{
    static const char *const marks[] = {"\\N",     "n.a.",  "..",   "#N/A",
                                        "#BEZUG!", "#REF!", "<NA>", "NULL"};
    struct csv_options drop = {.missing = CSV_MISSING_DROP};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char text[80], what[80];
        snprintf(text, sizeof text, "a,b\n1,4\n2,%s\n3,6\n4,8\n", marks[i]);
        snprintf(what, sizeof what, "row 3, column 'b': '%s' stands for a missing value", marks[i]);
        table_is_refused(text, NULL, what);
        table_reads_as(text, &drop, 1, 1, 3, LIST(1, 3, 4), LIST(4, 6, 8));
    }
    drop.missing_as = "-9, x";
    table_reads_as("a,b\n1,4\n-9.0,5\n3,6\n4,x\n5,8\n", &drop, 1, 1, 3, LIST(1, 3, 5),
                   LIST(4, 6, 8));
    drop.missing_as = "1,5"; // one mark, or two
    table_reads_as("a;b\n1,5;4\n2,5;6\n3,5;8\n", &drop, 1, 1, 2, LIST(2.5, 3.5), LIST(6, 8));
}
END_TEST

START_TEST(a_dash_among_texts_is_a_text)
{
    table_reads_as("a,k\n1,+\n2,-\n3,+\n4,-\n", NULL, 1, 1, 4, LIST(1, 2, 3, 4), LIST(0, 1, 0, 1));
    table_reads_as("a,k\n1,-\n2,-\n3,+\n4,+\n", NULL, 1, 1, 4, LIST(1, 2, 3, 4), LIST(1, 1, 0, 0));
    table_reads_as("k,a\nnone,1\nsoft,2\nNone,3\nsoft,4\nnone,5\nNone,6\n", NULL, 3, 1, 6,
                   LIST(0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0),
                   LIST(1, 2, 3, 4, 5, 6));
    struct csv_options drop = {.missing = CSV_MISSING_DROP, .missing_as = "-"};
    table_reads_as("a,k\n1,x\n2,-\n3,y\n4,x\n", &drop, 1, 1, 3, LIST(1, 3, 4), LIST(0, 1, 0));
    drop.missing_as = NULL;
    table_reads_as("a,b\n-,1\n2,3\nnone,7\n4,5\n", &drop, 1, 1, 2, LIST(2, 4), LIST(3, 5));
    table_is_refused("a,b\n2,3\n-,1\n4,5\n", NULL,
                     "row 3, column 'a': '-' stands for a missing value");
    table_is_refused("a,b\n-,3\n2,1\n4,5\n", NULL,
                     "row 2, column 'a': '-' stands for a missing value");
}
END_TEST

START_TEST(classes_are_those_of_the_rows_that_stay)
{
    struct csv_options drop = {.missing = CSV_MISSING_DROP};
    table_reads_as("a,k\n1.5,a\n2.5,b\n?,c\n3.5,a\n2,b\n", &drop, 1, 1, 4, LIST(1.5, 2.5, 3.5, 2),
                   LIST(0, 1, 0, 1));
    table_reads_as("k,b\na,1\nb,2\nc,?\na,3\nb,4\n", &drop, 1, 1, 4, LIST(0, 1, 0, 1),
                   LIST(1, 2, 3, 4));
}
END_TEST

START_TEST(data_like_any_other)
{
    table_reads_as("0.05,0.1,0.01\n", NULL, 2, 1, 1, LIST(0.05, 0.1), LIST(0.01));
    table_reads_as("a,b\n1,2\n", NULL, 1, 1, 1, LIST(1), LIST(2));
    table_reads_as("a,b\n1,2\n3,2\n", NULL, 1, 1, 2, LIST(1, 3), LIST(2, 2));
    is_noted("the target, column 'b', is 2 in every row; targets=first");
    table_reads_as("a,b\n1,u\n3,u\n", NULL, 1, 1, 2, LIST(1, 3), LIST(0, 0));
    is_noted("the target, column 'b', is u in every row");
    table_reads_as("a,b\n1,1\n2,2\n3,7\n4,1\n5,2\n6,7\n", NULL, 1, 1, 6, LIST(1, 2, 3, 4, 5, 6),
                   LIST(1, 2, 7, 1, 2, 7));
    is_noted("the target, column 'b', is 3 whole numbers; onehot=yes makes classes");
    table_reads_as("a,b\n1,0\n2,1\n3,0\n4,1\n", NULL, 1, 1, 4, LIST(1, 2, 3, 4), LIST(0, 1, 0, 1));
    ck_assert_uint_eq(table_report.notes.length, 0);
}
END_TEST

START_TEST(what_only_names_is_left_out)
{
    const double *x = LIST(7, 53, 8, 51, 21, 8), *y = LIST(0, 1, 0, 0, 1, 0);
    table_reads_as("ticket,fare,alive\nA/5 21171,7,0\n113803,53,1\n373450,8,0\nPC 17463,51,0\n"
                   "349909,21,1\n330877,8,0\n",
                   NULL, 1, 1, 6, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 'ticket' has a different text in every row");
    table_reads_as(
        "day,fare,alive\n2024-01-05,7,0\n2024-01-05,53,1\n2024-01-06,8,0\n2024-01-06,51,0\n"
        "2024-01-05,21,1\n2024-01-06,8,0\n",
        NULL, 1, 1, 6, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out), "column 'day' holds dates or times");
    table_reads_as("1,7,0\n2,53,1\n3,8,0\n4,51,0\n5,21,1\n6,8,0\n", NULL, 1, 1, 6, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out), "column 1 only counts the rows");
    table_reads_as(",a,b\n9,7,0\n3,53,1\n8,8,0\n40,51,0\n5,21,1\n6,8,0\n", NULL, 2, 1, 6,
                   LIST(9, 7, 3, 53, 8, 8, 40, 51, 5, 21, 6, 8), y);
    is_noted("drop=x0 leaves it out");
    struct csv_options first = {.targets = "first"};
    table_reads_as(",a,b\n0,7,0\n1,53,1\n2,8,0\n3,51,0\n4,21,1\n5,8,0\n", &first, 1, 1, 6, y, x);
}
END_TEST

// An input that is one large number in every row would count for more than all the others.
START_TEST(large_constants_are_left_out)
{
    const double *x = LIST(1.5, 2.5, 3.5), *y = LIST(0, 1, 0);
    table_reads_as("year,a,y\n2014,1.5,0\n2014,2.5,1\n2014,3.5,0\n", NULL, 1, 1, 3, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 'year' is the same large number in every row");
    table_reads_as("a;z;y\n1,5;-1e6;0\n2,5;-1e6;1\n3,5;-1e6;0\n", NULL, 1, 1, 3, x, y);
    // Small ones, a row alone, and the only input stay.
    table_reads_as("a,b,y\n1,1.5,0\n1,2.5,1\n", NULL, 2, 1, 2, LIST(1, 1.5, 1, 2.5), y);
    table_reads_as("a,b,y\n2014,1.5,0\n", NULL, 2, 1, 1, LIST(2014, 1.5), y);
    table_reads_as("a,y\n2014,0\n2014,1\n", NULL, 1, 1, 2, LIST(2014, 2014), y);
}
END_TEST

START_TEST(all_that_is_left_out_is_told)
{
    char text[4000] = "", *at = text;
    for (int i = 0; i < 20; i++)
        at += sprintf(at, "a rather long name %d,", i);
    at += sprintf(at, "x,y\n");
    for (int n = 0; n < 4; n++) {
        for (int i = 0; i < 20; i++)
            at += sprintf(at, "t%d %d,", n, i);
        at += sprintf(at, "%d,%d\n", n, n % 2);
    }
    table_reads_as(text, NULL, 1, 1, 4, LIST(0, 1, 2, 3), LIST(0, 1, 0, 1));
    for (int i = 0; i < 20; i++) {
        char name[40];
        snprintf(name, sizeof name, "'a rather long name %d'", i);
        ck_assert_ptr_nonnull(strstr(buf_text(&table_report.left_out), name));
    }
}
END_TEST

// A line for each reason; of very many columns it says how many are not named.
START_TEST(left_out_columns_are_told_by_reason)
{
    static char text[60000];
    char *at = text;
    for (int i = 0; i < 300; i++)
        at += sprintf(at, "n%d,", i);
    at += sprintf(at, "day,x,y\n");
    for (int n = 0; n < 4; n++) {
        for (int i = 0; i < 300; i++)
            at += sprintf(at, "t%d %d,", n, i);
        at += sprintf(at, "2024-05-0%d,%d,%d\n", n + 1, n, n % 2);
    }
    table_reads_as(text, NULL, 1, 1, 4, LIST(0, 1, 2, 3), LIST(0, 1, 0, 1));
    const char *told = buf_text(&table_report.left_out);
    ck_assert_ptr_nonnull(
        strstr(told, "column 'day' holds dates or times\n300 columns each have a different "
                     "text in every row: 'n0', 'n1', "));
    ck_assert_ptr_nonnull(strstr(told, "'n39' and 260 more"));
    table_reads_as("id,a,b,x,y\n1,5000,7000,1,0\n3,5000,7000,2,1\n2,5000,7000,3,0\n", NULL, 2, 1, 3,
                   LIST(1, 1, 3, 2, 2, 3), LIST(0, 1, 0));
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "2 columns are each the same large number in every row: 'a', 'b'");
}
END_TEST

START_TEST(dates_are_known)
{
    static const char *const dates[] = {"2024-01-05", "5.1.2024",         "24.12.",
                                        "05/01/24",   "2024-01-05 10:30", "10:30",
                                        "5 Jan 2024", "Jan 5, 2024",      "05-Mar-2024",
                                        "9:15 pm",    "2024/1/5",         "1. M\u00e4r 2024"};
    static const char *const others[] = {"2024",        "1.5",    "1-2-3",  "A/5 21171",
                                         "192.168.1.1", "0041-1", "12,5",   "",
                                         "May",         "5 kg",   "3.4.5.6"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        ck_assert_msg(csv_is_date(dates[i], strlen(dates[i])), "%s", dates[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!csv_is_date(others[i], strlen(others[i])), "%s", others[i]);
}
END_TEST

// What a session saves of a table loads it again.
START_TEST(options_are_saved)
{
    static const struct harness_script tables[] = {{"t.csv", "a,b,c\n1,x,2\n-9,x,3\n3,y,4\n"},
                                                   {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->tables = tables;
    harness_do(harness, "data t.csv text=a missing-as=\"-9\" missing=drop");
    char recipe[300];
    snprintf(recipe, sizeof recipe, "%s", harness->shell->session->data->recipe);
    ck_assert_ptr_nonnull(strstr(recipe, " text=\"a\" missing=\"drop\" missing-as=\"-9\""));
    harness_do(harness, recipe);
    ck_assert_uint_eq(harness->shell->session->data->x.rows, 2);
    harness_free(harness);
}
END_TEST

Suite *csv_kinds_suite(void)
{
    Suite *suite = suite_create("csv_kinds");
    TCase *tests = tcase_create("csv_kinds");
    tcase_add_test(tests, blanks_and_other_separators);
    tcase_add_test(tests, utf16_is_read);
    tcase_add_test(tests, arff_is_read);
    tcase_add_test(tests, arffs_quotes_are_read);
    tcase_add_test(tests, thousands_of_other_countries);
    tcase_add_test(tests, units_and_currencies);
    tcase_add_test(tests, marks_of_missing_values);
    tcase_add_test(tests, a_dash_among_texts_is_a_text);
    tcase_add_test(tests, classes_are_those_of_the_rows_that_stay);
    tcase_add_test(tests, data_like_any_other);
    tcase_add_test(tests, what_only_names_is_left_out);
    tcase_add_test(tests, large_constants_are_left_out);
    tcase_add_test(tests, all_that_is_left_out_is_told);
    tcase_add_test(tests, left_out_columns_are_told_by_reason);
    tcase_add_test(tests, dates_are_known);
    tcase_add_test(tests, options_are_saved);
    suite_add_tcase(suite, tests);
    return suite;
}
