// SPDX-License-Identifier: GPL-3.0-or-later
// A file of data, or stdin, as a source of bytes.
#ifndef FRONT_DATA_FILE_H
#define FRONT_DATA_FILE_H

#include "data/source.h"

// Opens the file [path], which must be a regular one, or stdin for "-". NULL with [error] set, and
// suggestions where a file of nearly that name is there.
struct source *data_file_open(const char *path, struct error *error);

#endif
