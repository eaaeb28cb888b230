// SPDX-License-Identifier: GPL-3.0-or-later
// Read, run, print or report. What is hard has a name of its own: reader_next makes commands of lines,
// call_parse checks one against its row, the row's function runs it, report_error says what went wrong.
#include "shell/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/input_text.h"
#include "shell/command.h"
#include "shell/decimal_comma.h"
#include "shell/glossary.h"
#include "shell/habit.h"
#include "shell/note_change.h"
#include "shell/open_question.h"
#include "shell/reader.h"
#include "shell/recording.h"
#include "shell/report.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "shell/transcript.h"
#include "view/style.h"

// Remembers a command that was typed, or read from the outermost script.
static void remember(struct shell *shell, const char *text, size_t length)
{
    char **place = &shell->history[shell->history_count % SHELL_HISTORY_MOST];
    if (shell->input_count != 1)
        return;
    for (; length > 0 && scan_is_blank(*text); length--) // after a semicolon
        text++;
    if (!*place || strlen(*place) < length) { // else the old one's memory does
        char *room = malloc(length + 1);
        if (!room)
            return;
        free(*place);
        *place = room;
    }
    memcpy(*place, text, length);
    (*place)[length] = '\0';
    shell->history_count++;
}

// Remembers what an empty line repeats: the command, if its row says so, else nothing.
static void set_repeat(struct shell *shell, const struct call *call)
{
    bool repeats = call->command->flags & COMMAND_REPEATS;
    if (!repeats && !shell->repeat)
        return;
    free(shell->repeat);
    bool is_alone = call->command->flags & COMMAND_REPEATS_ALONE;
    shell->repeat = repeats ? strdup(is_alone ? call->command->name : call->text) : NULL;
}

// Whether the command may be run now.
static bool check_allowed(const struct shell *shell, const struct call *call, struct error *error)
{
    if (!shell->loads || (call->command->flags & COMMAND_SETS_STATE))
        return true;
    size_t at = scan_blanks(call->text, call->length, 0);
    error_at(error, at, scan_name(call->text, call->length, at),
             "a saved session holds only commands that set state; '%s' is not one of them",
             call->command->name);
    return error_hint(error, "'source' runs any script");
}

// What is worth saying about the shapes of the command's expressions, or "".
static struct remark {
    char text[160];
} shape_remark(const struct session *session)
{
    struct remark remark = {""};
    size_t n = session->remarks.squared, rows = session->remarks.repeated;
    if (n > 0)
        snprintf(remark.text, sizeof remark.text,
                 "(%zu,) and %zu×1 make %zu×%zu; x[:,0:1] keeps the column", n, n, n, n);
    else if (rows > 0)
        snprintf(remark.text, sizeof remark.text, "one row was put into each of the %zu rows%s",
                 rows,
                 session->remarks.is_data
                     ? "; 'data inline x=[[...], ...] y=[...]' makes a data set of any size"
                     : "");
    return remark;
}

// Says it once a command: after the answer, or as the hint of an error that has none.
static void put_shape_remark(struct shell *shell, bool well, struct error *error)
{
    const struct shape_remarks *remarks = &shell->session->remarks;
    if (remarks->squared == 0 && remarks->repeated == 0)
        return;
    struct remark remark = shape_remark(shell->session);
    if (well) {
        style_put(&shell->out, shell_style(shell), INK_DIM, remark.text);
        buf_puts(&shell->out, "\n");
    } else if (!error->hint[0]) {
        error_hint(error, "%s", remark.text);
    }
}

// Runs one command whose arguments are read. False with [error] set when it fails.
static bool run_call(struct shell *shell, const struct call *call, struct error *error)
{
    shell->resumed = false;
    shell->session->remarks = (struct shape_remarks){0, 0, false};
    bool well = check_allowed(shell, call, error) && question_allows(shell, call, error) &&
                (!(call->command->flags & COMMAND_NEEDS_NETWORK) ||
                 session_prepare(shell->session, error)) &&
                call_check(call, error) && call->command->run(shell, call, error);
    put_shape_remark(shell, well, error);
    if (well && (shell->out.failed || shell->is_torn)) {
        error_set(error, "out of memory for the answer; what the command changed is kept");
        well = error_of_memory(error);
    }
    shell->is_torn = false;
    return well;
}

// Whether a command is one of a saved session's, which a script runs to get where it was and not to
// see how; `resume`, its last, says where that is.
static bool is_hushed(const struct shell *shell, const struct command *command)
{
    struct input *input = shell->inputs[shell->input_count - 1];
    if (command->flags & COMMAND_ENDS_SAVED)
        input->is_saved = false;
    return input->is_saved && (command->flags & COMMAND_SETS_STATE);
}

// Notes on the timeline what a command changed. A saved session that runs as a script is one step, made
// by its last line and called by its file.
static void note(struct shell *shell, bool ends_saved, const char *text, size_t length)
{
    struct buf source = BUF_EMPTY;
    if (ends_saved)
        buf_printf(&source, "source %s", shell->inputs[shell->input_count - 1]->name);
    if (source.length > 0 && !source.failed)
        note_change(shell, buf_text(&source), source.length);
    else
        note_change(shell, text, length);
    buf_free(&source);
}

// Where nothing better is known about a line that is no command: what could be typed while a step of a lesson
// or a question is open.
static void hint_at_step(const struct shell *shell, struct error *error)
{
    static const char help[] = "type 'help ";
    struct buf step = BUF_EMPTY;
    const char *word = error->hint + strlen(help);
    bool asks_help =
        strncmp(error->hint, help, strlen(help)) == 0 && glossary_find(word, strcspn(word, "'"));
    if (asks_help || (strcmp(error->hint, COMMAND_LIST_HINT) != 0 &&
                      strcmp(error->what, "this is not a command") != 0))
        return;
    if (shell->follower)
        shell->follower->prompt(shell, &step);
    if (shell->question.is_open)
        error_hint(error, "an answer is a number or an expression, such as 0.5; 'hint' helps");
    else if (step.length > 0)
        error_hint(error, "'lesson' shows the open step again, and 'hint' helps");
    buf_free(&step);
}

// Reads and runs one command. False with [error] set, placed in the command, when it fails.
static bool run_command(struct shell *shell, const char *text, size_t length, struct error *error)
{
    struct call call;
    bool asks = shell->question.is_open && !shell->loads;
    if (!(asks ? call_parse_at_question : call_parse)(&call, shell->commands, shell->session, text,
                                                      length, error)) {
        // An expectation that cannot be read counts as failed, even with -k.
        shell->failed += call.command && (call.command->flags & COMMAND_EXPECTS);
        if (!decimal_comma_hint(shell->commands, shell->session, text, length, false, error))
            habit_hint(shell->session, text, length, false, error);
        hint_at_step(shell, error);
        return false;
    }
    if (!shell->loads)
        remember(shell, text, length);
    if (shell->inputs[shell->input_count - 1]->is_interactive)
        set_repeat(shell, &call);
    struct recording before = recording_before(shell, &call);
    bool well = run_call(shell, &call, error);
    if (!well && recording_goes_on(shell, &call, error)) {
        buf_clear(&shell->out);
        well = true;
    }
    if (!well) {
        size_t at = strspn(text, " \t\n");
        error_place(error, at, strcspn(text + at, " \t\n"));
        if (!decimal_comma_hint(shell->commands, shell->session, text, length, true, error))
            habit_hint(shell->session, text, length, true, error);
        hint_at_step(shell, error);
    }
    if (!shell->loads)
        question_after(shell);
    bool was_saved = shell->inputs[shell->input_count - 1]->is_saved;
    bool hushed = is_hushed(shell, call.command);
    if (!well || shell->loads || hushed)
        buf_clear(&shell->out);
    if (!shell->loads && !(well && hushed))
        note(shell, was_saved && (call.command->flags & COMMAND_ENDS_SAVED), text, length);
    recording_after(shell, &call, well, &before);
    if (!shell->loads) // a script may run for long without a prompt
        host_keep(shell->host);
    shell_send(shell);
    if (shell->follower && !shell->follower->after(shell, &call, well) && well) {
        well = error_set(error, "the lesson cannot continue");
        error->quiet = true;
    }
    call_clear(&call);
    return well;
}

static bool is_blank_text(const char *text)
{
    while (scan_is_blank(*text))
        text++;
    return *text == '\0';
}

// Whether to continue with an input after a command that failed.
static bool goes_on(const struct shell *shell, const struct input *input)
{
    return input->is_interactive || (shell->options.keep_going && !shell->loads);
}

static bool must_stop(const struct shell *shell)
{
    return shell->quits || shell->leaves || shell->unwritable;
}

// How many commands there are in line[at, length), each ended by a NUL.
static size_t count_rest(const char *line, size_t at, size_t length)
{
    size_t count = 0;
    for (; at <= length; at += strlen(line + at) + 1)
        count += !is_blank_text(line + at);
    return count;
}

// Drops the commands in line[at, length), each ended by a NUL, which are not run after Ctrl-C;
// a person reads how many there are.
static void drop_rest(struct shell *shell, const struct input *input, const char *line, size_t at,
                      size_t length)
{
    size_t count = count_rest(line, at, length);
    char text[80];
    if (count == 0 || !input->is_interactive)
        return;
    snprintf(text, sizeof text, "%zu command%s of the line %s not run", count, plural(count),
             count == 1 ? "was" : "were");
    style_put(&shell->out, shell_style(shell), INK_DIM, text);
    buf_puts(&shell->out, "\n");
    shell_send(shell);
}

// Runs the commands of one logical line. False when one failed; those after it are not run unless
// the options say to keep going, nor are those after one that Ctrl-C or a signal came in.
static bool run_line(struct shell *shell, struct input *input, const struct reader *reader,
                     struct error *error)
{
    const char *text = buf_text(&reader->text);
    bool well = true;
    if (transcript_has(shell, input))
        transcript_notes(shell, input, reader);
    for (size_t at = 0; at <= reader->text.length && !must_stop(shell);) {
        size_t length = strlen(text + at);
        const char *command = text + at;
        struct source_text source = {text, reader->text.length, reader->first_line, at, false};
        at += length + 1;
        if (is_blank_text(command))
            continue;
        if (transcript_has(shell, input))
            transcript_command(shell, reader, command);
        shell->has_more = count_rest(text, at, reader->text.length) > 0;
        if (!run_command(shell, command, length, error)) {
            report_error(shell, &source, error);
            *error = ERROR_NONE;
            well = false;
            input->rest = 0;
        }
        bool is_over =
            !well && (!shell->options.keep_going || shell->loads || input->is_interactive);
        if (host_is_stopped(shell->host))
            drop_rest(shell, input, text, at, reader->text.length);
        if (is_over || host_is_stopped(shell->host))
            break;
    }
    return well;
}

// Runs what an empty line repeats, unless it was waited for.
static bool run_repeat(struct shell *shell)
{
    if (shell->follower && shell->follower->empty_line(shell))
        return true;
    struct error error = ERROR_NONE;
    char *text = shell->repeat ? strdup(shell->repeat) : NULL;
    bool well = !text || run_command(shell, text, strlen(text), &error);
    if (!well)
        report_error(shell, NULL, &error);
    free(text);
    return well;
}

// Whether an empty line repeats a step.
static bool is_repeat(const struct input *input, const struct reader *reader)
{
    return input->is_interactive && reader->is_blank && input->rest == 0;
}

static bool interrupted(const struct shell *shell, const struct input *input)
{
    return !input->is_interactive && host_is_stopped(shell->host);
}

bool shell_run(struct shell *shell, struct input *input)
{
    struct reader reader = READER_EMPTY;
    struct buf prompt = BUF_EMPTY;
    struct error error = ERROR_NONE; // none again wherever one was reported
    bool well = true;
    shell->inputs[shell->input_count++] = input;
    while (!must_stop(shell) && (well || goes_on(shell, input)) && !interrupted(shell, input)) {
        buf_clear(&prompt);
        if (input->is_interactive)
            shell_prompt(shell, &prompt);
        enum input_result result = reader_next(&reader, input, buf_text(&prompt), &error);
        if (result == INPUT_END)
            break;
        if (result == INPUT_INTERRUPTED)
            continue;
        if (result == INPUT_LINE) {
            well &= is_repeat(input, &reader) ? run_repeat(shell)
                                              : run_line(shell, input, &reader, &error);
            continue;
        }
        struct source_text source = {buf_text(&reader.text), reader.text.length, reader.first_line,
                                     0, result == INPUT_BAD_LINE};
        report_error(shell, &source, &error);
        error = ERROR_NONE;
        well = false;
        input->rest = 0;
        if (result == INPUT_FAILED)
            break;
    }
    shell->input_count--;
    buf_free(&prompt);
    reader_clear(&reader);
    return well && !interrupted(shell, input);
}

bool shell_run_line(struct shell *shell, const char *line)
{
    struct reader reader = READER_EMPTY;
    struct error error = ERROR_NONE;
    struct input_text text = input_text(line, strlen(line), NULL);
    bool well = reader_next(&reader, &text.input, "", &error) == INPUT_LINE;
    if (well) {
        well = run_line(shell, shell->inputs[shell->input_count - 1], &reader, &error);
    } else {
        struct source_text source = {buf_text(&reader.text), reader.text.length, reader.first_line,
                                     0, false};
        report_error(shell, &source, &error);
    }
    reader_clear(&reader);
    return well;
}

bool shell_begin_work(struct shell *shell, const char *name, struct recording *before,
                      struct error *error)
{
    struct call call = {.command = command_named(shell->commands, name, strlen(name)),
                        .text = name,
                        .length = strlen(name)};
    *before = recording_before(shell, &call);
    return question_allows(shell, &call, error);
}

void shell_end_work(struct shell *shell, const struct recording *before, const char *text,
                    bool well)
{
    struct call call;
    struct error error = ERROR_NONE;
    size_t length = strlen(text);
    if (!call_parse(&call, shell->commands, shell->session, text, length, &error)) {
        report_error(shell, NULL, &error);
        return;
    }
    remember(shell, text, length);
    question_after(shell);
    note(shell, false, text, length);
    recording_after(shell, &call, well, before);
    host_keep(shell->host);
    shell_send(shell);
    if (shell->follower)
        shell->follower->after(shell, &call, well);
    call_clear(&call);
}
