// SPDX-License-Identifier: GPL-3.0-or-later
// What every command uses: the session, and the one buffer that its answer is built in. When the command
// fails the buffer is dropped, so that a failed command prints its error and nothing else.
#include "shell/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/timeline.h"
#include "network/kernel.h"
#include "session/session.h"
#include "shell/record.h"
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
    if (shell->record)
        shell->record->close(shell->record);
    timeline_free(shell->timeline);
    session_free(shell->session);
    buf_free(&shell->out);
    for (size_t i = 0; i < SHELL_HISTORY_MOST; i++)
        free(shell->history[i]);
    free(shell->repeat);
    free(shell);
}

struct style shell_style(const struct shell *shell)
{
    const struct host *host = shell->host;
    const struct settings *settings = &shell->session->settings;
    return style_of(settings, host_wants_color(host, settings->color));
}

bool shell_send(struct shell *shell)
{
    if (!shell->unwritable && shell->out.length)
        shell->unwritable = !host_write(shell->host, buf_text(&shell->out), shell->out.length);
    shell->is_torn = shell->is_torn || shell->out.failed;
    buf_clear(&shell->out);
    return !shell->unwritable;
}

void shell_prompt(const struct shell *shell, struct buf *prompt)
{
    const struct session *session = shell->session;
    char name[STAGE_NAME_SIZE];
    buf_puts(prompt, "nnsh");
    if (session->network && session->done > 0) {
        stage_name(stage_at(session->network->layer_count, session->done), name);
        buf_printf(prompt, " [epoch %zu, next %s]", session->epoch, name);
    } else if (session->epoch > 0) {
        buf_printf(prompt, " [epoch %zu]", session->epoch);
    }
    buf_puts(prompt, "> ");
}

uint64_t shell_digest(const struct shell *shell)
{
    return script_digest(shell->session);
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
    buf_puts(&shell->out,
             "nnsh " NNSH_VERSION ", a shell for watching a neural network learn.\n"
             "A first walk: type these one at a time, and read what each one shows.\n"
             "\n"
             "  init         make a small network, 2 inputs, 2 hidden units, 1 output\n"
             "  forward 1    see how it computes its answer for sample 1\n"
             "  backward 1   see how its error flows back to each weight\n"
             "  step         let it learn: one gradient update, old and new values\n"
             "  train 1000   let it learn a thousand times\n"
             "  predict      compare its answers with the targets\n"
             "\n"
             "help lists all commands, help NAME explains one, Ctrl-D leaves.\n");
    shell_send(shell);
}
