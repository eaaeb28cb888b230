// SPDX-License-Identifier: GPL-3.0-or-later
// A part is a product as it looks when it is rounded by itself, while the shell rounds only once an
// addition (fma). So the parts can differ from the value in the last place, and on a screen with few
// digits by more. That is looked at, not guessed: the parts are read back from the very text that is
// shown and added up, and where that does not come to the text of the value, a line says so.
#include "view/explain_sum.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "view/arithmetic.h"
#include "view/table.h"

enum { LINE_COLUMNS = 98, ASIDE_COLUMN = 54 }; // where lines end at the latest, and asides begin

// ---- which terms are shown --------------------------------------------------------------------

struct ranked {
    double size;
    size_t index;
};

static int compare_indices(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return (left > right) - (left < right);
}

// Larger sizes first, and of equal ones the earlier term; so the order is the same everywhere.
static int compare_ranks(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->size != right->size)
        return left->size > right->size ? -1 : 1;
    return compare_indices(&left->index, &right->index);
}

bool explain_pick(struct explain_pick *pick, const struct sum *sum, struct style style)
{
    size_t count = sum->count;
    bool is_all = count <= style.limit;
    *pick =
        (struct explain_pick){malloc(count * sizeof(size_t)), is_all ? count : style.limit, count};
    struct ranked *ranks = is_all ? NULL : malloc(count * sizeof *ranks);
    if (!pick->order || (!is_all && !ranks)) {
        free(ranks);
        explain_unpick(pick);
        return false;
    }
    for (size_t k = 0; k < count; k++)
        pick->order[k] = k;
    if (is_all)
        return true;
    for (size_t k = 0; k < count; k++) {
        double size = fabs(sum_term(sum, k));
        ranks[k] = (struct ranked){isnan(size) ? (double)INFINITY : size, k};
    }
    qsort(ranks, count, sizeof *ranks, compare_ranks);
    for (size_t k = 0; k < count; k++)
        pick->order[k] = ranks[k].index;
    free(ranks);
    qsort(pick->order + pick->shown, count - pick->shown, sizeof *pick->order, compare_indices);
    return true;
}

void explain_unpick(struct explain_pick *pick)
{
    free(pick->order);
    *pick = (struct explain_pick){NULL, 0, 0};
}

// What the terms that are not shown come to, added as the shell adds.
static double rest_of(const struct sum *sum, const struct explain_pick *pick)
{
    double rest = 0;
    for (size_t k = pick->shown; k < pick->count; k++)
        rest = fma(sum_left(sum, pick->order[k]), sum_right(sum, pick->order[k]), rest);
    return rest;
}

// ---- lines ------------------------------------------------------------------------------------

struct explain_lines explain_heading(struct buf *out, const struct pass_view *view, size_t indent,
                                     const char *name, const char *formula, const char *aside)
{
    size_t column =
        indent + utf8_columns(name, strlen(name)) + 3 + utf8_columns(formula, strlen(formula));
    buf_fill(out, ' ', indent);
    buf_printf(out, "%s = %s", name, formula);
    if (aside[0]) {
        size_t gap = column + 3 < ASIDE_COLUMN ? ASIDE_COLUMN - column : 3;
        size_t taken = column + utf8_columns(aside, strlen(aside));
        if (taken + gap > LINE_COLUMNS)
            gap = taken + 3 > LINE_COLUMNS ? 0 : LINE_COLUMNS - taken;
        if (gap == 0) {
            // Deep in a chain a long formula leaves no room beside it: then the words stand below.
            buf_puts(out, "\n");
            gap = indent + utf8_columns(name, strlen(name)) + 3;
        }
        buf_fill(out, ' ', gap);
        style_put(out, view->style, INK_DIM, aside);
    }
    buf_puts(out, "\n");
    return (struct explain_lines){out, view, indent, utf8_columns(name, strlen(name))};
}

void explain_equals(const struct explain_lines *lines)
{
    buf_fill(lines->out, ' ', lines->indent + lines->width + 1);
    buf_puts(lines->out, "= ");
}

void explain_value(const struct explain_lines *lines, double value)
{
    explain_equals(lines);
    buf_printf(lines->out, "%s\n", style_number(lines->view->style, value).text);
}

void explain_note(const struct explain_lines *lines, const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buf_fill(lines->out, ' ', lines->indent + 2);
    style_put(lines->out, lines->view->style, INK_DIM, text);
    buf_puts(lines->out, "\n");
}

// Appends one more summand and keeps count of the columns.
static void add_term(const struct explain_lines *lines, size_t *column, const char *text)
{
    size_t begin = lines->indent + lines->width + 3, width = utf8_columns(text, strlen(text));
    bool is_first = *column == 0;
    if (is_first) {
        *column = begin;
    } else if (*column + 3 + width > LINE_COLUMNS) {
        buf_puts(lines->out, "\n");
        buf_fill(lines->out, ' ', begin);
        *column = begin;
    }
    buf_printf(lines->out, "%s%s", is_first ? "" : *column == begin ? "+ " : " + ", text);
    *column += width + (is_first ? 0 : *column == begin ? 2 : 3);
}

// A sum's numbers in one line, as arithmetic.h asks for them.
static void write_sum(struct buf *out, struct style style, const void *of)
{
    style.limit = SIZE_MAX;
    sum_numbers(out, of, style);
}

// Whether a sum is one number, which is the value.
static bool is_value(const struct sum *sum)
{
    return sum->count == 1 && !sum->right.data && !sum->has_start && !sum->divisor;
}

void explain_sum_line(const struct explain_lines *lines, const struct sum *sum,
                      const struct explain_pick *pick)
{
    struct style style = lines->view->style;
    size_t column = 0;
    if (pick->shown < pick->count && sum->divisor) {
        explain_equals(lines);
        buf_printf(lines->out, "(the sum of the parts) / %zu\n", sum->divisor);
    }
    if (pick->shown < pick->count || is_value(sum))
        return;
    arithmetic_style(lines->out, &style, sum->value, write_sum, sum);
    explain_equals(lines);
    buf_puts(lines->out, sum->divisor ? "(" : "");
    for (size_t k = 0; k < sum->count; k++) {
        struct buf text = BUF_EMPTY;
        sum_term_numbers(&text, sum, k, style);
        add_term(lines, &column, buf_text(&text));
        lines->out->failed = lines->out->failed || text.failed;
        buf_free(&text);
    }
    if (sum->has_start)
        add_term(lines, &column, style_number(style, sum->start).text);
    if (sum->divisor)
        buf_printf(lines->out, ") / %zu", sum->divisor);
    buf_puts(lines->out, "\n");
}

// ---- tables -----------------------------------------------------------------------------------

// The columns of numbers, each in one format, and what the shares are shares of.
struct columns {
    struct number_format left, right, part;
    double sizes, rest;
};

static struct columns columns_of(const struct sum *sum, const struct explain_pick *pick, int digits)
{
    struct number_range left = NUMBER_RANGE_EMPTY, right = NUMBER_RANGE_EMPTY,
                        part = NUMBER_RANGE_EMPTY;
    struct columns columns = {.sizes = fabs(sum->start), .rest = rest_of(sum, pick)};
    for (size_t k = 0; k < pick->count; k++) {
        size_t index = pick->order[k];
        columns.sizes += fabs(sum_term(sum, index));
        if (k >= pick->shown)
            continue;
        number_range_add(&left, sum_left(sum, index));
        if (sum->right.data)
            number_range_add(&right, sum_right(sum, index));
        number_range_add(&part, sum_term(sum, index));
    }
    if (sum->has_start)
        number_range_add(&part, sum->start);
    // The rest stays out of it: large as it may be, it must not cost the others their digits.
    columns.left = number_format_in(&left, digits);
    columns.right = number_format_in(&right, digits);
    columns.part = number_format_in(&part, digits);
    return columns;
}

// The part's text and share; adds to [total] what a reader of that text would add.
static void part_cells(struct table *table, const struct columns *columns, double part, double size,
                       double *total)
{
    char text[NUMBER_SIZE];
    double read = part;
    size_t length = number_write_among(text, part, columns->part);
    number_parse(text, length, &read);
    *total += read;
    table_cell(table, text);
    double share = 100 * (size / columns->sizes);
    if (columns->sizes == 0)
        table_cell(table, "0.0%");
    else if (isfinite(share))
        table_format(table, "%.1f%%", share);
    else
        table_cell(table, "-");
    table_row(table);
}

static void heading_cells(struct table *table, const struct sum *sum)
{
    table_cell(table, sum->word);
    if (sum->write)
        table_cell(table, "");
    else if (sum->right.data) {
        table_cell(table, sum->left.name);
        table_cell(table, sum->right.name);
    }
    table_cell(table, sum->right.data || sum->write ? "part" : sum->left.name);
    table_cell(table, "share");
    table_row(table);
}

// The cells of one term before its part.
static void term_cells(struct table *table, const struct explain_lines *lines,
                       const struct sum *sum, const struct columns *columns, size_t index)
{
    table_format(table, "%zu", index);
    if (sum->write) {
        struct buf text = BUF_EMPTY;
        sum->write(&text, lines->view, index);
        lines->out->failed = lines->out->failed || text.failed;
        table_cell(table, buf_text(&text));
        buf_free(&text);
    } else if (sum->right.data) {
        table_number_in(table, columns->left, sum_left(sum, index));
        table_number_in(table, columns->right, sum_right(sum, index));
    }
}

// A row without factors: the bias, or all that is not shown.
static void plain_cells(struct table *table, const struct sum *sum)
{
    if (sum->right.data && !sum->write)
        table_cell(table, "");
    if (sum->right.data || sum->write)
        table_cell(table, "");
}

// The sizes of the terms that are not shown.
static double rest_size(const struct sum *sum, const struct explain_pick *pick)
{
    double size = 0;
    for (size_t k = pick->shown; k < pick->count; k++)
        size += fabs(sum_term(sum, pick->order[k]));
    return size;
}

// Says so where the parts as shown do not come to the value as shown.
static void chain_note(const struct explain_lines *lines, const struct sum *sum, double total)
{
    struct style style = lines->view->style;
    double value = sum->divisor ? total / (double)sum->divisor : total;
    struct number_string text = style_number(style, value);
    if (strcmp(text.text, style_number(style, sum->value).text) == 0)
        return;
    explain_note(lines, "%s the parts come to %s; the shell adds in one chain of fma, %s",
                 style.digits < NUMBER_DIGITS_EXACT ? "rounded as here" : "each rounded by itself",
                 text.text, sum->has_start ? "bias first" : "in index order");
}

// The same where the line above holds the factors. With fewer digits than all, nobody expects the
// last one to come out right from there.
static void line_note(const struct explain_lines *lines, const struct sum *sum)
{
    double total = 0;
    if (lines->view->style.digits < NUMBER_DIGITS_EXACT)
        return;
    for (size_t k = 0; k < sum->count; k++)
        total += sum_term(sum, k);
    chain_note(lines, sum, total + sum->start);
}

// The parts of a sum over samples (a gradient, the loss) are worth a table even where they fit a line.
static bool is_over_samples(const struct sum *sum)
{
    return sum->letter == 'n';
}

void explain_sum_table(const struct explain_lines *lines, const struct sum *sum,
                       const struct explain_pick *pick)
{
    char indent[256];
    struct table table = TABLE_EMPTY;
    double total = 0;
    bool is_cut = pick->shown < pick->count;
    if (!is_over_samples(sum) && !is_cut) {
        line_note(lines, sum);
        return;
    }
    snprintf(indent, sizeof indent, "%*s", (int)lines->indent + 2, "");
    struct columns columns = columns_of(sum, pick, lines->view->style.digits);
    heading_cells(&table, sum);
    for (size_t k = 0; k < pick->shown; k++) {
        double part = sum_term(sum, pick->order[k]);
        term_cells(&table, lines, sum, &columns, pick->order[k]);
        part_cells(&table, &columns, part, fabs(part), &total);
    }
    if (is_cut) {
        table_format(&table, "%zu more", pick->count - pick->shown);
        plain_cells(&table, sum);
        part_cells(&table, &columns, columns.rest, rest_size(sum, pick), &total);
    }
    if (sum->has_start) {
        table_cell(&table, sum->start_name);
        plain_cells(&table, sum);
        part_cells(&table, &columns, sum->start, fabs(sum->start), &total);
    }
    table_print(&table, lines->out, lines->view->style, indent, sum->write ? "rlrr" : "rrrrr");
    if (is_cut)
        explain_note(lines, "the %zu largest by size of %zu terms, and %zu more that add up to %s",
                     pick->shown, pick->count, pick->count - pick->shown,
                     style_number(lines->view->style, columns.rest).text);
    chain_note(lines, sum, total);
}
