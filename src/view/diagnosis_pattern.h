// SPDX-License-Identifier: GPL-3.0-or-later
// Which hidden units are on for which samples, as `diagnose` shows it. Everything is appended to the caller's
// buffer.
#ifndef VIEW_DIAGNOSIS_PATTERN_H
#define VIEW_DIAGNOSIS_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "study/diagnosis.h"
#include "view/style.h"

// Whether the samples, and the units that can be on or off, are few enough to be shown one by one.
bool diagnosis_has_pattern(const struct diagnosis *diagnosis);

// A row for each sample, of which there is one at least.
void diagnosis_pattern(struct buf *out, struct style style, const struct diagnosis *diagnosis);

#endif
