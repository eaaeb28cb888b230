// SPDX-License-Identifier: GPL-3.0-or-later
// The message that a word is not in a closed list.
#ifndef SHELL_REFUSE_CHOICE_H
#define SHELL_REFUSE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "shell/command.h"

// Says that [name] is not one of the words that the command takes for an argument of [kind], with the nearest
// of those. Always false.
bool refuse_choice(const struct command *command, enum param_kind kind, const char *name,
                   size_t length, size_t at, struct error *error);

#endif
