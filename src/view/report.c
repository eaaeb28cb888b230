// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of some epochs are kept, and whoever shows them computes everything else from these. The epochs are
// spread evenly over a scale of which one half is the epochs and the other how much the loss changed: so most of
// them lie where something was learnt. Each is a moment of the timeline, opened as a session beside this one.
#include "view/report.h"

#include <math.h>
#include <stdlib.h>

#include "base/words.h"
#include "data/dataset.h"
#include "history/timeline.h"
#include "network/loss.h"
#include "network/activation.h"
#include "session/outcome.h"
#include "session/session.h"
#include "view/export_text.h"

enum {
    EPOCHS_USUAL = 40,      // moments on the slider
    NUMBERS_USUAL = 200000, // weights in all moments together, where nobody says how many moments
    EPOCHS_MOST = 1000,
    CURVE_MOST = 400,     // points of the loss's picture
    NUMBERS_MOST = 20000, // of the data; of more samples, some are left out
    DIGITS = 9
};

static void put_number(struct buf *out, double value)
{
    if (isfinite(value))
        buf_printf(out, "%.*g", DIGITS, value);
    else
        buf_puts(out, "null");
}

static void put_numbers(struct buf *out, const double *values, size_t count)
{
    buf_puts(out, "[");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i ? "," : "");
        put_number(out, values[i]);
    }
    buf_puts(out, "]");
}

// Every [step]th row of a matrix.
static void put_rows(struct buf *out, struct matrix m, size_t step)
{
    buf_puts(out, "[");
    for (size_t i = 0; i < m.rows; i += step) {
        buf_puts(out, i ? ",\n" : "");
        put_numbers(out, m.data + i * m.cols, m.cols);
    }
    buf_puts(out, "]");
}

// ---- data and curve -----------------------------------------------------------------------------

static void put_columns(struct buf *out, const struct dataset *data)
{
    char title[DATASET_TITLE_SIZE];
    buf_puts(out, "\"columns\": [");
    for (size_t i = 0; i < data->x.cols + data->y.cols; i++) {
        dataset_title(data, i, title);
        buf_puts(out, i ? ",\n  {\"name\": " : "\n  {\"name\": ");
        export_json_text(out, title);
        buf_puts(out, ", \"shift\": ");
        put_number(out, data->columns[i].shift);
        buf_puts(out, ", \"scale\": ");
        put_number(out, data->columns[i].scale);
        buf_puts(out, "}");
    }
    buf_puts(out, "],\n");
}

static void put_data(struct report *report)
{
    static const char *const targets[] = {[TARGETS_NUMBERS] = "numbers",
                                          [TARGETS_TWO] = "two",
                                          [TARGETS_CLASSES] = "classes",
                                          [TARGETS_LABELS] = "labels"};
    const struct dataset *data = report->source->session->data;
    struct buf *out = &report->json;
    size_t numbers = matrix_count(data->x), step = numbers / NUMBERS_MOST + 1;
    buf_printf(out, "\"data\": {\"inputs\": %zu, \"targets\": \"%s\", \"low\": ", data->x.cols,
               targets[data->targets]);
    put_number(out, data->low);
    buf_puts(out, ", \"high\": ");
    put_number(out, data->high);
    buf_puts(out, ",\n");
    put_columns(out, data);
    buf_puts(out, "\"classes\": ");
    buf_puts(out, data->classes ? "[" : "null");
    for (size_t k = 0; data->classes && k < data->class_count; k++) {
        buf_puts(out, k ? ", " : "");
        export_json_text(out, data->classes[k]);
    }
    buf_puts(out, data->classes ? "],\n\"x\": " : ",\n\"x\": ");
    put_rows(out, data->x, step);
    buf_puts(out, ",\n\"y\": ");
    put_rows(out, data->y, step);
    buf_puts(out, "},\n");
    if (step > 1)
        buf_printf(&report->about, "The page holds one in %zu of the %zu samples. ", step,
                   data->x.rows);
}

static void put_curve(struct report *report)
{
    const struct curve *curve = &report->source->session->curve;
    struct buf *out = &report->json;
    size_t count = curve_count(curve, report->source->session->epoch),
           step = count / CURVE_MOST + 1, put = 0;
    buf_puts(out, "\"curve\": [");
    for (size_t i = 0; i < count; i++) {
        const struct curve_point *point = &curve->points[i];
        if (!isfinite(point->loss) || (i % step != 0 && i + 1 < count))
            continue;
        buf_printf(out, "%s{\"epoch\": %zu, \"loss\": ", put++ ? ",\n" : "", point->epoch);
        put_number(out, point->loss);
        buf_puts(out, ", \"test\": ");
        put_number(out, point->test);
        buf_puts(out, "}");
    }
    buf_puts(out, "],\n");
}

// ---- which epochs are kept ----------------------------------------------------------------------

// How far along the scale a point of the curve is, from 0 to 1; [steepness] is how much the loss changed up to
// it, [all] in the whole training.
static double along(const struct curve_point *point, size_t epochs, double steepness, double all)
{
    double share = (double)point->epoch / (double)epochs;
    return all > 0 ? 0.5 * share + 0.5 * steepness / all : share;
}

// How much the logarithm of the loss changes from one point to the next.
static double change(const struct curve_point *from, const struct curve_point *to)
{
    if (!(from->loss > 0 && to->loss > 0))
        return 0;
    double changed = fabs(log(to->loss / from->loss));
    return isfinite(changed) ? changed : 0;
}

// Fills epochs[0, count) with those on the slider, from 0 to the present one, in order; the number of them.
static size_t choose_epochs(const struct session *session, size_t *epochs, size_t count)
{
    const struct curve *curve = &session->curve;
    size_t points = curve_count(curve, session->epoch), chosen = 0, at = 0;
    double all = 0, steepness = 0, before = 0;
    for (size_t i = 1; i < points; i++)
        all += change(&curve->points[i - 1], &curve->points[i]);
    if (count > 1)
        epochs[chosen++] = 0;
    for (size_t i = 0; i < points && count > 2; i++) {
        const struct curve_point *point = &curve->points[i];
        steepness += i ? change(&curve->points[i - 1], point) : 0;
        double now = along(point, session->epoch, steepness, all);
        for (; at + 1 < count - 1 && now * (double)(count - 1) >= (double)(at + 1); at++) {
            // Between two points of the curve the scale is straight.
            double part = now > before
                              ? ((double)(at + 1) / (double)(count - 1) - before) / (now - before)
                              : 1;
            size_t from = i ? curve->points[i - 1].epoch : 0;
            size_t epoch = from + (size_t)(part * (double)(point->epoch - from));
            if (epoch > epochs[chosen - 1] && epoch < session->epoch)
                epochs[chosen++] = epoch;
        }
        before = now;
    }
    if (session->epoch > 0 && count > 1)
        epochs[chosen++] = session->epoch;
    return chosen;
}

// ---- the moments --------------------------------------------------------------------------------

// The parameters of a moment, and its losses.
static bool put_moment(struct report *report, struct session *at, bool is_first,
                       struct error *error)
{
    struct buf *out = &report->json;
    double loss = NAN, test = NAN;
    const struct dataset *data = at->data;
    if (!session_loss_of(at, data->x, data->y, &loss, error))
        return false;
    if (data->test_x.rows > 0 && !session_test_loss(at, &test, error))
        return false;
    buf_printf(out, "%s{\"epoch\": %zu, \"loss\": ", is_first ? "" : ",\n", at->epoch);
    put_number(out, loss);
    buf_puts(out, ", \"test\": ");
    put_number(out, test);
    buf_puts(out, ", \"layers\": [");
    for (size_t k = 0; k < at->network->layer_count; k++) {
        buf_puts(out, k ? ",\n {\"w\": " : "\n {\"w\": ");
        put_rows(out, at->network->layers[k].w, 1);
        buf_puts(out, ", \"b\": ");
        put_numbers(out, at->network->layers[k].b.data, at->network->layers[k].out);
        buf_puts(out, "}");
    }
    buf_puts(out, "]}");
    return true;
}

// Whether a moment of the timeline is of the network and the data that are there now.
static bool belongs(const struct session *at, const struct session *now)
{
    struct architecture then, present;
    if (!at->network || at->data->x.cols != now->data->x.cols ||
        at->data->y.cols != now->data->y.cols)
        return false;
    network_architecture(at->network, &then);
    network_architecture(now->network, &present);
    return architecture_is_same(&then, &present);
}

static bool put_past(struct report *report, size_t epoch, size_t *put, struct error *error)
{
    struct timeline *timeline = report->source->timeline;
    if (!timeline || !timeline_has_epoch(timeline, epoch))
        return true;
    struct session *at = timeline_open_epoch(timeline, epoch, error);
    if (!at)
        return false;
    bool well = !belongs(at, report->source->session) || at->epoch != epoch ||
                (put_moment(report, at, *put == 0, error) && ++*put);
    session_free(at);
    return well;
}

static size_t wanted_epochs(const struct report *report)
{
    size_t parameters = report->source->session->network->parameter_count;
    size_t most = size_max(NUMBERS_USUAL / parameters, 5);
    if (report->source->given & EXPORT_EPOCHS)
        return size_min(report->source->epochs, EPOCHS_MOST);
    return size_min(EPOCHS_USUAL, most);
}

static bool put_moments(struct report *report, struct error *error)
{
    struct session *session = report->source->session;
    size_t count = wanted_epochs(report), put = 0;
    size_t *epochs = calloc(count + 2, sizeof *epochs);
    if (!epochs)
        return error_memory(error);
    size_t chosen = choose_epochs(session, epochs, count);
    bool well = true;
    buf_puts(&report->json, "\"kept\": [");
    for (size_t i = 0; i < chosen && well; i++) {
        if (epochs[i] < session->epoch)
            well = put_past(report, epochs[i], &put, error);
        if (session_is_stopped(session))
            well = error_set(error, "interrupted: nothing was written");
    }
    well = well && put_moment(report, session, put == 0, error);
    buf_puts(&report->json, "],\n");
    free(epochs);
    if (put > 0)
        buf_printf(&report->about, "The slider goes through %zu moments of %zu epoch%s.", put + 1,
                   session->epoch, plural(session->epoch));
    return well;
}

// ---- network, commands ---------------------------------------------------------------------------

// ---- network --------------------------------------------------------------------------------------

static void put_network(struct report *report)
{
    const struct network *network = report->source->session->network;
    struct buf *out = &report->json;
    buf_puts(out, "\"layers\": [");
    for (size_t k = 0; k < network->layer_count; k++)
        buf_printf(out, "%s{\"units\": %zu, \"activation\": \"%s\"}", k ? ", " : "",
                   network->layers[k].out, network->layers[k].activation->name);
    buf_printf(out, "],\n\"loss\": \"%s\"}", report->source->session->settings.loss->name);
}

bool report_fill(struct report *report, struct error *error)
{
    buf_puts(&report->json, "{");
    put_data(report);
    put_curve(report);
    if (!put_moments(report, error))
        return false;
    put_network(report);
    return !(report->json.failed || report->about.failed) || error_memory(error);
}

void report_clear(struct report *report)
{
    buf_free(&report->json);
    buf_free(&report->about);
}
