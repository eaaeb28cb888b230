// SPDX-License-Identifier: GPL-3.0-or-later
// The lessons that are built in, in the order of the course: the files lessons/*.nn, which the Makefile makes
// a table of. Constant; nothing is owned.
#ifndef LESSON_LESSON_FILES_H
#define LESSON_LESSON_FILES_H

#include <stddef.h>

struct lesson_file {
    const char *name; // up to 40 bytes
    const char *text; // ends with a NUL
    size_t length;
};

extern const struct lesson_file lesson_files[];
extern const size_t lesson_file_count;

#endif
