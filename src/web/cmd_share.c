// SPDX-License-Identifier: GPL-3.0-or-later
// The command that only a page has, and the list of commands with it.
#include <string.h>

#include "shell/commands.h"
#include "web/cmd_share.h"
#include "web/web.h"

static command_function run_share;

static const struct command share_command = {
    .name = "share",
    .topic = TOPIC_FILES,
    .summary = "an address that opens this session in another browser",
    .details = "The address holds the network, its data and its settings, and nothing is\n"
               "sent anywhere: whoever opens it continues from here. A session with a\n"
               "large table or network is better passed on as a file, with save.",
    .example = "init\ntrain 100\n",
    .reveals = REVEALS_YES,
    .run = run_share,
};

static bool run_share(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    return web_share(shell) || error_memory(error);
}

static const struct command *const rows[] = {COMMANDS(COMMAND_ROW) & share_command};

const struct command_table web_commands = {rows, sizeof rows / sizeof *rows};
