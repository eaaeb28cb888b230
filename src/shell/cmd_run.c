// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that run the network a stage or an update at a time: next, forward, backward, update,
// step; and predict. They move the session's pass and hand what to show to the views; nothing is
// computed here.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "session/metrics.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/predict_view.h"
#include "view/stage_view.h"
#include "view/watch_view.h"

static struct scene run_scene(const struct shell *shell)
{
    return scene_of(shell->session, run_style(shell));
}

// Runs the update and shows it.
static bool update_and_show(struct shell *shell, struct error *error)
{
    struct network *network = shell->session->network;
    struct change *changes = calloc(network->parameter_count, sizeof *changes);
    if (!changes)
        return error_memory(error);
    struct scene scene = run_scene(shell);
    size_t epoch = shell->session->epoch;
    stage_view_changes(network, &scene.recipe, changes);
    session_next(shell->session);
    if (shell->session->epoch > epoch)
        session_record(shell->session, shell->session->last_loss);
    stage_view_update(&shell->out, &scene, changes);
    free(changes);
    return true;
}

bool command_next(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    (void)call;
    if (session->done == stage_update(session->network->layer_count))
        return update_and_show(shell, error);
    struct stage stage = session_next(session);
    struct scene scene = run_scene(shell);
    stage_view_next(&shell->out, &scene, stage);
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
    session_run_until(session, end);
    struct scene scene = run_scene(shell);
    if (sample->given)
        stage_view_forward_sample(&shell->out, &scene, sample->count);
    else
        stage_view_range(&shell->out, &scene, from, end);
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
    session_run_until(session, end);
    struct scene scene = run_scene(shell);
    if (sample->given)
        stage_view_backward_sample(&shell->out, &scene, sample->count);
    else
        stage_view_range(&shell->out, &scene, from, end);
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
    return update_and_show(shell, error);
}

// One whole update, shown: the loss of the batch before and after, then the changes.
static bool step_and_show(struct shell *shell, bool first, struct error *error)
{
    struct session *session = shell->session;
    struct style style = run_style(shell);
    struct buf shown = BUF_EMPTY;
    double after;
    if (!session_prepare(session, error))
        return false;
    session_run_until(session, stage_update(session->network->layer_count));
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
        if (!step_and_show(shell, i == 0, error))
            return false;
        if (!shell_send(shell))
            break;
        if (session->stop && *session->stop && i + 1 < steps) {
            buf_printf(&shell->out, "interrupted after %zu of %zu steps; everything is kept\n",
                       i + 1, steps);
            break;
        }
    }
    return true;
}

static bool refuse_value(const struct call *call, size_t at, size_t length, struct error *error)
{
    struct quoted quoted = error_quote(call->text + at, length);
    error_at(error, at, length, "predict takes numbers, not '%s'", quoted.text);
    if (memchr(call->text + at, ',', length))
        error_hint(error, "blanks part them, and no commas, as in 'predict 0.5 1'");
    return false;
}

// `predict V1 V2 ...`: reads the values and shows what the network makes of them.
static bool predict_values(struct shell *shell, const struct call *call,
                           const struct argument *values, struct error *error)
{
    const struct network *network = shell->session->network;
    size_t at = values->at, length = 0, given = 0;
    const struct dataset *data = shell->session->data;
    bool fits = data->x.cols == network->inputs && data->y.cols == network->outputs;
    double *x = calloc(2 * network->inputs + network->outputs, sizeof *x);
    if (!x)
        return error_memory(error);
    struct matrix input = {1, network->inputs, x};
    struct matrix a = {1, network->outputs, x + 2 * network->inputs};
    double *scaled = x + network->inputs; // as the network was taught, where x is as it is typed
    bool well = true;
    for (; well && call_word(call, values, &at, &length); given++, at += length) {
        double value;
        if (!number_parse(call->text + at, length, &value) || !isfinite(value))
            well = refuse_value(call, at, length, error);
        else if (given < network->inputs)
            x[given] = value;
    }
    if (well && given != network->inputs) {
        well = error_at(error, values->at, values->length, "the network takes %zu inputs, not %zu",
                        network->inputs, given);
    }
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
