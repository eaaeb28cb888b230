// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of a page: those of the shell, and share.
#ifndef WEB_CMD_SHARE_H
#define WEB_CMD_SHARE_H

#include "shell/command.h"

extern const struct command_table web_commands;

#endif
