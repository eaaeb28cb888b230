// SPDX-License-Identifier: GPL-3.0-or-later
// nnsh --grade: a pile of answers, each run and judged in a process of its own.
#ifndef FRONT_GRADE_H
#define FRONT_GRADE_H

#include <stdbool.h>

#include "base/error.h"
#include "front/options.h"
#include "front/output.h"

// Grades all that the options name and prints the table. Sets [is_all_ok]: every answer did every step.
// False with [error] set where nothing could be graded, or the results could not be written.
bool grade(const struct options *options, struct output *output, bool *is_all_ok,
           struct error *error);

#endif
