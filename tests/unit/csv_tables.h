// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in texts, for the tests of what reads them. A set that is returned belongs to the caller.
#ifndef UNIT_CSV_TABLES_H
#define UNIT_CSV_TABLES_H

#include "data/csv.h"

// What was found out about the table that was read last.
extern struct csv_report table_report;

// Reads bytes in blocks of [step]; NULL with [error] set where they are refused.
struct dataset *table_read(const char *bytes, size_t length, size_t step,
                           const struct csv_options *given, struct error *error);

// The text must be a table of these inputs and targets.
void table_reads_as(const char *text, const struct csv_options *options, size_t inputs,
                    size_t outputs, size_t samples, const double *x, const double *y);

// The text must be refused, and [what] be part of the message.
void table_is_refused(const char *text, const struct csv_options *options, const char *what);

// Numbers as an array.
#define LIST(...) ((const double[]){__VA_ARGS__})

#endif
