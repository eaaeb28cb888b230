// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a pile: those named, and all in the folders named. grade_pile_clear frees the list.
#ifndef FRONT_GRADE_PILE_H
#define FRONT_GRADE_PILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"

struct grade_pile {
    struct grade_file {
        char *path;
        struct stat status; // what it was when it was found; all zero: it was not
        bool is_plain;      // a regular file, and in a folder no link to one
    } * files;              // by path, each once
    size_t count;
};

// Adds [path], or where it is a folder every file in it and in the folders below, except what is hidden and
// the files at the paths in [others], up to the first NULL. False with [error] set when there is none of
// that name, a folder cannot be read, or memory runs out.
bool grade_pile_add(struct grade_pile *pile, const char *path, const char *const others[],
                    struct error *error);

// Sorts the files by their paths and drops what is there twice.
void grade_pile_sort(struct grade_pile *pile);

// Whether that file is one of the pile.
bool grade_pile_has(const struct grade_pile *pile, const struct stat *file);

void grade_pile_clear(struct grade_pile *pile);

#endif
