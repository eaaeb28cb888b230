// SPDX-License-Identifier: GPL-3.0-or-later
// The formula comes from the activation's own row, so that a page computes what the shell computes.
#include "view/javascript_text.h"

#include "view/template.h"

void javascript_activation(struct buf *out, const struct activation *activation)
{
    struct placeholders names = {0};
    placeholders_add(&names, "z", 0, "z");
    buf_printf(out, "  %s: { forward: z => ", activation->name);
    template_names(out, activation->code[IN_JAVASCRIPT].forward, &names);
    buf_printf(out, ", byRow: %s, folds: %s },\n", activation->is_row_wise ? "true" : "false",
               activation->shape == SHAPE_LINE ? "false" : "true");
}
