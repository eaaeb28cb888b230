// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of `show`. `show settings` is written as commands, so that what a
// student reads can be put into a script as it stands.
#include "view/session_view.h"

#include <string.h>

#include "network/loss.h"
#include "network/scheme.h"
#include "view/matrix_view.h"
#include "view/table.h"

static void shape_cell(struct table *table, struct matrix parameter, bool is_frozen)
{
    table_format(table, "%zu×%zu%s", parameter.rows, parameter.cols, is_frozen ? " frozen" : "");
}

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
        shape_cell(&table, layer->w, layer->w_is_frozen);
        shape_cell(&table, layer->b, layer->b_is_frozen);
        table_format(&table, "%zu", matrix_count(layer->w) + layer->out);
        table_row(&table);
    }
    (void)style;
    table_print(&table, out, style, "  ", "lllllr");
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
        bool is_kept = strcmp(setting->name, "loss") == 0 && session->settings.is_loss_set;
        table_format(&table, "# %s (default %s%s)", setting->meaning, buf_text(&usual),
                     is_kept ? "; set, so init keeps it" : "");
        table_row(&table);
        out->failed = out->failed || value.failed || usual.failed;
        buf_free(&value);
        buf_free(&usual);
    }
    table_print(&table, out, style, "", "l");
}

void session_view_quantity(struct buf *out, const struct session *session, struct quantity quantity,
                           struct matrix m, enum quantity_state state, struct style style)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    style_put(out, style, INK_BOLD, name);
    buf_printf(out, "  %zu×%zu  ", m.rows, m.cols);
    style_put(out, style, INK_DIM, quantity_meaning(quantity));
    if (state == QUANTITY_STALE)
        buf_printf(out, "  (stale: run %s)",
                   quantity.kind < QUANTITY_DW       ? "forward"
                   : quantity_needs_forward(session) ? "forward, backward"
                                                     : "backward");
    buf_puts(out, "\n");
    matrix_view_rows(out, style, m, "  ");
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

void session_view_variables(struct buf *out, const struct session *session, struct style style)
{
    for (size_t i = 0; i < session->variables.count; i++) {
        struct variable *variable = &session->variables.list[i];
        buf_printf(out, "%s = ", variable->name);
        if (variable->value.is_matrix && variable->value.all.rows > 1)
            buf_puts(out, "\n");
        matrix_view_value(out, style, &variable->value);
        buf_puts(out, "\n");
    }
}
