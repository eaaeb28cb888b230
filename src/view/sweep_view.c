// SPDX-License-Identifier: GPL-3.0-or-later
// The histogram's bins are steps of 1, 2 or 5 times a power of ten, so that their edges are numbers
// one can read; where the losses span many orders of magnitude they are powers of ten themselves.
// Powers of ten come from their decimal spelling and never from a logarithm of the C library, so
// that no loss falls into another bin on another machine.
#include "view/sweep_view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "view/diagnosis_view.h"
#include "view/table.h"

enum {
    BINS_MOST = 12, // rows of the histogram
    BAR_WIDTH = 40,
    BAR_NUMBERS = 36, // columns of its longest bar
    LINE_WIDTH = 76,  // columns of the list of seeds
    EDGE_DIGITS = 6,  // more than a round number has
    DECADES = 4       // from a spread of this many powers of ten on, the bins are powers of ten
};

// ---- the histogram -------------------------------------------------------------------------------

// Bin i is the losses from edges[i] up to, not including, edges[i + 1].
struct histogram {
    size_t bins;
    double edges[BINS_MOST + 2];
    size_t counts[BINS_MOST + 1];
    size_t not_finite;
};

// The exponent of [value] written with one digit before the point; 0 for 0.
static int decade_of(double value)
{
    char text[NUMBER_SIZE];
    snprintf(text, sizeof text, "%.16e", value);
    return atoi(strchr(text, 'e') + 1);
}

static double power_of_ten(int exponent)
{
    char text[NUMBER_SIZE];
    snprintf(text, sizeof text, "1e%d", exponent);
    return strtod(text, NULL);
}

// Edges at powers of ten, with as large a stride as is needed.
static void set_decades(struct histogram *histogram, double least, double most)
{
    int first = decade_of(least), last = decade_of(most), stride = 1;
    while ((last - first) / stride >= BINS_MOST)
        stride++;
    histogram->bins = (size_t)((last - first) / stride) + 1;
    for (size_t i = 0; i <= histogram->bins; i++)
        histogram->edges[i] = power_of_ten(first + (int)i * stride);
}

// Edges at whole multiples of the smallest round step that needs few enough bins. Both ends are
// losses, so at least 0.
static void set_steps(struct histogram *histogram, double least, double most)
{
    static const double factors[] = {1, 2, 5};
    int exponent = decade_of(most) > -300 ? decade_of(most) - 3 : -303;
    double step = power_of_ten(exponent);
    for (size_t i = 1; floor(most / step) - floor(least / step) >= BINS_MOST; i++)
        step = factors[i % 3] * power_of_ten(exponent + (int)(i / 3));
    double first = floor(least / step);
    histogram->bins = (size_t)(floor(most / step) - first) + 1;
    for (size_t i = 0; i <= histogram->bins; i++)
        histogram->edges[i] = (first + (double)i) * step;
}

static void count_losses(struct histogram *histogram, const struct sweep_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        double loss = report->outcomes[i].loss;
        size_t bin = 0;
        if (!isfinite(loss)) {
            histogram->not_finite++;
            continue;
        }
        while (bin + 1 < histogram->bins && loss >= histogram->edges[bin + 1])
            bin++;
        histogram->counts[bin]++;
    }
}

static void make_histogram(struct histogram *histogram, const struct sweep_report *report)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    *histogram = (struct histogram){0};
    for (size_t i = 0; i < report->count; i++) {
        double loss = report->outcomes[i].loss;
        if (!isfinite(loss))
            continue;
        least = loss < least ? loss : least;
        most = loss > most ? loss : most;
    }
    if (least > 0 && most >= least && decade_of(most) - decade_of(least) >= DECADES)
        set_decades(histogram, least, most);
    else if (most >= least)
        set_steps(histogram, least, most);
    count_losses(histogram, report);
}

// The columns of the longest bar, with room for the numbers before it.
static size_t bar_width(struct style style)
{
    return style.columns == 0 || style.columns > BAR_WIDTH + BAR_NUMBERS ? BAR_WIDTH
           : style.columns > 2 * BAR_NUMBERS ? style.columns - BAR_NUMBERS
                                             : BAR_NUMBERS / 2;
}

// A bar in half columns of at most [width] columns; what is not zero shows at least as one.
static void bar_cell(struct table *table, size_t count, size_t largest, size_t width)
{
    struct buf bar = BUF_EMPTY;
    size_t halves = (size_t)((double)count * (2 * (double)width) / (double)largest);
    for (size_t i = 0; i < halves / 2; i++)
        buf_puts(&bar, "█");
    if (halves % 2)
        buf_puts(&bar, "▌");
    if (count > 0 && halves == 0)
        buf_puts(&bar, "▏");
    table->cells.failed = table->cells.failed || bar.failed;
    table_cell(table, buf_text(&bar));
    buf_free(&bar);
}

static void put_histogram(struct buf *out, const struct sweep_report *report, struct style style)
{
    struct histogram histogram;
    struct table table = TABLE_EMPTY;
    make_histogram(&histogram, report);
    struct number_format format =
        number_format_for(histogram.edges, histogram.bins + 1, EDGE_DIGITS);
    size_t largest = histogram.not_finite;
    for (size_t i = 0; i < histogram.bins; i++)
        largest = histogram.counts[i] > largest ? histogram.counts[i] : largest;
    for (size_t i = 0; i < histogram.bins; i++) {
        table_number_in(&table, format, histogram.edges[i]);
        table_cell(&table, "to");
        table_number_in(&table, format, histogram.edges[i + 1]);
        table_format(&table, "%zu", histogram.counts[i]);
        bar_cell(&table, histogram.counts[i], largest, bar_width(style));
        table_row(&table);
    }
    if (histogram.not_finite) {
        table_cell(&table, "no");
        table_cell(&table, "finite");
        table_cell(&table, "loss");
        table_format(&table, "%zu", histogram.not_finite);
        bar_cell(&table, histogram.not_finite, largest, bar_width(style));
        table_row(&table);
    }
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, "final losses");
    buf_puts(out, "\n");
    table_print(&table, out, style, "  ", "rlrrl");
}

// ---- the failures --------------------------------------------------------------------------------

// The seeds that failed, the first ones up to the limit, in lines of a fair length.
static void put_seeds(struct buf *out, const struct sweep *sweep, const struct sweep_report *report,
                      struct style style)
{
    size_t failed = report->count - report->ends[SWEEP_REACHED], shown = 0, column = 0;
    for (size_t i = 0; i < report->count && shown < style.limit; i++) {
        char text[24];
        if (report->outcomes[i].end == SWEEP_REACHED)
            continue;
        size_t length = (size_t)snprintf(text, sizeof text, " %zu", sweep->seed + i);
        if (column + length > LINE_WIDTH) {
            buf_puts(out, "\n ");
            column = 0;
        }
        buf_puts(out, column == 0 ? " " : "");
        buf_puts(out, text);
        column += length;
        shown++;
    }
    if (shown < failed)
        buf_printf(out, "  … %zu more", failed - shown);
    buf_puts(out, "\n");
}

// What is seen of networks with that cause; NULL where its title says all.
static const char *const seen_words[FINDING_KINDS] = {
    [FINDING_LR_SMALL] = "the loss is within 1% of its beginning",
    [FINDING_LINEAR] = "each unit is always on or always off",
    [FINDING_NO_BEND] = "no hidden layer bends",
    [FINDING_TWINS] = "half of a layer or more are equal",
    [FINDING_DEAD] = "half of a layer or more are off for every sample",
    [FINDING_SATURATED] = "half of a layer or more are on a flat end",
};

// A row for each cause, in the order in which causes act, which is that of their kinds.
static void put_causes(struct buf *out, const struct sweep_report *report, struct style style)
{
    struct table table = TABLE_EMPTY;
    for (size_t end = 0; end < SWEEP_ENDS; end++) {
        if (report->ends[end] == 0 || end == SWEEP_REACHED)
            continue;
        table_format(&table, "%zu", report->ends[end]);
        if (end == SWEEP_UNNAMED)
            table_cell(&table, "nothing shows at the end; 'diagnose' tries what helps");
        else
            table_format(&table, "%s%s%s", diagnosis_view_title((enum finding_kind)end),
                         seen_words[end] ? ": " : "", seen_words[end] ? seen_words[end] : "");
        table_row(&table);
    }
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, "what the failures have in common");
    buf_puts(out, "\n");
    table_print(&table, out, style, "  ", "rl");
}

// Whether `init` alone makes networks such as this one.
static bool is_usual(const struct study_case *from)
{
    struct architecture usual, plan;
    fit_default_architecture(from->data, from->settings->loss, &usual);
    network_architecture(from->network, &plan);
    return from->scheme == &schemes[0] && architecture_is_same(&plan, &usual);
}

// The commands that make the network of [seed] again, as the sweep began with it.
static void put_init(struct buf *out, const struct study_case *from, size_t seed)
{
    const struct network *network = from->network;
    bool is_first = true;
    buf_puts(out, "init");
    if (!is_usual(from)) {
        struct architecture plan;
        network_architecture(network, &plan);
        buf_puts(out, " ");
        architecture_text(out, &plan);
        buf_printf(out, " scheme=%s", from->scheme->name);
    }
    buf_printf(out, " seed=%zu", seed);
    for (size_t i = 0; i < 2 * network->layer_count; i++) {
        struct parameter parameter = network_parameter(network, i);
        if (!parameter.is_frozen)
            continue;
        buf_printf(out, "%s %c%zu", is_first ? "; freeze" : "", parameter.kind, parameter.layer);
        is_first = false;
    }
}

static void put_failures(struct buf *out, const struct study_case *from, const struct sweep *sweep,
                         const struct sweep_report *report, struct style style)
{
    size_t failed = report->count - report->ends[SWEEP_REACHED], first = 0;
    if (failed == 0)
        return;
    while (report->outcomes[first].end == SWEEP_REACHED)
        first++;
    put_causes(out, report, style);
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, failed == 1 ? "the seed that failed" : "the seeds that failed");
    buf_puts(out, "\n");
    put_seeds(out, sweep, report, style);
    buf_puts(out, "  to watch one: ");
    put_init(out, from, sweep->seed + first);
    buf_puts(out, "\n");
}

// ---- all of it -----------------------------------------------------------------------------------

static void put_count(struct buf *out, struct style style, const struct sweep *sweep,
                      const struct sweep_report *report, const char *goal)
{
    char text[60];
    size_t reached = report->ends[SWEEP_REACHED];
    snprintf(text, sizeof text, "%zu of %zu", reached, report->count);
    style_put(out, style, INK_BOLD, text);
    buf_printf(out, " network%s ", plural(report->count));
    if (goal)
        buf_printf(out, "reached %s within %zu epoch%s", goal, sweep->epochs,
                   plural(sweep->epochs));
    else
        buf_printf(out, "got every prediction right after %zu epoch%s", sweep->epochs,
                   plural(sweep->epochs));
    if (report->count == 1)
        buf_printf(out, " (seed %zu)\n", (size_t)sweep->seed);
    else
        buf_printf(out, " (seeds %zu to %zu)\n", (size_t)sweep->seed,
                   sweep->seed + report->count - 1);
}

void sweep_view(struct buf *out, struct style style, const struct study_case *from,
                const struct sweep *sweep, const struct sweep_report *report, const char *goal)
{
    if (report->count < sweep->count)
        buf_printf(out, "interrupted: %zu of %zu networks are done\n", report->count, sweep->count);
    if (report->count == 0)
        return;
    put_count(out, style, sweep, report, goal);
    if (goal && report->ends[SWEEP_REACHED])
        buf_printf(out, "epochs needed: min %zu, median %s, max %zu\n", report->least,
                   number_string(report->median, NUMBER_DIGITS_EXACT).text, report->most);
    put_histogram(out, report, style);
    put_failures(out, from, sweep, report, style);
}
