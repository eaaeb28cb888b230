// SPDX-License-Identifier: GPL-3.0-or-later
// The axis of the losses is logarithmic where they span more than a factor of LOG_FROM: a straight
// line there means that each epoch takes away the same share of what is left.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/evaluate.h"
#include "network/loss.h"
#include "network/pass.h"
#include "view/plot_builders.h"

#define LOG_FROM 20.0
#define AIR      0.04

struct extent {
    double low, high;
    size_t count;
};

static void stretch(struct extent *extent, double value)
{
    if (!isfinite(value))
        return;
    extent->low = extent->count && extent->low < value ? extent->low : value;
    extent->high = extent->count && extent->high > value ? extent->high : value;
    extent->count++;
}

// Adds one of the two curves, if any of it is there. Losses of two kinds are not joined.
static void add_curve(struct plot *plot, const struct curve *curve, size_t count, bool is_test,
                      struct plot_line line, const char *name)
{
    size_t found = 0, last = 0;
    plot_line(plot, line);
    for (size_t i = 0; i < count; i++) {
        const struct curve_point *point = &curve->points[i];
        double loss = is_test ? point->test : point->loss;
        if (!isfinite(loss))
            continue;
        if (found && curve->points[last].kind != point->kind)
            plot_to(plot, (double)point->epoch, (double)NAN);
        plot_to(plot, (double)point->epoch, loss);
        found++;
        last = i;
    }
    if (found == 1) // one point makes no line
        plot_mark(
            plot,
            (struct plot_mark){.x = (double)curve->points[last].epoch,
                               .y = is_test ? curve->points[last].test : curve->points[last].loss,
                               .shape = is_test ? PLOT_RING : PLOT_DISC,
                               .ink = line.ink},
            "%s", "");
    if (found && name)
        plot_key(plot, (struct plot_key){.is_line = true, .line = line, .ink = line.ink}, "%s",
                 name);
}

// Names the loss of the curve; where it was changed, each one in turn, with a word of where the curve
// breaks off.
static void name_losses(struct plot *plot, const struct session *session, size_t count)
{
    const struct curve_point *before = NULL;
    const size_t size = sizeof plot->y.name;
    for (size_t i = 0; i < count; i++) {
        const struct curve_point *point = &session->curve.points[i];
        if (!isfinite(point->loss))
            continue;
        size_t used = strlen(plot->y.name);
        if (!before)
            snprintf(plot->y.name, size, "%s", point->kind->name);
        else if (before->kind != point->kind && used + 16 < size)
            snprintf(plot->y.name + used, size - used, ", then %s", point->kind->name);
        if (before && before->kind != point->kind)
            plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "epoch %zu: %s from here on",
                     point->epoch, point->kind->name);
        before = point;
    }
}

bool plot_loss(struct plot *plot, const struct session *session, struct error *error)
{
    const struct curve *curve = &session->curve;
    size_t count = curve_count(curve, session->epoch);
    struct extent x = {0, 0, 0}, y = {0, 0, 0}, test = {0, 0, 0};
    const char *name = "loss";
    for (size_t i = 0; i < count; i++) {
        if (curve->points[i].has_batches)
            name = curve->points[i].kind->is_mean ? "mean batch loss" : "total batch loss";
        stretch(&y, curve->points[i].loss);
        stretch(&test, curve->points[i].test);
        if (isfinite(curve->points[i].loss))
            stretch(&x, (double)curve->points[i].epoch);
    }
    if (y.count == 0) {
        error_set(error, session->epoch ? "the losses of the epochs up to here are not kept"
                                        : "there is no loss to draw yet: nothing was trained");
        return error_hint(error, "'train 1000' makes a curve");
    }
    if (test.count) {
        stretch(&y, test.low);
        stretch(&y, test.high);
    }
    plot->y.is_log = y.low > 0 && y.high / y.low >= LOG_FROM;
    plot_range(&plot->y, y.low, y.high, AIR);
    if (!plot->y.is_log && y.low >= 0 && plot->y.low < 0)
        plot->y.low = 0;
    plot_range(&plot->x, x.low > 1 ? x.low : 0, x.high, 0);
    snprintf(plot->title, sizeof plot->title, "%s by epoch%s", name,
             plot->y.is_log ? ", on a logarithmic scale" : "");
    plot->x.is_whole = true;
    snprintf(plot->x.name, sizeof plot->x.name, "epoch");
    name_losses(plot, session, count);
    add_curve(plot, curve, count, false, (struct plot_line){.ink = INK_BLUE, .width = 2},
              test.count ? "training samples" : NULL);
    if (test.count)
        add_curve(
            plot, curve, count, true,
            (struct plot_line){.ink = INK_ORANGE, .width = 2, .stroke = PLOT_DASHED, .letter = 't'},
            "test samples");
    return plot->failed ? error_memory(error) : true;
}

bool plot_is_stopped(const struct session *session, struct error *error)
{
    if (!session->stop || !*session->stop)
        return false;
    error_set(error, "interrupted");
    return true;
}

bool plot_predict(const struct session *session, struct pass *pass, const struct network *network,
                  struct error *error)
{
    return evaluate_pass(pass, network, session->stop) || error_set(error, "interrupted");
}

// Multiplications between two looks at the stop flag, about, and samples at most.
#define CHUNK_WORK 1e7
enum { CHUNK_MOST = 512 };

size_t plot_chunk(const struct network *network)
{
    double many = CHUNK_WORK / (double)network->parameter_count;
    return many > CHUNK_MOST ? CHUNK_MOST : many < 1 ? 1 : (size_t)many;
}
