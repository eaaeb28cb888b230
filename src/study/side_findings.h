// SPDX-License-Identifier: GPL-3.0-or-later
// What stands out in a network that does learn, or has: units that do nothing for it, and samples
// that were learnt by heart. Nothing is owned; findings are added to the diagnosis.
#ifndef STUDY_SIDE_FINDINGS_H
#define STUDY_SIDE_FINDINGS_H

#include "study/finding.h"

// Searches the diagnosis's pass and the curve of its case, and adds what it finds.
void side_findings_run(struct diagnosis *d);

#endif
