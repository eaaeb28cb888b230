// SPDX-License-Identifier: GPL-3.0-or-later
// What a cell may say other than a plain number: a date, a number with its unit or currency, that its
// value is missing. Nothing is allocated.
#ifndef DATA_CSV_CELL_H
#define DATA_CSV_CELL_H

#include <stdbool.h>
#include <stddef.h>

// Cuts the spaces around a text, and those that do not end a line.
void csv_trim(const char **text, size_t *length);

// Takes a percent sign, or one of a currency, from one end of what may be a number, with the spaces in
// between. Whether there was one.
bool csv_trim_sign(const char **text, size_t *length);

// Whether a cell is a date or a time, such as 24.12.2024, 2024-01-05, 5 Jan 2024 or 10:30.
bool csv_is_date(const char *text, size_t length);

// Reads a number in any of the forms a table may have: plain, with separated thousands, or with a sign such
// as % or $ at an end.
bool csv_any_number(bool has_commas, const char *text, size_t length, double *value);

// The unit of a number: [length] bytes at [text].
struct csv_unit {
    const char *text;
    size_t length;
};

// Reads a number with a unit after it (58 bhp) or the short name of a currency before it (CHF 20.50). The
// unit is a part of [text]. Where the unit is there and the number says that it is missing ("null bhp"),
// [value] is NaN. False where it is nothing of that kind.
bool csv_unit_number(bool has_commas, const char *text, size_t length, double *value,
                     struct csv_unit *unit);

// Whether a cell says that its value is missing.
enum csv_missing_mark {
    CSV_IS_THERE,
    CSV_IS_MISSING, // empty, or what people and programs write there, such as NA, #N/A, ?, \N or n.a.
    CSV_MAY_BE_THERE, // - and none: among numbers a missing value, among texts a text
};
enum csv_missing_mark csv_missing_mark(const char *text, size_t length);

#endif
