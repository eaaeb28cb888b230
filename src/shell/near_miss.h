// SPDX-License-Identifier: GPL-3.0-or-later
// Words that people know from other programs, and the line that does the same here. Each is a table
// row; nothing is owned.
#ifndef SHELL_NEAR_MISS_H
#define SHELL_NEAR_MISS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct session;
struct suggestions;

// What was typed.
struct near_miss {
    const char *context; // the command before the word; "": the word was the first
    const char *word;
    size_t length;
    const char *rest; // what follows the word, up to the end of the command
    size_t rest_length;
};

// Looks for the line that does what was meant. Where there is one, it becomes the error's hint, filled in
// with the sizes of the present network and data so that it works as it is: "type 'init 2 3 1'"; with
// [own_name], that `let` makes a name of that spelling is added. Whether there was one.
bool near_miss_hint(const struct session *session, const struct near_miss *typed, bool own_name,
                    struct error *error);

// Completes the refusal of a word after [command] that names nothing: appends what was probably meant, of
// the names that [nearest] has considered already and of the quantities; where nothing is near, gives the
// line that was meant, or else [otherwise], as the hint. Always false.
bool near_miss_refuse(const struct session *session, const char *command,
                      struct suggestions *nearest, const char *otherwise, struct error *error);

// Makes the hint of the line as it should be where a command's arguments are separated by spaces only: the
// characters of [separators] become spaces. Always false.
bool near_miss_blanks(const char *command, const char *arguments, size_t length,
                      const char *separators, struct error *error);

#endif
