// SPDX-License-Identifier: GPL-3.0-or-later
// What one forward and backward pass shows of a network that gets nowhere: units, layers and data,
// a check for each kind of finding. Nothing is owned; findings are added to the diagnosis.
#ifndef STUDY_UNIT_CHECKS_H
#define STUDY_UNIT_CHECKS_H

#include <stdbool.h>

#include "study/finding.h"

// A loss above this part of the baseline is far from any good.
#define UNIT_CHECKS_HIGH 0.4

// Checks the diagnosis's pass, and adds what it finds.
void unit_checks_run(struct diagnosis *d);

// What the end state alone tells, without gradients: half the units of a hidden layer or more have
// twins, or are on flat ends for every sample; an output is on the wrong flat end. The pass's values
// must be computed.
bool unit_checks_has_twins(const struct network *network);
bool unit_checks_is_saturated(const struct network *network, const struct pass *pass);
bool unit_checks_is_sure_and_wrong(const struct network *network, const struct pass *pass,
                                   const struct loss *loss);

#endif
