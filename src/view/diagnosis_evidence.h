// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that support a finding, a function for each kind: lines appended to the caller's
// buffer. Nothing is owned.
#ifndef VIEW_DIAGNOSIS_EVIDENCE_H
#define VIEW_DIAGNOSIS_EVIDENCE_H

#include "base/buf.h"
#include "study/diagnosis.h"
#include "view/style.h"

typedef void evidence_function(struct buf *out, struct style style, const struct diagnosis *d,
                               const struct finding *f);

evidence_function diagnosis_evidence_by_heart, diagnosis_evidence_idle, diagnosis_evidence_targets,
    diagnosis_evidence_step, diagnosis_evidence_bad_number, diagnosis_evidence_frozen,
    diagnosis_evidence_clip, diagnosis_evidence_decay, diagnosis_evidence_overshoot,
    diagnosis_evidence_contradiction, diagnosis_evidence_dead, diagnosis_evidence_exploding,
    diagnosis_evidence_few_units, diagnosis_evidence_linear, diagnosis_evidence_no_bend,
    diagnosis_evidence_range, diagnosis_evidence_rates, diagnosis_evidence_saturated,
    diagnosis_evidence_scales, diagnosis_evidence_stalled, diagnosis_evidence_sure,
    diagnosis_evidence_twins, diagnosis_evidence_vanishing, diagnosis_evidence_softmax,
    diagnosis_evidence_loss;

#endif
