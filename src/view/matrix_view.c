// SPDX-License-Identifier: GPL-3.0-or-later
// One format for all elements of a matrix, chosen from all of them; whole numbers among fractions
// are written whole, so that an exact 0 is told from a small number.
#include "view/matrix_view.h"

#include <string.h>

#include "base/number.h"

// The width of the widest element that is shown.
static size_t widest(struct style style, struct matrix m, struct number_format format)
{
    char text[NUMBER_SIZE];
    size_t width = 0;
    for (size_t i = 0; i < m.rows; i = style_after(style, i, m.rows))
        for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
            size_t length = number_write_among(text, matrix_at(m, i, j), format);
            width = length > width ? length : width;
        }
    return width;
}

// One row, its elements separated by [gap].
static void row_view(struct buf *out, struct style style, struct matrix m, size_t row,
                     struct number_format format, size_t width, const char *gap)
{
    char text[NUMBER_SIZE];
    for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
        size_t length = number_write_among(text, matrix_at(m, row, j), format);
        buf_fill(out, ' ', width > length ? width - length : 0);
        buf_add(out, text, length);
        if (j + 1 < m.cols)
            buf_puts(out, gap);
        if (style_skips(style, j, m.cols)) {
            buf_puts(out, "…");
            buf_puts(out, gap);
        }
    }
}

static struct number_format format_of(struct style style, struct matrix m)
{
    return number_format_for(m.data, matrix_count(m), style.digits);
}

void matrix_view_rows(struct buf *out, struct style style, struct matrix m, const char *indent)
{
    struct number_format format = format_of(style, m);
    size_t width = widest(style, m, format);
    for (size_t i = 0; i < m.rows; i = style_after(style, i, m.rows)) {
        buf_puts(out, indent);
        row_view(out, style, m, i, format, width, "  ");
        buf_puts(out, "\n");
        if (style_skips(style, i, m.rows))
            buf_printf(out, "%s…\n", indent);
    }
}

void matrix_view_vector(struct buf *out, struct style style, struct matrix row)
{
    buf_puts(out, "[");
    row_view(out, style, row, 0, format_of(style, row), 0, " ");
    buf_puts(out, "]");
}

void matrix_view_value(struct buf *out, struct style style, struct value *value)
{
    if (!value->is_matrix) {
        char text[NUMBER_SIZE];
        buf_add(out, text, number_text(text, value->number, style.digits));
        return;
    }
    struct matrix m = value->all;
    struct number_format format = format_of(style, m);
    size_t width = m.rows == 1 ? 0 : widest(style, m, format);
    for (size_t i = 0; i < m.rows; i = style_after(style, i, m.rows)) {
        buf_puts(out, m.rows == 1 ? "[" : i == 0 ? "[[" : " [");
        row_view(out, style, m, i, format, width, ", ");
        buf_puts(out, i + 1 < m.rows ? "],\n" : m.rows == 1 ? "]" : "]]");
        if (style_skips(style, i, m.rows))
            buf_puts(out, " …,\n");
    }
}
