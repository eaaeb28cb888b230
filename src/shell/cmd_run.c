// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that run the network a stage or an update at a time: next, forward, backward, update,
// step; and predict. They move the session's pass and hand what to show to the views; nothing is
// computed here.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "session/metrics.h"
#include "session/outcome.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "study/divergence.h"
#include "view/predict_view.h"
#include "view/stage_view.h"
#include "view/watch_view.h"

static struct pass_view run_view(const struct shell *shell)
{
    return pass_view_of(shell->session, run_style(shell));
}

// Ends a command that updated: where a parameter left the finite numbers, what is shown goes out before
// that is told.
static bool end_update(struct shell *shell, struct error *error)
{
    if (network_is_finite(shell->session->network))
        return true;
    shell_send(shell);
    return divergence_tell(shell->session, error);
}

// Runs the update and shows it; where it would go on with a number that is not finite, it is refused.
static bool update_and_show(struct shell *shell, struct error *error)
{
    struct network *network = shell->session->network;
    if (divergence_is_ahead(shell->session))
        return divergence_tell(shell->session, error);
    struct parameter_change *changes = calloc(network->parameter_count, sizeof *changes);
    if (!changes)
        return error_memory(error);
    struct pass_view view = run_view(shell);
    size_t epoch = shell->session->epoch;
    stage_view_changes(network, &view.config, changes);
    session_next(shell->session);
    if (shell->session->epoch > epoch)
        session_record(shell->session, shell->session->batch.last_loss);
    stage_view_update(&shell->out, &view, changes);
    free(changes);
    return true;
}

bool command_next(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    (void)call;
    if (session->done == stage_update(session->network->layer_count))
        return update_and_show(shell, error) && end_update(shell, error);
    struct stage stage = session_next(session);
    struct pass_view view = run_view(shell);
    stage_view_next(&shell->out, &view, stage);
    return true;
}

// Checks the sample's number, if one was given.
static bool check_sample(const struct shell *shell, const struct argument *sample,
                         struct error *error)
{
    size_t samples = shell->session->pass->samples;
    bool is_all = samples == shell->session->data->x.rows;
    if (!sample->given || sample->count < samples)
        return true;
    return error_at(error, sample->at, sample->length,
                    "there is no sample %zu: %s samples 0 to %zu", sample->count,
                    is_all ? "the data have" : "this batch, numbered within itself, has",
                    samples - 1);
}

// A phase that is done already is shown from its beginning again; one under way, from where it was.
static size_t first_to_show(size_t done, size_t begin, size_t end)
{
    return done > begin && done < end ? done : begin;
}

bool command_forward(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *sample = call_argument(call, "SAMPLE");
    size_t end = stage_first_backward(session->network->layer_count);
    if (!check_sample(shell, sample, error))
        return false;
    size_t from = first_to_show(session->done, 0, end);
    if (!session_walk_until(session, end, error))
        return false;
    struct pass_view view = run_view(shell);
    if (sample->given)
        stage_view_forward_sample(&shell->out, &view, sample->count);
    else
        stage_view_range(&shell->out, &view, from, end);
    return true;
}

bool command_backward(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *sample = call_argument(call, "SAMPLE");
    size_t begin = stage_first_backward(session->network->layer_count);
    size_t end = stage_update(session->network->layer_count);
    if (!check_sample(shell, sample, error))
        return false;
    if (session->done < begin) {
        error_set(error, "backward needs the values of the forward pass");
        return error_hint(error, "run 'forward' first");
    }
    size_t from = first_to_show(session->done, begin, end);
    if (!session_walk_until(session, end, error))
        return false;
    struct pass_view view = run_view(shell);
    if (sample->given)
        stage_view_backward_sample(&shell->out, &view, sample->count);
    else
        stage_view_range(&shell->out, &view, from, end);
    return true;
}

bool command_update(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    size_t layers = session->network->layer_count;
    (void)call;
    if (session->done < stage_update(layers)) {
        bool forward = session->done < stage_first_backward(layers);
        error_set(error, "update needs the gradients");
        return error_hint(error, "run %s'backward' first", forward ? "'forward' and " : "");
    }
    return update_and_show(shell, error) && end_update(shell, error);
}

// One whole update, shown: the loss of the batch before and after, then the changes.
static bool step_and_show(struct shell *shell, bool first, struct error *error)
{
    struct session *session = shell->session;
    struct style style = run_style(shell);
    struct buf shown = BUF_EMPTY;
    double after;
    if (!session_prepare(session, error) ||
        !session_walk_until(session, stage_update(session->network->layer_count), error))
        return false;
    double before = session->pass->loss;
    size_t mark = shell->out.length;
    if (!update_and_show(shell, error) ||
        !session_loss_of(session, session->pass->x, session->pass->y, &after, error))
        return false;
    buf_puts(&shown, buf_text(&shell->out) + mark);
    shell->out.length = mark;
    buf_printf(&shell->out, "%sstep %zu    loss %s → %s\n", first ? "" : "\n", session->steps,
               style_number(style, before).text, style_number(style, after).text);
    buf_append(&shell->out, &shown);
    watch_view_list(&shell->out, session, style);
    buf_free(&shown);
    return true;
}

bool command_step(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *count = call_argument(call, "N");
    size_t steps = count->given ? count->count : 1;
    if (steps == 0)
        return error_at(error, count->at, count->length, "step takes a number from 1 on");
    for (size_t i = 0; i < steps; i++) {
        bool well = (i == 0 || !session_is_stopped(session)) && step_and_show(shell, i == 0, error);
        if (!well && (i == 0 || !session_is_stopped(session)))
            return false;
        if (!well) {
            buf_printf(&shell->out, "interrupted after %zu of %zu steps; everything is kept\n", i,
                       steps);
            break;
        }
        if (!end_update(shell, error))
            return false;
        if (!shell_send(shell))
            break;
        host_keep(shell->host);
    }
    return true;
}

// ---- predict -----------------------------------------------------------------------------------

// Names what stands in the columns of texts that begin with input [index]: "red, green or blue".
static void put_words(struct buf *out, const struct dataset *data, size_t index)
{
    enum { NAMED_MOST = 8 };
    const struct column *columns = data->columns + index;
    size_t group = columns->group, count = group + (columns->other != NULL);
    for (size_t k = 0; k < count && k < NAMED_MOST; k++)
        buf_printf(out, "%s%s",
                   k == 0           ? ""
                   : k + 1 == count ? " or "
                                    : ", ",
                   k < group ? columns[k].word : columns->other);
    buf_puts(out, count > NAMED_MOST ? " and so on" : "");
}

// [index] is the input that the text would have been for.
static bool refuse_value(const struct dataset *data, const char *text, size_t length, size_t index,
                         struct error *error)
{
    struct quoted quoted = error_quote(text, length);
    struct buf words = BUF_EMPTY;
    if (data && index < data->x.cols && data->columns[index].group > 0) {
        put_words(&words, data, index);
        error_set(error, "there is no '%s' among the texts of this input", quoted.text);
        error_hint(error, "they are %s", buf_text(&words));
    } else {
        error_set(error, "predict takes numbers, not '%s'", quoted.text);
        if (memchr(text, ',', length))
            error_hint(error, "blanks part them, and no commas, as in 'predict 0.5 1'");
    }
    buf_free(&words);
    return false;
}

// Says what predict takes: so many numbers, or with texts the inputs by their names.
static bool refuse_count(const struct dataset *data, const struct network *network, size_t given,
                         struct error *error)
{
    struct buf names = BUF_EMPTY;
    bool has_texts = false;
    error_set(error, "the network takes %zu inputs, not %zu", network->inputs, given);
    for (size_t i = 0; data && i < data->x.cols; i++) {
        char title[DATASET_TITLE_SIZE];
        dataset_title(data, i, title);
        if (data->columns[i].group > 0) {
            has_texts = true;
            buf_puts(&names, i ? "; " : "");
            put_words(&names, data, i);
            i += data->columns[i].group - 1;
        } else {
            buf_printf(&names, "%s%s", i ? "; " : "", title);
        }
    }
    if (has_texts)
        error_hint(error, "a text stands for its columns, so it takes in this order: %s",
                   buf_text(&names));
    buf_free(&names);
    return false;
}

// Reads one value for the inputs from [index] on into [x]; how many it was for goes into [taken].
// [data] is NULL where it does not fit the network.
static bool read_value(const struct dataset *data, const char *text, size_t length, size_t index,
                       size_t inputs, double *x, size_t *taken, struct error *error)
{
    double value;
    *taken = 1;
    if (index >= inputs)
        return true; // how many there are is told when they are counted
    if (data && data->columns[index].group > 0 &&
        dataset_read_word(data, index, text, length, x + index)) {
        *taken = data->columns[index].group;
        return true;
    }
    if (!number_parse(text, length, &value) || !isfinite(value))
        return refuse_value(data, text, length, index, error);
    x[index] = value;
    return true;
}

// Reads the values of `predict` into [x]. A text may stand in quotes. False with [error] set and placed.
static bool read_values(const struct dataset *data, const struct network *network,
                        const struct call *call, const struct argument *values, double *x,
                        struct error *error)
{
    size_t at = values->at, end = values->at + values->length, given = 0, taken = 0, length = 0;
    while ((at = call_skip(call->text, end, at)) < end) {
        struct buf text = BUF_EMPTY;
        if (call->text[at] == '"' || call->text[at] == '\'') {
            size_t stop = call_string(call->text, end, at, &text, error);
            length = stop ? stop - at : 0;
        } else if (call_word(call, values, &at, &length)) {
            buf_add(&text, call->text + at, length);
        }
        bool well = length > 0 && (!text.failed || error_memory(error)) &&
                    (read_value(data, buf_text(&text), text.length, given, network->inputs, x,
                                &taken, error) ||
                     error_place(error, at, length));
        buf_free(&text);
        if (!well)
            return false;
        given += taken;
        at += length;
    }
    if (given == network->inputs)
        return true;
    refuse_count(data, network, given, error);
    return error_place(error, values->at, values->length);
}

// `predict V1 V2 ...`: reads the values and shows what the network makes of them.
static bool predict_values(struct shell *shell, const struct call *call,
                           const struct argument *values, struct error *error)
{
    const struct network *network = shell->session->network;
    const struct dataset *data = shell->session->data;
    bool fits = data->x.cols == network->inputs && data->y.cols == network->outputs;
    double *x = calloc(2 * network->inputs + network->outputs, sizeof *x);
    if (!x)
        return error_memory(error);
    struct matrix input = {1, network->inputs, x};
    struct matrix a = {1, network->outputs, x + 2 * network->inputs};
    double *scaled = x + network->inputs; // as the network was taught, where x is as it is typed
    bool well = read_values(fits ? data : NULL, network, call, values, x, error);
    for (size_t i = 0; i < network->inputs; i++)
        scaled[i] = fits ? (x[i] - data->columns[i].shift) / data->columns[i].scale : x[i];
    well = well && session_predict(shell->session, scaled, a, error);
    for (size_t j = 0; well && fits && data->targets == TARGETS_NUMBERS && j < a.cols; j++)
        a.data[j] = dataset_original(data, data->x.cols + j, a.data[j]);
    if (well)
        predict_view_one(&shell->out, shell->session, input, a, run_style(shell));
    free(x);
    return well;
}

// Predicts a part of the data and shows it, with [metrics_only] how good it is and not the samples.
static bool show_part(struct shell *shell, bool tests, bool metrics_only, struct error *error)
{
    struct session *session = shell->session;
    const struct dataset *data = session->data;
    struct style style = run_style(shell);
    struct predicted part = {.x = tests ? data->test_x : data->x,
                             .y = tests ? data->test_y : data->y};
    if (data->test_x.rows > 0)
        part.title = tests ? "test part" : "training part";
    if (!(tests ? session_test_outcome(session, &part.a, &part.loss, error)
                : session_outcome(session, &part.a, &part.loss, error)))
        return false;
    struct metrics *metrics = metrics_create(data, part.a, part.y, error);
    if (metrics && metrics_only)
        predict_view_metrics(&shell->out, session, &part, metrics, style);
    if (metrics && !metrics_only) {
        predict_view_samples(&shell->out, session, &part, style);
        predict_view_total(&shell->out, session, &part, metrics, style);
    }
    metrics_free(metrics);
    if (tests)
        free(part.a.data);
    return metrics != NULL;
}

bool run_parts(struct shell *shell, bool metrics_only, struct error *error)
{
    if (!shell->session->network) {
        error_set(error, "there is no network yet");
        return error_hint(error, "'init' makes one");
    }
    return show_part(shell, false, metrics_only, error) &&
           (shell->session->data->test_x.rows == 0 || show_part(shell, true, metrics_only, error));
}

bool command_predict(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *values = call_argument(call, "VALUES");
    if (!shell->session->network) {
        error_set(error, "there is no network yet");
        return error_hint(error, "'init' makes one");
    }
    if (values->given)
        return predict_values(shell, call, values, error);
    return run_parts(shell, false, error);
}
