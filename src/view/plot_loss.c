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
static void add_curve(struct plot *plot, const struct curve_point *points, size_t count,
                      bool is_test, struct plot_line line, const char *name)
{
    size_t found = 0, last = 0;
    plot_line(plot, line);
    for (size_t i = 0; i < count; i++) {
        const struct curve_point *point = &points[i];
        double loss = is_test ? point->test : point->loss;
        if (!isfinite(loss))
            continue;
        if (found && points[last].kind != point->kind)
            plot_to(plot, (double)point->epoch, (double)NAN);
        plot_to(plot, (double)point->epoch, loss);
        found++;
        last = i;
    }
    if (found == 1) // one point makes no line
        plot_mark(plot,
                  (struct plot_mark){.x = (double)points[last].epoch,
                                     .y = is_test ? points[last].test : points[last].loss,
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

// What a curve's losses are, as they are called in the title. The point at the beginning has none.
static const char *name_points(const struct curve_point *points, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (points[i].has_batches && isfinite(points[i].loss))
            name = points[i].kind->is_mean ? "mean batch loss" : "total batch loss";
    return name;
}

static void stretch_points(const struct curve_point *points, size_t count, struct extent *x,
                           struct extent *y)
{
    for (size_t i = 0; i < count; i++) {
        stretch(y, points[i].loss);
        if (isfinite(points[i].loss))
            stretch(x, (double)points[i].epoch);
    }
}

static void set_axes(struct plot *plot, struct extent x, struct extent y, const char *name)
{
    plot->y.is_log = y.low > 0 && y.high / y.low >= LOG_FROM;
    plot_range(&plot->y, y.low, y.high, AIR);
    if (!plot->y.is_log && y.low >= 0 && plot->y.low < 0)
        plot->y.low = 0;
    plot_range(&plot->x, x.low > 1 ? x.low : 0, x.high, 0);
    snprintf(plot->title, sizeof plot->title, "%s by epoch%s", name,
             plot->y.is_log ? ", on a logarithmic scale" : "");
    plot->x.is_whole = true;
    snprintf(plot->x.name, sizeof plot->x.name, "epoch");
}

bool plot_loss(struct plot *plot, const struct session *session, struct error *error)
{
    const struct curve *curve = &session->curve;
    size_t count = curve_count(curve, session->epoch);
    struct extent x = {0, 0, 0}, y = {0, 0, 0}, test = {0, 0, 0};
    stretch_points(curve->points, count, &x, &y);
    for (size_t i = 0; i < count; i++)
        stretch(&test, curve->points[i].test);
    if (y.count == 0) {
        error_set(error, session->epoch ? "the losses of the epochs up to here are not kept"
                                        : "there is no loss to draw yet: nothing was trained");
        return error_hint(error, "'train 1000' makes a curve");
    }
    if (test.count) {
        stretch(&y, test.low);
        stretch(&y, test.high);
    }
    set_axes(plot, x, y, name_points(curve->points, count, "loss"));
    name_losses(plot, session, count);
    add_curve(plot, curve->points, count, false, (struct plot_line){.ink = INK_BLUE, .width = 2},
              test.count ? "training samples" : NULL);
    if (test.count)
        add_curve(
            plot, curve->points, count, true,
            (struct plot_line){.ink = INK_ORANGE, .width = 2, .stroke = PLOT_DASHED, .letter = 't'},
            "test samples");
    return plot->failed ? error_memory(error) : true;
}

// ---- curves side by side ------------------------------------------------------------------------

// The point of the curve that is nearest to an epoch, among those that have a loss.
static const struct curve_point *point_near(const struct plot_curve *curve, double epoch)
{
    const struct curve_point *found = NULL;
    for (size_t i = 0; i < curve->count; i++) {
        const struct curve_point *point = &curve->points[i];
        if (isfinite(point->loss) &&
            (!found || fabs((double)point->epoch - epoch) < fabs((double)found->epoch - epoch)))
            found = point;
    }
    return found;
}

// Adds curve [index] of [count], with its letter on it: each at another epoch, so that letters of curves
// that lie close together do not.
static void add_named_curve(struct plot *plot, const struct plot_curve *curve, size_t index,
                            size_t count, bool tells_loss)
{
    static const enum ink inks[] = {INK_ORANGE, INK_GREEN, INK_PINK, INK_YELLOW, INK_SKY};
    char letter = (char)('a' + index), name[PLOT_TEXT_SIZE];
    bool is_last = index + 1 == count;
    struct plot_line line = {.ink = is_last ? INK_BLUE : inks[index % 5],
                             .width = 2,
                             .stroke = index % PLOT_STROKES,
                             .letter = letter};
    const struct curve_point *last = &curve->points[curve->count - 1], *before = NULL;
    double share = (double)(index + 1) / (double)(count + 1);
    const struct curve_point *at = point_near(curve, share * (double)last->epoch);
    snprintf(name, sizeof name, "%c: %s%s%s", letter, curve->name, tells_loss ? ", " : "",
             tells_loss ? point_near(curve, 0)->kind->name : "");
    add_curve(plot, curve->points, curve->count, false, line, name);
    plot_mark(plot,
              (struct plot_mark){
                  .x = (double)at->epoch, .y = at->loss, .shape = PLOT_WORDS, .ink = line.ink},
              "%c", letter);
    for (size_t i = 0; i < curve->count; i++) {
        const struct curve_point *point = &curve->points[i];
        if (!isfinite(point->loss))
            continue;
        if (before && before->kind != point->kind)
            plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%c, epoch %zu: %s from here on",
                     letter, point->epoch, point->kind->name);
        before = point;
    }
}

bool plot_losses(struct plot *plot, const struct plot_curve *curves, size_t count,
                 struct error *error)
{
    struct extent x = {0, 0, 0}, y = {0, 0, 0}, test = {0, 0, 0};
    const struct loss *kind = NULL;
    const char *name = "loss";
    bool is_mixed = false;
    for (size_t i = 0; i < count; i++) {
        stretch_points(curves[i].points, curves[i].count, &x, &y);
        name = name_points(curves[i].points, curves[i].count, name);
        for (size_t n = 0; n < curves[i].count; n++) {
            const struct curve_point *point = &curves[i].points[n];
            stretch(&test, point->test);
            if (!isfinite(point->loss))
                continue;
            is_mixed = is_mixed || (kind && kind != point->kind);
            kind = point->kind;
        }
    }
    set_axes(plot, x, y, is_mixed ? "loss" : name);
    snprintf(plot->y.name, sizeof plot->y.name, "%s", is_mixed ? "loss" : kind->name);
    for (size_t i = 0; i < count; i++)
        add_named_curve(plot, &curves[i], i, count, is_mixed);
    if (is_mixed)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "different losses: their sizes cannot be compared");
    if (test.count)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "of the training samples; 'plot loss' shows the test samples too");
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
