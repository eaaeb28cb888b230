// SPDX-License-Identifier: GPL-3.0-or-later
// nnsh --check-lesson FILE...
#ifndef FRONT_CHECK_H
#define FRONT_CHECK_H

#include <stdbool.h>

#include "base/error.h"
#include "front/options.h"
#include "front/output.h"

// Checks each file of the options as a lesson, in safe mode, and prints what is wrong, or a line that says it
// is good. Sets [are_good]. False with [error] set, and nothing checked, where a file cannot be read.
bool check_lessons(const struct options *options, struct output *output, bool *are_good,
                   struct error *error);

#endif
