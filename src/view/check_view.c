// SPDX-License-Identifier: GPL-3.0-or-later
// A gradient at a corner is explained at length: to somebody who compares only numbers it looks like a mistake,
// and is the place to learn what a derivative at a corner means.
#include "view/check_view.h"

#include <math.h>

#include "base/words.h"
#include "view/table.h"

// What lies on a corner, in two lines.
static void put_corner(struct buf *out, struct style style, const struct network *network, size_t p,
                       const struct gradcheck_report *report)
{
    const struct gradcheck_corner *corner = &report->corner;
    struct parameter parameter = network_parameter(network, p);
    size_t cols = parameter.value.cols;
    bool is_left = fabs(corner->gradient - corner->left) <= fabs(corner->gradient - corner->right);
    const char *name = network->layers[corner->layer - 1].activation->name;
    struct number_string gradient = style_number(style, corner->gradient);
    buf_printf(out, "  %c%zu[%zu,%zu]: z%zu[%zu,%zu] is at %s's ", parameter.kind, parameter.layer,
               corner->index / cols, corner->index % cols, corner->layer, corner->row, corner->col,
               name);
    if (corner->jumps) {
        buf_puts(out, "edge, where the loss jumps and has no slope\n");
        buf_printf(out, "    gradient %s, the slope on the side without the jump: right",
                   gradient.text);
    } else {
        buf_puts(out, "corner, where the loss has two slopes\n");
        buf_printf(out, "    left %s", style_number(style, corner->left).text);
        buf_printf(out, "   right %s", style_number(style, corner->right).text);
        buf_printf(out, "   gradient %s, the %s one: right", gradient.text,
                   is_left ? "left" : "right");
    }
    if (report->corners > 1)
        buf_printf(out, " (and %zu more like it)", report->corners - 1);
    buf_puts(out, "\n");
}

size_t check_view(struct buf *out, struct style style, const struct network *network,
                  const struct gradcheck_report *reports)
{
    struct table table = TABLE_EMPTY;
    struct buf corners = BUF_EMPTY;
    size_t wrong = 0;
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        const struct gradcheck_report *report = &reports[p];
        struct parameter parameter = network_parameter(network, p);
        size_t cols = parameter.value.cols;
        if (report->count == 0)
            continue;
        wrong += report->wrong;
        table_format(&table, "d%c%zu", parameter.kind, parameter.layer);
        table_format(&table, "%zu gradient%s", report->count, plural(report->count));
        table_cell(&table, report->wrong ? "WRONG" : "right");
        if (report->count > report->corners + report->between)
            table_format(&table, "largest relative difference %.1e at d%c%zu[%zu,%zu]",
                         report->worst, parameter.kind, parameter.layer, report->worst_index / cols,
                         report->worst_index % cols);
        else
            table_cell(&table, "all at a corner");
        table_row(&table);
        if (report->corners)
            put_corner(&corners, style, network, p, report);
        if (report->between)
            buf_printf(&corners,
                       "  d%c%zu: %zu gradients where several units are at corners at once: "
                       "differences cannot check them\n",
                       parameter.kind, parameter.layer, report->between);
    }
    table_print(&table, out, style, "  ", "l");
    buf_append(out, &corners);
    buf_free(&corners);
    return wrong;
}
