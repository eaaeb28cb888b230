// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a text that need not have an end. Nothing is owned.
#ifndef DATA_CSV_LINE_H
#define DATA_CSV_LINE_H

#include <stdbool.h>
#include <stddef.h>

// The length of the line at the beginning of [bytes], without its end.
size_t csv_line_length(const char *bytes, size_t length);

// The place of the line after the one at [at].
size_t csv_next_line(const char *bytes, size_t length, size_t at);

// Whether a line begins with [word], letters being large or small.
bool csv_line_begins(const char *line, size_t length, const char *word);

// The bytes of the end of a line that [bytes] begin with: 0 to 2.
size_t csv_line_end(const char *bytes, size_t length);

#endif
