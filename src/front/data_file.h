// SPDX-License-Identifier: GPL-3.0-or-later
// A file of data, or stdin, as a source of bytes.
#ifndef FRONT_DATA_FILE_H
#define FRONT_DATA_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/source.h"

// Opens the file [path], which must be a regular one, or stdin for "-". NULL with [error] set, and
// suggestions where a file of nearly that name is there.
struct source *data_file_open(const char *path, struct error *error);

// The same for a file that messages call [shown].
struct source *data_file_open_as(const char *path, const char *shown, struct error *error);

// Whether the regular file at [path] has that size and checksum, csv_checksum.h's. A file that nobody wrote
// to since is not read again.
bool data_file_is(const char *path, uint64_t bytes, uint64_t checksum);

#endif
