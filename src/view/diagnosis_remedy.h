// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that a finding proposes, a function for each kind: one line without its end,
// appended to the caller's buffer. Nothing is owned.
#ifndef VIEW_DIAGNOSIS_REMEDY_H
#define VIEW_DIAGNOSIS_REMEDY_H

#include "base/buf.h"
#include "study/diagnosis.h"

typedef void remedy_function(struct buf *out, const struct diagnosis *d, const struct finding *f);

remedy_function diagnosis_remedy_unclip, diagnosis_remedy_smooth, diagnosis_remedy_contradiction,
    diagnosis_remedy_fix, diagnosis_remedy_targets, diagnosis_remedy_by_heart,
    diagnosis_remedy_faster, diagnosis_remedy_fresh, diagnosis_remedy_leak, diagnosis_remedy_linear,
    diagnosis_remedy_linear_output, diagnosis_remedy_relu, diagnosis_remedy_scales,
    diagnosis_remedy_scheme, diagnosis_remedy_slower, diagnosis_remedy_start_slower,
    diagnosis_remedy_sure, diagnosis_remedy_undecay, diagnosis_remedy_unfreeze;

#endif
