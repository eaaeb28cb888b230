// SPDX-License-Identifier: GPL-3.0-or-later
// What is tried against a cause, and when a trial counts as better. Nothing is owned.
#ifndef STUDY_CURES_H
#define STUDY_CURES_H

#include <stdbool.h>

#include "study/finding.h"

#define CURES_GOOD     0.1  // a share of the baseline that explains a cause
#define CURES_CONSTANT 0.95 // below this a loss is clearly better than a constant answer's

// Tries fixes against a finding, and keeps in it the trial that does best, if one does clearly better.
// d->now, d->as_is and d->anew must be there.
typedef void cures_function(struct diagnosis *d, struct finding *f);

cures_function cures_try_slower, cures_try_faster, cures_try_unfreeze, cures_try_unclip,
    cures_try_undecay, cures_try_adam, cures_try_loss, cures_try_scaled, cures_try_output,
    cures_try_no_step, cures_try_drawn, cures_try_seeds, cures_try_start, cures_try_linear_start,
    cures_try_calm_start, cures_try_alive, cures_try_sure, cures_try_bend, cures_try_passing,
    cures_try_wider;

// Whether there is a cross-entropy that suits the outputs as they are, and another loss is set.
bool cures_has_other_loss(const struct diagnosis *d, struct finding *found);

#endif
