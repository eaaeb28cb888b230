// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of each answer: a script with expectations, or a lesson.
#ifndef FRONT_GRADE_CHECK_H
#define FRONT_GRADE_CHECK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "lesson/grade.h"

// Reads the file at [path] into [text], and its expectations or steps into [check]; nothing is run. False with
// [error] set when it cannot be read, a line of it is wrong, or it expects nothing. Both are cleared in
// any case by the caller.
bool grade_check_read(struct grade_check *check, struct buf *text, const char *path,
                      struct error *error);

#endif
