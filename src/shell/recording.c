// SPDX-License-Identifier: GPL-3.0-or-later
// A command replays by itself as long as all it starts from is in the record too. Three kinds do not:
// a run that was stopped, which becomes as many epochs and updates as it did; a step through time to
// where the replay has never been, before the record began; and a script that failed in its middle. For
// the last two the state they led to is written, after the command as a comment.
//
// A command that only looks is recorded as it was typed, since a replay is there to be read. But it may look
// at what no replay has: the curve before the record, values that were stale. So where one fails in a replay
// a note says so and the replay continues; and one that was stopped is a comment, or it would run for as long
// as it would have.
//
// A replay that is given a state has other entries before it than the session had. So from there on
// all earlier ones count as before the record, and going back to one gives the state again.
#include "shell/recording.h"

#include <stdint.h>
#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/command.h"
#include "shell/commands.h"
#include "shell/record.h"
#include "shell/shell.h"
#include "view/session_script.h"

#define HEAD  "# What was typed in nnsh; "
#define STATE "# The session as it was here:"

void recording_know_input(struct input *input, const char *line, size_t length)
{
    bool is_first = input->line == 1;
    if (is_first)
        input->is_record = text_begins(line, length, HEAD);
    if (is_first ? script_is_head(line, length)
                 : input->is_record && text_begins(line, length, STATE))
        input->is_saved = true;
}

// Whether two paths lead to one file, be it there or not.
static bool is_one_file(const struct shell *shell, const char *one, const char *other)
{
    return strcmp(one, other) == 0 || host_is_same_file(shell->host, one, other);
}

void recording_reads(struct shell *shell, const char *path)
{
    if (shell->record && path && strcmp(path, "-") != 0)
        buf_add(&shell->recorded_reads, path, strlen(path) + 1);
}

void recording_writes(struct shell *shell, const char *path)
{
    const struct buf *reads = &shell->recorded_reads;
    for (size_t at = 0; shell->record && at < reads->length; at += strlen(reads->data + at) + 1)
        shell->is_rewritten |= is_one_file(shell, reads->data + at, path);
}

bool recording_goes_on(struct shell *shell, const struct call *call, const struct error *error)
{
    struct buf text = BUF_EMPTY;
    const struct input *input = shell->inputs[shell->input_count - 1];
    if (!input->is_record || !(call->command->flags & COMMAND_LOOKS) ||
        host_is_stopped(shell->host))
        return false;
    buf_printf(&text, "%s:%zu: note: '%s' is passed over, since it only looks: %s\n",
               input->name ? input->name : "", input->line,
               error_quote(call->text, call->length).text, error->what);
    host_note(shell->host, buf_text(&text), text.length);
    buf_free(&text);
    return true;
}

bool recording_begin(struct shell *shell, struct buf *text, struct error *error)
{
    const struct session *session = shell->session;
    struct session *fresh = session_create_beside(session, error);
    struct buf usual = BUF_EMPTY, body = BUF_EMPTY;
    if (!fresh)
        return false;
    script_body(&usual, fresh, (struct script_options){.copies_data = false});
    shell_script(shell, &body, NULL);
    bool is_fresh = strcmp(buf_text(&usual), buf_text(&body)) == 0;
    buf_puts(text, HEAD "'source FILE' or 'nnsh FILE' does it again.\n");
    if (!is_fresh) {
        buf_puts(text, STATE "\n");
        buf_append(text, &body);
    }
    text->failed = text->failed || usual.failed || body.failed;
    buf_free(&usual);
    buf_free(&body);
    session_free(fresh);
    // A replay of a session from its very beginning has that beginning too, though not the marks there.
    const struct timeline *timeline = shell->timeline;
    bool is_beginning = is_fresh && timeline->last_id == 1 && timeline->mark_count == 0;
    shell->recorded_from = is_beginning ? 0 : timeline->last_id;
    buf_clear(&shell->recorded_reads);
    return !text->failed || error_memory(error);
}

struct recording recording_before(const struct shell *shell, const struct call *call)
{
    const struct session *session = shell->session;
    bool is_typed = shell->follower && shell->follower->hears(shell, call);
    bool is_wanted = shell->record && shell->input_count == 1;
    if ((!is_wanted && !is_typed) || (call->command->flags & COMMAND_RECORDS))
        return (struct recording){.is_wanted = false};
    shell->timeline->oldest = SIZE_MAX;
    return (struct recording){is_wanted, is_typed, session->epoch, session->steps,
                              shell->timeline->last_id};
}

// Says that the record ends here, and why.
static void lose_record(struct shell *shell, const struct error *error)
{
    struct buf text = BUF_EMPTY;
    buf_printf(&text, "warning: %s; nothing more is recorded\n", error->what);
    shell_wrap(shell, &text);
    host_note(shell->host, buf_text(&text), text.length);
    buf_free(&text);
    shell->record->close(shell->record);
    shell->record = NULL;
}

// Appends what a training did that was stopped, or failed, on its way: the epochs, and the updates of
// the epoch under way; of `step`, which no break stops, the updates. Whether that is two commands in place of one.
static bool put_done(struct buf *text, const struct session *session, const struct call *call,
                     const struct recording *before)
{
    size_t epochs = session->epoch - before->epoch, updates = session->steps - before->steps;
    if (call->command == &step_command)
        epochs = 0;
    if (epochs > 0) {
        buf_printf(text, "train %zu every=%zu\n", epochs, epochs);
        updates = session->batch.at / session_batch_size(session);
    }
    if (updates > 0)
        buf_printf(text, "step %zu\n", updates);
    return epochs > 0 && updates > 0;
}

// Appends the command as a script may hold it. A newline between brackets is white space; any other
// stands where a backslash joined two lines, and the reader has put a space in its place.
static void put_typed(struct buf *line, const char *command, size_t length)
{
    size_t depth = 0, begin = strspn(command, " \t\n");
    char quote = '\0';
    while (length > begin && strchr(" \t\n", command[length - 1]))
        length--;
    for (size_t i = begin; i < length; i++) {
        char c = command[i];
        if (quote && c == '\\' && quote == '"' && i + 1 < length)
            buf_add(line, command + i++, 1);
        else if (quote)
            quote = c == quote || c == '\n' ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == '(')
            depth++;
        else if ((c == ']' || c == ')') && depth > 0)
            depth--;
        if (c == '\n' && depth == 0)
            buf_puts(line, "\\");
        buf_add(line, command + i, 1);
    }
}

// Appends the command's first line as a comment with a remark.
static void put_comment(struct buf *text, const struct call *call, const char *remark)
{
    buf_puts(text, "# ");
    put_typed(text, call->text, strcspn(call->text, "\n"));
    buf_printf(text, "  (%s)\n", remark);
}

// Whether the command trained and was cut short, so that what it did can be counted in epochs and updates.
static bool is_cut_short(const struct shell *shell, const struct call *call, bool well,
                         const struct recording *before)
{
    unsigned flags = call->command->flags;
    bool went_ahead = (flags & COMMAND_TRAVELS) && shell->timeline->oldest == SIZE_MAX;
    return (!well || host_is_stopped(shell->host)) && shell->session->steps != before->steps &&
           ((flags & COMMAND_TRAINS) || went_ahead);
}

// Whether a replay would come somewhere else by the same command.
static bool is_elsewhere(const struct shell *shell, const struct call *call, bool well,
                         const struct recording *before)
{
    const struct timeline *timeline = shell->timeline;
    bool has_moved = timeline->last_id != before->last_id || timeline->oldest != SIZE_MAX;
    bool is_of_now = (call->command->flags & COMMAND_ALONE_DIFFERS) && !call->arguments[0].given;
    return timeline->oldest <= shell->recorded_from || (!well && has_moved) || (well && is_of_now);
}

// Appends the state that the command led to, which its comment says how.
static void put_state(struct shell *shell, const struct call *call, const char *remark,
                      struct buf *text)
{
    put_comment(text, call, remark);
    buf_puts(text, STATE "\nrestore session fresh\n");
    shell_script(shell, text, NULL);
    shell->recorded_from = shell->timeline->last_id;
}

// Whether a training that was cut short would end the replay as it ended here: where the network has numbers
// that are not finite, and where a break has no value in the state it led to.
static bool would_fail_again(const struct shell *shell, bool well)
{
    const struct session *session = shell->session;
    bool is_by_break = !well && session->breaks.count > 0 && !host_is_stopped(shell->host);
    return is_by_break || !network_is_finite(session->network);
}

// Appends what makes the replay do what the command did, which may be nothing. Where the replay's training
// would stop with the same error, the state is written.
static void put_command(struct shell *shell, const struct call *call, bool well,
                        const struct recording *before, struct buf *text)
{
    bool is_cut = is_cut_short(shell, call, well, before);
    bool looks = call->command->flags & COMMAND_LOOKS;
    if (looks && host_is_stopped(shell->host)) {
        put_comment(text, call, "stopped early");
    } else if (is_cut && !would_fail_again(shell, well)) {
        put_comment(text, call, "stopped early");
        if (put_done(text, shell->session, call, before))
            shell->recorded_from = shell->timeline->last_id;
    } else if (!is_cut && !is_elsewhere(shell, call, well, before)) {
        bool is_answer = well && call->is_plain && (call->command->flags & COMMAND_ANSWERS);
        buf_puts(text, is_answer ? call->command->name : "");
        buf_puts(text, is_answer ? " " : "");
        put_typed(text, call->text, well ? call->length : 0);
        buf_puts(text, well ? "\n" : "");
    } else if (call->command->flags & COMMAND_COMPARES) {
        put_comment(text, call, "compares states from before this record");
    } else {
        bool is_early = is_cut || !well;
        put_state(shell, call,
                  is_early ? "stopped early, in this state:"
                           : "goes to a state from before this record:",
                  text);
    }
}

// Says that the command wrote over a file that the record reads.
static void put_rewritten(struct shell *shell, struct buf *text)
{
    static const char warning[] =
        "warning: the record reads this file before it is written: a replay will read what is "
        "written now, and may come to another state; save under another name to keep both\n";
    buf_puts(text,
             "# Beware: the next command writes over a file that is read above. A replay reads "
             "there\n# what was written last, and not what was there.\n");
    host_note(shell->host, warning, strlen(warning));
}

void recording_after(struct shell *shell, const struct call *call, bool well,
                     const struct recording *before)
{
    bool is_rewritten = shell->is_rewritten;
    shell->is_rewritten =
        shell->is_rewritten && shell->input_count > 1; // the command that sourced it says so
    bool is_wanted = before->is_wanted && shell->record;
    if (!is_wanted && !before->is_typed)
        return;
    struct error error = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    if (is_wanted && is_rewritten && well)
        put_rewritten(shell, &text);
    put_command(shell, call, well, before, &text);
    if (before->is_typed && shell->follower)
        buf_append(shell->follower->typed(shell), &text);
    if (!is_wanted) {
        buf_free(&text);
        return;
    }
    bool lasts = shell->inputs[0]->is_interactive;
    if (text.failed ? !error_memory(&error)
                    : text.length > 0 && !shell->record->add(shell->record, buf_text(&text),
                                                             text.length, lasts, &error))
        lose_record(shell, &error);
    buf_free(&text);
}
