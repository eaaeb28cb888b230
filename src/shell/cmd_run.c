// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that run the network a stage or an update at a time: next, forward, backward, update,
// step. They move the session's pass and pass what to show to the views; nothing is computed here.
#include <stdlib.h>
#include <string.h>

#include "session/outcome.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"
#include "study/divergence.h"
#include "view/stage_view.h"
#include "view/watch_view.h"

static struct pass_view run_view(const struct shell *shell)
{
    return pass_view_of(shell->session, shell_style(shell));
}

// Ends a command that updated: if a parameter is no longer finite, the answer goes out before the message
// that says so.
static bool end_update(struct shell *shell, struct error *error)
{
    if (network_is_finite(shell->session->network))
        return true;
    shell_send(shell);
    return divergence_tell(shell->session, error);
}

// Runs the update and shows it; where it would continue with a number that is not finite, it is refused.
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

static command_function run_next;

enum { STAGE };

const struct command next_command = {
    .name = "next",
    .key = "n",
    .topic = TOPIC_RUN,
    .params = {[STAGE] = {"STAGE", PARAM_STAGE, .flags = PARAM_OPTIONAL}},
    .summary = "run one stage and show its arithmetic",
    .details = "The stages of one update are z1, a1, ... , loss, then da, dz, dw and db from\n"
               "the last layer back to the first, then update. The prompt shows which comes\n"
               "next. An empty line runs next again. With the name of a stage, as in\n"
               "'next dz2', all stages up to that one are run, and that one is shown.",
    .example = "init\nnext\nnext\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_REPEATS | COMMAND_REPEATS_ALONE,
    .reveals = REVEALS_YES,
    .run = run_next,
};

// Says which stages there are, or that the named one has run.
static bool refuse_stage(const struct shell *shell, const struct call *call, bool has_run,
                         struct error *error)
{
    const struct argument *stage = &call->arguments[STAGE];
    size_t layers = shell->session->network->layer_count;
    struct quoted name = error_quote(call->text + stage->at, stage->length);
    struct buf names = BUF_EMPTY;
    if (has_run) {
        error_at(error, stage->at, stage->length, "%s has already run in this pass", name.text);
        return error_hint(error, "'show %s' shows it; after 'update', 'next %s' runs it again",
                          name.text, name.text);
    }
    for (size_t i = 0; i < stage_count(layers) && i < 30; i++) {
        char text[STAGE_NAME_SIZE];
        stage_name(stage_at(layers, i), text);
        buf_printf(&names, "%s%s", i ? " " : "", text);
    }
    error_at(error, stage->at, stage->length, "there is no stage '%s'", name.text);
    error_hint(error, "the stages are %s", buf_text(&names));
    buf_free(&names);
    return false;
}

// Runs the stages up to the one that [call] names, if it names one, so that it comes next.
static bool go_to_stage(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *stage = &call->arguments[STAGE];
    size_t layers = shell->session->network->layer_count;
    if (!stage->given)
        return true;
    size_t index = stage_find(layers, call->text + stage->at, stage->length);
    if (index == stage_count(layers) || index < shell->session->done)
        return refuse_stage(shell, call, index < shell->session->done, error);
    return session_walk_until(shell->session, index, error);
}

static bool run_next(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    if (!go_to_stage(shell, call, error))
        return false;
    if (session->done == stage_update(session->network->layer_count))
        return update_and_show(shell, error) && end_update(shell, error);
    struct stage stage = session_next(session);
    struct pass_view view = run_view(shell);
    stage_view_next(&shell->out, &view, stage);
    return true;
}

static command_function run_forward;

enum { SAMPLE };

const struct command forward_command = {
    .name = "forward",
    .key = "f",
    .topic = TOPIC_RUN,
    .params = {[SAMPLE] = {"SAMPLE", PARAM_COUNT, .flags = PARAM_OPTIONAL}},
    .summary = "compute predictions and loss; for one sample, term by term",
    .details = "Layer by layer: z = inputs @ w + b, then a = activation(z); the last a is\n"
               "the prediction, and the loss says how far it is from the target y. With the\n"
               "number of a sample every sum is written out; without, the matrices are\n"
               "shown.",
    .example = "init\nforward 1\n",
    .flags = COMMAND_NEEDS_NETWORK,
    .reveals = REVEALS_YES,
    .run = run_forward,
};

static command_function run_backward;

const struct command backward_command = {
    .name = "backward",
    .key = "b",
    .topic = TOPIC_RUN,
    .params = {[SAMPLE] = {"SAMPLE", PARAM_COUNT, .flags = PARAM_OPTIONAL}},
    .summary = "compute the gradients, link by link of the chain rule",
    .details = "From the loss back to the first layer: da says how the loss changes with an\n"
               "activation, dz with a pre-activation, dw and db with weights and biases. See\n"
               "'help chain rule'.",
    .example = "init\nforward\nbackward 1\n",
    .flags = COMMAND_NEEDS_NETWORK,
    .reveals = REVEALS_YES,
    .run = run_backward,
};

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
                    is_all ? "the data have" : "this batch is numbered on its own and has",
                    samples - 1);
}

// A phase that is already done is shown again from its beginning, an unfinished one from where it was.
static size_t first_to_show(size_t done, size_t begin, size_t end)
{
    return done > begin && done < end ? done : begin;
}

static bool run_forward(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *sample = &call->arguments[SAMPLE];
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

static bool run_backward(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *sample = &call->arguments[SAMPLE];
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

static command_function run_update;

const struct command update_command = {
    .name = "update",
    .key = "u",
    .topic = TOPIC_RUN,
    .summary = "move each parameter against its gradient",
    .details = "Each weight and bias becomes its old value minus lr times its gradient.",
    .example = "init\nset detail brief\nforward; backward; update\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_PLAIN,
    .reveals = REVEALS_YES,
    .run = run_update,
};

static bool run_update(struct shell *shell, const struct call *call, struct error *error)
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

static command_function run_step;

enum { STEPS };

const struct command step_command = {
    .name = "step",
    .key = "s",
    .topic = TOPIC_RUN,
    .params = {[STEPS] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL, .least = 1, .usual = 1}},
    .summary = "do N whole updates, each shown with old and new values",
    .details = "Each is forward, backward and update in one go; N is 1 by default. A pass\n"
               "that has begun is finished first. An empty line runs step again.",
    .example = "init\nstep\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_REPEATS | COMMAND_TRAINS,
    .reveals = REVEALS_YES,
    .run = run_step,
};

// One whole update, shown: the loss of the batch before and after, then the changes.
static bool step_and_show(struct shell *shell, bool first, struct error *error)
{
    struct session *session = shell->session;
    struct style style = shell_style(shell);
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
    buf_printf(&shell->out, "%sstep %zu    %s %s → %s\n", first ? "" : "\n", session->steps,
               session_has_batches(session) ? "batch_loss" : "loss",
               style_number(style, before).text, style_number(style, after).text);
    buf_append(&shell->out, &shown);
    watch_view_list(&shell->out, session, style);
    buf_free(&shown);
    return true;
}

static bool run_steps(struct shell *shell, size_t steps, struct error *error)
{
    struct session *session = shell->session;
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

static bool run_step(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    size_t steps = session->steps, done = session->done;
    bool well = run_steps(shell, call->arguments[STEPS].count, error);
    session_settle(session, steps, done);
    return well;
}
