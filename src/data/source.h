// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a file, a block at a time: this room may not open one, so the caller passes one in, as
// this record. Who opens a source closes it.
#ifndef DATA_SOURCE_H
#define DATA_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct source {
    // The next bytes, valid until the next call; [length] 0 at the end. False with [error] set when
    // reading failed or was interrupted.
    bool (*read)(struct source *source, const char **bytes, size_t *length, struct error *error);
    // Frees the source and closes what it opened.
    void (*close)(struct source *source);
    size_t size;      // the bytes to come, if known; else 0
    bool interrupted; // the last read failed because Ctrl-C or a signal said stop
};

#endif
