// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that name a moment: goto, mark, diff.
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "history/timeline.h"
#include "history/timeline_loss.h"
#include "session/session.h"
#include "shell/answer_state.h"
#include "shell/answer_training.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/note_change.h"
#include "shell/shell.h"
#include "view/timeline_view.h"

// Whether the moment is an epoch's number.
static bool is_epoch(const struct call *call, const struct argument *moment, size_t *epoch)
{
    return number_parse_count(call->text + moment->at, moment->length, NUMBER_COUNT_MOST, epoch);
}

// Says that there is no such moment: if it begins like a number an epoch was meant, otherwise a mark, of
// which the nearest are named.
static bool refuse_moment(const struct shell *shell, const struct call *call,
                          const struct argument *moment, struct error *error)
{
    const struct timeline *timeline = shell->timeline;
    struct suggestions suggestions;
    const char *text = call->text + moment->at;
    if (moment->length && strchr("+-.0123456789", text[0]))
        return error_at(error, moment->at, moment->length,
                        "an epoch is a whole number written in digits, from 0 to %zu, not '%s'",
                        NUMBER_COUNT_MOST, error_quote(text, moment->length).text);
    suggest_start(&suggestions, text, moment->length);
    for (size_t i = 0; i < timeline->mark_count; i++)
        suggest_consider(&suggestions, timeline->marks[i].name);
    struct quoted quoted = error_quote(text, moment->length);
    error_at(error, moment->at, moment->length, "there is no mark '%s'", quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count > 0)
        return false;
    if (timeline->mark_count > 0)
        return error_hint(error, "'show timeline' lists the marks; an epoch is a whole number");
    return error_hint(error, "'mark NAME' makes one; an epoch is a whole number");
}

static struct goto_command command_of(const struct shell *shell, const struct call *call)
{
    return (struct goto_command){call->text, call->length, history_number(shell)};
}

static command_function run_goto;

enum { MOMENT, STEPS };

const struct command goto_command = {
    .name = "goto",
    .topic = TOPIC_TIME,
    .params = {[MOMENT] = {"EPOCH|MARK", PARAM_MOMENT, .flags = PARAM_REQUIRED},
               [STEPS] = {"steps", PARAM_COUNT, .flags = PARAM_OPTION | PARAM_QUIET, .value = "N"}},
    .summary = "go to the end of an epoch, back or forward, or to a mark",
    .details = "Going back restores exactly the state of that moment, with the settings of\n"
               "that time. Going forward trains the network with the present settings; if\n"
               "you had been at that epoch before with another result, 'goto' says so.\n"
               "'undo' returns to where you were. steps=N goes back to update N, which is\n"
               "within the epoch after EPOCH; 'live' notes so where its slider was.",
    .example = "init\ntrain 300\ngoto 120\nshow w1\ngoto 140\nundo 2\n",
    .flags = COMMAND_PLAIN | COMMAND_TRAVELS,
    .reveals = REVEALS_YES,
    .run = run_goto,
};

// Whether the two networks, of one shape, have the same parameters.
static bool is_same(const struct session *a, const struct session *b)
{
    size_t bytes = a->network->parameter_count * sizeof(double);
    return memcmp(a->network->parameters, b->network->parameters, bytes) == 0;
}

// Says that this epoch had another result before, and how to get that one back. The
// command that led here is one step of undo, and drops what was undone before it.
static bool put_former(struct shell *shell, const struct former_state *former, struct error *error)
{
    struct session *session = shell->session;
    struct style style = shell_style(shell);
    struct state_loss now;
    if (!state_loss_find(session, &now, error))
        return false;
    buf_printf(&shell->out, "epoch %zu had another result before", session->epoch);
    if (now.is_defined && former->loss.is_defined)
        buf_printf(&shell->out, ": loss %s then, %s now",
                   style_loss(style, former->loss.value).text, style_loss(style, now.value).text);
    if (former->is_undone) {
        buf_puts(&shell->out, "; it was undone, and is now dropped\n");
        return true;
    }
    buf_printf(&shell->out, "; 'undo %zu", former->back + 1);
    if (!former->is_end)
        buf_printf(&shell->out, "; goto %zu", session->epoch);
    buf_puts(&shell->out, "' brings that one back\n");
    return true;
}

// Trains on to an epoch, with the present settings, and says so if it had another result before.
static bool go_ahead(struct shell *shell, size_t epoch, struct error *error)
{
    struct session *session = shell->session;
    struct former_state former;
    bool has_former = timeline_find_former(shell->timeline, epoch, &former);
    bool well = answer_epochs(shell, epoch - session->epoch, error);
    bool is_there = session->epoch == epoch && session->batch.at == 0;
    if (well && has_former && is_there && !is_same(session, former.session))
        well = put_former(shell, &former, error);
    if (has_former)
        session_free(former.session);
    return well;
}

// Goes to right after an epoch: back along the timeline, or on by training.
static bool goto_epoch(struct shell *shell, const struct call *call, size_t epoch,
                       struct error *error)
{
    struct session *session = shell->session;
    const struct argument *moment = &call->arguments[MOMENT];
    bool is_ahead = epoch > session->epoch;
    if ((!session->network || is_ahead) && !session_prepare(session, error))
        return false;
    if (is_ahead)
        return go_ahead(shell, epoch, error);
    struct goto_command command = command_of(shell, call);
    struct state_loss loss;
    bool is_here = epoch == session->epoch && session->batch.at == 0 && session->done == 0;
    if (is_here ? !state_loss_find(session, &loss, error)
                : !timeline_goto_epoch(shell->timeline, epoch, &command, &loss, error))
        return error_place(error, moment->at, moment->length);
    buf_puts(&shell->out, is_here ? "there already: " : "");
    answer_state(shell, loss);
    return true;
}

// Goes back to an update within the epoch after [epoch].
static bool goto_steps(struct shell *shell, const struct call *call, size_t epoch,
                       struct error *error)
{
    const struct argument *steps = &call->arguments[STEPS];
    struct goto_command command = command_of(shell, call);
    struct state_loss loss;
    if (steps->count > shell->session->steps)
        return error_at(error, steps->at, steps->length,
                        "update %zu has not been reached: this is update %zu", steps->count,
                        shell->session->steps);
    if (!timeline_goto_steps(shell->timeline, epoch, steps->count, &command, &loss, error))
        return error_place(error, steps->at, steps->length);
    answer_state(shell, loss);
    return true;
}

static bool run_goto(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *moment = &call->arguments[MOMENT], *steps = &call->arguments[STEPS];
    struct session *session = shell->session;
    struct goto_command command = command_of(shell, call);
    struct state_loss loss;
    size_t epoch;
    bool is_number = is_epoch(call, moment, &epoch);
    if (steps->given && is_number)
        return goto_steps(shell, call, epoch, error);
    if (steps->given)
        return error_at(error, steps->at, steps->length,
                        "steps= goes with an epoch, as in 'goto 5 steps=53'");
    if (is_number)
        return goto_epoch(shell, call, epoch, error);
    const struct mark *mark =
        timeline_find_mark(shell->timeline, call->text + moment->at, moment->length);
    if (!mark && !call_argument_is(call, moment, "now"))
        return refuse_moment(shell, call, moment, error);
    if (mark ? !timeline_goto_mark(shell->timeline, mark, &command, &loss, error)
             : !state_loss_find(session, &loss, error))
        return error_place(error, moment->at, moment->length);
    buf_puts(&shell->out, mark ? "" : "there already: ");
    answer_state(shell, loss);
    return true;
}

static command_function run_mark;

enum { NAME };

const struct command mark_command = {
    .name = "mark",
    .topic = TOPIC_TIME,
    .params = {[NAME] = {"NAME", PARAM_NAME, .flags = PARAM_REQUIRED}},
    .summary = "name the present state, for goto and diff",
    .details = "A mark stays whatever you do; the same name again moves it here.\n"
               "'show timeline' lists the marks. The loss shown by 'mark', 'undo' and 'goto'\n"
               "is that of all training samples with the present weights; a line of 'train'\n"
               "shows the loss that the epoch's batches had, each before its update.",
    .example = "init\nmark start\ntrain 300 every=300\ngoto start\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_NO,
    .run = run_mark,
};

static bool run_mark(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[NAME];
    if (call_argument_is(call, name, "now"))
        return error_at(error, name->at, name->length, "'now' means the present state already");
    struct state_loss loss;
    if (!state_loss_find(shell->session, &loss, error) ||
        !timeline_mark(shell->timeline, call->text + name->at, name->length, error))
        return error_place(error, name->at, name->length);
    buf_printf(&shell->out, "%.*s: ", (int)name->length, call->text + name->at);
    answer_state(shell, loss);
    return true;
}

static command_function run_diff;

enum { LEFT, RIGHT };

const struct command diff_command = {
    .name = "diff",
    .topic = TOPIC_TIME,
    .params = {[LEFT] = {"A", PARAM_MOMENT, .flags = PARAM_REQUIRED},
               [RIGHT] = {"B", PARAM_MOMENT, .flags = PARAM_OPTIONAL}},
    .summary = "show what changed between two moments",
    .details = "A and B are marks, numbers of epochs, or 'now'; B is 'now' unless given. It\n"
               "shows the settings, the data, your names, watches and breaks, and the loss\n"
               "of all training samples where they differ, and how far each weight matrix\n"
               "and bias moved; those of a small network are shown whole.",
    .example = "init\nmark start\ntrain 300 every=300\ndiff start now\n",
    .flags = COMMAND_PLAIN | COMMAND_COMPARES | COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_diff,
};

// A moment that diff compares.
struct moment {
    struct session *session; // its state: the present one, or one that the moment owns
    char name[64];
};

static void close_moment(const struct shell *shell, struct moment *moment)
{
    if (moment->session != shell->session)
        session_free(moment->session);
}

// Finds a moment's state. False with [error] set.
static bool open_moment(struct shell *shell, const struct call *call,
                        const struct argument *argument, struct moment *moment, struct side *side,
                        struct error *error)
{
    struct session *session = shell->session;
    const char *text = call->text + argument->at;
    size_t epoch;
    bool is_number = is_epoch(call, argument, &epoch);
    const struct mark *mark = timeline_find_mark(shell->timeline, text, argument->length);
    moment->session = NULL;
    if (!argument->given || call_argument_is(call, argument, "now"))
        moment->session = session;
    else if (is_number && epoch > session->epoch)
        error_set(error, "epoch %zu has not been reached: this is epoch %zu", epoch,
                  session->epoch);
    else if (is_number)
        moment->session = timeline_open_epoch(shell->timeline, epoch, error);
    else if (mark)
        moment->session = timeline_open_mark(shell->timeline, mark, error);
    else
        refuse_moment(shell, call, argument, error);
    if (!moment->session)
        return error_place(error, argument->at, argument->length);
    if (moment->session == session)
        snprintf(moment->name, sizeof moment->name, "now");
    else
        snprintf(moment->name, sizeof moment->name, "%s%.*s", is_number ? "epoch " : "",
                 (int)argument->length, text);
    struct state_loss loss;
    if (state_loss_find(moment->session, &loss, error)) {
        *side = (struct side){moment->name, moment->session, loss.is_defined, loss.value};
        return true;
    }
    close_moment(shell, moment);
    return false;
}

static bool run_diff(struct shell *shell, const struct call *call, struct error *error)
{
    struct moment a, b;
    struct side left, right;
    if (!open_moment(shell, call, &call->arguments[LEFT], &a, &left, error))
        return false;
    bool well = open_moment(shell, call, &call->arguments[RIGHT], &b, &right, error);
    if (well) {
        timeline_view_diff(&shell->out, &left, &right, shell_style(shell));
        close_moment(shell, &b);
    }
    close_moment(shell, &a);
    return well;
}
