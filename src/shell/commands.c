// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing below this file includes it by its table: a shell is handed the table when it is made.
#include "shell/commands.h"

static const struct command *const rows[] = {COMMANDS(COMMAND_ROW)};

const struct command_table commands = {rows, sizeof rows / sizeof *rows};
