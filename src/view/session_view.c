// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of `show` and `predict`. `show settings` is written as commands, so that what a
// student reads can be put into a script as it stands.
#include "view/session_view.h"

#include <math.h>
#include <string.h>

#include "network/loss.h"
#include "network/scheme.h"
#include "view/matrix_view.h"
#include "view/table.h"

void session_view_net(struct buf *out, const struct session *session, struct style style)
{
    const struct network *network = session->network;
    struct table table = TABLE_EMPTY;
    buf_printf(out, "network %zu", network->inputs);
    for (size_t k = 0; k < network->layer_count; k++)
        buf_printf(out, "-%zu", network->layers[k].out);
    buf_printf(out, "   %zu parameters   scheme %s, seed %u\n", network->parameter_count,
               session->scheme->name, session->seed);
    const char *const titles[] = {"layer", "in → out", "activation", "w", "b", "parameters"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k];
        table_format(&table, "%zu", k + 1);
        table_format(&table, "%zu → %zu", layer->in, layer->out);
        table_cell(&table, layer->activation->name);
        table_format(&table, "%zu×%zu", layer->w.rows, layer->w.cols);
        table_format(&table, "%zu×%zu", layer->b.rows, layer->b.cols);
        table_format(&table, "%zu", matrix_count(layer->w) + layer->out);
        table_row(&table);
    }
    (void)style;
    table_print(&table, out, "  ", "lllllr");
}

// The headings of columns x0 x1 ..., or one alone without a number.
static void column_titles(struct table *table, struct style style, const char *name, size_t count)
{
    for (size_t j = 0; j < count; j = style_after(style, j, count)) {
        if (count == 1)
            table_cell(table, name);
        else
            table_format(table, "%s%zu", name, j);
        if (style_skips(style, j, count))
            table_cell(table, "…");
    }
}

// The format of a whole matrix.
static struct number_format format_of(struct style style, struct matrix m)
{
    return number_format_for(m.data, matrix_count(m), style.digits);
}

// The cells of one row of a matrix.
static void row_cells(struct table *table, struct style style, struct number_format format,
                      struct matrix m, size_t row)
{
    for (size_t j = 0; j < m.cols; j = style_after(style, j, m.cols)) {
        table_number_in(table, format, matrix_at(m, row, j));
        if (style_skips(style, j, m.cols))
            table_cell(table, "…");
    }
}

// A row of dots where the middle samples are left out.
static void skipped_row(struct table *table)
{
    table_cell(table, "…");
    table_row(table);
}

void session_view_data(struct buf *out, const struct session *session, struct style style)
{
    const struct dataset *data = session->data;
    struct table table = TABLE_EMPTY;
    struct number_format x = format_of(style, data->x), y = format_of(style, data->y);
    buf_printf(out, "data %s%s   %zu samples, %zu input%s, %zu output%s\n", data->name,
               data->is_edited ? " (edited by hand)" : "", data->x.rows, data->x.cols,
               data->x.cols == 1 ? "" : "s", data->y.cols, data->y.cols == 1 ? "" : "s");
    table_cell(&table, "sample");
    column_titles(&table, style, "x", data->x.cols);
    column_titles(&table, style, "y", data->y.cols);
    table_row(&table);
    for (size_t n = 0; n < data->x.rows; n = style_after(style, n, data->x.rows)) {
        table_format(&table, "%zu", n);
        row_cells(&table, style, x, data->x, n);
        row_cells(&table, style, y, data->y, n);
        table_row(&table);
        if (style_skips(style, n, data->x.rows))
            skipped_row(&table);
    }
    table_print(&table, out, "  ", "r");
}

void session_view_settings(struct buf *out, const struct session *session, struct style style)
{
    struct settings defaults = settings_default();
    struct table table = TABLE_EMPTY;
    (void)style;
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        struct buf value = BUF_EMPTY, usual = BUF_EMPTY;
        setting_text(&session->settings, setting, &value);
        setting_text(&defaults, setting, &usual);
        table_format(&table, "set %s %s", setting->name, buf_text(&value));
        table_format(&table, "# %s (default %s)", setting->meaning, buf_text(&usual));
        table_row(&table);
        out->failed = out->failed || value.failed || usual.failed;
        buf_free(&value);
        buf_free(&usual);
    }
    table_print(&table, out, "", "l");
}

// What a quantity is, in a few words.
static const char *quantity_meaning(struct quantity quantity)
{
    static const char *const meanings[] = {
        [QUANTITY_X] = "the samples, one a row",
        [QUANTITY_Y] = "the targets",
        [QUANTITY_W] = "weights, inputs × units",
        [QUANTITY_B] = "biases",
        [QUANTITY_Z] = "pre-activations, samples × units",
        [QUANTITY_A] = "activations, samples × units",
        [QUANTITY_DW] = "the loss's derivative by the weights",
        [QUANTITY_DB] = "the loss's derivative by the biases",
        [QUANTITY_DZ] = "the loss's derivative by the pre-activations",
        [QUANTITY_DA] = "the loss's derivative by the activations",
    };
    return meanings[quantity.kind];
}

void session_view_quantity(struct buf *out, struct quantity quantity, struct matrix m,
                           enum quantity_state state, struct style style)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    style_put(out, style, INK_BOLD, name);
    buf_printf(out, "  %zu×%zu  ", m.rows, m.cols);
    style_put(out, style, INK_DIM, quantity_meaning(quantity));
    if (state == QUANTITY_STALE)
        buf_printf(out, "  (stale: run forward%s)",
                   quantity.kind >= QUANTITY_DW ? ", backward" : "");
    buf_puts(out, "\n");
    matrix_view_rows(out, style, m, "  ");
}

// The verdict on one sample.
static void verdict(struct table *table, struct style style, bool is_right)
{
    struct buf text = BUF_EMPTY;
    style_put(&text, style, is_right ? INK_GOOD : INK_BAD, is_right ? "right" : "wrong");
    table_cell(table, buf_text(&text));
    table->cells.failed = table->cells.failed || text.failed;
    buf_free(&text);
}

static struct matrix row_of(struct matrix m, size_t row)
{
    return (struct matrix){1, m.cols, m.data + row * m.cols};
}

// The error of one sample: prediction minus target, for several outputs the largest.
static double sample_error(struct matrix a, struct matrix y, size_t n)
{
    double error = 0;
    for (size_t j = 0; j < a.cols; j++) {
        double difference = matrix_at(a, n, j) - matrix_at(y, n, j);
        if (!(fabs(difference) <= fabs(error)))
            error = difference;
    }
    return error;
}

// The table of samples.
static void prediction_table(struct buf *out, struct style style, struct matrix x, struct matrix a,
                             struct matrix y)
{
    struct table table = TABLE_EMPTY;
    struct number_range range = NUMBER_RANGE_EMPTY;
    struct number_format formats[] = {format_of(style, x), format_of(style, a),
                                      format_of(style, y)};
    for (size_t n = 0; n < x.rows; n++)
        number_range_add(&range, sample_error(a, y, n));
    table_cell(&table, "sample");
    column_titles(&table, style, "x", x.cols);
    column_titles(&table, style, "prediction", a.cols);
    column_titles(&table, style, "target", y.cols);
    table_cell(&table, a.cols == 1 ? "error" : "largest error");
    table_row(&table);
    for (size_t n = 0; n < x.rows; n = style_after(style, n, x.rows)) {
        table_format(&table, "%zu", n);
        row_cells(&table, style, formats[0], x, n);
        row_cells(&table, style, formats[1], a, n);
        row_cells(&table, style, formats[2], y, n);
        table_number_in(&table, number_format_in(range, style.digits), sample_error(a, y, n));
        verdict(&table, style, session_is_right(row_of(a, n), row_of(y, n)));
        table_row(&table);
        if (style_skips(style, n, x.rows))
            skipped_row(&table);
    }
    table_print(&table, out, "  ", "r");
}

void session_view_predictions(struct buf *out, const struct session *session, struct matrix a,
                              double loss, struct style style)
{
    struct matrix y = session->data->y;
    double accuracy = session_accuracy(a, y);
    prediction_table(out, style, session->data->x, a, y);
    buf_printf(out, "  loss %s", style_number(style, loss).text);
    session_view_companion(out, session, loss, style_number, style);
    buf_printf(out, "   accuracy %s (%.0f of %zu right)\n", style_number(style, accuracy).text,
               round(accuracy * (double)a.rows), a.rows);
}

void session_view_companion(struct buf *out, const struct session *session, double value,
                            struct number_string (*write)(struct style style, double value),
                            struct style style)
{
    const struct loss *loss = session->settings.loss;
    double count = (double)matrix_count(session->data->y);
    if (loss->companion)
        buf_printf(out, "  %s %s", loss->companion->name,
                   write(style, loss->companion_value(value, count)).text);
}

void session_view_prediction(struct buf *out, struct matrix x, struct matrix a, struct style style)
{
    matrix_view_vector(out, style, x);
    buf_puts(out, " → ");
    matrix_view_vector(out, style, a);
    if (a.cols == 1 && a.data[0] >= 0 && a.data[0] <= 1)
        buf_printf(out, "   reads as %d", a.data[0] >= 0.5);
    buf_puts(out, "\n");
}

void session_view_variables(struct buf *out, const struct session *session, struct style style)
{
    for (size_t i = 0; i < session->variable_count; i++) {
        struct variable *variable = &session->variables[i];
        buf_printf(out, "%s = ", variable->name);
        if (variable->value.is_matrix && variable->value.all.rows > 1)
            buf_puts(out, "\n");
        matrix_view_value(out, style, &variable->value);
        buf_puts(out, "\n");
    }
}
