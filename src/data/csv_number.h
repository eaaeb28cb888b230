// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as tables of several countries write them: 1,234.5 and 1.234,5, 12,34,567 as in India, 1 234 and
// 1'234. Nothing is allocated, but for numbers of unusual length.
#ifndef DATA_CSV_NUMBER_H
#define DATA_CSV_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { CSV_NUMBER_SIZE = 64 }; // a number with signs in it is no longer

// Whether a cell is a number, and whether it had points or commas beside the decimal point.
enum csv_reading { CSV_NO_NUMBER, CSV_PLAIN_NUMBER, CSV_SIGNED_NUMBER };

// Reads a cell as a number into [value]: as nnsh reads one, or with its thousands separated (1,234.5), or
// with [has_commas] with a decimal comma (1.234,5). A number that is not finite is none.
enum csv_reading csv_number(bool has_commas, const char *text, size_t length, double *value);

// What the signs in a number tell of the others in its file.
enum csv_proof {
    CSV_PROOF_NONE,   // it has none, or is not a number
    CSV_PROOF_POINTS, // it can only have a decimal point: 1.5 or 1,234,567
    CSV_PROOF_COMMAS, // it can only have a decimal comma: 1,5 or 1.234.567
    CSV_DOUBT_POINT,  // 1.234, whose point may separate thousands
    CSV_DOUBT_COMMA,  // 1,234, likewise
    CSV_PROOFS,
};
enum csv_proof csv_proof_of(const char *text, size_t length);

// Copies a cell whose thousands are separated by spaces or apostrophes, 1 234,5 or 1'234.5, without
// them, and a true minus sign as -. Returns the length, or 0 where it is nothing of that kind.
size_t csv_plain_groups(const char *text, size_t length, char plain[CSV_NUMBER_SIZE]);

#endif
