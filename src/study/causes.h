// SPDX-License-Identifier: GPL-3.0-or-later
// The causes in the order in which they act, and the search that goes through them. Nothing is owned;
// findings are added to the diagnosis.
#ifndef STUDY_CAUSES_H
#define STUDY_CAUSES_H

#include "study/finding.h"

// Tries what may help, cause by cause, and adds the one that explains why the network does not learn;
// before it, those that are certain. d->now, d->as_is and d->anew must be there. Adds nothing where no
// change gets clearly lower.
void causes_search(struct diagnosis *d);

// The first cause, in the same order, that the weights and what one pass over the data gives show of a
// network that did not get far; no trial is run. Of d, the case, network, pass (forward and backward),
// is_wrecked and the losses now.start and now.end must be there. False where none shows; it may have one.
bool causes_find_shown(const struct diagnosis *d, enum finding_kind *kind);

#endif
