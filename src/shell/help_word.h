// SPDX-License-Identifier: GPL-3.0-or-later
// Help about single words: the closed lists that commands choose from (data sets, activations, losses
// and so on), and for each word the place where it belongs. Everything is appended to the caller's
// buffer.
#ifndef SHELL_HELP_WORD_H
#define SHELL_HELP_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "shell/command.h"
#include "view/style.h"

// Appends the lists that the command's parameters choose from.
void help_choices(struct buf *out, struct style style, const struct command *command);

// Whether the word is a row of some table, which help_word then explains.
bool help_has_row(const char *name, size_t length);

// The name of the page about what another word means, such as csv; or NULL.
const char *help_other_name(const char *name, size_t length);

// The part of a command that [name] alone means, as split means `data split`, or NULL.
const struct command *help_page_of(const struct command_table *commands, const char *name,
                                   size_t length);

// Says what a word is that has no page: one of a list, an option, a name or a function of
// expressions; and where there is more about it. False when it is none of them.
bool help_word(struct buf *out, struct style style, const struct command_table *commands,
               const char *name, size_t length);

#endif
