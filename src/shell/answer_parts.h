// SPDX-License-Identifier: GPL-3.0-or-later
// What the network makes of the samples: of `predict` alone and of `show metrics`.
#ifndef SHELL_ANSWER_PARTS_H
#define SHELL_ANSWER_PARTS_H

#include <stdbool.h>

#include "base/error.h"

struct shell;

// Shows each part of the data with its predictions, or with [metrics_only] how good they are.
bool answer_parts(struct shell *shell, bool metrics_only, struct error *error);

#endif
