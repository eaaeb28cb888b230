// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that keep a network from learning, found by trials without them. Nothing is owned; findings
// are added to the diagnosis.
#ifndef STUDY_SETTING_CHECKS_H
#define STUDY_SETTING_CHECKS_H

#include <stdbool.h>

#include "study/finding.h"
#include "study/trial.h"

// Tries each setting that may be to blame, and adds those that are. d->as_is must have run. Returns
// whether a copy learns without one of them.
bool setting_checks_run(struct diagnosis *d, struct trials *trials);

#endif
