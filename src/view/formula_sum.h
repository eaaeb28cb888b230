// SPDX-License-Identifier: GPL-3.0-or-later
// The sums that formulas are made of: of what, over which index, and from which numbers. sum.c writes
// them.
#ifndef VIEW_FORMULA_SUM_H
#define VIEW_FORMULA_SUM_H

#include <stdbool.h>

#include "view/element.h"
#include "view/pass_view.h"
#include "view/sum.h"

// The sum in the element's formula; its count is 0 where there is none. False when memory does not
// suffice, and then there is nothing to clear.
bool formula_sum(const struct pass_view *view, struct element element, struct sum *sum);

#endif
