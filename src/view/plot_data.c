// SPDX-License-Identifier: GPL-3.0-or-later
// The samples in the units they came in, on a plane of two inputs, or the only output over the only
// input. There a network that fits adds its prediction as a line, which ends where it leaves the view:
// the samples alone say how large that is.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/outcome.h"
#include "view/plot_builders.h"
#include "session/fit.h"
#include "view/plot_samples.h"

#define AIR 0.1
enum { LINE_POINTS = 241 };

// Continues with the last line to a point, as far as that is within the paper. [before] is the point
// before, NaN at the beginning. Returns whether anything was drawn.
static bool go_on(struct plot *plot, const double before[2], const double point[2])
{
    double dx = point[0] - before[0], dy = point[1] - before[1], from = 0, to = 1;
    if (!isfinite(dy))
        return false;
    double low = (plot->y.low - before[1]) / dy, high = (plot->y.high - before[1]) / dy;
    if (dy != 0) {
        from = fmax(from, fmin(low, high));
        to = fmin(to, fmax(low, high));
    } else if (before[1] < plot->y.low || before[1] > plot->y.high) {
        return false;
    }
    if (from > to)
        return false;
    plot_to(plot, before[0] + from * dx, before[1] + from * dy);
    plot_to(plot, before[0] + to * dx, before[1] + to * dy);
    if (to < 1)
        plot_to(plot, (double)NAN, (double)NAN);
    return true;
}

// Adds what the network predicts over the whole of the x axis.
static bool add_prediction(struct plot *plot, const struct session *session,
                           const struct plot_samples *samples, struct error *error)
{
    const struct dataset *data = session->data;
    struct plot_line line = {.ink = INK_BLUE, .width = 2};
    struct plot_samples seen = *samples;
    struct plot_axis axis = {.is_log = false}; // the x axis as the network sees it
    double before[2] = {0, (double)NAN}, point[2], x, value;
    bool any = false;
    seen.is_original = false;
    plot_samples_range(&axis, &seen, 0, AIR);
    plot_line(plot, line);
    for (size_t i = 0; i < LINE_POINTS; i++) {
        x = axis.low + (axis.high - axis.low) * (double)i / (LINE_POINTS - 1);
        if (plot_is_stopped(session, error) ||
            !session_predict(session, &x, (struct matrix){1, 1, &value}, error))
            return false;
        point[0] = plot->x.low + (plot->x.high - plot->x.low) * (double)i / (LINE_POINTS - 1);
        point[1] = data->targets == TARGETS_NUMBERS ? dataset_original(data, 1, value) : value;
        any = go_on(plot, before, point) || any;
        memcpy(before, point, sizeof before);
    }
    struct plot_key key = {.is_line = true, .line = line, .ink = line.ink};
    if (any)
        plot_key(plot, key, "what the network predicts");
    else
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "the prediction is outside this view");
    return true;
}

bool plot_data(struct plot *plot, const struct session *session, size_t across, size_t up,
               struct error *error)
{
    const struct dataset *data = session->data;
    struct plot_samples samples = {data, across, up, data->targets, true, true};
    struct error no_fit = ERROR_NONE;
    bool is_curve = up >= data->x.cols;
    plot_samples_range(&plot->x, &samples, across, AIR);
    plot_samples_range(&plot->y, &samples, up, AIR);
    if (!isfinite(plot->x.high - plot->x.low + plot->y.high - plot->y.low)) {
        error_set(error, "a number of the data is not finite, so there is no plane to draw");
        return error_hint(error, "'show data' shows them");
    }
    plot_samples_name(&plot->x, data, across);
    plot_samples_name(&plot->y, data, up);
    snprintf(plot->title, sizeof plot->title, "the samples of %s", data->name);
    if (is_curve && session->network &&
        fit_check(session->network, data, session->settings.loss, &no_fit) &&
        !add_prediction(plot, session, &samples, error))
        return false;
    plot_samples_add(plot, &samples);
    return plot->failed ? error_memory(error) : true;
}
