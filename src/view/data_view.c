// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers are shown as the network sees them, with shift and scale beside them where they are
// normalised; what predict shows is in the units the data came in.
#include "view/data_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "data/inline.h"
#include "data/recommendation.h"
#include "view/table.h"

struct class_name data_view_class(const struct dataset *dataset, size_t k)
{
    struct class_name name;
    if (k < dataset->class_count)
        snprintf(name.text, sizeof name.text, "%.60s", dataset->classes[k]);
    else if (dataset->targets == TARGETS_TWO)
        snprintf(name.text, sizeof name.text, "%s",
                 number_string(k > 0 ? dataset->high : dataset->low, 6).text);
    else
        snprintf(name.text, sizeof name.text, "%zu", k);
    return name;
}

struct class_name data_view_coded_class(const struct dataset *dataset, size_t k)
{
    struct class_name name = data_view_class(dataset, k);
    char code[] = {(char)('0' + k), '\0'};
    size_t used = strlen(name.text);
    if (dataset->targets == TARGETS_TWO && dataset->class_count > 0 && strcmp(name.text, code) != 0)
        snprintf(name.text + used, sizeof name.text - used, " (%s)", code);
    return name;
}

void data_view_titles(struct table *table, struct style style, const struct dataset *dataset,
                      size_t first, size_t count)
{
    for (size_t j = 0; j < count; j = style_after(style, j, count)) {
        char title[DATASET_TITLE_SIZE];
        dataset_title(dataset, first + j, title);
        table_cell(table, title);
        table_skip(table, style, j, count);
    }
}

void data_view_cells(struct table *table, struct style style, const struct dataset *dataset,
                     struct matrix m, size_t row, size_t first, const struct number_format *format)
{
    for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
        double value = matrix_at(m, row, j);
        if (first < dataset->x.cols || dataset->targets == TARGETS_NUMBERS)
            value = dataset_original(dataset, first + j, value);
        if (format)
            table_number_in(table, *format, value);
        else
            table_number(table, style, value);
        table_skip(table, style, j, m.cols);
    }
}

// ---- the lines about all of it ---------------------------------------------------------------

static void put_sizes(struct buf *out, const struct dataset *data)
{
    size_t inputs = data->x.cols, outputs = data->y.cols;
    buf_printf(out, "data %s%s   ", data->name, data->is_edited ? " (edited by hand)" : "");
    if (data->test_x.rows > 0)
        buf_printf(out, "%zu sample%s to learn from, %zu to test on", data->x.rows,
                   plural(data->x.rows), data->test_x.rows);
    else
        buf_printf(out, "%zu sample%s", data->x.rows, plural(data->x.rows));
    buf_printf(out, ", %zu input%s, %zu output%s\n", inputs, plural(inputs), outputs,
               plural(outputs));
}

// How many samples of a part are of each class.
static void put_counts(struct buf *out, struct style style, const struct dataset *data,
                       struct matrix y)
{
    size_t classes = y.cols == 1 ? 2 : y.cols;
    for (size_t k = 0; k < classes; k = style_after(style, k, classes)) {
        size_t count = 0;
        for (size_t n = 0; n < y.rows; n++)
            count += dataset_class_of(y.data + n * y.cols, y.cols) == k;
        buf_printf(out, "%s%s: %zu%s", k ? ", " : "", data_view_coded_class(data, k).text, count,
                   style_skips(style, k, classes) ? ", …" : "");
    }
}

// What the targets are, of all samples: which classes, or the numbers' range as the network sees it, and
// in the original units where these are others.
static void put_targets(struct buf *out, struct style style, const struct dataset *data)
{
    struct matrix y = dataset_all_y(data);
    double least = HUGE_VAL, most = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
    if (data->targets == TARGETS_LABELS) {
        buf_printf(out, "  targets   each %s or %s by itself\n",
                   style_number(style, data->low).text, style_number(style, data->high).text);
        return;
    }
    if (data->targets != TARGETS_NUMBERS) {
        buf_puts(out, "  classes   ");
        put_counts(out, style, data, data->y);
        if (data->test_y.rows > 0) {
            buf_puts(out, "   (to test on: ");
            put_counts(out, style, data, data->test_y);
            buf_puts(out, ")");
        }
        buf_puts(out, "\n");
        return;
    }
    for (size_t j = 0; j < y.cols; j++) {
        double lowest = HUGE_VAL, highest = -HUGE_VAL;
        for (size_t n = 0; n < y.rows; n++) {
            lowest = fmin(lowest, matrix_at(y, n, j));
            highest = fmax(highest, matrix_at(y, n, j));
        }
        low = fmin(low, lowest);
        high = fmax(high, highest);
        least = fmin(least, dataset_original(data, data->x.cols + j, lowest));
        most = fmax(most, dataset_original(data, data->x.cols + j, highest));
    }
    buf_printf(out, "  targets   numbers from %s to %s", style_number(style, low).text,
               style_number(style, high).text);
    if (data->normalization != NORMALIZE_NONE)
        buf_printf(out, ", which are %s to %s in the original units",
                   style_number(style, least).text, style_number(style, most).text);
    buf_puts(out, "\n");
}

static void put_normalization(struct buf *out, const struct dataset *data)
{
    if (data->normalization == NORMALIZE_STANDARD)
        buf_puts(out,
                 "  scale     standard: mean 0 and standard deviation 1 in the training part\n");
    if (data->normalization == NORMALIZE_MINMAX)
        buf_puts(out, "  scale     minmax: from 0 to 1 in the training part\n");
}

// Names the columns whose scales differ most. What to do about it is said here only where the commands that
// make a network do not say it.
static void put_scales(struct buf *out, struct style style, const struct dataset *data,
                       const struct recommendation *recommendation, bool has_network)
{
    char large[DATASET_TITLE_SIZE], small[DATASET_TITLE_SIZE];
    if (!recommendation->has_scales)
        return;
    dataset_title(data, recommendation->large, large);
    dataset_title(data, recommendation->small, small);
    buf_printf(
        out,
        "  scale     %s goes up to %s and %s to %s: too different to learn from as they are%s\n",
        large, style_number(style, recommendation->large_value).text, small,
        style_number(style, recommendation->small_value).text,
        has_network ? "; 'data normalize standard'" : "");
}

// The commands that make the network that suits the data, where there is none yet. `init` keeps a loss
// that was set, which may be another than the data want.
static void put_advice(struct buf *out, struct style style, const struct session *session)
{
    const struct settings *settings = &session->settings;
    struct recommendation recommendation;
    recommendation_make(session->data, &recommendation);
    put_scales(out, style, session->data, &recommendation, session->network != NULL);
    if (session->network)
        return;
    bool keeps_loss = settings->is_loss_set && settings->loss != recommendation.loss;
    buf_printf(out, "  '%sinit%s' makes a network for them\n",
               recommendation.normalizes ? "data normalize standard; " : "",
               keeps_loss ? " loss=auto" : "");
}

// ---- rows and columns ------------------------------------------------------------------------

static void put_row(struct table *table, struct style style, struct matrix m, size_t row)
{
    for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
        table_number(table, style, matrix_at(m, row, j));
        table_skip(table, style, j, m.cols);
    }
}

static void put_rows(struct buf *out, struct style style, const struct dataset *data)
{
    struct table table = TABLE_EMPTY;
    struct matrix x = data->x, y = data->y;
    table_cell(&table, "sample");
    data_view_titles(&table, style, data, 0, x.cols);
    data_view_titles(&table, style, data, x.cols, y.cols);
    table_row(&table);
    for (size_t n = 0; n < x.rows; n = style_after(style, n, x.rows)) {
        table_format(&table, "%zu", n);
        put_row(&table, style, x, n);
        put_row(&table, style, y, n);
        table_row(&table);
        if (table_skip(&table, style, n, x.rows))
            table_row(&table);
    }
    table_print(&table, out, style, "  ", "r");
}

// The row of one column: its range and mean over the samples to learn from.
static void put_column(struct table *table, struct style style, const struct dataset *data,
                       size_t index, bool has_missing)
{
    const struct column *column = &data->columns[index];
    bool is_input = index < data->x.cols;
    struct matrix m = is_input ? data->x : data->y;
    size_t j = is_input ? index : index - data->x.cols;
    double least = HUGE_VAL, most = -HUGE_VAL, sum = 0, lost = 0;
    char title[DATASET_TITLE_SIZE];
    for (size_t n = 0; n < m.rows; n++) {
        double value = matrix_at(m, n, j);
        least = value < least ? value : least;
        most = value > most ? value : most;
        double next = sum + (value - lost); // what rounding lost is taken into account
        lost = next - sum - (value - lost);
        sum = next;
    }
    dataset_title(data, index, title);
    table_cell(table, title);
    table_cell(table, is_input ? "input" : "target");
    table_number(table, style, least);
    table_number(table, style, most);
    table_number(table, style, sum / (double)m.rows);
    if (has_missing)
        table_format(table, "%zu", column->missing);
    if (data->normalization != NORMALIZE_NONE) {
        table_number(table, style, column->shift);
        table_number(table, style, column->scale);
    }
    table_row(table);
}

static void put_columns(struct buf *out, struct style style, const struct dataset *data)
{
    static const char *const titles[] = {"column", "is", "least", "largest", "mean"};
    struct table table = TABLE_EMPTY;
    size_t count = data->x.cols + data->y.cols;
    bool has_missing = false;
    for (size_t i = 0; i < count; i++)
        has_missing |= data->columns[i].missing > 0;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(&table, titles[i]);
    if (has_missing)
        table_cell(&table, "filled");
    if (data->normalization != NORMALIZE_NONE) {
        table_cell(&table, "shift");
        table_cell(&table, "scale");
    }
    table_row(&table);
    for (size_t i = 0; i < count; i = style_after(style, i, count)) {
        put_column(&table, style, data, i, has_missing);
        if (table_skip(&table, style, i, count))
            table_row(&table);
    }
    table_print(&table, out, style, "  ", "llr");
}

// Whether all of the set can be looked at.
static bool is_small(struct style style, const struct dataset *data)
{
    return data->x.rows <= style.limit && data->x.cols + data->y.cols <= style.limit;
}

void data_view_summary(struct buf *out, const struct session *session, struct style style)
{
    const struct dataset *data = session->data;
    bool is_plain = data->class_count == 0 && data->test_x.rows == 0 && is_small(style, data);
    bool is_typed = data->is_typed || data->typed; // a table that is gone is copied so
    bool is_table = data->file || (is_typed && strcmp(data->name, INLINE_TITLE) != 0);
    put_sizes(out, data);
    if (!is_plain)
        put_targets(out, style, data);
    put_normalization(out, data);
    if (is_small(style, data))
        put_rows(out, style, data);
    if (!is_plain || is_table)
        put_advice(out, style, session);
}

void data_view_show(struct buf *out, const struct session *session, struct style style)
{
    const struct dataset *data = session->data;
    put_sizes(out, data);
    put_targets(out, style, data);
    put_normalization(out, data);
    if (data->left_out > 0)
        buf_printf(out, "  missing   %zu row%s left out because a value is missing\n",
                   data->left_out, plural(data->left_out));
    buf_puts(out, data->test_x.rows > 0 ? "  the samples to learn from:\n" : "");
    put_columns(out, style, data);
    put_rows(out, style, data);
}
