// SPDX-License-Identifier: GPL-3.0-or-later
// What one forward and backward pass shows of a network that gets nowhere: units, layers and data,
// a check for each kind of finding. Nothing is owned.
#ifndef STUDY_UNIT_CHECKS_H
#define STUDY_UNIT_CHECKS_H

#include <stdbool.h>

#include "study/finding.h"

// Each fills in what it found, from the diagnosis's pass, and returns whether it did. [found] must be
// zeroed but for its kind.
typedef bool unit_check(const struct diagnosis *d, struct finding *found);

unit_check unit_check_one_softmax, unit_check_step, unit_check_range, unit_check_contradiction,
    unit_check_scales, unit_check_targets, unit_check_linear, unit_check_no_bend, unit_check_twins,
    unit_check_dead, unit_check_saturated, unit_check_sure_and_wrong, unit_check_vanishing,
    unit_check_exploding;

#endif
