// SPDX-License-Identifier: GPL-3.0-or-later
// What every command uses: the session, and the one buffer that its answer is built in. When the command
// fails the buffer is dropped, so that a failed command prints its error and nothing else.
#include "shell/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "history/timeline.h"
#include "network/kernel.h"
#include "session/session.h"
#include "shell/record.h"
#include "view/wrap.h"
#include "view/session_script.h"
#include "view/style.h"

// Says that this machine has no kernel of that name, and which it has.
static void refuse_kernel(const char *name, struct error *error)
{
    char names[100] = "";
    for (size_t i = 0; i < kernel_count; i++) {
        size_t used = strlen(names);
        if (kernel_is_usable(kernels[i]))
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", kernels[i]->name);
    }
    error_set(error, "this machine has no kernel '%s'", error_quote(name, strlen(name)).text);
    error_hint(error, "NNSH_KERNEL may be %s", names);
}

struct shell *shell_create(const struct host *host, const struct command_table *commands,
                           const struct shell_options *options, struct error *error)
{
    struct shell *shell = calloc(1, sizeof *shell);
    if (!shell) {
        error_memory(error);
        return NULL;
    }
    shell->host = host;
    shell->commands = commands;
    shell->options = *options;
    const struct kernel *kernel = options->kernel ? kernel_find(options->kernel) : kernel_best();
    if (kernel)
        shell->session = session_create(kernel, host_memory(host), host->stop, error);
    else
        refuse_kernel(options->kernel, error);
    if (shell->session) {
        shell->session->settings.color = options->color;
        shell->session->cores = host_cores(host);
    }
    if (shell->session)
        shell->timeline = timeline_create(shell->session, error);
    if (!shell->timeline) {
        session_free(shell->session);
        free(shell);
        return NULL;
    }
    return shell;
}

void shell_free(struct shell *shell)
{
    if (!shell)
        return;
    if (shell->follower)
        shell->follower->close(shell);
    free(shell->restoring);
    buf_free(&shell->recorded_reads);
    if (shell->record)
        shell->record->close(shell->record);
    quiz_close(&shell->quiz, &shell->question, shell->session);
    question_close(&shell->question, shell->session);
    timeline_free(shell->timeline);
    session_free(shell->session);
    buf_free(&shell->out);
    for (size_t i = 0; i < SHELL_HISTORY_MOST; i++)
        free(shell->history[i]);
    free(shell->repeat);
    free(shell);
}

// The columns that answers may take, or 0 for any number, where no screen shows them.
static size_t screen_columns(const struct shell *shell)
{
    size_t cols = 0, rows;
    if (shell->columns)
        return shell->columns;
    return host_terminal(shell->host, &cols, &rows) ? size_min(cols, WRAP_COLUMNS_MOST) : 0;
}

struct style shell_style(const struct shell *shell)
{
    const struct host *host = shell->host;
    const struct settings *settings = &shell->session->settings;
    struct style style = style_of(settings, host_wants_color(host, settings->color));
    style.columns = screen_columns(shell);
    style.stop = shell->session->stop;
    return style;
}

// The bytes of a long text that are wrapped at a time, up to the end of a line.
static size_t wrap_portion(const char *text, size_t length)
{
    enum { PORTION = 1 << 16 };
    const char *end = length > PORTION ? memchr(text + PORTION, '\n', length - PORTION) : NULL;
    return end ? (size_t)(end + 1 - text) : length;
}

// Appends text[0, length), whole lines, as wide as the screen. Signs are wider in ASCII, so they are spelled
// before anything is measured.
static void wrap_lines(const struct shell *shell, const char *text, size_t length, struct buf *out)
{
    size_t columns = screen_columns(shell);
    struct buf spelled = BUF_EMPTY;
    if (!host_writes_utf8(shell->host)) {
        utf8_to_ascii(&spelled, text, length);
        text = buf_text(&spelled);
        length = spelled.length;
    }
    wrap_text(out, text, length, columns);
    out->failed = out->failed || spelled.failed;
    buf_free(&spelled);
}

void shell_wrap(const struct shell *shell, struct buf *text)
{
    struct buf wrapped = BUF_EMPTY;
    if (screen_columns(shell) == 0 || text->length == 0)
        return;
    for (size_t at = 0, portion; at < text->length; at += portion) {
        if (at > 0 && host_is_stopped(shell->host)) {
            buf_clear(&wrapped); // what is made would take as long to show
            buf_puts(&wrapped, "interrupted\n");
            break;
        }
        portion = wrap_portion(text->data + at, text->length - at);
        wrap_lines(shell, text->data + at, portion, &wrapped);
    }
    if (!wrapped.failed) { // else the screen breaks the lines
        struct buf old = *text;
        *text = wrapped;
        text->failed = old.failed;
        wrapped = old;
    }
    buf_free(&wrapped);
}

bool shell_send(struct shell *shell)
{
    if (shell->is_mute) {
        shell->is_torn = shell->is_torn || shell->out.failed;
        buf_clear(&shell->out);
        return !shell->unwritable;
    }
    shell_wrap(shell, &shell->out);
    if (!shell->unwritable && shell->out.length)
        shell->unwritable = !host_write(shell->host, buf_text(&shell->out), shell->out.length);
    shell->is_torn = shell->is_torn || shell->out.failed;
    buf_clear(&shell->out);
    return !shell->unwritable;
}

// Whether the answer has more lines than the screen, with one left for the prompt.
static bool is_longer_than_screen(const struct shell *shell)
{
    size_t cols, rows, lines = 1;
    if (!host_terminal(shell->host, &cols, &rows))
        return false;
    for (size_t i = 0; i < shell->out.length; i++)
        lines += shell->out.data[i] == '\n';
    return lines > rows;
}

bool shell_page(struct shell *shell)
{
    bool is_typed = shell->input_count > 0 && shell->inputs[shell->input_count - 1]->is_interactive;
    shell_wrap(shell, &shell->out);
    if (is_typed && !shell->out.failed && is_longer_than_screen(shell) &&
        host_page(shell->host, buf_text(&shell->out), shell->out.length))
        buf_clear(&shell->out);
    return shell_send(shell);
}

void shell_prompt(const struct shell *shell, struct buf *prompt)
{
    const struct session *session = shell->session;
    char name[STAGE_NAME_SIZE];
    struct buf parts = BUF_EMPTY;
    if (shell->follower)
        shell->follower->prompt(shell, &parts);
    size_t done = session_shown(session);
    bool is_begun = session->network && done > 0;
    if (is_begun || session->epoch > 0)
        buf_printf(&parts, "%sepoch %zu", parts.length ? ", " : "", session->epoch);
    if (is_begun) {
        stage_name(stage_at(session->network->layer_count, done), name);
        buf_printf(&parts, ", next %s", name);
    }
    buf_printf(prompt, parts.length ? "nnsh [%s]> " : "nnsh> ", buf_text(&parts));
    prompt->failed = prompt->failed || parts.failed;
    buf_free(&parts);
}

// Puts what the follower saves before the last line of [text], which ends a saved session.
static void save_follower(const struct shell *shell, struct buf *text)
{
    struct buf last = BUF_EMPTY;
    size_t at = text->length;
    while (at > 0 && (at == text->length || text->data[at - 1] != '\n'))
        at--;
    buf_puts(&last, buf_text(text) + at);
    text->length = at;
    shell->follower->save(shell, text);
    buf_append(text, &last);
    buf_free(&last);
}

bool shell_script(const struct shell *shell, struct buf *text, const volatile sig_atomic_t *stop)
{
    const struct script_options way = {.copies_data = !shell_has_data(shell), .stop = stop};
    bool is_whole = script_body(text, shell->session, way);
    if (is_whole && shell->follower)
        save_follower(shell, text);
    return is_whole;
}

bool shell_has_person(const struct shell *shell)
{
    return shell->input_count > 0 && shell->inputs[0]->is_interactive;
}

bool shell_may_name(const struct shell *shell, const char *name, size_t length, struct error *error)
{
    if (shell->loads || !shell->follower || !shell->follower->owns_name(shell, name, length))
        return true;
    error_set(error, "%s belongs to the lesson, which needs it as it is",
              error_quote(name, length).text);
    return error_hint(error, "choose another name");
}

uint64_t shell_digest(const struct shell *shell)
{
    uint64_t digest = script_digest(shell->session);
    struct buf text = BUF_EMPTY;
    if (shell->follower)
        shell->follower->save(shell, &text);
    for (size_t i = 0; i < text.length; i++) // FNV-1a goes on
        digest = (digest ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
    buf_free(&text);
    return digest;
}

bool shell_has_data(const struct shell *shell)
{
    const struct dataset *data = shell->session->data;
    const struct host *host = shell->host;
    return !data->file || host_has_data(host, data->file, data->file_bytes, data->file_checksum);
}

bool shell_finish(struct shell *shell)
{
    if (shell->passed + shell->failed > 0) {
        buf_printf(&shell->out, "%zu passed, %zu failed\n", shell->passed, shell->failed);
        shell_send(shell);
    }
    return shell->failed == 0;
}

void shell_banner(struct shell *shell)
{
    bool has_screen = host_has_screen(shell->host);
    buf_printf(&shell->out,
               "nnsh " NNSH_VERSION ", a shell for watching a neural network learn.\n"
               "A first walk: type these one at a time, and read what each one shows.\n"
               "\n"
               "  init         make a small network, 2 inputs, 2 hidden units, 1 output\n"
               "  forward 1    see how it computes its answer for sample 1\n"
               "  backward 1   see how its error is traced back to each weight\n"
               "  step         let it learn: one gradient update, old and new values\n"
               "  train 1000   let it learn a thousand times\n"
               "  predict      compare its answers with the targets\n"
               "%s"
               "\n"
               "A name alone shows its value, as in w1, and lr = 0.5 sets one.\n"
               "help lists all commands, help NAME explains one.\n"
               "lesson lists the twelve lessons of a course%s.\n",
               has_screen ? "  live         watch it learn, on the whole screen; q leaves\n" : "",
               has_screen ? ", Ctrl-D leaves" : "");
    shell_send(shell);
}
