// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a NumPy program that compute: forward, backward, update. They are appended to python->out, each
// after [indent] spaces. Nothing is owned.
#ifndef VIEW_NUMPY_FORMULAS_H
#define VIEW_NUMPY_FORMULAS_H

#include <stdbool.h>
#include <stddef.h>

#include "view/python_text.h"
#include "view/template.h"

// Whether the learning rate changes: then it is called rate in the loop.
bool numpy_has_schedule(const struct python *python);

// Whether all matrices that move have had the same number of updates, so that one power of beta1 does.
bool numpy_has_one_power(const struct network *network);

// The names of the update of matrix p: w1, its gradient, what the optimizer keeps of it, the powers.
struct placeholders numpy_update_names(const struct python *python, size_t p);

// The forward pass of the samples called [x].
void numpy_forward(struct python *python, size_t indent, const char *x);

// One whole update with the samples called [x] and [y].
void numpy_step(struct python *python, size_t indent, const char *x, const char *y);

#endif
