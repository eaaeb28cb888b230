// SPDX-License-Identifier: GPL-3.0-or-later
// The start is added first and written last, as the formula x @ w + b has it.
#include "view/sum.h"

#include <stdlib.h>
#include <string.h>

void sum_clear(struct sum *sum)
{
    free(sum->owned);
    sum->owned = NULL;
}

double sum_left(const struct sum *sum, size_t index)
{
    return sum->left.data[index * sum->left.step];
}

double sum_right(const struct sum *sum, size_t index)
{
    return sum->right.data ? sum->right.data[index * sum->right.step] : 1;
}

double sum_term(const struct sum *sum, size_t index)
{
    return sum_left(sum, index) * sum_right(sum, index);
}

void sum_names(struct buf *out, const struct sum *sum)
{
    buf_printf(out, "Σ%c %s", sum->letter, sum->left.name);
    if (sum->right.data)
        buf_printf(out, " · %s", sum->right.name);
    if (sum->has_start)
        buf_printf(out, " + %s", sum->start_name);
}

void sum_term_numbers(struct buf *out, const struct sum *sum, size_t index, struct style style)
{
    style_put_operand(out, style, sum_left(sum, index));
    if (!sum->right.data)
        return;
    spelling_put(out, style.spelling, "·", strlen("·"));
    style_put_operand(out, style, sum_right(sum, index));
}

void sum_numbers(struct buf *out, const struct sum *sum, struct style style)
{
    buf_puts(out, sum->divisor ? "(" : "");
    for (size_t k = 0; k < sum->count; k = style_after(style, k, sum->count)) {
        buf_puts(out, k ? " + " : "");
        sum_term_numbers(out, sum, k, style);
        if (style_skips(style, k, sum->count))
            style_put_more(out, style, sum->count - 2 * STYLE_ENDS);
    }
    if (sum->has_start) {
        buf_puts(out, " + ");
        style_put_operand(out, style, sum->start);
    }
    if (sum->divisor)
        buf_printf(out, ") / %zu", sum->divisor);
}
