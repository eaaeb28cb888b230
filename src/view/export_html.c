// SPDX-License-Identifier: GPL-3.0-or-later
// A page that shows a training with a slider. It holds the weights of some epochs, and its program (report/)
// computes everything else from them. The epochs are spread evenly over a scale of which one half is the epochs and
// the other how much the loss changed: so most of them lie where something was learnt. Each is a moment of the
// timeline, opened as a session beside this one.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "data/dataset.h"
#include "history/timeline.h"
#include "network/loss.h"
#include "session/outcome.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/javascript_text.h"
#include "view/python_text.h"
#include "view/report_files.h"

enum {
    EPOCHS_USUAL = 40,      // moments on the slider
    NUMBERS_USUAL = 200000, // weights in all moments together, where nobody says how many moments
    EPOCHS_MOST = 1000,
    CURVE_MOST = 400,     // points of the loss's picture
    NUMBERS_MOST = 20000, // of the data; of more samples, some are left out
    COMMANDS_MOST = 200,
    DIGITS = 9
};

// A page as it grows: what there is to fill in.
struct page {
    const struct export_source *source;
    const struct session *session;
    struct buf report, activations, commands, title, about;
    bool failed;
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

static void put_data(struct page *page)
{
    static const char *const targets[] = {[TARGETS_NUMBERS] = "numbers",
                                          [TARGETS_TWO] = "two",
                                          [TARGETS_CLASSES] = "classes",
                                          [TARGETS_LABELS] = "labels"};
    const struct dataset *data = page->session->data;
    struct buf *out = &page->report;
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
        buf_printf(&page->about, "The page holds one in %zu of the %zu samples. ", step,
                   data->x.rows);
}

static void put_curve(struct page *page)
{
    const struct curve *curve = &page->session->curve;
    struct buf *out = &page->report;
    size_t count = curve_count(curve, page->session->epoch), step = count / CURVE_MOST + 1, put = 0;
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
static bool put_moment(struct page *page, struct session *at, bool is_first, struct error *error)
{
    struct buf *out = &page->report;
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

static bool put_past(struct page *page, size_t epoch, size_t *put, struct error *error)
{
    struct timeline *timeline = page->source->timeline;
    if (!timeline || !timeline_has_epoch(timeline, epoch))
        return true;
    struct session *at = timeline_open_epoch(timeline, epoch, error);
    if (!at)
        return false;
    bool well = !belongs(at, page->session) || at->epoch != epoch ||
                (put_moment(page, at, *put == 0, error) && ++*put);
    session_free(at);
    return well;
}

static size_t wanted_epochs(const struct page *page)
{
    size_t parameters = page->session->network->parameter_count;
    size_t most = size_max(NUMBERS_USUAL / parameters, 5);
    if (page->source->given & EXPORT_EPOCHS)
        return size_min(page->source->epochs, EPOCHS_MOST);
    return size_min(EPOCHS_USUAL, most);
}

static bool put_moments(struct page *page, struct error *error)
{
    struct session *session = page->source->session;
    size_t count = wanted_epochs(page), put = 0;
    size_t *epochs = calloc(count + 2, sizeof *epochs);
    if (!epochs)
        return error_memory(error);
    size_t chosen = choose_epochs(session, epochs, count);
    bool well = true;
    buf_puts(&page->report, "\"kept\": [");
    for (size_t i = 0; i < chosen && well; i++) {
        if (epochs[i] < session->epoch)
            well = put_past(page, epochs[i], &put, error);
        if (session_is_stopped(session))
            well = error_set(error, "interrupted: nothing was written");
    }
    well = well && put_moment(page, session, put == 0, error);
    buf_puts(&page->report, "],\n");
    free(epochs);
    if (put > 0)
        buf_printf(&page->about, "The slider goes through %zu moments of %zu epoch%s.", put + 1,
                   session->epoch, plural(session->epoch));
    return well;
}

// ---- network, commands ---------------------------------------------------------------------------

static void put_network(struct page *page)
{
    const struct network *network = page->session->network;
    struct buf *out = &page->report;
    buf_puts(out, "\"layers\": [");
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct activation *activation = network->layers[k].activation;
        bool is_new = true;
        for (size_t i = 0; i < k; i++)
            is_new = is_new && network->layers[i].activation != activation;
        buf_printf(out, "%s{\"units\": %zu, \"activation\": \"%s\"}", k ? ", " : "",
                   network->layers[k].out, activation->name);
        if (is_new)
            javascript_activation(&page->activations, activation);
    }
    buf_printf(out, "],\n\"loss\": \"%s\"}", page->session->settings.loss->name);
}

static void put_html(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<' || *text == '&')
            buf_puts(out, *text == '<' ? "&lt;" : "&amp;");
        else
            buf_add(out, text, 1);
    }
}

static void put_commands(struct page *page)
{
    const struct timeline *timeline = page->source->timeline;
    size_t first = 1, last = timeline ? timeline->cursor : 0;
    if (last > COMMANDS_MOST) {
        first = last - COMMANDS_MOST + 1;
        buf_printf(&page->commands, "… %zu earlier commands\n", first - 1);
    }
    for (size_t i = first; i <= last && timeline; i++) {
        put_html(&page->commands, timeline->entries[i].text);
        buf_puts(&page->commands, "\n");
    }
}

// ---- the whole ----------------------------------------------------------------------------------

// Fills in the page's @NAME@s.
static void fill_page(struct buf *out, const struct page *page)
{
    const struct {
        const char *name, *text;
    } parts[] = {
        {"@TITLE@", buf_text(&page->title)},   {"@ABOUT@", buf_text(&page->about)},
        {"@LICENSES@", report_licenses},       {"@COMMANDS@", buf_text(&page->commands)},
        {"@REPORT@", buf_text(&page->report)}, {"@ACTIVATIONS@", buf_text(&page->activations)},
        {"@PROGRAM@", report_program}};
    for (const char *rest = report_page; *rest;) {
        size_t plain = strcspn(rest, "@"), known = 0;
        buf_add(out, rest, plain);
        rest += plain;
        for (size_t i = 0; i < sizeof parts / sizeof *parts && *rest && !known; i++)
            if (strncmp(rest, parts[i].name, strlen(parts[i].name)) == 0) {
                buf_puts(out, parts[i].text);
                known = strlen(parts[i].name);
            }
        if (*rest && !known)
            buf_add(out, rest, known = 1);
        rest += known;
    }
}

static bool fill_report(struct page *page, struct error *error)
{
    struct buf title = BUF_EMPTY;
    python_title(&title, page->source);
    put_html(&page->title, buf_text(&title));
    page->failed |= title.failed;
    buf_free(&title);
    buf_puts(&page->report, "{");
    put_data(page);
    put_curve(page);
    if (!put_moments(page, error))
        return false;
    put_network(page);
    put_commands(page);
    return true;
}

static bool write_html(const struct export_source *source, struct export_files *files,
                       struct error *error)
{
    struct page page = {.source = source, .session = source->session};
    struct buf *const parts[] = {&page.report, &page.activations, &page.commands, &page.title,
                                 &page.about};
    bool well = fill_report(&page, error);
    if (well)
        fill_page(&files->main, &page);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        page.failed |= parts[i]->failed;
        buf_free(parts[i]);
    }
    return well && (!(page.failed || files->main.failed) || error_memory(error));
}

const struct export_kind html_export = {
    .ending = ".html",
    .meaning = "a page that shows the training with a slider, in any browser",
    .then = "open it in a browser: FILE",
    .takes = EXPORT_ALL | EXPORT_EPOCHS,
    .needs_network = true,
    .write = write_html,
};
