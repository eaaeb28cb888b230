// SPDX-License-Identifier: GPL-3.0-or-later
// What a refused table's message advises, typed as it stands: the table is loaded, if need be after some more
// rounds of it.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "csv_tables.h"
#include "harness.h"
#include "suites.h"

// Each table is refused with the advice, and loaded by it.
START_TEST(advice_typed_as_it_stands_loads)
{
    static const char *const cases[][4] = {
        // the table, the options it is refused with, a part of the advice, the options to add
        {"price,doors,k\n3,2,a\n4,4,b\n5,2,a\n6,5more,b\n", "", "text=doors makes", "text=doors"},
        {"p,k\n3,0\n4,1\n5,0\nx;y,1\n", "", "missing-as=\"x;y\" missing=drop",
         "missing-as=\"x;y\" missing=drop"},
        {"the doors,k\n3,0\n4,1\nmany,1\n", "", "text=\"the doors\" makes", "text=\"the doors\""},
        {"1,2,3\n4,x,5\n", "", "text=x1 makes", "text=x1"},
        {"a,b\n1,2\n3,x\n", "", "text=b makes", "text=b"},
        {"a,b\n1,2\n?,3\n4,5\n", "", "missing=drop", "missing=drop"},
        {"a,b\n1,2\n?,3\n4,5\n", "", "missing=mean", "missing=mean"},
        {"a,b,c\n?,2,1\n3,?,2\n", "", "missing=mean", "missing=mean"},
        {"a,c,b\n1,2,p\n2,0,q\n3,2,r\n4,0,s\n", "", "targets=c chooses", "targets=c"},
        {"a,b\n1,p\n2,q\n3,r\n4,s\n", "", "text=b makes", "text=b"},
        {"who,b\nAnn,1\nBob,0\nCleo,1\n", "", "text=who makes", "text=who"},
        {"a,c,b\nl.5,1,2\n2.5,1,0\n3.5,2,1\n", "", "missing-as=l.5 missing=drop",
         "missing-as=l.5 missing=drop"},
        {"a,c,b\nl.5,1,2\n2.5,1,0\n3.5,2,1\n", "", "text=a makes", "text=a"},
        {"year,n\n1930,590\n1934,363\n1950,1.045.246\n1,2.5\n", "", "missing-as=1.045.246",
         "missing-as=1.045.246 missing=drop"},
        {"a,b\n1.5,2\n2,3\n\"3,5\",4\n", "", "text=a makes", "text=a"},
        {"a,b,c\n1,2,3\n4,5,6\n", "targets=3", "targets=2 takes", "targets=2"},
        {"a,k\n2,1\nA,2\n2,1\n3,2\n", "onehot=yes", "text=a makes", "onehot=yes text=a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct harness_script tables[] = {{"t.csv", cases[i][0]}, {NULL, NULL}};
        struct harness *harness = harness_create();
        char command[200];
        harness->tables = tables;
        snprintf(command, sizeof command, "data t.csv %s", cases[i][1]);
        const char *message = harness_fail(harness, command);
        ck_assert_msg(strstr(message, cases[i][2]), "'%s' is not in '%s'", cases[i][2], message);
        snprintf(command, sizeof command, "data t.csv %s", cases[i][3]);
        harness_do(harness, command);
        harness_free(harness);
    }
}
END_TEST

// The second mark is advised together with the first, or each would bring the other back.
START_TEST(marks_add_up)
{
    struct csv_options one = {.missing_as = "bad", .missing = CSV_MISSING_DROP}, both = one;
    struct error error;
    const char *text = "a,y\n1,0\nbad,1\nno way,1\n4,0\n";
    ck_assert_ptr_null(table_read(text, strlen(text), 9, &one, &error));
    ck_assert_msg(strstr(error.hint, "missing-as=\"bad,no way\" missing=drop"), "%s", error.hint);
    both.missing_as = "bad,no way";
    table_reads_as(text, &both, 1, 1, 2, LIST(1, 4), LIST(0, 0));
}
END_TEST

START_TEST(decimal_comma_is_advised_where_it_reads)
{
    // The first 32 kB have no number that tells.
    static char text[80000];
    size_t used = (size_t)snprintf(text, sizeof text, "year,n\n");
    for (int i = 0; i < 4000; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,%d.%03d\n", i % 90, i % 7 + 1,
                                 i % 999 + 1);
    snprintf(text + used, sizeof text - used, "7,1.234.567\n");
    const struct harness_script tables[] = {{"t.csv", text}, {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->tables = tables;
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "data t.csv"), "decimal=comma reads it"));
    harness_do(harness, "data t.csv decimal=comma");
    ck_assert(harness->shell->session->data->y.data[4000] == 1234567);
    ck_assert(harness->shell->session->data->y.data[0] == 1001);
    harness_free(harness);
}
END_TEST

START_TEST(nearest_columns_are_named)
{
    static const struct harness_script tables[] = {
        {"t.csv", "size,color,price\n1,red,2\n2,blue,3\n3,red,4\n4,blue,5\n"}, {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->tables = tables;
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "data t.csv drop=colour"), "did you mean 'color'?"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "data t.csv targets=Price"), "did you mean 'price'?"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "data t.csv text=siz"), "did you mean 'size'?"));
    harness_do(harness, "data t.csv drop=x1"); // a place, as where there is no header
    ck_assert_uint_eq(harness->shell->session->data->x.cols, 1);
    harness_free(harness);
}
END_TEST

// ---- one advice after the other ----------------------------------------------------------------

enum { OPTIONS = 6, ROUNDS_MOST = 5 };

// The options of a command as they were advised; a later one takes the place of an earlier one.
struct typed_options {
    char texts[OPTIONS][300];
};

static const char *const names[OPTIONS] = {
    "targets=", "drop=", "text=", "missing=", "missing-as=", "decimal="};

// The length of an option at [text], quotes and all, and which it is; 0 where there is none.
static size_t option_length(const char *text, size_t *which)
{
    for (*which = 0; *which < OPTIONS; ++*which) {
        size_t at = strlen(names[*which]);
        if (strncmp(text, names[*which], at) != 0)
            continue;
        char quote = text[at];
        if (quote != '"' && quote != '\'')
            return at + strcspn(text + at, " ;,\n");
        for (at++; text[at] != quote; at++)
            at += quote == '"' && text[at] == '\\';
        return at + 1;
    }
    return 0;
}

// Takes over the options that stand side by side in the message: the first such, or the last.
static bool take_advice(struct typed_options *options, const char *message, bool is_last)
{
    struct typed_options before = *options;
    bool found = false, goes_on = false;
    for (const char *at = message; *at && *at != '\n'; at++) {
        size_t which, length = at > message && at[-1] == ' ' ? option_length(at, &which) : 0;
        if (length == 0) {
            goes_on = false;
            continue;
        }
        if (found && !goes_on && !is_last)
            return true;
        if (!goes_on)
            *options = before;
        snprintf(options->texts[which], sizeof options->texts[which], "%.*s", (int)length, at);
        found = goes_on = true;
        at += length;
    }
    return found;
}

static void load_by_advice(const char *table, bool is_last)
{
    const struct harness_script tables[] = {{"t.csv", table}, {NULL, NULL}};
    struct harness *harness = harness_create();
    struct typed_options options = {0};
    char command[2000];
    harness->tables = tables;
    for (int round = 0; round <= ROUNDS_MOST; round++) {
        size_t used = (size_t)snprintf(command, sizeof command, "data t.csv");
        for (size_t i = 0; i < OPTIONS; i++)
            if (options.texts[i][0])
                used += (size_t)snprintf(command + used, sizeof command - used, " %s",
                                         options.texts[i]);
        harness_run(harness, command);
        if (harness->well)
            break;
        const char *message = buf_text(&harness->notes);
        ck_assert_msg(round < ROUNDS_MOST, "%s\nis not loaded: %s\n%s", table, command, message);
        ck_assert_msg(take_advice(&options, message, is_last), "no advice in %s", message);
    }
    harness_free(harness);
}

START_TEST(one_advice_after_the_other_loads)
{
    static const char *const cases[] = {
        "a,b,y\n1,2,0\nx,3,1\n2,y,0\n1,2,1\n",
        "a,b,c,d,y\n1,2,3,1,0\n2,one,1,2,1\n1,2,many,1,0\n2,2,1,few,1\nnone at all,1,1,1,0\n",
        "the size,\"b,c\",\"say \"\"no\"\"\",y\n1,2,3,0\n2,one,1,1\n1,2,many,0\nno way,2,1,1\n",
        "a,b,y\n1,2,0\n\"1,2,x\",3,1\n2,\"3;4,z\",0\n1,2,1\n3,bad,1\n4,4,0\n",
        "a,b,y\n1,2,0\n?,3,1\n2,y,0\n1,2,1\nx,,0\n3,3,1\n",
        "1,2,3\nx,3,1\n2,y,0\n1,2,z\n",
        "a,b,y\nl.5,1,2\n2.5,z,0\n3.5,2,1\n4.5,3,no\n",
        "a,b,y\nl.5,O,2\n2.5,1,0\n3.5,2,1\n4.5,3,1\n",
        "who,what,y\nAnn,x,1\nBob,y,0\nCleo,z,1\n",
        "a,b,y\n1,2,0\n\"it's \"\"so\"\"\",3,1\n2,'y',0\n1,\\x,1\n2,2,0\n",
        "a,b,y\n1,2,0\n3,#x,1\n2,(y),0\n1,[z],1\n2,2,1\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        load_by_advice(cases[i], false);
        load_by_advice(cases[i], true);
    }
}
END_TEST

// The longer the list, the longer the line: it names the columns as long as it can be typed.
START_TEST(the_advised_list_is_whole)
{
    struct csv_options options = {.text = "a,the b"};
    struct error error;
    const char *text = "a,the b,c,y\n1,2,3,0\nx,y,z,1\n1,2,4,0\n";
    ck_assert_ptr_null(table_read(text, strlen(text), 9, &options, &error));
    ck_assert_msg(strstr(error.hint, "text=\"a,the b,c\" makes classes"), "%s", error.hint);
    char long_list[400] = "a";
    while (strlen(long_list) < 300)
        strcat(long_list, ",a");
    options.text = long_list;
    const char *other = "a,c,y\n1,3,0\nx,z,1\n1,4,0\n";
    ck_assert_ptr_null(table_read(other, strlen(other), 9, &options, &error));
    ck_assert_msg(strstr(error.hint, "text=\"...,c\" makes classes"), "%s", error.hint);
}
END_TEST

// A text that is too long to be typed is not advised to be.
START_TEST(a_long_text_is_not_typed)
{
    char text[900] = "a,b,y\n";
    for (int n = 0; n < 30; n++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%d,%d,%d\n", n, n, n % 2);
    size_t used = strlen(text);
    memset(text + used, 'x', 300);
    strcpy(text + used + 300, ",1,1\n");
    load_by_advice(text, false);
}
END_TEST

Suite *csv_advice_suite(void)
{
    Suite *suite = suite_create("csv_advice");
    TCase *tests = tcase_create("csv_advice");
    tcase_add_test(tests, advice_typed_as_it_stands_loads);
    tcase_add_test(tests, marks_add_up);
    tcase_add_test(tests, decimal_comma_is_advised_where_it_reads);
    tcase_add_test(tests, nearest_columns_are_named);
    tcase_add_test(tests, one_advice_after_the_other_loads);
    tcase_add_test(tests, the_advised_list_is_whole);
    tcase_add_test(tests, a_long_text_is_not_typed);
    suite_add_tcase(suite, tests);
    return suite;
}
