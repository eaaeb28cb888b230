// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing has a column a layer, the inputs at the left, on a paper of 0 to 1 both ways. What there
// is no room for, units and layers, is left out in the middle. An edge is solid where its weight is
// positive and dashed where it is negative, and its width says the weight's size.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "network/network.h"
#include "view/plot_builders.h"

enum { NUMBERED_MOST = 8 }; // edges between two columns that have their weights written on them

// A list of [count] items of which [shown] are shown, slots 0 to shown - 1; with [is_cut] the middle
// slot is a gap.
struct cut {
    size_t count, shown;
    bool is_cut;
};

static struct cut cut_to(size_t count, size_t most)
{
    return (struct cut){count, count > most ? most : count, count > most};
}

static bool is_gap(struct cut cut, size_t slot)
{
    return cut.is_cut && slot == cut.shown / 2;
}

// Which item stands at a slot.
static size_t item_at(struct cut cut, size_t slot)
{
    bool is_after = cut.is_cut && slot > cut.shown / 2;
    return is_after ? cut.count - (cut.shown - slot) : slot;
}

struct sheet {
    const struct network *network;
    struct cut columns; // item 0 is the inputs, item k layer k
    size_t units;       // to a column, at most
    double largest;     // of all weights' sizes
    size_t cols;        // characters side by side; 0: enough for all that is written
    bool is_narrow;     // numbers and long headings have no room
    bool has_numbers;   // weights are written on their edges
};

static size_t column_units(const struct sheet *sheet, size_t column)
{
    return column == 0 ? sheet->network->inputs : sheet->network->layers[column - 1].out;
}

static double column_x(const struct sheet *sheet, size_t slot)
{
    return ((double)slot + 0.5) / (double)sheet->columns.shown;
}

static double unit_y(struct cut units, size_t slot)
{
    return 0.9 - 0.85 * ((double)slot + 0.5) / (double)units.shown;
}

static double largest_weight(const struct network *network)
{
    double largest = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        struct matrix w = network->layers[k].w;
        for (size_t i = 0; i < matrix_count(w); i++)
            if (isfinite(w.data[i]) && fabs(w.data[i]) > largest)
                largest = fabs(w.data[i]);
    }
    return largest;
}

static struct plot_line edge_line(const struct sheet *sheet, double w)
{
    double share = sheet->largest > 0 ? fabs(w) / sheet->largest : 0;
    return (struct plot_line){.ink = isnan(w) ? INK_BAD
                                     : w < 0  ? INK_BLUE
                                              : INK_ORANGE,
                              .stroke = w < 0 ? PLOT_DASHED : PLOT_SOLID,
                              .width = share > 2.0 / 3   ? 3
                                       : share > 1.0 / 3 ? 2
                                                         : 1,
                              .letter = isnan(w) ? '?'
                                        : w < 0  ? '-'
                                                 : '+'};
}

// Whether a number would stand on another one.
static bool is_taken(const struct plot *plot, double x, double y)
{
    for (size_t i = 0; i < plot->mark_count; i++)
        if (fabs(plot->marks[i].x - x) < 0.11 && fabs(plot->marks[i].y - y) < 0.06)
            return true;
    return false;
}

// Whether a text of that width at x keeps a blank between itself and the units at the ends of its edge, whose
// names and parentheses take two columns to each side.
static bool is_apart(const struct sheet *sheet, double x, size_t width, const double from[2],
                     const double to[2])
{
    double cols = (double)sheet->cols, least = (double)(width / 2) + 3;
    return sheet->cols == 0 || ((x - from[0]) * cols >= least && (to[0] - x) * cols >= least);
}

// Writes that text on an edge. False where there is no room.
static bool add_text(struct plot *plot, const struct sheet *sheet, const char *text,
                     const double from[2], const double to[2], enum ink ink)
{
    static const double shares[] = {0.3, 0.42, 0.2, 0.54, 0.48, 0.66, 0.76};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        double x = from[0] + shares[i] * (to[0] - from[0]);
        double y = from[1] + shares[i] * (to[1] - from[1]);
        if (is_taken(plot, x, y) || !is_apart(sheet, x, strlen(text), from, to))
            continue;
        plot_mark(plot, (struct plot_mark){.x = x, .y = y, .shape = PLOT_WORDS, .ink = ink}, "%s",
                  text);
        return true;
    }
    return false;
}

// Writes a weight on its edge with three digits, or with as many as there is room for; where there is none, it
// is left out.
static void add_number(struct plot *plot, struct sheet *sheet, double weight, const double from[2],
                       const double to[2], enum ink ink)
{
    bool is_written = false;
    for (int digits = 3; digits > 0 && !is_written; digits--)
        is_written = add_text(plot, sheet, number_string(weight, digits).text, from, to, ink);
    sheet->has_numbers = sheet->has_numbers || is_written;
}

// The edges into the column at [slot] from the one before it.
static void add_edges(struct plot *plot, struct sheet *sheet, size_t slot, size_t layer)
{
    struct matrix w = sheet->network->layers[layer - 1].w;
    struct cut from = cut_to(w.rows, sheet->units), to = cut_to(w.cols, sheet->units);
    double x0 = column_x(sheet, slot - 1), x1 = column_x(sheet, slot);
    bool is_numbered =
        w.rows * w.cols <= NUMBERED_MOST && sheet->columns.shown <= 4 && !sheet->is_narrow;
    for (size_t i = 0; i < from.shown; i++)
        for (size_t j = 0; j < to.shown; j++) {
            if (is_gap(from, i) || is_gap(to, j))
                continue;
            double weight = matrix_at(w, item_at(from, i), item_at(to, j));
            double y0 = unit_y(from, i), y1 = unit_y(to, j);
            struct plot_line line = edge_line(sheet, weight);
            line.unit = layer == 1 ? item_at(to, j) + 1 : layer == 2 ? item_at(from, i) + 1 : 0;
            plot_line(plot, line);
            plot_to(plot, x0, y0);
            plot_to(plot, x1, y1);
        }
    for (size_t i = 0; i < from.shown && is_numbered; i++)
        for (size_t j = 0; j < to.shown; j++)
            add_number(plot, sheet, matrix_at(w, i, j), (const double[]){x0, unit_y(from, i)},
                       (const double[]){x1, unit_y(to, j)},
                       edge_line(sheet, matrix_at(w, i, j)).ink);
}

// The units of the column at [slot], with a heading.
static void add_units(struct plot *plot, const struct sheet *sheet, size_t slot)
{
    size_t column = item_at(sheet->columns, slot);
    struct cut units = cut_to(column_units(sheet, column), sheet->units);
    double x = column_x(sheet, slot);
    for (size_t i = 0; i < units.shown; i++) {
        struct plot_mark mark = {.x = x, .y = unit_y(units, i), .shape = PLOT_UNIT};
        if (is_gap(units, i)) {
            mark.shape = PLOT_WORDS;
            plot_mark(plot, mark, "…");
        } else {
            plot_mark(plot, mark, "%s%zu", column == 0 ? "x" : "", item_at(units, i));
        }
    }
    struct plot_mark heading = {.x = x, .y = 0.97, .shape = PLOT_WORDS, .ink = INK_BOLD};
    if (column == 0)
        plot_mark(plot, heading, "x");
    else if (sheet->is_narrow)
        plot_mark(plot, heading, "a%zu", column);
    else
        plot_mark(plot, heading, "a%zu %s", column,
                  sheet->network->layers[column - 1].activation->name);
}

// Says how many layers are left out.
static void add_left_out(struct plot *plot, const struct sheet *sheet)
{
    size_t left_out = sheet->columns.count + 1 - sheet->columns.shown;
    if (sheet->columns.is_cut)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "… %zu layers have no room here",
                 left_out);
}

static void add_keys(struct plot *plot, const struct sheet *sheet)
{
    struct plot_line positive = edge_line(sheet, sheet->largest);
    struct plot_line negative = edge_line(sheet, -sheet->largest);
    positive.width = negative.width = 2;
    negative.stroke = PLOT_DASHED;
    negative.ink = INK_BLUE;
    negative.letter = '-';
    plot_key(plot, (struct plot_key){.is_line = true, .line = positive, .ink = positive.ink},
             "positive weight");
    plot_key(plot, (struct plot_key){.is_line = true, .line = negative, .ink = negative.ink},
             "negative weight");
    if (sheet->largest == 0)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "all weights are 0");
    else
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "thickest from %s to %s in size",
                 number_string(sheet->largest * 2 / 3, 3).text,
                 number_string(sheet->largest, 3).text);
    if (sheet->has_numbers)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "numbers are weights");
}

// Says how many units the layers have: "a layer of 1 unit", "layers of 8, 4 and 1 units".
static void put_title(struct plot *plot, const struct network *network)
{
    size_t count = network->layer_count, last = network->layers[count - 1].out;
    int used =
        snprintf(plot->title, sizeof plot->title, "the network: %zu input%s, %s of ",
                 network->inputs, plural(network->inputs), count == 1 ? "a layer" : "layers");
    for (size_t k = 0; k < count && (size_t)used < sizeof plot->title; k++)
        used += snprintf(plot->title + used, sizeof plot->title - (size_t)used, "%s%zu",
                         k == 0          ? ""
                         : k + 1 < count ? ", "
                                         : " and ",
                         network->layers[k].out);
    if ((size_t)used < sizeof plot->title)
        snprintf(plot->title + used, sizeof plot->title - (size_t)used, " unit%s",
                 count == 1 ? plural(last) : "s");
}

bool plot_net(struct plot *plot, const struct network *network, const struct plot_grid *grid,
              struct error *error)
{
    struct sheet sheet = {.network = network,
                          .columns = cut_to(network->layer_count + 1, grid->layers),
                          .units = grid->units,
                          .largest = largest_weight(network),
                          .cols = grid->net_cols};
    sheet.is_narrow = sheet.columns.shown > grid->named_layers;
    put_title(plot, network);
    plot->x = plot->y = (struct plot_axis){.high = 1};
    for (size_t slot = 0; slot < sheet.columns.shown; slot++) {
        size_t column = item_at(sheet.columns, slot);
        if (is_gap(sheet.columns, slot)) {
            plot_mark(
                plot,
                (struct plot_mark){.x = column_x(&sheet, slot), .y = 0.475, .shape = PLOT_WORDS},
                "…");
            continue;
        }
        if (slot > 0 && !is_gap(sheet.columns, slot - 1))
            add_edges(plot, &sheet, slot, column);
    }
    for (size_t slot = 0; slot < sheet.columns.shown; slot++)
        if (!is_gap(sheet.columns, slot))
            add_units(plot, &sheet, slot);
    if (plot->line_count > 0)
        add_keys(plot, &sheet);
    add_left_out(plot, &sheet);
    return plot->failed ? error_memory(error) : true;
}
