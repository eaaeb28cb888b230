// SPDX-License-Identifier: GPL-3.0-or-later
// The files in which sessions are kept, in nnsh's folder of the user's state. A session under way is
// session-STEM.nn, beside it a .lock that its owner holds. A file whose lock nobody holds is of a program that was
// killed or crashed: it is then called kept-STEM.nn, as is one that was left on purpose with something unsaved. The
// newest twenty of those stay. Nothing is owned.
#ifndef FRONT_KEPT_SESSIONS_H
#define FRONT_KEPT_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"

#define KEPT_SESSION "session-"
#define KEPT_PREFIX  "kept-"
#define KEPT_ENDING  ".nn"

enum { KEPT_LEFT_MOST = 5 };

// A session whose program was killed or crashed.
struct kept_left {
    char stem[64];
    struct timespec when;
};

// Appends the file's path: folder/PREFIX STEM ENDING. False where there is no folder.
bool kept_path(struct buf *path, const char *prefix, const char *stem, const char *ending);

// Does [act] with the path of a file of that name.
void kept_with_path(const char *prefix, const char *stem, const char *ending,
                    int (*act)(const char *path));

// Calls a session's file a kept one.
void kept_rename(const char *stem);

// Renames the sessions that were left, and returns how many they were, the newest in [list] in their order.
size_t kept_gather(struct kept_left list[KEPT_LEFT_MOST]);

// Removes the oldest kept files beyond the twentieth.
void kept_drop_old(void);

// Removes the newest kept file where it is the very session [own] that is about to be kept: one that was brought
// back and left as it was is not kept twice.
void kept_drop_same(const char *own);

// The path of the newest kept file, or NULL; valid until the next call.
const char *kept_newest(void);

// Appends a line that says which kept session was put aside for the lesson that is open.
void kept_put_before(struct buf *text, const char *stem);

// Appends the path of the session that such a line in a kept file names. False where there is none any more.
bool kept_before(const char *stem, struct buf *path);

#endif
