// SPDX-License-Identifier: GPL-3.0-or-later
// A list of a fixed size, so that adding to it cannot fail in the middle of a search.
#include "study/finding.h"

struct finding *finding_add(struct diagnosis *d, enum finding_kind kind, size_t layer)
{
    if (d->count == FINDINGS_MOST)
        d->count--;
    struct finding *finding = &d->findings[d->count++];
    *finding = (struct finding){.kind = kind, .layer = layer};
    return finding;
}
