// SPDX-License-Identifier: GPL-3.0-or-later
// A column of a CSV file while it is read: what kind of values it has, and of a column of texts the
// words, numbered as they come. csv_column_clear ends one.
#ifndef DATA_CSV_COLUMN_H
#define DATA_CSV_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_CLASSES_MOST = 1000 }; // different texts in one column

// What the file's head, or whoever loads it, says of a column's values. Classes are texts, however many of
// them are different.
enum csv_kind { CSV_KIND_OPEN, CSV_KIND_NUMBER, CSV_KIND_TEXT, CSV_KIND_CLASSES };

// Why a column is left out without having been asked for.
enum csv_left {
    CSV_LEFT_NOT,
    CSV_LEFT_EMPTY,
    CSV_LEFT_COUNTS, // it only counts the rows
    CSV_LEFT_DATES,
    CSV_LEFT_CROWDED,  // with more texts than a column may have
    CSV_LEFT_UNIQUE,   // a different text in every row
    CSV_LEFT_VARIED,   // or in more than half of them
    CSV_LEFT_CONSTANT, // the same large number in every row
    CSV_LEFT_REASONS
};

struct csv_column {
    enum csv_left left;
    char *name;         // as the header has it, cleaned; NULL without one
    enum csv_kind kind; // CSV_KIND_OPEN: the first value decides
    bool is_told;       // the file's head or whoever loads it called it one of classes
    bool is_left;       // left out: its cells are not even looked at
    bool is_text;       // its cells are classes
    bool was_numbers;   // the first of them were read as numbers
    size_t first_text;  // the row of the first text
    bool is_crowded;    // and there are too many: the rest was not looked at
    bool is_known;      // a cell that is not missing showed which
    char unit[20];      // what stands at each of its numbers, or ""

    size_t missing, first_missing; // how many, and the row of the first
    char missing_cell[64];         // and what stands there
    // Cells that are missing among numbers and words among texts, before anything showed which. They are
    // words, and their cells NaNs that hold the word's number.
    size_t open, first_open;
    char open_cell[16]; // what stands in the first of them

    char **words; // the classes in the order they came
    size_t word_count;
    uint32_t *places; // a hash table of word numbers + 1
    size_t place_count;
};

// Frees what the column holds.
void csv_column_clear(struct csv_column *column);

// Says what kind of values it has.
void csv_column_set_kind(struct csv_column *column, enum csv_kind kind);

// Whether any cell of it has a value.
bool csv_column_has_values(const struct csv_column *column);

// The cells without a value, and the row of the first; what stands there goes into [cell].
size_t csv_column_missing(const struct csv_column *column, size_t *row, const char **cell);

// Writes the number of a word to [value], a new one if it is new; nothing once there are too many. False
// without memory.
bool csv_column_word(struct csv_column *column, const char *text, size_t length, double *value);

// Forgets the words: the column holds numbers.
void csv_column_forget_words(struct csv_column *column);

// The value of a cell that holds word number [word] if its column turns out to be one of texts, and is missing
// if not; and whether a value is such, with the word's number.
double csv_open_value(size_t word);
bool csv_is_open_value(double value, size_t *word);

// Whether a column of texts looks like one of numbers with a slip: nearly all of its texts are numbers.
bool csv_column_is_slip(const struct csv_column *column);

// Whether nine in ten of its texts are dates.
bool csv_column_is_dates(const struct csv_column *column);

// A set of names, kept in the words of [names]: a copy of [name] that is not in it yet, "a_2" where "a" is.
// NULL without memory. The copy is the caller's.
char *csv_own_name(struct csv_column *names, const char *name);

#endif
