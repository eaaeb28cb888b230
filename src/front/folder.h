// SPDX-License-Identifier: GPL-3.0-or-later
// Folders: the user's own, by the XDG base directory specification, and the one that a file is in.
// The caller owns the buffers that are filled.
#ifndef FRONT_FOLDER_H
#define FRONT_FOLDER_H

#include <stdbool.h>

#include "base/buf.h"

// Appends the folder for nnsh's files: $[variable]/nnsh, or $HOME/[otherwise]/nnsh where that is
// unset, empty or not absolute (the specification says to ignore those). False when there is no
// home either, or memory ran out.
bool folder_of_user(struct buf *path, const char *variable, const char *otherwise);

// Makes the folder [path] and those above it, for its owner alone. False, with errno, when that is
// impossible; a folder that is there already is fine.
bool folder_make(const char *path);

// Appends the path of the file [path] from the root on, as its folder is really called: the file itself
// may be a link, or not be there yet. False where there is no such folder, or memory ran out.
bool folder_full_path(struct buf *full, const char *path);

#endif
