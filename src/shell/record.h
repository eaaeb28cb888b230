// SPDX-License-Identifier: GPL-3.0-or-later
// Commands kept as a script, line by line as they succeed. The shell writes through this record and
// never knows where to; the host makes it. Who opens a record closes it.
#ifndef SHELL_RECORD_H
#define SHELL_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct record {
    // Appends whole lines. With [lasts] they are on the disk when this returns and not only in the
    // system's memory. False with [error] set when they could not be written; the lines before them
    // stay.
    bool (*add)(struct record *record, const char *lines, size_t length, bool lasts,
                struct error *error);
    // Brings everything to the disk, and frees the record.
    void (*close)(struct record *record);
    const char *path; // the file's name, as it was given
};

#endif
