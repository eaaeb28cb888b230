// SPDX-License-Identifier: GPL-3.0-or-later
// An error as a value: what is wrong, what to do about it, and which bytes of the command it is
// about. It owns no memory, so that even "out of memory" can be said.
//
//     if (units == 0)
//         return error_set(error, "a layer needs at least one unit");
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct error {
    char what[400]; // one sentence without a full stop; "" when there is no error
    char hint[800]; // what to type instead, or ""
    bool placed;    // [at] and [length] say where in the command's text
    size_t at, length;
    bool quiet;      // already reported elsewhere: do not print it again
    bool is_memory;  // memory ran out
    bool is_missing; // a value is not there, or stale, and may still come
};

#define ERROR_NONE ((struct error){.what = ""})

// Sets [error] to a printf-like sentence and clears the rest. Always returns false, so that a
// failure is one line.
bool error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Like error_set, for the bytes [at, at + length) of the command.
bool error_at(struct error *error, size_t at, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Adds the advice to an error that is set. Always returns false.
bool error_hint(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Says that memory ran out. Always returns false.
bool error_memory(struct error *error);

// Notes that an error that is set means that memory ran out. Always returns false.
bool error_of_memory(struct error *error);

// Notes that an error that is set means that a value is missing or stale. Always returns false.
bool error_of_missing(struct error *error);

// Gives a place to an error that has none yet. Always returns false.
bool error_place(struct error *error, size_t at, size_t length);

// Text from outside made fit for a message: control bytes, NUL and broken UTF-8
// become \x00 and the like, and what is longer than 60 columns ends in "...".
struct quoted {
    char text[256];
};
struct quoted error_quote(const char *text, size_t length);

#endif
