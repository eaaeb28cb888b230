// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about the shell itself: help, clear, version, quit.
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/help.h"
#include "shell/shell.h"

static command_function run_help;

enum { TOPIC };

const struct command help_command = {
    .name = "help",
    .alias = "?",
    .topic = TOPIC_LEARN,
    .params = {[TOPIC] = {"TOPIC", PARAM_TOPIC, .flags = PARAM_OPTIONAL}},
    .summary = "explain a command, a topic or a word",
    .details = "On its own it lists the commands and the topics. For any other word on the\n"
               "screen (a setting, a data set, an option, a name) it says what the word\n"
               "means and which command it belongs to. The words of a first course, from\n"
               "activation to XOR, are explained with a line to try: 'help hidden unit'.",
    .example = "help shapes\n",
    .flags = COMMAND_PLAIN | COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_help,
};

static bool run_help(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *topic = &call->arguments[TOPIC];
    struct style style = shell_style(shell);
    if (!topic->given)
        help_overview(&shell->out, style, shell->commands);
    else if (!help_about(&shell->out, style, shell->commands, call->text + topic->at, topic->length,
                         shell->session->hides, error))
        return error_place(error, topic->at, topic->length);
    shell_page(shell);
    return true;
}

static command_function run_clear;

const struct command clear_command = {
    .name = "clear",
    .topic = TOPIC_LEARN,
    .summary = "clear the screen",
    .details = "Nothing but the screen changes; where there is no terminal, nothing happens.",
    .example = "clear\n",
    .flags = COMMAND_PLAIN | COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_clear,
};

static bool run_clear(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    return host_clear_screen(shell->host, error);
}

static command_function run_version;

const struct command version_command = {
    .name = "version",
    .topic = TOPIC_LEARN,
    .summary = "tell which nnsh this is",
    .details = "It says the same as nnsh --version.",
    .example = "version\n",
    .flags = COMMAND_PLAIN | COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_version,
};

static bool run_version(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    buf_puts(&shell->out, "nnsh " NNSH_VERSION "\n");
    return true;
}

static command_function run_quit;

const struct command quit_command = {
    .name = "quit",
    .alias = "exit",
    .key = "q",
    .topic = TOPIC_LEARN,
    .summary = "leave",
    .details = "Ctrl-D at an empty prompt does the same. In a script it ends that script;\n"
               "when nnsh was given several files, it runs the next one.",
    .example = "quit\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_NO,
    .run = run_quit,
};

static bool run_quit(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    shell->quits = true;
    return true;
}
