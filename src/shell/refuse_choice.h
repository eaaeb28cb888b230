// SPDX-License-Identifier: GPL-3.0-or-later
// Saying that a word is none of a closed list.
#ifndef SHELL_REFUSE_CHOICE_H
#define SHELL_REFUSE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "shell/command.h"

// Says that [name] is none of what may stand where an argument of [kind] stands in the command, with the
// nearest ones. Always false.
bool refuse_choice(const struct command *command, enum param_kind kind, const char *name,
                   size_t length, size_t at, struct error *error);

#endif
