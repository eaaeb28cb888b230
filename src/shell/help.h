// SPDX-License-Identifier: GPL-3.0-or-later
// Help, all of it from the command table and the table of topics: the overview, a command's page
// with an example that is run at that moment, a topic's page. Everything is appended to the
// caller's buffer. [commands] is the table it is about.
#ifndef SHELL_HELP_H
#define SHELL_HELP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "shell/command.h"
#include "view/style.h"

// A short text in the words of a first course.
struct help_topic {
    const char *name;
    const char *summary;
    const char *text;
};

extern const struct help_topic help_topics[];
extern const size_t help_topic_count;

// All commands by heading, on one screen.
void help_overview(struct buf *out, struct style style, const struct command_table *commands);

// The page of a command or a topic, or where a word of a list, an option or a name belongs. False with
// [error] set when there is nothing of that name. With [hides] an example is shown without what it answers,
// which may be what an open question asks.
bool help_about(struct buf *out, struct style style, const struct command_table *commands,
                const char *name, size_t length, bool hides, struct error *error);

// A command's page: usage, meaning, example with its real answer, but for [hides].
void help_page(struct buf *out, struct style style, const struct command_table *commands,
               const struct command *command, bool hides);

// The transcript of a command's example, run in a fresh shell of its own. False when it failed.
bool help_example(struct buf *out, const struct command_table *commands,
                  const struct command *command);

#endif
