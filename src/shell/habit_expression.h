// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions and assignments as other languages write them: np.dot(x, w1), x.shape, x ^ 2, w1[0][1] = 0.5,
// w1[0,0] += 0.1. Nothing is kept.
#ifndef SHELL_HABIT_EXPRESSION_H
#define SHELL_HABIT_EXPRESSION_H

#include <stdbool.h>

#include "base/error.h"
#include "shell/failed.h"

// If the line is such an expression or assignment, the error's hint becomes the line to type here. Whether it
// is.
bool habit_expression(const struct failed *failed, struct error *error);

#endif
