// SPDX-License-Identifier: GPL-3.0-or-later
// Where a user's own files stand, by the XDG base directory specification. The caller owns the
// buffers that are filled.
#ifndef FRONT_PLACE_H
#define FRONT_PLACE_H

#include <stdbool.h>

#include "base/buf.h"

// Appends the folder for nnsh's files: $[variable]/nnsh, or $HOME/[otherwise]/nnsh where that is
// unset, empty or not absolute (the specification says to ignore those). False when there is no
// home either, or memory ran out.
bool place_folder(struct buf *path, const char *variable, const char *otherwise);

// Makes the folder [path] and those above it, for its owner alone. False, with errno, when that is
// impossible; a folder that is there already is fine.
bool place_make(const char *path);

#endif
