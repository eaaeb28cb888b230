// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers get an error, classes a verdict. Where classes have names, what was predicted and what is
// right are said in them, beside the probabilities.
#include "view/predict_view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "network/loss.h"
#include "session/metrics.h"
#include "view/data_view.h"
#include "view/matrix_view.h"
#include "view/session_view.h"
#include "view/table.h"

static struct matrix row_of(struct matrix m, size_t row)
{
    return (struct matrix){1, m.cols, m.data + row * m.cols};
}

static void put_verdict(struct table *table, struct style style, bool is_right)
{
    struct buf text = BUF_EMPTY;
    style_put(&text, style, is_right ? INK_GOOD : INK_BAD, is_right ? "right" : "wrong");
    table_cell(table, buf_text(&text));
    table->cells.failed = table->cells.failed || text.failed;
    buf_free(&text);
}

// The error of one sample in the units it came in: prediction minus target, for several outputs the
// largest.
static double sample_error(const struct dataset *data, const struct predicted *part, size_t n)
{
    double error = 0;
    for (size_t j = 0; j < part->a.cols; j++) {
        double difference = matrix_at(part->a, n, j) - matrix_at(part->y, n, j);
        if (data->targets == TARGETS_NUMBERS)
            difference *= data->columns[data->x.cols + j].scale;
        if (!(fabs(difference) <= fabs(error)))
            error = difference;
    }
    return error;
}

// What stands after the inputs in the head of the table.
static void put_heads(struct table *table, struct style style, const struct dataset *data,
                      bool by_name)
{
    size_t outputs = data->y.cols;
    if (by_name) {
        if (outputs == 1)
            table_format(table, "%s?", data_view_class(data, 1).text);
        else
            data_view_titles(table, style, data, data->x.cols, outputs);
        table_cell(table, "prediction");
        table_cell(table, "target");
        return;
    }
    static const char *const heads[] = {"prediction", "target"};
    for (size_t h = 0; h < 2; h++)
        for (size_t j = 0; j < outputs; j = style_after(style, j, outputs)) {
            if (outputs == 1)
                table_cell(table, heads[h]);
            else
                table_format(table, "%s%zu", heads[h], j);
            table_skip(table, style, j, outputs);
        }
    table_cell(table, outputs == 1 ? "error" : "largest error");
}

void predict_view_samples(struct buf *out, const struct session *session,
                          const struct predicted *part, struct style style)
{
    const struct dataset *data = session->data;
    struct table table = TABLE_EMPTY;
    size_t inputs = part->x.cols, rows = part->x.rows;
    bool by_name = data->class_count > 0;
    const struct number_format shares = {NUMBER_FIXED, style.digits > 3 ? style.digits - 2 : 1};
    bool has_shares = by_name && style.digits < NUMBER_DIGITS_EXACT;
    if (part->title)
        buf_printf(out, "%s\n", part->title);
    table_cell(&table, "sample");
    data_view_titles(&table, style, data, 0, inputs);
    put_heads(&table, style, data, by_name);
    table_row(&table);
    for (size_t n = 0; n < rows; n = style_after(style, n, rows)) {
        size_t guess = dataset_class_meant(data, row_of(part->a, n).data);
        size_t right = dataset_class_of(row_of(part->y, n).data, part->y.cols);
        table_format(&table, "%zu", n);
        data_view_cells(&table, style, data, part->x, n, 0, NULL);
        data_view_cells(&table, style, data, part->a, n, inputs, has_shares ? &shares : NULL);
        if (by_name) {
            table_cell(&table, data_view_class(data, guess).text);
            table_cell(&table, data_view_class(data, right).text);
        } else {
            data_view_cells(&table, style, data, part->y, n, inputs, NULL);
            table_number(&table, style, sample_error(data, part, n));
        }
        if (data->targets != TARGETS_NUMBERS)
            put_verdict(&table, style,
                        metrics_is_right(data, row_of(part->a, n), row_of(part->y, n)));
        table_row(&table);
        if (table_skip(&table, style, n, rows))
            table_row(&table);
    }
    table_print(&table, out, style, "  ", "r");
    if (by_name && data->y.cols == 1)
        buf_printf(out, "  %s? is the prediction of the network: 0 means %s, 1 means %s\n",
                   data_view_class(data, 1).text, data_view_class(data, 0).text,
                   data_view_class(data, 1).text);
}

// The metrics of a number that stand beside its loss.
static void put_headline(struct buf *out, const struct number_sums *sums, struct style style)
{
    for (const struct number_metric *metric = number_metrics; metric->title; metric++) {
        double value = metric->value(sums);
        bool is_undefined = metric->is_share && isnan(value); // one sample has no ups and downs
        if (metric->is_headline)
            buf_printf(out, "   %s %s", metric->title,
                       is_undefined ? "-" : style_number(style, value).text);
    }
    buf_puts(out, "\n");
}

void predict_view_total(struct buf *out, const struct session *session,
                        const struct predicted *part, const struct metrics *metrics,
                        struct style style)
{
    buf_printf(out, "  %s%sloss %s", part->title ? part->title : "", part->title ? "   " : "",
               style_number(style, part->loss).text);
    if (part->y.data == session->data->y.data)
        session_view_companion(out, session, part->loss, style_number, style);
    double accuracy = (double)metrics->right / (double)metrics->samples;
    if (metrics->has_accuracy)
        buf_printf(out, "   accuracy %s (%zu of %zu right)\n", style_number(style, accuracy).text,
                   metrics->right, metrics->samples);
    else if (metrics->output_count == 1)
        put_headline(out, &metrics->numbers[0], style);
    else
        buf_puts(out, "   ('show metrics' shows how far off each output is)\n");
}

// ---- show metrics ----------------------------------------------------------------------------

// A ratio, or a dash where it has nothing below its line.
static void put_ratio(struct table *table, struct style style, double value)
{
    if (isnan(value))
        table_cell(table, "-");
    else
        table_number(table, style, value);
}

static void put_classes(struct buf *out, const struct dataset *data, const struct metrics *metrics,
                        struct style style)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "class");
    table_cell(&table, "samples");
    for (const struct class_metric *metric = class_metrics; metric->title; metric++)
        table_cell(&table, metric->title);
    table_row(&table);
    for (size_t k = 0; k < metrics->class_count; k++) {
        const struct class_counts *counts = &metrics->classes[k];
        table_cell(&table, data_view_coded_class(data, k).text);
        table_format(&table, "%zu", counts->actual);
        for (const struct class_metric *metric = class_metrics; metric->title; metric++)
            put_ratio(&table, style, metric->value(counts));
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "lr");
}

static void put_confusion(struct buf *out, const struct dataset *data,
                          const struct metrics *metrics, struct style style)
{
    struct table table = TABLE_EMPTY;
    size_t count = metrics->class_count;
    buf_puts(out,
             "  a row for each true class, and how many samples were predicted as each class:\n");
    table_cell(&table, "");
    for (size_t k = 0; k < count; k = style_after(style, k, count)) {
        table_cell(&table, data_view_class(data, k).text);
        table_skip(&table, style, k, count);
    }
    table_row(&table);
    for (size_t i = 0; i < count; i = style_after(style, i, count)) {
        table_cell(&table, data_view_class(data, i).text);
        for (size_t k = 0; k < count; k = style_after(style, k, count)) {
            table_format(&table, "%zu", metrics->confusion[i * count + k]);
            table_skip(&table, style, k, count);
        }
        table_row(&table);
        if (table_skip(&table, style, i, count))
            table_row(&table);
    }
    table_print(&table, out, style, "  ", "lr");
}

static void put_numbers(struct buf *out, const struct dataset *data, const struct metrics *metrics,
                        struct style style)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "target");
    for (const struct number_metric *metric = number_metrics; metric->title; metric++)
        table_cell(&table, metric->title);
    table_row(&table);
    for (size_t j = 0; j < metrics->output_count; j++) {
        char title[DATASET_TITLE_SIZE];
        dataset_title(data, data->x.cols + j, title);
        table_cell(&table, title);
        for (const struct number_metric *metric = number_metrics; metric->title; metric++) {
            double value = metric->value(&metrics->numbers[j]);
            if (metric->is_share)
                put_ratio(&table, style, value);
            else
                table_number(&table, style, value);
        }
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "lr");
}

void predict_view_metrics(struct buf *out, const struct session *session,
                          const struct predicted *part, const struct metrics *metrics,
                          struct style style)
{
    predict_view_total(out, session, part, metrics, style);
    if (metrics->class_count == 0) {
        put_numbers(out, session->data, metrics, style);
        return;
    }
    put_classes(out, session->data, metrics, style);
    put_confusion(out, session->data, metrics, style);
}

// ---- one input -------------------------------------------------------------------------------

// The text that the columns of texts which begin with input [index] say, or NULL where they say none.
static const char *word_of(const struct dataset *data, size_t index, const double *x)
{
    const struct column *columns = data->columns + index;
    const char *word = columns->group == 1 && x[0] == 0 ? columns->other : NULL;
    size_t ones = 0;
    for (size_t k = 0; k < columns->group; k++) {
        if (x[k] != 0 && x[k] != 1)
            return NULL;
        word = x[k] == 1 ? columns[k].word : word;
        ones += x[k] == 1;
    }
    return ones <= 1 ? word : NULL;
}

// An input as it is typed: numbers, and texts where columns were texts.
static void put_input(struct buf *out, const struct dataset *data, struct matrix x,
                      struct style style)
{
    bool has_words = false;
    for (size_t i = 0; i < x.cols; i++)
        has_words |= data->columns[i].group > 0 && word_of(data, i, x.data + i);
    if (!has_words) {
        matrix_view_vector(out, style, x);
        return;
    }
    buf_puts(out, "[");
    for (size_t i = 0; i < x.cols; i++) {
        const char *word = data->columns[i].group > 0 ? word_of(data, i, x.data + i) : NULL;
        buf_printf(out, "%s%s", i ? " " : "", word ? word : style_number(style, x.data[i]).text);
        i += word ? data->columns[i].group - 1 : 0;
    }
    buf_puts(out, "]");
}

void predict_view_one(struct buf *out, const struct session *session, struct matrix x,
                      struct matrix a, struct style style)
{
    const struct dataset *data = session->data;
    bool fits = a.cols == data->y.cols;
    if (x.cols == data->x.cols)
        put_input(out, data, x, style);
    else
        matrix_view_vector(out, style, x);
    buf_puts(out, " → ");
    if (!fits || data->class_count == 0) {
        matrix_view_vector(out, style, a);
        bool is_two = fits && data->targets == TARGETS_TWO;
        if (a.cols == 1 && (is_two || !fits) && a.data[0] >= fmin(data->low, 0) && a.data[0] <= 1)
            buf_printf(out, "   reads as %s",
                       is_two ? data_view_class(data, dataset_class_meant(data, a.data)).text
                       : a.data[0] >= 0.5 ? "1"
                                          : "0");
    } else {
        style_put(out, style, INK_BOLD,
                  data_view_class(data, dataset_class_meant(data, a.data)).text);
        buf_puts(out, "  ");
        for (size_t k = 0; a.cols > 1 && k < a.cols; k = style_after(style, k, a.cols))
            buf_printf(out, "%s%s %s%s", k ? ", " : " ", data_view_class(data, k).text,
                       style_number(style, a.data[k]).text,
                       style_skips(style, k, a.cols) ? ", …" : "");
        if (a.cols == 1)
            buf_printf(out, " %s, where 0 means %s and 1 means %s",
                       style_number(style, a.data[0]).text, data_view_class(data, 0).text,
                       data_view_class(data, 1).text);
    }
    buf_puts(out, "\n");
}
