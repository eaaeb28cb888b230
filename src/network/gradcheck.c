// SPDX-License-Identifier: GPL-3.0-or-later
// The central difference (f(w + h) - f(w - h)) / 2h is off by about h²·f''' and by the loss's
// rounding over h; with h = 6e-6, the cube root of a double's epsilon, both are near 1e-11. A relative
// difference is taken against the larger of the two slopes, and against 1e-4 of the loss's own size
// where both are tiny, so that rounding is not taken for an error.
//
// With x in the thousands a step of 6e-6 in w is a long way for z, and the loss bends along it; with
// targets in the thousands it is so short that a small loss is all rounding. So where the two differ,
// the difference is taken again over longer steps, and then over ever shorter ones, as long as the
// loss's rounding over the step stays below what counts: an error stays at each of them.
//
// Where a unit's z changes sides of 0 between w - h and w + h, however short h is, and its activation
// has a corner there, the loss has two slopes and the central difference is their mean. The gradient
// is then right when it equals one of them. Where several units change sides at once it may equal
// neither and still be right by the rule "at the corner take the left slope"; such a place is counted
// and not judged. A step has no slope on the side where it jumps: its gradient equals the other one.
#include "network/gradcheck.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"

// All that one comparison needs.
struct gradcheck {
    struct network *network;
    const struct step_config *config;
    struct pass *pass; // for losses
    double *gradients; // a copy of what the backward pass computed
    double *sides;     // room for every z of the pass
    double loss;       // at the parameters as they are
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double loss_now(struct gradcheck *check)
{
    pass_predict(check->pass, check->network);
    return pass_loss(check->pass, check->network, check->config->loss);
}

// The loss with *w moved to [value]; *w is put back.
static double loss_at(struct gradcheck *check, double *w, double value)
{
    double old = *w;
    *w = value;
    double loss = loss_now(check);
    *w = old;
    return loss;
}

// Copies every z of the pass.
static void keep_sides(struct gradcheck *check)
{
    double *at = check->sides;
    for (size_t k = 0; k < check->pass->layer_count; k++) {
        struct matrix z = check->pass->layers[k].z;
        memcpy(at, z.data, matrix_count(z) * sizeof *at);
        at += matrix_count(z);
    }
}

// How many z are on another side of 0 now than when they were kept; the first of the sharpest into
// [corner].
static size_t count_crossings(const struct gradcheck *check, struct gradcheck_corner *corner)
{
    const double *at = check->sides;
    size_t crossings = 0;
    enum activation_corner sharpest = CORNER_NONE;
    for (size_t k = 0; k < check->pass->layer_count; k++) {
        struct matrix z = check->pass->layers[k].z;
        enum activation_corner sharpness = check->network->layers[k].activation->corner;
        for (size_t i = 0; i < matrix_count(z); i++, at++) {
            if (sharpness == CORNER_NONE || (*at > 0) == (z.data[i] > 0))
                continue;
            crossings++;
            if (sharpness <= sharpest)
                continue;
            sharpest = sharpness;
            corner->layer = k + 1;
            corner->row = i / z.cols;
            corner->col = i % z.cols;
        }
    }
    corner->jumps = sharpest == CORNER_JUMP;
    return crossings;
}

static double scale_of(const struct gradcheck *check, double a, double b)
{
    return larger(larger(fabs(a), fabs(b)), 1e-4 * larger(1, fabs(check->loss)));
}

static double relative(const struct gradcheck *check, double a, double b)
{
    return fabs(a - b) / scale_of(check, a, b);
}

// The losses at *w - h and *w + h, and how many units change sides between them.
struct difference {
    double low, high;
    size_t crossings;
};

static struct difference difference_at(struct gradcheck *check, double *w, double h,
                                       struct gradcheck_corner *corner)
{
    struct difference d;
    d.low = loss_at(check, w, *w - h);
    keep_sides(check);
    d.high = loss_at(check, w, *w + h);
    d.crossings = count_crossings(check, corner);
    return d;
}

// What a step is divided by from one look to the next, the longest as a multiple of h, and how many.
enum { SHORTER = 16, LONGEST = 256, LOOKS = 10 };

// The least relative difference between a gradient and a central difference over steps like h, where
// no unit changes sides; at most [difference], the one over h itself.
static double look_again(struct gradcheck *check, double *w, double gradient, double h,
                         double difference)
{
    h *= LONGEST;
    for (int i = 0; i < LOOKS && !(difference < GRADCHECK_TOLERANCE); i++, h /= SHORTER) {
        struct gradcheck_corner ignored;
        struct difference d = difference_at(check, w, h, &ignored);
        double slope = (d.high - d.low) / ((*w + h) - (*w - h));
        double rounding = DBL_EPSILON * larger(1, fabs(check->loss)) / h;
        if (rounding > GRADCHECK_TOLERANCE * scale_of(check, gradient, slope))
            break;
        if (d.crossings == 0 && relative(check, gradient, slope) < difference)
            difference = relative(check, gradient, slope);
    }
    return difference;
}

// A gradient that differs from the central difference over steps like h: is it on a corner?
static void judge(struct gradcheck *check, struct gradcheck_report *report, size_t index, double *w,
                  double h)
{
    struct gradcheck_corner corner = {.index = index,
                                      .gradient = check->gradients[w - check->network->parameters]};
    struct difference d = difference_at(check, w, h, &corner);
    corner.left = (check->loss - d.low) / h;
    corner.right = (d.high - check->loss) / h;
    // One-sided differences are only good to about h, so they are compared more coarsely.
    bool is_side = relative(check, corner.gradient, corner.left) < 1e-3 ||
                   relative(check, corner.gradient, corner.right) < 1e-3;
    if (d.crossings == 0) {
        report->wrong++;
    } else if (is_side) {
        if (report->corners++ == 0)
            report->corner = corner;
    } else if (d.crossings == 1) {
        report->wrong++;
    } else {
        report->between++;
    }
}

// Compares one matrix.
static void compare(struct gradcheck *check, size_t p, const volatile sig_atomic_t *stop,
                    struct gradcheck_report *report)
{
    struct matrix m = network_parameter(check->network, p).value;
    const double *gradients = check->gradients + (m.data - check->network->parameters);
    for (size_t i = 0; i < matrix_count(m) && !(stop && *stop); i++) {
        double *w = &m.data[i], h = GRADCHECK_REACH * larger(1, fabs(*w));
        double high = loss_at(check, w, *w + h), low = loss_at(check, w, *w - h);
        double difference = relative(check, gradients[i], (high - low) / ((*w + h) - (*w - h)));
        report->count++;
        if (!(difference < GRADCHECK_TOLERANCE))
            difference = look_again(check, w, gradients[i], h, difference);
        if (!(difference < GRADCHECK_TOLERANCE)) {
            size_t wrong = report->wrong;
            judge(check, report, i, w, h);
            if (report->wrong == wrong)
                continue;
        }
        if (!isnan(report->worst) && !(difference <= report->worst)) {
            report->worst = difference;
            report->worst_index = i;
        }
    }
}

// Runs a whole pass for its gradients, and leaves the network's own as they were.
static bool compute_gradients(struct gradcheck *check, struct matrix x, struct matrix y,
                              struct error *error)
{
    struct network *network = check->network;
    size_t layers = network->layer_count, bytes = network->parameter_count * sizeof(double);
    double *own = malloc(bytes);
    struct pass *pass = own ? pass_create(network, x.rows, false, error) : NULL;
    if (!pass) {
        free(own);
        return error_memory(error);
    }
    pass_load(pass, x, y);
    memcpy(own, network->gradients, bytes);
    for (size_t s = 0; s < stage_update(layers); s++)
        pass_run(pass, network, check->config, stage_at(layers, s));
    memcpy(check->gradients, network->gradients, bytes);
    memcpy(network->gradients, own, bytes);
    check->loss = pass->loss;
    pass_free(pass);
    free(own);
    return true;
}

bool gradcheck_run(struct network *network, const struct step_config *config, struct matrix x,
                   struct matrix y, size_t which, const volatile sig_atomic_t *stop,
                   struct gradcheck_report *reports, struct error *error)
{
    struct gradcheck check = {.network = network, .config = config};
    size_t units = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        units += network->layers[k].out;
    memset(reports, 0, 2 * network->layer_count * sizeof *reports);
    check.gradients = malloc(network->parameter_count * sizeof(double));
    check.sides = malloc(units * x.rows * sizeof(double));
    check.pass = pass_create(network, x.rows, true, error);
    bool well = check.gradients && check.sides && check.pass;
    well = well ? compute_gradients(&check, x, y, error) : error_memory(error);
    if (well && !isfinite(check.loss)) {
        error_set(error, "the loss is not a finite number, so it has no slope to compare with");
        well = error_hint(error, "'reset' or smaller weights help");
    }
    if (well) {
        pass_load(check.pass, x, y);
        for (size_t p = 0; p < 2 * network->layer_count; p++)
            if (which == SIZE_MAX || which == p)
                compare(&check, p, stop, &reports[p]);
    }
    pass_free(check.pass);
    free(check.gradients);
    free(check.sides);
    return well;
}
