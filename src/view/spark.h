// SPDX-License-Identifier: GPL-3.0-or-later
// A curve of losses in a few characters, for the live line of a training.
#ifndef VIEW_SPARK_H
#define VIEW_SPARK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "session/curve.h"

// Appends the losses after epoch [from] as [cols] columns, the highest one the tallest; fewer where
// fewer epochs are known, and nothing where that is less than two.
void spark_view(struct buf *out, const struct curve *curve, size_t from, size_t cols, bool is_utf8);

#endif
