// SPDX-License-Identifier: GPL-3.0-or-later
// What one forward and backward pass shows of a network that gets nowhere: units, layers and data,
// a search for each kind of finding. Nothing is owned; findings are written into the diagnosis.
#ifndef STUDY_UNIT_CHECKS_H
#define STUDY_UNIT_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "network/activation.h"
#include "study/diagnosis.h"

// A loss over this part of the baseline is far from any good.
#define SYMPTOM_HIGH 0.4

// A fresh finding of that kind, to be filled in. The list has room for one of each kind and some
// layers more; of what is beyond that only the last is kept.
struct finding *symptom_add(struct diagnosis *d, enum finding_kind kind, size_t layer);

// Searches the diagnosis's pass, and adds what it finds.
void symptom_search(struct diagnosis *d);

// Whether gradients fade by orders of magnitude from the last layer to the first.
bool symptom_fades(const struct diagnosis *d);

// What the end state alone tells, without gradients: half the units of a hidden layer or more have
// twins, or are on flat ends for every sample; an output is on the wrong flat end. The pass's values
// must be computed.
bool symptom_has_twins(const struct network *network);
bool symptom_is_saturated(const struct network *network, const struct pass *pass);
bool symptom_is_sure_and_wrong(const struct network *network, const struct pass *pass,
                               const struct loss *loss);

// Whether an activation is made of two straight pieces, on and off.
bool symptom_is_folded(const struct activation *activation);

#endif
