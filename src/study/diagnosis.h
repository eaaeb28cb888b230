// SPDX-License-Identifier: GPL-3.0-or-later
// What a tutor would notice about a network that does not learn. Everything is found out on copies:
// what is examined is only read. A network that has learnt its data, or that is seen to learn them
// when a copy continues, gets no finding. diagnosis_create makes a diagnosis, diagnosis_free ends
// it; what its case borrows must outlive it.
#ifndef STUDY_DIAGNOSIS_H
#define STUDY_DIAGNOSIS_H

#include "base/error.h"
#include "study/finding.h"
#include "study/study_case.h"

// Examines the network of [from], which must fit its data. NULL with [error] set when memory does not
// suffice or the stop flag ended it.
struct diagnosis *diagnosis_create(const struct study_case *from, struct error *error);

// Frees the diagnosis; NULL is allowed.
void diagnosis_free(struct diagnosis *diagnosis);

#endif
