// SPDX-License-Identifier: GPL-3.0-or-later
// What to do about what was found: for findings that end a network's learning, a beginning from which a
// copy was seen to learn. Nothing is owned; findings are changed where they stand.
#ifndef STUDY_WAYS_OUT_H
#define STUDY_WAYS_OUT_H

#include "study/finding.h"
#include "study/trial.h"

// Tries a way out for each finding that needs one. Where a copy that begins anew shows that a large
// learning rate led to what was found, that becomes the first finding. d->as_is must have run.
void ways_out_run(struct diagnosis *d, struct trials *trials);

#endif
