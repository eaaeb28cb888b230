// SPDX-License-Identifier: GPL-3.0-or-later
// What stands out in a network that does learn, or has: units that do nothing for it, and samples
// learnt by heart. Nothing is owned; findings are written into the diagnosis.
#ifndef STUDY_SIDE_FINDINGS_H
#define STUDY_SIDE_FINDINGS_H

#include "study/diagnosis.h"

// Searches the diagnosis's pass and the session's curve, and adds what it finds.
void remark_search(struct diagnosis *d);

#endif
