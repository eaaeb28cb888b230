// SPDX-License-Identifier: GPL-3.0-or-later
// What the trials of a diagnosis gave, in words and as a table. Everything is appended to the caller's
// buffer.
#ifndef VIEW_TRIALS_VIEW_H
#define VIEW_TRIALS_VIEW_H

#include "base/buf.h"
#include "study/finding.h"
#include "view/style.h"

// "ends at loss 0.0004, 4 of 4 right".
void trials_view_end(struct buf *out, struct style style, const struct diagnosis *d,
                     const struct trial *trial);

// What typing the cure of a finding gives, and what continuing as it is gives.
void trials_view_proof(struct buf *out, struct style style, const struct diagnosis *d,
                       const struct finding *f);

// Some trials, a row each.
void trials_view_table(struct buf *out, struct style style, const struct diagnosis *d,
                       const struct trial *trials, size_t count);

// All that was tried.
void trials_view_all(struct buf *out, struct style style, const struct diagnosis *d);

#endif
