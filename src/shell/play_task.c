// SPDX-License-Identifier: GPL-3.0-or-later
// A condition asks for values as they are now. One that is missing or stale may still come, also one that the
// student is to name, so that is "not yet". Whatever else goes wrong no student can mend.
//
// A command counts as the one that is asked for by the name in its row and its arguments: `swe 100` is a
// sweep. It counts at its time only, which the order in the `do` says: before the condition holds, as a
// diagnosis before the cure, or while it holds, as a sweep of the network that was to be made.
#include "shell/play_task.h"

#include <string.h>

#include "expr/expr.h"
#include "session/quantity.h"
#include "shell/call.h"
#include "shell/play.h"
#include "shell/scan.h"
#include "shell/shell.h"

// Appends the command as it is spelled out: its row's name, one blank between words.
static void put_call(struct buf *out, const struct call *call)
{
    size_t at = scan_blanks(call->text, call->length, 0);
    if (!call->is_plain)
        at += scan_name(call->text, call->length, at);
    const char *blank = strchr(call->command->name, ' '); // a part's own word stands in the text
    buf_add(out, call->command->name,
            blank ? (size_t)(blank - call->command->name) : strlen(call->command->name));
    while ((at = scan_blanks(call->text, call->length, at)) < call->length) {
        size_t end = scan_word_end(call->text, call->length, at);
        buf_puts(out, " ");
        buf_add(out, call->text + at, end - at);
        at = end;
    }
}

// Whether the condition holds; where that cannot be told, [error] is set.
static bool holds(struct shell *shell, const struct lesson_item *item, struct error *error)
{
    struct scope scope = session_scope(shell->session);
    size_t end = 0;
    bool truth = false;
    struct expr *expr = expr_parse(item->expression, strlen(item->expression), 0, &end, error);
    bool well = expr && expr_condition(expr, &scope, &truth, error);
    expr_free(expr);
    error->placed = false; // a place in the condition is none in the file
    return well && truth;
}

// Whether the command is the one that the task asks for.
static bool is_wanted(const struct call *call, const struct lesson_item *item)
{
    struct buf text = BUF_EMPTY;
    put_call(&text, call);
    size_t length = strlen(item->used);
    const char *typed = buf_text(&text);
    bool begins_so = strncmp(typed, item->used, length) == 0;
    bool is_so = begins_so && (typed[length] == '\0' || typed[length] == ' ');
    buf_free(&text);
    return is_so;
}

bool play_task_note(struct shell *shell, const struct call *call)
{
    struct play *play = shell->play;
    const struct lesson_item *item =
        play->at < play->lesson->item_count ? &play->lesson->items[play->at] : NULL;
    struct error ignored = ERROR_NONE; // it is told when the step is looked at
    if (!item || item->kind != LESSON_DO || !item->used)
        return false;
    bool is_so = item->expression && holds(shell, item, &ignored);
    bool in_time = !item->expression || (item->is_used_first ? !play->has_held : is_so);
    bool is_called = is_wanted(call, item);
    play->has_used = play->has_used || (is_called && in_time);
    play->has_misused = !play->has_used && (play->has_misused || is_called);
    play->has_held = is_so;
    return is_called && !play->has_used;
}

// Says what the command that is asked for still lacks.
static void put_unused(struct buf *why, const struct play *play, const struct lesson_item *item,
                       bool is_so)
{
    if (!play->has_misused)
        buf_printf(why, "not yet: '%s' has not run", item->used);
    else if (item->is_used_first)
        buf_printf(why, "not yet: first '%s', then the rest; 'retry' goes back", item->used);
    else if (is_so)
        buf_printf(why, "not yet: now run '%s' again", item->used);
    else
        buf_printf(why, "not yet: first the rest of the task, then '%s'", item->used);
}

// Says why the task is not done, as far as more is known than that.
static void put_why(struct buf *why, const struct play *play, const struct lesson_item *item,
                    bool is_so, const struct error *error)
{
    if (error->what[0])
        buf_printf(why, "not yet: %s%s%s", error->what, error->hint[0] ? "; " : "", error->hint);
    else if (item->used && !play->has_used)
        put_unused(why, play, item, is_so);
    else if (play->has_worked)
        buf_puts(why, "not yet");
}

// Says that the error is in a condition.
static void name_condition(struct error *error)
{
    struct error inner = *error;
    error_set(error, "the condition of this 'do' cannot be evaluated: %s", inner.what);
    error_hint(error, "%s", inner.hint);
    error->is_memory = inner.is_memory;
}

bool play_task_is_done(struct shell *shell, struct buf *why, struct error *error)
{
    const struct play *play = shell->play;
    const struct lesson_item *item = &play->lesson->items[play->at];
    *error = ERROR_NONE;
    bool is_used = !item->used || play->has_used;
    bool is_so = !item->expression || holds(shell, item, error);
    bool is_done = play->has_worked && is_used && is_so;
    if (!is_done && why)
        put_why(why, play, item, is_so, error);
    if (error->is_missing || host_is_stopped(shell->host))
        *error = ERROR_NONE;
    else if (error->what[0])
        name_condition(error);
    return is_done;
}
