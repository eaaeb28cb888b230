// SPDX-License-Identifier: GPL-3.0-or-later
// What `diagnose` answers: the evidence first, then each finding with its numbers, a sentence of
// why and a command to try. Everything is appended to the caller's buffer; nothing is changed.
#ifndef VIEW_DIAGNOSIS_VIEW_H
#define VIEW_DIAGNOSIS_VIEW_H

#include <stdbool.h>

#include "base/buf.h"
#include "study/diagnosis.h"
#include "view/style.h"

// The answer. Unless [is_whole] it leaves out, and says so, what would take it beyond a screen of 24 rows: first the
// trials of each finding, then which units are on.
void diagnosis_view(struct buf *out, struct style style, const struct diagnosis *diagnosis,
                    bool is_whole);

// What a kind of finding is called, in the words of its first line.
const char *diagnosis_view_title(enum finding_kind kind);

// Appends the command that finding [index] proposes; it can be typed as it stands. Nothing where
// no cure was found.
void diagnosis_view_remedy(struct buf *out, const struct diagnosis *diagnosis, size_t index);

#endif
