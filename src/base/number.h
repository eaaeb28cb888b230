// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers to text and back. Always with '.', whatever the locale; with 17 digits a double reads
// back to the same bits. Only number_parse allocates, for literals over 60 bytes.
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NUMBER_SIZE = 40,         // room for any number this file writes, and its NUL
    NUMBER_DIGITS_EXACT = 17, // from here on numbers are written to be read back exactly
};

// How one number, or every number of one matrix, is written.
struct number_format {
    enum number_style { NUMBER_INTEGER, NUMBER_FIXED, NUMBER_SCIENTIFIC, NUMBER_EXACT } style;
    int decimals; // digits after the point
};

// The format in which [count] values look best together with about [digits] significant digits:
// integers as integers, fixed point where the largest value keeps most of its digits and the
// smallest does not vanish, else scientific; trailing zeros common to all are dropped.
struct number_format number_format_for(const double *values, size_t count, int digits);

// The extremes of some values: what the choice of a format needs to know of a column whose numbers
// are made one by one.
struct number_range {
    double largest, smallest; // of the sizes; smallest of those that are not 0
    bool is_whole;            // all are whole numbers
    size_t count;
};
#define NUMBER_RANGE_EMPTY ((struct number_range){0, HUGE_VAL, true, 0})

// Takes one more value into account.
void number_range_add(struct number_range *range, double value);

// The format for values of that range, trailing zeros kept.
struct number_format number_format_in(const struct number_range *range, int digits);

// Writes [value] in that format, NUL-terminated; returns the length.
size_t number_write(char text[NUMBER_SIZE], double value, struct number_format format);

// The same for a number among others: a whole number stays whole, so that an exact 0 differs from
// a small number.
size_t number_write_among(char text[NUMBER_SIZE], double value, struct number_format format);

// Writes one number on its own, in the format that suits it; returns the length.
size_t number_text(char text[NUMBER_SIZE], double value, int digits);

// One number on its own as a value, to stand in an argument list.
struct number_string {
    char text[NUMBER_SIZE];
};
struct number_string number_string(double value, int digits);

// The bytes of the decimal literal (digits, point, exponent; no sign) that [text] begins with, or 0.
size_t number_scan(const char *text, size_t length);

// Reads [text] as one number: a sign, then a decimal literal, inf or nan, and nothing else. False
// when it is none, too large for a double, or when memory ran out; [value] is then untouched.
bool number_parse(const char *text, size_t length, double *value);

// The largest whole number that may be counted to: every smaller one is a double too, and fits a size_t.
#if SIZE_MAX > UINT32_MAX
#define NUMBER_COUNT_MOST ((size_t)1 << 53)
#else
#define NUMBER_COUNT_MOST ((size_t)SIZE_MAX)
#endif

// Reads a whole number from 0 to [most], digits only. False, with [value] untouched, otherwise.
bool number_parse_count(const char *text, size_t length, size_t most, size_t *value);

#endif
