// SPDX-License-Identifier: GPL-3.0-or-later
// Writing files so that none is ever half written. A path stays its caller's; only a record keeps its
// file open.
#ifndef FRONT_FILE_H
#define FRONT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "shell/record.h"

// Makes data[0, length) the whole contents of the file at [path]. A reader, or a machine that loses its
// power, finds the old file or the new one and never a part. An existing file keeps its permissions; of
// a symbolic link the file it leads to is replaced. What is not a regular file (a pipe, /dev/null, or the
// file that stdout or stderr goes to) is written directly. False with [error] set when it cannot be
// done: the old file is then unchanged, and nothing else is left.
bool file_write(const char *path, const char *data, size_t length, struct error *error);

// A new file that begins with head[0, length), as a record that its close ends. NULL with [error] set
// when there is a file of that name already, which is left alone, or none can be made. What a full disk
// took of lines that could not be added is taken back.
struct record *file_record_create(const char *path, const char *head, size_t length,
                                  struct error *error);

#endif
