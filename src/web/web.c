// SPDX-License-Identifier: GPL-3.0-or-later
// A page cannot wait inside a call, so the shell is called for each line that was typed. Lines of a command that
// is not whole yet are collected, and run together with the last one.
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "history/timeline.h"
#include "session/fit.h"
#include "session/session.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/reader.h"
#include "shell/report.h"
#include "shell/shell.h"
#include "view/report.h"
#include "web/cmd_share.h"
#include "web/page.h"
#include "web/web.h"

#define EXPORTED(name) __attribute__((export_name(#name)))

// Parameters of a network that a report is made of: it holds five moments of them or more, after each command.
enum { REPORT_MOST = 50000 };

// What became of a line.
enum line_result { LINE_DONE, LINE_WANTS_MORE, LINE_ENDED };

// How a script is run.
enum script_flags { SCRIPT_ECHO = 1, SCRIPT_KEEP_GOING = 2, SCRIPT_COLOR = 4 };

// The lines typed for the next command.
struct typed {
    struct input_text text; // first, so that one pointer is both; it reads [lines]
    struct buf lines;       // each with its newline
    bool lacks;             // a line was asked for that is not there
};

static struct host host;
static struct shell *shell;
static struct typed typed;

// Handed out to the page's program, which writes a text into it before a call.
EXPORTED(nnsh_allocate) char *nnsh_allocate(size_t bytes);
EXPORTED(nnsh_free) void nnsh_free(char *bytes);
// Starts the shell for a person. False where memory does not suffice.
EXPORTED(nnsh_start) bool nnsh_start(size_t cols, size_t rows, bool has_color);
EXPORTED(nnsh_banner) void nnsh_banner(void);
EXPORTED(nnsh_resize) void nnsh_resize(size_t cols, size_t rows);
// Runs a line, and passes on the prompt for the next.
EXPORTED(nnsh_line) enum line_result nnsh_line(const char *text, size_t length);
// Forgets the lines of a command that is not whole yet.
EXPORTED(nnsh_abandon) void nnsh_abandon(void);
// Makes the session the one that [text], which is what `save` writes, describes. False with the reason
// said where it is none.
EXPORTED(nnsh_load) bool nnsh_load(const char *text, size_t length);
// Passes on the words that may stand at the byte [cursor] of the line.
EXPORTED(nnsh_complete) void nnsh_complete(const char *line, size_t cursor);
// Passes on the training as JSON, "" where there is nothing to show, "hidden" where a question is open.
EXPORTED(nnsh_report) void nnsh_report(void);
// Runs a script from a fresh start, where nobody types; the exit status.
EXPORTED(nnsh_run) int nnsh_run(const char *name, const char *text, size_t length, unsigned flags);

char *nnsh_allocate(size_t bytes)
{
    return malloc(bytes ? bytes : 1);
}

void nnsh_free(char *bytes)
{
    free(bytes);
}

static enum input_result read_line(struct input *input, const char *prompt, const char **line,
                                   size_t *length, struct error *error)
{
    struct typed *own = (struct typed *)(void *)input;
    enum input_result result = input_text_line(&own->text, line, length, error);
    own->lacks = result == INPUT_END && own->text.at > 0;
    if (own->lacks)
        page_prompt(prompt, strlen(prompt));
    return result;
}

// The lines are read from the first one on.
static void rewind_lines(void)
{
    typed.text.text = typed.lines.data;
    typed.text.length = typed.lines.length;
    typed.text.at = 0;
}

static void close_nothing(struct input *input)
{
    (void)input;
}

// Whether the lines are whole commands.
static bool is_whole(void)
{
    struct reader reader = READER_EMPTY;
    struct error unheard = ERROR_NONE;
    rewind_lines();
    reader_next(&reader, &typed.text.input, "", &unheard);
    bool whole = !typed.lacks;
    reader_clear(&reader);
    return whole;
}

static void pass_prompt(void)
{
    struct buf prompt = BUF_EMPTY;
    shell_prompt(shell, &prompt);
    page_prompt(buf_text(&prompt), prompt.length);
    buf_free(&prompt);
}

bool nnsh_start(size_t cols, size_t rows, bool has_color)
{
    struct error error = ERROR_NONE;
    struct shell_options options = {.color = 'a'};
    typed.text.input =
        (struct input){.read = read_line, .close = close_nothing, .is_interactive = true};
    web_resize(cols, rows);
    host = web_host(true, has_color);
    shell = shell_create(&host, &web_commands, &options, &error);
    if (!shell) {
        host.note(NULL, error.what, strlen(error.what));
        return false;
    }
    web_follow(shell);
    pass_prompt();
    return true;
}

void nnsh_banner(void)
{
    shell_banner(shell);
}

void nnsh_resize(size_t cols, size_t rows)
{
    web_resize(cols, rows);
}

enum line_result nnsh_line(const char *text, size_t length)
{
    buf_add(&typed.lines, text, length);
    buf_puts(&typed.lines, "\n");
    if (!typed.lines.failed && !is_whole())
        return LINE_WANTS_MORE;
    rewind_lines();
    shell_run(shell, &typed.text.input);
    buf_clear(&typed.lines);
    web_keep(shell);
    pass_prompt();
    return shell->quits ? LINE_ENDED : LINE_DONE;
}

void nnsh_abandon(void)
{
    buf_clear(&typed.lines);
    pass_prompt();
}

// Makes the present state the one before which there is nothing to undo. A lesson has a time of its own.
static void begin_time(void)
{
    struct error unheard = ERROR_NONE;
    if (shell->play)
        return;
    timeline_free(shell->timeline);
    shell->timeline = timeline_create(shell->session, &unheard);
    if (!shell->timeline)
        __builtin_trap(); // without memory for that, nothing else would work: the page starts anew
    shell->recorded_from = 0;
}

bool nnsh_load(const char *text, size_t length)
{
    static const char name[] = "session.nn", command[] = "load session.nn";
    page_file_write(name, strlen(name), text, length, false);
    bool was_mute = shell->is_mute;
    shell->is_mute = true;
    buf_clear(&typed.lines);
    buf_puts(&typed.lines, command);
    buf_puts(&typed.lines, "\n");
    rewind_lines();
    size_t typed_before = shell->history_count;
    bool well = shell_run(shell, &typed.text.input);
    shell->history_count = typed_before; // nobody typed it
    buf_clear(&typed.lines);
    shell->is_mute = was_mute;
    if (well)
        begin_time();
    pass_prompt();
    return well;
}

void nnsh_complete(const char *line, size_t cursor)
{
    struct completion found;
    struct buf words = BUF_EMPTY;
    complete(shell, line, cursor, &found);
    for (size_t i = 0; i < found.count; i++)
        buf_printf(&words, "%s\n", found.words[i]);
    page_words(found.start, found.files, buf_text(&words), words.length, buf_text(&found.usage),
               found.usage.length);
    buf_free(&words);
    completion_clear(&found);
}

void nnsh_report(void)
{
    struct session *session = shell->session;
    struct error unheard = ERROR_NONE;
    struct export_source source = {.session = session, .at = session, .timeline = shell->timeline};
    struct report report = {.source = &source};
    // An open question hides what the report would show.
    const char *instead = shell->question.is_open ? "hidden" : "";
    if (session->network && session->network->parameter_count <= REPORT_MOST &&
        !shell->question.is_open &&
        fit_check(session->network, session->data, session->settings.loss, &unheard) &&
        report_fill(&report, &unheard))
        page_report(buf_text(&report.json), report.json.length);
    else
        page_report(instead, strlen(instead));
    report_clear(&report);
}

int nnsh_run(const char *name, const char *text, size_t length, unsigned flags)
{
    struct error error = ERROR_NONE;
    struct shell_options options = {.echo = flags & SCRIPT_ECHO,
                                    .keep_going = flags & SCRIPT_KEEP_GOING,
                                    .color = flags & SCRIPT_COLOR ? 'y' : 'a'};
    web_resize(0, 0);
    host = web_host(false, false);
    shell = shell_create(&host, &commands, &options, &error);
    bool has_mark = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
    if (has_mark) {
        text += 3;
        length -= 3;
    }
    struct input_text *input = shell ? input_text_create(text, length, name, &error) : NULL;
    if (!input)
        return 1;
    bool well = shell_run(shell, &input->input);
    well = shell_finish(shell) && well;
    input->input.close(&input->input);
    shell_free(shell);
    shell = NULL;
    return well ? 0 : 1;
}
