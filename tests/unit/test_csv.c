// SPDX-License-Identifier: GPL-3.0-or-later
// CSV as spreadsheets in several countries write it, and files that are none. Every table is read in
// blocks of all small sizes, so that no cell depends on where a block ends.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv.h"

#include "csv_tables.h"
#include "harness.h"
#include "suites.h"

START_TEST(dialects_are_found_out)
{
    const double *x = LIST(1.5, 2, 2.5, 3), *y = LIST(10, 20);
    table_reads_as("a,b,c\n1.5,2,10\n2.5,3,20\n", NULL, 2, 1, 2, x, y);
    table_reads_as("a,b,c\r\n1.5,2,10\r\n2.5,3,20", NULL, 2, 1, 2, x, y);
    table_reads_as("a,b,c\r1.5,2,10\r2.5,3,20\r", NULL, 2, 1, 2, x, y);
    table_reads_as("\xef\xbb\xbf"
                   "a;b;c\n1,5;2;10\n2,5;3;20\n",
                   NULL, 2, 1, 2, x, y);
    ck_assert(table_report.has_commas && table_report.has_header && table_report.separator == ';');
    table_reads_as("a\tb\tc\n1.5\t2\t10\n2.5\t3\t20\n", NULL, 2, 1, 2, x, y);
    table_reads_as("sep=;\r\na;b;c\r\n1.5;2;10\r\n2.5;3;20\r\n", NULL, 2, 1, 2, x, y);
    table_reads_as("1.5,2,10\n2.5,3,20\n", NULL, 2, 1, 2, x, y);
    ck_assert(!table_report.has_header);
    table_reads_as("\n\na,b,c\n\n 1.5 ,\"2\",10\n,,\n2.5,3, \"20\" \n\n,,\n", NULL, 2, 1, 2, x, y);
    table_reads_as("a,b,c,\n1.5,2,10,\n2.5,3,20,\n", NULL, 2, 1, 2, x, y);
    table_reads_as("\"a\nb\",\"b,c\",\"c\"\"d\"\n1.5,2,10\n2.5,3,20\n", NULL, 2, 1, 2, x, y);
}
END_TEST

START_TEST(numbers_of_two_countries)
{
    const double *x = LIST(1234567.5, 0.5), *y = LIST(-1200, 3);
    table_reads_as("a;b\n1.234.567,5;-1.200\n,5;3\n", NULL, 1, 1, 2, x, y);
    table_reads_as("a,b\n\"1,234,567.5\",\"-1,200\"\n.5,3\n", NULL, 1, 1, 2, x, y);
    table_reads_as("a\tb\n1234567,5\t-1,2e3\n5e-1\t3\n", NULL, 1, 1, 2, x, y);
    // A decimal comma that comes late tells as well, as long as there was no point.
    char late[9000] = "a;b\n";
    double many[2000], last[2000];
    for (size_t i = 0; i < 1000; i++) {
        many[i] = i == 999 ? 2.5 : (double)i;
        last[i] = (double)(i % 7);
        snprintf(late + strlen(late), 30, i == 999 ? "2,5;%zu\n" : "%2$zu;%1$zu\n", i % 7, i);
    }
    table_reads_as(late, NULL, 1, 1, 1000, many, last);
    // A number whose sign may part thousands proves nothing; two such signs do.
    const double *big = LIST(1234, 2345.5), *small = LIST(1.234, 2.345), *z = LIST(2, 3);
    table_reads_as("a\tb\n\"1,234\"\t2\n2345.5\t3\n", NULL, 1, 1, 2, big, z);
    ck_assert(table_report.notes.length == 0);
    table_reads_as("a\tb\n\"1,234\"\t2\n\"12,345\"\t3\n", NULL, 1, 1, 2, LIST(1234, 12345), z);
    ck_assert_ptr_nonnull(
        strstr(buf_text(&table_report.notes), "1,234 in column 'a' was read with its thousands"));
    table_reads_as("a;b\n1.234;2\n2.345.678;3\n", NULL, 1, 1, 2, LIST(1234, 2345678), z);
    ck_assert(table_report.has_commas && table_report.notes.length == 0);
    table_reads_as("a;b\n1.234;2\n2.345;3\n", NULL, 1, 1, 2, small, z);
    ck_assert_ptr_nonnull(
        strstr(buf_text(&table_report.notes), "1.234 in column 'a' was read with a decimal point"));
    table_reads_as("a,b\n1.234,2\n2.345,3\n", NULL, 1, 1, 2, small, z);
    ck_assert(table_report.notes.length == 0);
    struct csv_options comma = {.decimal = CSV_DECIMAL_COMMA},
                       point = {.decimal = CSV_DECIMAL_POINT};
    table_reads_as("a;b\n1.234;2\n2.345;3\n", &comma, 1, 1, 2, LIST(1234, 2345), z);
    table_reads_as("a;b\n1,234;2\n2,345;3\n", &point, 1, 1, 2, LIST(1234, 2345), z);
    table_reads_as("a,b\n\"1,5\",2\n\"2,5\",3\n", &comma, 1, 1, 2, LIST(1.5, 2.5), z);
    // Blanks, apostrophes and a sign of money do not hide a number.
    table_reads_as("a;b\n1 234;2\n2 345,5;3\n", NULL, 1, 1, 2, big, z);
    table_reads_as("a;b\n1\xc2\xa0"
                   "234;2\n2\xe2\x80\xaf"
                   "345,5;3\n",
                   NULL, 1, 1, 2, big, z);
    table_reads_as("a;b\n1'234;2\n2'345.5;3\n", NULL, 1, 1, 2, big, z);
    table_reads_as("a;b\n$1,234.00;2\n$2,345.50;3\n", NULL, 1, 1, 2, big, z);
    table_reads_as("a;b\n\xe2\x88\x92"
                   "1,5;2\n3;3\n",
                   NULL, 1, 1, 2, LIST(-1.5, 3), z);
    // In quotes a number may have a decimal comma in a file that commas separate, too.
    table_reads_as("a,b\n1,2\n\"0,125\",3\n", NULL, 1, 1, 2, LIST(1, 0.125), z);
    ck_assert(table_report.has_commas);
    table_reads_as("a,b\n1,2\n\"12,5\",3\n", NULL, 1, 1, 2, LIST(1, 12.5), z);
    table_is_refused("a,b\n1.5,2\n\"0,123\",3\n", NULL,
                     "row 3, column 'a': '0,123' is not a number");
    table_is_refused("a;b\n1.5;2\n2,5;3\n3;4\n", NULL, "row 2, column 'a': '1.5' is not a number");
    table_is_refused("a,b\n1.5,2\n\"12,34\",3\n", NULL,
                     "row 3, column 'a': '12,34' is not a number");
    table_is_refused("a,b\n1,2\ninf,3\n", NULL, "'inf' is not a number");
    table_is_refused("a,b\n1,2\n1e999,3\n", NULL, "'1e999' is not a number");
    table_is_refused("a;b\n1,5;2\n1.5;3\n", NULL,
                     "'1.5' is not a number, but the rows above it are numbers");
}
END_TEST

START_TEST(texts_become_classes)
{
    struct error error;
    table_reads_as("a,k\n1,no\n2,yes\n3,no\n", NULL, 1, 1, 3, LIST(1, 2, 3), LIST(0, 1, 0));
    table_reads_as("a,k\n1,c\n2,a\n3,b\n4,a\n5,b\n6,c\n", NULL, 1, 3, 6, LIST(1, 2, 3, 4, 5, 6),
                   LIST(0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    table_reads_as("k,a\nx,1\ny,2\nx,3\n", NULL, 1, 1, 3, LIST(0, 1, 0), LIST(1, 2, 3));
    struct csv_options yes = {.onehot = CSV_ONEHOT_YES}, no = {.onehot = CSV_ONEHOT_NO};
    table_reads_as("a,k\n1,10\n2,9\n3,11\n4,9\n5,10\n6,11\n", &yes, 1, 3, 6, LIST(1, 2, 3, 4, 5, 6),
                   LIST(0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    table_reads_as("a,k\n1,c\n2,a\n3,b\n4,a\n5,b\n6,c\n", &no, 1, 1, 6, LIST(1, 2, 3, 4, 5, 6),
                   LIST(2, 0, 1, 0, 1, 2));
    table_is_refused("a,k\n1,1.5\n2,2\n", &yes, "onehot=yes makes classes of whole numbers");
    const char *text = "Gr\xf6\xdf"
                       "e,\"k\n1\"\n1,b\n2,\xe4\n3,b\n";
    struct dataset *set = table_read(text, strlen(text), 100, NULL, &error);
    ck_assert_str_eq(set->columns[0].name, "Größe");
    ck_assert_str_eq(set->columns[1].name, "k 1");
    ck_assert_uint_eq(set->class_count, 2);
    ck_assert_str_eq(set->classes[0], "b");
    ck_assert_str_eq(set->classes[1], "ä");
    ck_assert_int_eq(set->targets, TARGETS_TWO);
    dataset_free(set);
}
END_TEST

// Windows writes what it has no UTF-8 for in one byte a sign; names, texts and messages see UTF-8.
START_TEST(other_encodings_are_read)
{
    struct error error;
    struct csv_options drop = {.drop = "Größe €"};
    const char *text = "Gr\xf6\xdf"
                       "e \x80;Stra\xdf"
                       "e;k\n1,5 \x80;2;\x84gut\x93\n2;3;b\xf6se\n3;4;\x84gut\x93\n";
    struct dataset *set = table_read(text, strlen(text), 7, NULL, &error);
    ck_assert_ptr_nonnull(set);
    ck_assert_str_eq(set->columns[0].name, "Größe €");
    ck_assert_str_eq(set->classes[1], "„gut“");
    ck_assert_double_eq(set->x.data[0], 1.5);
    dataset_free(set);
    table_reads_as(text, &drop, 1, 1, 3, LIST(2, 3, 4), LIST(1, 0, 1));
    table_is_refused("a;Gr\xf6\xdf"
                     "e;y\n1;2;3\n2;gro\xdf;4\n",
                     NULL, "row 3, column 'Größe': 'groß' is not a number");
}
END_TEST

START_TEST(columns_are_chosen)
{
    const char *text = "a,b,c\n1,2,3\n4,5,7\n";
    struct csv_options options = {.targets = "first"};
    table_reads_as(text, &options, 2, 1, 2, LIST(2, 3, 5, 7), LIST(1, 4));
    options.targets = "2";
    table_reads_as(text, &options, 1, 2, 2, LIST(1, 4), LIST(2, 3, 5, 7));
    options.targets = "a,c";
    table_reads_as(text, &options, 1, 2, 2, LIST(2, 5), LIST(1, 3, 4, 7));
    options = (struct csv_options){.drop = "b"};
    table_reads_as(text, &options, 1, 1, 2, LIST(1, 4), LIST(3, 7));
    options.targets = "b";
    table_is_refused(text, &options, "a column that is a target cannot be dropped");
    options.drop = "a,b";
    table_is_refused(text, &options, "drop leaves 1 column");
    options = (struct csv_options){.targets = "d"};
    table_is_refused(text, &options, "'t.csv' has no column 'd'");
    options.targets = "3";
    table_is_refused(text, &options, "targets=3 of 3 columns leaves no input");
    options.targets = "0";
    table_is_refused(text, &options, "leaves no target");
    options.targets = "a,b,c";
    table_is_refused(text, &options, "every column is a target");
}
END_TEST

// What is shown as a column's name can be typed as one.
START_TEST(shown_names_can_be_typed)
{
    struct csv_options x1 = {.drop = "x1"}, x0 = {.targets = "x0"}, commas = {.drop = "a,b, c"},
                       blanks = {.targets = "y1, y2"}, none = {.drop = "z"}, ends = {.drop = "b c"};
    struct error error;
    table_reads_as("1,2,3\n4,5,6\n", &x1, 1, 1, 2, LIST(1, 4), LIST(3, 6));
    table_reads_as("1,2,3\n4,5,6\n", &x0, 2, 1, 2, LIST(2, 3, 5, 6), LIST(1, 4));
    table_reads_as("a,,c\n1,2,3\n4,5,6\n", &x1, 1, 1, 2, LIST(1, 4), LIST(3, 6));
    table_reads_as("\"a,b\",c,d,e\n1,2,3,7\n4,5,6,8\n", &commas, 1, 1, 2, LIST(3, 6), LIST(7, 8));
    table_reads_as("y1,y2,a\n1,2,3\n4,5,6\n", &blanks, 1, 2, 2, LIST(3, 6), LIST(1, 2, 4, 5));
    table_reads_as("a,\"b\nc\",d\n1,2,3\n4,5,6\n", &ends, 1, 1, 2, LIST(1, 4), LIST(3, 6));
    table_is_refused("1,2,3\n4,5,6\n", &none, "'t.csv' has no column 'z'");
    const char *text = "1,2,3,4\n5,6,7,8\n";
    struct dataset *set = table_read(text, strlen(text), 9, &x1, &error);
    ck_assert_ptr_null(set->columns[0].name); // x0, as it is called anyway
    ck_assert_str_eq(set->columns[1].name, "x2");
    dataset_free(set);
}
END_TEST

START_TEST(missing_values)
{
    static const char *const words[] = {"NA",      "None",    "<NA>",  "#NV", "#WERT!",
                                        "#VALUE!", "k.A.",    "k. A.", "-",   "--",
                                        ".",       "#DIV/0!", "nan",   "?"};
    struct csv_options without = {.missing = CSV_MISSING_DROP};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[60];
        snprintf(text, sizeof text, "a,b\n%s,1\n2,3\n4,5\n", words[i]);
        table_is_refused(text, NULL, "stands for a missing value");
        table_reads_as(text, &without, 1, 1, 2, LIST(2, 4), LIST(3, 5));
    }
    const char *text = "a,k,y\n1,p,1\n,q,2\n3,,3\nNA,p,4\n5,p,n/a\n8,q,6\n";
    struct csv_options drop = {.missing = CSV_MISSING_DROP}, mean = {.missing = CSV_MISSING_MEAN};
    table_is_refused(text, NULL, "row 3, column 'a': the value is missing, the cell is empty");
    table_reads_as(text, &drop, 2, 1, 2, LIST(1, 0, 8, 1), LIST(1, 6));
    ck_assert_uint_eq(table_report.dropped, 4);
    table_reads_as(text, &mean, 2, 1, 5, LIST(1, 0, 4, 1, 3, 0, 4, 0, 8, 1), LIST(1, 2, 3, 4, 6));
    ck_assert_uint_eq(table_report.dropped, 1);
    table_is_refused("a,b\n,\n1,\n,2\n", &drop, "every row of 't.csv' has a missing value");
    table_is_refused("a,b\n,1\n,2\n", NULL,
                     "'t.csv' has one column with values; inputs and a target need two");
}
END_TEST

START_TEST(what_is_no_table_is_refused)
{
    static const char *const cases[][2] = {
        {"", "'t.csv' is empty"},
        {"\n\r\n\n", "contains no values"},
        {"a,b\n", "has a header but no rows"},
        {"a\n1\n2\n", "has only one column"},
        {"a,b\n1,2\n3\n", "row 3 of 't.csv' has 1 cell, and row 1 has 2"},
        {"a,b\n1,2\n\n3,4,5\n", "row 4 of 't.csv' has 3 cells, and row 1 has 2"},
        {"a,b\n1,2\n3,x\n", "row 3, column 'b': 'x' is not a number"},
        {"1,2\n3,x\n", "row 2, column 2: 'x' is not a number"},
        {"a,b\n1,p\n2,q\n3,r\n4,s\n", "column 'b' has 4 different texts in 4 rows"},
        {"a,b\n1,\"x\n", "a quote that opens in row 2 of 't.csv' is never closed"},
        {"a,b\n1,x\"y\n", "row 2 of 't.csv' has a quote mark where none is allowed"},
        {"PK\3\4", "is a spreadsheet or an archive"},
        {"a,b\n1,\1\n", "contains control bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        table_is_refused(cases[i][0], NULL, cases[i][1]);
    struct error error;
    ck_assert_ptr_null(table_read("a,b\n1,\0\n", 8, 9, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.what, "control bytes"));
}
END_TEST

// A NUL far behind the first block, a cell without end, and too many words.
START_TEST(long_files_are_watched)
{
    enum { LENGTH = 3000000 };
    char *text = malloc(LENGTH);
    struct error error;
    memset(text, 'x', LENGTH);
    memcpy(text, "a,b\n1,", 6);
    ck_assert_ptr_null(table_read(text, LENGTH, 65536, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.what, "has a cell longer than"));
    for (size_t i = 4; i + 4 <= LENGTH; i += 4)
        memcpy(text + i, i % 8 ? "1,2\n" : "2,3\n", 4);
    text[LENGTH / 2] = '\0';
    ck_assert_ptr_null(table_read(text, LENGTH, 65536, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.what, "contains a NUL byte near row"));
    size_t used = (size_t)snprintf(text, LENGTH, "k,y\n");
    for (int i = 0; i < 3000; i++)
        used += (size_t)snprintf(text + used, LENGTH - used, "w%d,%d\n", i, i);
    ck_assert_ptr_null(table_read(text, used, 65536, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.what, "more than 1000 different texts"));
    free(text);
}
END_TEST

START_TEST(a_hundred_thousand_rows)
{
    enum { ROWS = 100000, ROW = 24 };
    char *text = malloc(ROWS * ROW);
    size_t used = 0;
    struct error error;
    for (int i = 0; i < ROWS; i++)
        used += (size_t)snprintf(text + used, ROW, "%d,%d.25,%d\n", 2 * i, i % 1000, i % 3);
    struct harness_source source = harness_source(text, used, 65536);
    struct csv_options options = {.name = "t.csv", .memory = (size_t)1 << 23};
    source.source.size = used;
    struct dataset *set = csv_read(&source.source, &options, &table_report, &error);
    ck_assert_msg(set != NULL, "%s", error.what);
    ck_assert_uint_eq(set->x.rows, ROWS);
    for (size_t n = 0; n < ROWS; n++)
        ck_assert(set->x.data[2 * n] == 2 * (double)n &&
                  set->x.data[2 * n + 1] == (double)(n % 1000) + 0.25 &&
                  set->y.data[n] == (double)(n % 3));
    dataset_free(set);
    options.memory = ROWS * 2 * sizeof(double); // two numbers a row, where three are wanted
    source = harness_source(text, used, 65536);
    error = ERROR_NONE;
    ck_assert_ptr_null(csv_read(&source.source, &options, &table_report, &error));
    ck_assert_ptr_nonnull(strstr(error.what, "more numbers than fit into memory"));
    free(text);
}
END_TEST

START_TEST(the_checksum_does_not_see_blocks)
{
    const char *text = "a,b\n1,2\n3,4\n5,6\n7,8\n9,10";
    struct error error;
    uint64_t first = 0;
    for (size_t step = 1; step <= strlen(text); step++) {
        dataset_free(table_read(text, strlen(text), step, NULL, &error));
        ck_assert_uint_eq(table_report.bytes, strlen(text));
        first = step == 1 ? table_report.checksum : first;
        ck_assert(table_report.checksum == first);
    }
    dataset_free(table_read("a,b\n1,2\n3,4\n5,6\n7,8\n9,11", strlen(text), 9, NULL, &error));
    ck_assert(table_report.checksum != first);
}
END_TEST

START_TEST(a_changed_file_is_told)
{
    static const struct harness_script tables[] = {{"t.csv", "a,b\n1,2\n3,4\n"}, {NULL, NULL}};
    struct harness *harness = harness_create();
    char command[200];
    harness->tables = tables;
    harness_do(harness, "data t.csv");
    const char *recipe = harness->shell->session->data->recipe;
    ck_assert_ptr_nonnull(strstr(recipe, "data file \"t.csv\" size=12 checksum="));
    snprintf(command, sizeof command, "%s", recipe);
    harness_do(harness, command); // the same file: without a word
    harness_run(harness, "data t.csv size=13");
    ck_assert(harness->well);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "'t.csv' has changed"));
    harness_run(harness, "data file t.csv checksum=00");
    ck_assert(harness->well && harness->notes.length > 0);
    harness_fail(harness, "data none.csv");
    ck_assert_str_eq(harness->shell->session->data->name, "t.csv");
    harness_free(harness);
}
END_TEST

// What spreadsheets leave around a table, and what nothing can be learnt from.
START_TEST(what_is_no_sample_is_passed_over)
{
    double x[] = {1, 3, 5, 7}, y[] = {2, 4, 6, 8};
    table_reads_as("a,b\r\n1,2,\r\n3,4,,\r\n5,6\r\n7,8\r\n,,\r\n,\r\n", NULL, 1, 1, 4, x, y);
    ck_assert_uint_eq(table_report.empty_rows, 2);
    table_reads_as("a;b;;\n1;2\n3;4\n5;6;;;\n7;8;\n", NULL, 1, 1, 4, x, y);
    table_reads_as("a;b;;\n1;2;;\n3;4;;\n5;6;;\n7;8;;\n", NULL, 1, 1, 4, x, y);
    ck_assert_uint_eq(table_report.empty_columns, 2);
    table_reads_as(";;\na;b;;\n1;2;;\n3;4;;\n5;6;;\n7;8;;\n", NULL, 1, 1, 4, x, y);
    table_is_refused("a,b\n1,2\n3,4,,5\n", NULL, "row 3 of 't.csv' has 4 cells, and row 1 has 2");
    table_is_refused("a,b\n1,2,3\n", NULL, "row 2 of 't.csv' has 3 cells, and row 1 has 2");
    table_reads_as("a,note,b\n1,,2\n3,,4\n5,,6\n7,,8\n", NULL, 1, 1, 4, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out), "column 'note' has no values");
    table_reads_as("who,a,b\nAnn,1,2\nBob,3,4\nCleo,5,6\nDan,7,8\n", NULL, 1, 1, 4, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 'who' has a different text in every row");
    table_reads_as("on;a;b\n01.02.2024;1;2\n2.2.24;3;4\n03.02.2024;5;6\n4.2.;7;8\n", NULL, 1, 1, 4,
                   x, y);
    table_is_refused("who,b\nAnn,1\nBob,0\nCleo,1\n", NULL,
                     "column 'who' has 3 different texts in 3 rows: too many to be classes");
    table_is_refused("a,c,b\nl.5,1,2\n2.5,1,0\n3.5,2,1\n", NULL,
                     "row 2, column 'a': 'l.5' is not a number, but the rows below it are numbers");
}
END_TEST

// More texts than classes may be: an input is passed over, a target refused.
START_TEST(names_beyond_number_are_passed_over)
{
    static char text[60000];
    size_t used = (size_t)snprintf(text, sizeof text, "name,x,y\n");
    double x[1500], y[1500];
    struct csv_options name = {.targets = "name"};
    for (size_t i = 0; i < 1500; i++) {
        x[i] = (double)(i % 7);
        y[i] = (double)(i % 2);
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "k %zu,%zu,%zu\n", i, i % 7, i % 2);
    }
    table_reads_as(text, NULL, 1, 1, 1500, x, y);
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 'name' has more than 1000 different texts");
    table_is_refused(text, &name, "column 'name' has more than 1000 different texts in 1500 rows");
    table_reads_as("n,x,y\na,1,2\nb,3,4\nc,5,6\na,7,8\n", NULL, 1, 1, 4, LIST(1, 3, 5, 7),
                   LIST(2, 4, 6, 8));
    ck_assert_str_eq(buf_text(&table_report.left_out),
                     "column 'n' has 3 different texts in 4 rows");
}
END_TEST

START_TEST(classes_may_mix_numbers_and_texts)
{
    struct csv_options yes = {.onehot = CSV_ONEHOT_YES};
    const double *x = LIST(1, 2, 3, 4);
    table_reads_as("a,k\n1,A\n2,2\n3,A\n4,2\n", &yes, 1, 1, 4, x, LIST(1, 0, 1, 0));
    table_reads_as("a,k\n1,2\n2,A\n3,2\n4,A\n", &yes, 1, 1, 4, x, LIST(0, 1, 0, 1));
    table_is_refused("a,k\n1,A\n2,2\n", NULL,
                     "row 2, column 'k': 'A' is not a number, but the rows below");
    table_is_refused("k,a\n2,1\nA,2\n2,1\n", &yes, "row 3, column 'k': 'A' is not a number");
    table_is_refused("a,k\n1,2.5\n2,A\n", &yes, "onehot=yes makes classes of whole numbers");
    table_is_refused("a,k\n1,1\n2,2\n3,3\n", &yes, "column 'k' has 3 different numbers in 3 rows");
}
END_TEST

START_TEST(signs_of_units)
{
    double x[] = {20, 35.5, -5}, y[] = {1, 2, 3};
    table_reads_as("a,b\n20%,1\n35.5 %,2\n-5%,3\n", NULL, 1, 1, 3, x, y);
    ck_assert(table_report.has_signs);
    table_reads_as("a;b\n20 %;1\n35,5\u00a0%;2\n-5%;3\n", NULL, 1, 1, 3, x, y);
    table_reads_as("a,b\n$20,$1\n$ 35.5,$2\n$-5,$3\n", NULL, 1, 1, 3, x, y);
    table_reads_as("a;b\n20 \u20ac;1\n35,50 \u20ac;2\n-5 \u20ac;3\n", NULL, 1, 1, 3, x, y);
    table_reads_as("a,b\n20,1\n35.5,2\n-5,3\n", NULL, 1, 1, 3, x, y);
    ck_assert(!table_report.has_signs);
    table_is_refused("a,b\n1,2\n%,3\n", NULL,
                     "row 3, column 'a': '%' is not a number, but the rows above it are numbers");
}
END_TEST

// What was a text in the table is one to predict, too.
START_TEST(texts_are_predicted_by_name)
{
    static const struct harness_script tables[] = {
        {"t.csv", "color,size,smoker,y\nred,3,yes,0\ndark blue,4,no,1\ngreen,5,yes,0\n"
                  "red,2,no,1\ngreen,4,no,1\ndark blue,1,yes,0\n"},
        {NULL, NULL}};
    static const char *const pairs[][2] = {
        {"predict red 3 yes", "predict 0 0 1 3 1"},
        {"predict 'dark blue' 3 no", "predict 1 0 0 3 0"},
        {"predict green 2.5 0", "predict 0 1 0 2.5 no"},
    };
    struct harness *harness = harness_create();
    char first[200];
    harness->tables = tables;
    harness_do(harness, "data t.csv; init 5 3 1; train 9");
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            snprintf(first, sizeof first, "%s", harness_do(harness, pairs[i][0]));
            ck_assert_str_eq(harness_do(harness, pairs[i][1]), first);
        }
        harness_do(harness, "data split 0.5; data normalize standard; data take 2");
    }
    harness_do(harness, "data normalize none");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "predict red 3 yes"), "[red 3 yes] → "));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "predict 0 0 0.5 3 1"), "[0 0 0.5 3 yes] → "));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "predict pink 3 yes"),
                                 "'pink' is not one of this input's texts; they are dark "
                                 "blue, green or red"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "predict red yes"), "predict takes numbers, not 'yes'"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "predict red 3"),
               "the values are, in order: dark blue, green or red; size; yes or no"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "predict red 3 yes no"), "5 inputs, not 6"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "predict red 3 'yes"), "no closing"));
    harness_free(harness);
}
END_TEST

Suite *csv_suite(void)
{
    Suite *suite = suite_create("csv");
    TCase *tests = tcase_create("csv");
    tcase_add_test(tests, dialects_are_found_out);
    tcase_add_test(tests, numbers_of_two_countries);
    tcase_add_test(tests, texts_become_classes);
    tcase_add_test(tests, other_encodings_are_read);
    tcase_add_test(tests, columns_are_chosen);
    tcase_add_test(tests, shown_names_can_be_typed);
    tcase_add_test(tests, missing_values);
    tcase_add_test(tests, what_is_no_table_is_refused);
    tcase_add_test(tests, what_is_no_sample_is_passed_over);
    tcase_add_test(tests, names_beyond_number_are_passed_over);
    tcase_add_test(tests, classes_may_mix_numbers_and_texts);
    tcase_add_test(tests, signs_of_units);
    tcase_add_test(tests, texts_are_predicted_by_name);
    tcase_add_test(tests, long_files_are_watched);
    tcase_add_test(tests, a_hundred_thousand_rows);
    tcase_add_test(tests, the_checksum_does_not_see_blocks);
    tcase_add_test(tests, a_changed_file_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
