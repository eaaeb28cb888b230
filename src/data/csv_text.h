// SPDX-License-Identifier: GPL-3.0-or-later
// What a CSV file's bytes say before they are parsed: whether they are text at all, what parts its
// cells, how its numbers are written. Nothing is allocated, but for numbers of unusual length.
#ifndef DATA_CSV_TEXT_H
#define DATA_CSV_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { CSV_HEAD_SIZE = 32768 }; // the bytes from whose look the rest is judged
enum { CSV_NUMBER_SIZE = 64 };  // a number with signs in it is no longer

// How a file writes what a cell holds.
struct csv_dialect {
    size_t skip; // bytes before the first row: a byte order mark, a line sep=;
    char separator;
    bool has_commas; // decimal commas
    bool is_told;    // which was not found out but told
};

// Judges the file by its first bytes. False with [error] set when they are no text; [name] is the
// file's.
bool csv_judge(const char *head, size_t length, const char *name, struct csv_dialect *dialect,
               struct error *error);

// Whether a block holds nothing that only a binary file has.
bool csv_is_text(const char *bytes, size_t length);

// Reads a cell as a number: as nnsh reads one, or with thousands parted (1,234.5), or in a file with
// decimal commas with those (1.234,5). A number that is not finite is none.
bool csv_number(const struct csv_dialect *dialect, const char *text, size_t length, double *value);

// What the signs in a number tell of the others in its file.
enum csv_proof {
    CSV_PROOF_NONE,   // it has none, or is no number
    CSV_PROOF_POINTS, // it can only have a decimal point: 1.5 or 1,234,567
    CSV_PROOF_COMMAS, // it can only have a decimal comma: 1,5 or 1.234.567
    CSV_DOUBT_POINT,  // 1.234, whose point may part thousands
    CSV_DOUBT_COMMA,  // 1,234, likewise
    CSV_PROOFS,
};
enum csv_proof csv_proof_of(const char *text, size_t length);

// Copies a cell that is parted by blanks or apostrophes as numbers are, 1 234,5 or 1'234.5, without
// them, and a true minus sign as -. Returns the length, or 0 where it is nothing of that kind.
size_t csv_plain_groups(const char *text, size_t length, char plain[CSV_NUMBER_SIZE]);

// Cuts the blanks around a text, and those that do not part lines.
void csv_trim(const char **text, size_t *length);

// Takes a percent sign, or one of a currency, from one end of what may be a number, with the blanks in
// between. Whether there was one.
bool csv_trim_sign(const char **text, size_t *length);

// Whether a cell is a date in digits, such as 24.12.2024: no slip of a number.
bool csv_is_date(const char *text, size_t length);

// Whether a cell says that its value is missing: it is empty, or one of the words people and spreadsheets
// write there, in any case, such as NA, k.A., #NV, - or ?.
bool csv_is_missing(const char *text, size_t length);

// A checksum of bytes that come in blocks of any size: FNV-1a over words of 8 bytes.
struct csv_checksum {
    uint64_t hash, word;
    unsigned used;
    uint64_t bytes;
};
void csv_checksum_start(struct csv_checksum *checksum);
void csv_checksum_add(struct csv_checksum *checksum, const char *bytes, size_t length);
uint64_t csv_checksum_end(const struct csv_checksum *checksum);

#endif
