// SPDX-License-Identifier: GPL-3.0-or-later
// A table in a file as a data set, read in one pass: CSV as spreadsheets and programs write it, ARFF, and
// Orange's. Separator, header and decimal comma are found out; a column whose first value is not a number
// holds classes. The set belongs to the caller.
#ifndef DATA_CSV_H
#define DATA_CSV_H

#include <stdint.h>

#include "base/buf.h"
#include "data/dataset.h"
#include "data/source.h"

enum csv_onehot { CSV_ONEHOT_AUTO, CSV_ONEHOT_YES, CSV_ONEHOT_NO };
enum csv_decimal { CSV_DECIMAL_AUTO, CSV_DECIMAL_POINT, CSV_DECIMAL_COMMA };
enum csv_missing { CSV_MISSING_REFUSE, CSV_MISSING_DROP, CSV_MISSING_MEAN };

struct csv_options {
    const char *name;    // the file's, for messages
    const char *targets; // "last", "first", a number, or names with commas between; NULL: last
    const char *drop;    // names of columns to leave out, or NULL
    const char *text; // names of columns whose values are texts, whatever they look like, or NULL
    const char *missing_as; // texts, with commas between, that stand for missing values, or NULL
    enum csv_onehot onehot;
    enum csv_missing missing;
    enum csv_decimal decimal;
    size_t memory; // bytes the numbers may take, at most
    // Is called now and then with how far reading is; or NULL.
    void (*progress)(void *context, uint64_t bytes, size_t rows);
    void *context;
};

// What was found out about the file. csv_report_clear ends one.
struct csv_report {
    uint64_t bytes, checksum;
    size_t dropped; // rows left out for want of a value
    size_t filled;  // cells of inputs that had none, and got their column's mean
    char separator; // , ; | or a tab; a space where runs of spaces separate
    enum csv_source {
        CSV_SOURCE_TABLE,
        CSV_SOURCE_ARFF,
        CSV_SOURCE_ORANGE,
        CSV_SOURCE_ORANGE_ROW
    } kind;
    bool has_header; // the first row names the columns
    bool has_commas; // numbers have a decimal comma
    bool has_signs;  // percent or currency signs stood at numbers, and were passed over
    size_t comments; // lines passed over
    size_t empty_rows, empty_columns; // passed over, the columns having no name either
    struct buf left_out; // columns that nothing can be learnt from, and why, a line each
    struct buf notes;    // what whoever loads it should know, a line each
};

// Frees what the report holds.
void csv_report_clear(struct csv_report *report);

// Reads [source] to its end. NULL with [error] set when it is not a table that can be learnt from, when
// reading fails, or when memory does not suffice. [report] is filled in any case, and to be cleared.
struct dataset *csv_read(struct source *source, const struct csv_options *options,
                         struct csv_report *report, struct error *error);

#endif
