// SPDX-License-Identifier: GPL-3.0-or-later
// The commands undo, redo and history. What the first two do is in timeline.c; here it is put into words.
#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "session/session.h"
#include "shell/answer_history.h"
#include "shell/answer_state.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"

static command_function run_undo;

enum { COUNT };

const struct command undo_command = {
    .name = "undo",
    .topic = TOPIC_TIME,
    .params = {[COUNT] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL, .least = 1, .usual = 1}},
    .summary = "take back the last N commands that changed something",
    .details = "The network, the data, the settings, your names, watches and breaks are\n"
               "again exactly as they were, to the bit. 'redo' does again what was undone,\n"
               "as long as you change nothing else. 'show timeline' shows where you are, and\n"
               "the loss of each state.",
    .example = "init\ntrain 200 every=200\nset lr 0.5\nundo 2\nredo\n",
    .reveals = REVEALS_YES,
    .run = run_undo,
};

static command_function run_redo;

const struct command redo_command = {
    .name = "redo",
    .topic = TOPIC_TIME,
    .params = {[COUNT] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL, .least = 1, .usual = 1}},
    .summary = "do again what was undone",
    .details = "It does N commands again, one by default.",
    .example = "init\ntrain 200 every=200\nundo\nredo\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_YES,
    .run = run_redo,
};

// Appends a command in quotes, shortened.
static void put_command(struct buf *out, const char *text)
{
    buf_printf(out, "'%s'", error_quote(text, strlen(text)).text);
}

// The number of commands to go, one where none is given. False with [error] set where it cannot be.
static bool read_count(const struct call *call, size_t there, const char *done, size_t *count,
                       struct error *error)
{
    const struct argument *argument = &call->arguments[COUNT];
    const char *name = call->command->name;
    *count = argument->count;
    if (there == 0)
        return error_set(error, "nothing to %s", name);
    if (*count <= there)
        return true;
    error_at(error, argument->at, argument->length, "only %zu command%s can be %s", there,
             plural(there), done);
    return error_hint(error, "'show timeline' lists them");
}

// Goes to the state after entry [to], and says which commands were undone or redone. Frees [names].
static bool move_to(struct shell *shell, size_t to, const char *done, struct buf *names,
                    struct error *error)
{
    struct state_loss loss;
    bool well =
        names->failed ? error_memory(error) : timeline_move(shell->timeline, to, &loss, error);
    if (well) {
        buf_printf(&shell->out, "%s %s: ", done, buf_text(names));
        answer_state(shell, loss);
    }
    buf_free(names);
    return well;
}

static bool run_undo(struct shell *shell, const struct call *call, struct error *error)
{
    struct timeline *timeline = shell->timeline;
    size_t from = timeline->cursor, count;
    if (!read_count(call, timeline_undo_count(timeline), "undone", &count, error)) {
        if (from == 0 && timeline->dropped > 0)
            error_hint(error, "older states were dropped to stay within %zu MB",
                       shell->session->settings.timeline);
        return false;
    }
    size_t to = from - count;
    struct buf names = BUF_EMPTY;
    if (count > 1)
        buf_printf(&names, "%zu commands, back to before ", count);
    put_command(&names, timeline->entries[to + 1].text);
    return move_to(shell, to, "undid", &names, error);
}

static bool run_redo(struct shell *shell, const struct call *call, struct error *error)
{
    struct timeline *timeline = shell->timeline;
    size_t count;
    if (!read_count(call, timeline_redo_count(timeline), "redone", &count, error))
        return false;
    struct buf names = BUF_EMPTY;
    size_t to = timeline->cursor + count;
    if (count > 1)
        buf_printf(&names, "%zu commands, the last one ", count);
    put_command(&names, timeline->entries[to].text);
    return move_to(shell, to, "redid", &names, error);
}

static command_function run_history;

const struct command history_command = {
    .name = "history",
    .topic = TOPIC_TIME,
    .summary = "list the commands that led here",
    .details = "The last 1000 are kept.",
    .example = "init\nset lr 0.5\nhistory\n",
    .flags = COMMAND_PLAIN | COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_history,
};

static bool run_history(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    answer_history(shell);
    return true;
}
