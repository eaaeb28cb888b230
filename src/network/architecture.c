// SPDX-License-Identifier: GPL-3.0-or-later
// The text is what a student types, so that every remedy and every saved session can be typed again.
#include "network/architecture.h"

void architecture_text(struct buf *out, const struct architecture *plan)
{
    buf_printf(out, "%zu", plan->inputs);
    for (size_t k = 0; k < plan->layer_count; k++)
        buf_printf(out, " %zu:%s", plan->layers[k].units, plan->layers[k].activation->name);
}

bool architecture_is_same(const struct architecture *a, const struct architecture *b)
{
    bool is_same = a->inputs == b->inputs && a->layer_count == b->layer_count;
    for (size_t k = 0; is_same && k < a->layer_count; k++)
        is_same = a->layers[k].units == b->layers[k].units &&
                  a->layers[k].activation == b->layers[k].activation;
    return is_same;
}
