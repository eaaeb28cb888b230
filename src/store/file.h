// SPDX-License-Identifier: GPL-3.0-or-later
// Writing files so that none is ever half written. A path stays its caller's; nothing is kept open.
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

// Makes data[0, length) the whole contents of the file at [path]. A reader, or a machine that loses its
// power, finds the old file or the new one and never a part. An existing file keeps its permissions; of
// a symbolic link the file it leads to is replaced. What is no regular file (a pipe, /dev/null, or the
// file that stdout or stderr goes to) is written as it stands. False with [error] set when it cannot be
// done: the old file then stands as it was, and nothing is left beside it.
bool file_write(const char *path, const char *data, size_t length, struct error *error);

// ---- a file that grows line by line -------------------------------------------------------------

struct file_log;

// A new file that begins with head[0, length), to append to and to be ended by file_log_close. NULL with
// [error] set when there is a file of that name already, which is left alone, or none can be made.
struct file_log *file_log_create(const char *path, const char *head, size_t length,
                                 struct error *error);

// Appends data[0, length) in one piece; with [lasts] it is on the disk when this returns. False with
// [error] set when it could not be: what a full disk took of it is taken back.
bool file_log_add(struct file_log *log, const char *data, size_t length, bool lasts,
                  struct error *error);

// Brings everything to the disk and closes the file; NULL is allowed.
void file_log_close(struct file_log *log);

#endif
