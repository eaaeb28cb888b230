// SPDX-License-Identifier: GPL-3.0-or-later
// A list of a fixed size, so that adding to it cannot fail in the middle of a search.
#include "study/finding.h"

#include <string.h>

struct finding *finding_add(struct diagnosis *d, enum finding_kind kind, size_t layer)
{
    if (d->count == FINDINGS_MOST)
        d->count--;
    struct finding *finding = &d->findings[d->count++];
    *finding = (struct finding){.kind = kind, .layer = layer};
    return finding;
}

void finding_add_rates(struct diagnosis *d, enum finding_kind kind, const struct trial *slower,
                       const struct trial *faster)
{
    struct finding *finding = finding_add(d, kind, 0);
    finding->trial = d->as_is;
    finding->slower = *slower;
    finding->faster = *faster;
}

void finding_move_to_front(struct diagnosis *d, size_t index)
{
    struct finding finding = d->findings[index];
    memmove(d->findings + 1, d->findings, index * sizeof finding);
    d->findings[0] = finding;
}
