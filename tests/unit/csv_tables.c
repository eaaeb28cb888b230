// SPDX-License-Identifier: GPL-3.0-or-later
// Every table is read in blocks of all small sizes, so that no cell depends on where a block ends.
#include "csv_tables.h"

#include <check.h>
#include <string.h>

#include "harness.h"

struct csv_report table_report;

struct dataset *table_read(const char *bytes, size_t length, size_t step,
                           const struct csv_options *given, struct error *error)
{
    struct harness_source source = harness_source(bytes, length, step);
    struct csv_options options = given ? *given : (struct csv_options){0};
    options.name = "t.csv";
    options.memory = (size_t)1 << 28;
    *error = ERROR_NONE;
    csv_report_clear(&table_report);
    struct dataset *set = csv_read(&source.source, &options, &table_report, error);
    ck_assert_msg((set != NULL) == (error->what[0] == '\0'), "'%s'", error->what);
    return set;
}

// Reads the text in blocks of [step] bytes; it must be a table of these inputs and targets.
void table_reads_as(const char *text, const struct csv_options *options, size_t inputs,
                    size_t outputs, size_t samples, const double *x, const double *y)
{
    for (size_t step = 1; step < 40; step += 3) {
        struct error error;
        struct dataset *set = table_read(text, strlen(text), step, options, &error);
        ck_assert_msg(set != NULL, "%s", error.what);
        ck_assert_uint_eq(set->x.cols, inputs);
        ck_assert_uint_eq(set->y.cols, outputs);
        ck_assert_uint_eq(set->x.rows, samples);
        for (size_t i = 0; i < inputs * samples; i++)
            ck_assert_msg(set->x.data[i] == x[i], "x %zu is %g", i, set->x.data[i]);
        for (size_t i = 0; i < outputs * samples; i++)
            ck_assert_msg(set->y.data[i] == y[i], "y %zu is %g", i, set->y.data[i]);
        dataset_free(set);
    }
}

void table_is_refused(const char *text, const struct csv_options *options, const char *what)
{
    struct error error;
    ck_assert_ptr_null(table_read(text, strlen(text), 5, options, &error));
    ck_assert_msg(strstr(error.what, what) != NULL, "'%s' is not '%s'", error.what, what);
}
