// SPDX-License-Identifier: GPL-3.0-or-later
// One format for all elements of a matrix, chosen from all of them; whole numbers among fractions
// are written whole, so that an exact 0 looks different from a small number.
//
// Of a matrix of millions nothing is shown where Ctrl-C comes before all of its text is made: the beginning
// alone would take as long to print.
#include "view/matrix_view.h"

#include <stdbool.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"

// The columns that are shown: [left] from the first on and [right] up to the last; between them are some
// that are not, where both together are fewer than there are.
struct span {
    size_t left, right;
    bool is_cramped; // the screen has no room for more
};

// The columns the style shows.
static struct span span_of(struct style style, struct matrix m)
{
    if (m.cols > style.limit && m.cols > 2 * STYLE_ENDS)
        return (struct span){STYLE_ENDS, STYLE_ENDS, false};
    return (struct span){m.cols, 0, false};
}

// The same, or as many as have room after [indent] columns, each [width] wide with its gap.
static struct span span_in(struct style style, struct matrix m, size_t indent, size_t width)
{
    struct span span = span_of(style, m);
    size_t shown = span.left + span.right, room = style.columns;
    if (room == 0 || indent + shown * width + (span.right ? 4 : 0) <= room)
        return span;
    size_t count = room > indent + 4 ? (room - indent - 4) / width : 0;
    count = size_min(size_max(count, 2), m.cols);
    return (struct span){count - count / 2, count / 2, count < m.cols};
}

// The column after [col].
static size_t span_after(struct span span, size_t cols, size_t col)
{
    return col + 1 == span.left && span.right ? cols - span.right : col + 1;
}

// Whether something is left out between [col] and the column after it.
static bool span_skips(struct span span, size_t cols, size_t col)
{
    return span_after(span, cols, col) != col + 1;
}

enum { LONG = 8192 }; // numbers that are shown in a moment

static size_t shown_of(struct style style, size_t count)
{
    return count > style.limit && count > 2 * STYLE_ENDS ? 2 * STYLE_ENDS : count;
}

// Whether so many elements are to be shown that it takes long, and it should end.
static bool stops(struct style style, struct matrix m)
{
    return style_is_stopped(style) && shown_of(style, m.rows) * shown_of(style, m.cols) > LONG;
}

// Takes back what was shown from [begin] on, where it was to end, and says so.
static void take_back(struct buf *out, struct style style, struct matrix m, size_t begin,
                      const char *said)
{
    if (!stops(style, m))
        return;
    out->length = begin;
    buf_puts(out, said);
}

// The width of the widest element that is shown.
static size_t widest(struct style style, struct matrix m, struct number_format format)
{
    char text[NUMBER_SIZE];
    size_t width = 0;
    for (size_t i = 0; i < m.rows && !stops(style, m); i = style_after(style, i, m.rows))
        for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
            size_t length = number_write_among(text, matrix_at(m, i, j), format);
            width = size_max(width, length);
        }
    return width;
}

// One row, its elements separated by [gap].
static void row_view(struct buf *out, struct style style, struct matrix row, struct span span,
                     struct number_format format, size_t width, const char *gap)
{
    char text[NUMBER_SIZE];
    for (size_t j = 0; j < row.cols && !(j % LONG == LONG - 1 && style_is_stopped(style));
         j = span_after(span, row.cols, j)) {
        size_t length = number_write_among(text, row.data[j], format);
        buf_fill(out, ' ', width > length ? width - length : 0);
        buf_add(out, text, length);
        if (j + 1 < row.cols)
            buf_puts(out, gap);
        if (span_skips(span, row.cols, j)) {
            buf_puts(out, "…");
            buf_puts(out, gap);
        }
    }
}

static struct matrix row_of(struct matrix m, size_t i)
{
    return (struct matrix){1, m.cols, m.data + i * m.cols};
}

static struct number_format format_of(struct style style, struct matrix m)
{
    return number_format_for(m.data, matrix_count(m), style.digits);
}

// Says how many columns a screen has no room for.
static void put_skipped(struct buf *out, struct matrix m, struct span span, const char *indent)
{
    size_t count = m.cols - span.left - span.right;
    if (span.is_cramped)
        buf_printf(out, "%s… stands for %zu column%s\n", indent, count, plural(count));
}

void matrix_view_rows(struct buf *out, struct style style, struct matrix m, const char *indent)
{
    size_t begin = out->length;
    struct number_format format = format_of(style, m);
    size_t width = widest(style, m, format);
    struct span span = span_in(style, m, strlen(indent), width + 2);
    for (size_t i = 0; i < m.rows && !stops(style, m); i = style_after(style, i, m.rows)) {
        buf_puts(out, indent);
        row_view(out, style, row_of(m, i), span, format, width, "  ");
        buf_puts(out, "\n");
        if (style_skips(style, i, m.rows))
            buf_printf(out, "%s…\n", indent);
    }
    put_skipped(out, m, span, indent);
    take_back(out, style, m, begin, "interrupted\n");
}

void matrix_view_vector(struct buf *out, struct style style, struct matrix row)
{
    size_t begin = out->length;
    buf_puts(out, "[");
    row_view(out, style, row, span_of(style, row), format_of(style, row), 0, " ");
    buf_puts(out, "]");
    take_back(out, style, row, begin, "interrupted");
}

void matrix_view_value(struct buf *out, struct style style, struct value *value)
{
    if (!value->is_matrix) {
        char text[NUMBER_SIZE];
        buf_add(out, text, number_text(text, value->number, style.digits));
        return;
    }
    struct matrix m = value->all;
    if (matrix_count(m) == 0) {
        buf_printf(out, value->is_vector ? "[] (of length 0)" : "[] (%zu×%zu)", m.rows, m.cols);
        return;
    }
    if (value->is_vector) {
        matrix_view_vector(out, style, m);
        return;
    }
    size_t begin = out->length;
    struct number_format format = format_of(style, m);
    size_t width = widest(style, m, format);
    // One row may continue below; of several, whose columns stand below each other, the middle is left out.
    struct span span = m.rows == 1 ? span_of(style, m) : span_in(style, m, 3, width + 2);
    width = m.rows == 1 ? 0 : width;
    for (size_t i = 0; i < m.rows && !stops(style, m); i = style_after(style, i, m.rows)) {
        buf_puts(out, m.rows == 1 ? "[" : i == 0 ? "[[" : " [");
        row_view(out, style, row_of(m, i), span, format, width, ", ");
        buf_puts(out, i + 1 < m.rows ? "],\n" : m.rows == 1 ? "]" : "]]");
        if (style_skips(style, i, m.rows))
            buf_puts(out, " …,\n");
    }
    if (span.is_cramped) // the caller ends the line
        buf_printf(out, "\n … stands for %zu columns", m.cols - span.left - span.right);
    take_back(out, style, m, begin, "interrupted");
}
