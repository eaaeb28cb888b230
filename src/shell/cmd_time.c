// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that go through time: undo, redo, goto, mark, diff, history; and the note that every
// command leaves on the timeline. What they do is in history/timeline.c; here it is put into words.
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "history/timeline.h"
#include "history/timeline_loss.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/timeline_view.h"

// ---- the note after each command ----------------------------------------------------------------

// Says that the present state cannot be come back to.
static void warn_too_large(struct shell *shell)
{
    const struct session *session = shell->session;
    struct buf text = BUF_EMPTY;
    double bytes = (double)snapshot_cost(session, NULL);
    buf_printf(&text,
               "'undo' will not come back to here: this state takes %.3g MB, and the timeline has "
               "%zu MB ('set timeline %.0f' makes room)",
               bytes / 1e6, session->settings.timeline, 4 * bytes / 1e6 + 1);
    style_put(&shell->out, run_style(shell), INK_DIM, buf_text(&text));
    buf_puts(&shell->out, "\n");
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}

// The number that the history gives to the command that runs, or 0.
static size_t history_number(const struct shell *shell)
{
    return shell->input_count == 1 ? shell->history_count : 0;
}

void run_note(struct shell *shell, const char *text, size_t length)
{
    struct timeline *timeline = shell->timeline;
    const struct entry before = timeline->entries[timeline->cursor];
    static const char lost[] = "nnsh: warning: memory ran out, 'undo' will not come back to here\n";
    enum note note = timeline_note(timeline, text, length, history_number(shell));
    if (note == NOTE_TOO_LARGE)
        warn_too_large(shell);
    if (note == NOTE_LOST)
        host_note(shell->host, lost, strlen(lost));
    bool begins = note == NOTE_KEPT && timeline->entries[timeline->cursor].begins_network;
    if (!begins || before.steps == 0 || !shell->inputs[shell->input_count - 1]->is_interactive)
        return;
    struct buf line = BUF_EMPTY;
    buf_printf(&line, "'undo' brings back the network of epoch %zu", before.point.epoch);
    style_put(&shell->out, run_style(shell), INK_DIM, buf_text(&line));
    buf_puts(&shell->out, "\n");
    buf_free(&line);
}

// ---- where the session is -----------------------------------------------------------------------

// Appends "epoch 12, loss 0.25". The loss is that of all training samples, as the parameters are now.
static void put_state(struct shell *shell, struct state_loss loss)
{
    struct session *session = shell->session;
    char stage[STAGE_NAME_SIZE];
    if (!session->network)
        buf_puts(&shell->out, "no network");
    else
        buf_printf(&shell->out, "epoch %zu", session->epoch);
    if (loss.is_defined) {
        buf_puts(&shell->out, ", ");
        timeline_view_loss_name(&shell->out, session);
        buf_printf(&shell->out, " %s", style_loss(run_style(shell), loss.value).text);
    }
    if (session->done > 0) {
        stage_name(stage_at(session->network->layer_count, session->done), stage);
        buf_printf(&shell->out, ", next %s", stage);
    }
    buf_puts(&shell->out, "\n");
}

// Appends a command in quotes, shortened.
static void put_command(struct buf *out, const char *text)
{
    buf_printf(out, "'%s'", error_quote(text, strlen(text)).text);
}

// ---- undo, redo ---------------------------------------------------------------------------------

// The number of commands to go, one where none is given. False with [error] set where it cannot be.
static bool read_count(const struct call *call, size_t there, const char *done, size_t *count,
                       struct error *error)
{
    const struct argument *argument = call_argument(call, "N");
    const char *name = call->command->name;
    *count = argument->given ? argument->count : 1;
    if (*count == 0)
        return error_at(error, argument->at, argument->length, "%s takes a number from 1 on", name);
    if (there == 0)
        return error_set(error, "nothing to %s", name);
    if (*count <= there)
        return true;
    error_at(error, argument->at, argument->length, "only %zu command%s can be %s", there,
             plural(there), done);
    return error_hint(error, "'show timeline' lists them");
}

bool command_undo(struct shell *shell, const struct call *call, struct error *error)
{
    struct timeline *timeline = shell->timeline;
    size_t from = timeline->cursor, count;
    if (!read_count(call, timeline_undo_count(timeline), "undone", &count, error)) {
        if (from == 0 && timeline->dropped > 0)
            error_hint(error, "older states were let go to stay within %zu MB",
                       shell->session->settings.timeline);
        return false;
    }
    size_t to = from - count;
    struct buf names = BUF_EMPTY;
    struct state_loss loss;
    if (count > 1)
        buf_printf(&names, "%zu commands, back to before ", count);
    put_command(&names, timeline->entries[to + 1].text);
    bool well = names.failed ? error_memory(error) : timeline_move(timeline, to, &loss, error);
    if (well)
        buf_printf(&shell->out, "undid %s: ", buf_text(&names));
    buf_free(&names);
    if (well)
        put_state(shell, loss);
    return well;
}

bool command_redo(struct shell *shell, const struct call *call, struct error *error)
{
    struct timeline *timeline = shell->timeline;
    size_t count;
    if (!read_count(call, timeline_redo_count(timeline), "redone", &count, error))
        return false;
    struct buf names = BUF_EMPTY;
    struct state_loss loss;
    size_t to = timeline->cursor + count;
    if (count > 1)
        buf_printf(&names, "%zu commands, the last one ", count);
    put_command(&names, timeline->entries[to].text);
    bool well = names.failed ? error_memory(error) : timeline_move(timeline, to, &loss, error);
    if (well)
        buf_printf(&shell->out, "redid %s: ", buf_text(&names));
    buf_free(&names);
    if (well)
        put_state(shell, loss);
    return well;
}

// ---- goto, mark, diff ---------------------------------------------------------------------------

#define EPOCH_MOST ((size_t)1 << 53)

// Whether the moment is an epoch's number.
static bool is_epoch(const struct call *call, const struct argument *moment, size_t *epoch)
{
    return number_parse_count(call->text + moment->at, moment->length, EPOCH_MOST, epoch);
}

// Says that there is no such moment: what begins like a number is meant as an epoch, and anything else as
// a mark, of which the nearest are named.
static bool refuse_moment(const struct shell *shell, const struct call *call,
                          const struct argument *moment, struct error *error)
{
    const struct timeline *timeline = shell->timeline;
    struct suggestions suggestions;
    const char *text = call->text + moment->at;
    if (moment->length && strchr("+-.0123456789", text[0]))
        return error_at(error, moment->at, moment->length,
                        "an epoch is a whole number in plain digits, from 0 to %zu, not '%s'",
                        EPOCH_MOST, error_quote(text, moment->length).text);
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

static bool is_now(const struct call *call, const struct argument *name)
{
    return name->length == strlen("now") && memcmp(call->text + name->at, "now", 3) == 0;
}

static struct goto_command command_of(const struct shell *shell, const struct call *call)
{
    return (struct goto_command){call->text, call->length, history_number(shell)};
}

// Whether the two networks, of one shape, have the same parameters.
static bool is_same(const struct session *a, const struct session *b)
{
    size_t bytes = a->network->parameter_count * sizeof(double);
    return memcmp(a->network->parameters, b->network->parameters, bytes) == 0;
}

// Says that the session is at an epoch that was another one before, and how to get that one back. The
// command that led here is one step of undo, and drops what was undone before it.
static bool put_former(struct shell *shell, const struct former_state *former, struct error *error)
{
    struct session *session = shell->session;
    struct style style = run_style(shell);
    struct state_loss now;
    if (!state_loss_find(session, &now, error))
        return false;
    buf_printf(&shell->out, "epoch %zu was another one before", session->epoch);
    if (now.is_defined && former->loss.is_defined)
        buf_printf(&shell->out, ": loss %s there, %s here",
                   style_loss(style, former->loss.value).text, style_loss(style, now.value).text);
    if (former->is_undone) {
        buf_puts(&shell->out, "; it was undone, and is dropped now\n");
        return true;
    }
    buf_printf(&shell->out, "; 'undo %zu", former->back + 1);
    if (!former->is_end)
        buf_printf(&shell->out, "; goto %zu", session->epoch);
    buf_puts(&shell->out, "' brings that one back\n");
    return true;
}

// Trains on to an epoch, with the settings as they are, and says so where it was another one before.
static bool go_ahead(struct shell *shell, size_t epoch, struct error *error)
{
    struct session *session = shell->session;
    struct former_state former;
    bool has_former = timeline_find_former(shell->timeline, epoch, &former);
    bool well = run_epochs(shell, epoch - session->epoch, error);
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
    const struct argument *moment = call_argument(call, "EPOCH|MARK");
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
    put_state(shell, loss);
    return true;
}

bool command_goto(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *moment = call_argument(call, "EPOCH|MARK");
    struct session *session = shell->session;
    struct goto_command command = command_of(shell, call);
    struct state_loss loss;
    size_t epoch;
    if (is_epoch(call, moment, &epoch))
        return goto_epoch(shell, call, epoch, error);
    const struct mark *mark =
        timeline_find_mark(shell->timeline, call->text + moment->at, moment->length);
    if (!mark && !is_now(call, moment))
        return refuse_moment(shell, call, moment, error);
    if (mark ? !timeline_goto_mark(shell->timeline, mark, &command, &loss, error)
             : !state_loss_find(session, &loss, error))
        return error_place(error, moment->at, moment->length);
    buf_puts(&shell->out, mark ? "" : "there already: ");
    put_state(shell, loss);
    return true;
}

bool command_mark(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = call_argument(call, "NAME");
    if (is_now(call, name))
        return error_at(error, name->at, name->length, "'now' means the present state already");
    struct state_loss loss;
    if (!state_loss_find(shell->session, &loss, error) ||
        !timeline_mark(shell->timeline, call->text + name->at, name->length, error))
        return error_place(error, name->at, name->length);
    buf_printf(&shell->out, "%.*s: ", (int)name->length, call->text + name->at);
    put_state(shell, loss);
    return true;
}

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
    if (!argument->given || is_now(call, argument))
        moment->session = session;
    else if (is_number && epoch > session->epoch)
        error_set(error, "epoch %zu is still to come: this is epoch %zu", epoch, session->epoch);
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

bool command_diff(struct shell *shell, const struct call *call, struct error *error)
{
    struct moment a, b;
    struct side left, right;
    if (!open_moment(shell, call, call_argument(call, "A"), &a, &left, error))
        return false;
    bool well = open_moment(shell, call, call_argument(call, "B"), &b, &right, error);
    if (well) {
        timeline_view_diff(&shell->out, &left, &right, run_style(shell));
        close_moment(shell, &b);
    }
    close_moment(shell, &a);
    return well;
}

// ---- history ------------------------------------------------------------------------------------

// Whether command [number] of the history is undone now.
static bool is_undone(const struct timeline *timeline, size_t number)
{
    for (size_t i = timeline->cursor + 1; i < timeline->count; i++)
        if (timeline->entries[i].number == number)
            return true;
    return false;
}

bool command_history(struct shell *shell, const struct call *call, struct error *error)
{
    size_t count = shell->history_count;
    size_t kept = size_min(count, SHELL_HISTORY_MOST);
    (void)call, (void)error;
    if (kept < count)
        buf_printf(&shell->out, "… %zu earlier commands\n", count - kept);
    for (size_t i = count - kept; i < count; i++) {
        buf_printf(&shell->out, "%5zu  %s", i + 1, shell->history[i % SHELL_HISTORY_MOST]);
        if (is_undone(shell->timeline, i + 1))
            style_put(&shell->out, run_style(shell), INK_DIM, "   (undone)");
        buf_puts(&shell->out, "\n");
    }
    return true;
}
