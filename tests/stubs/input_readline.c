// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for src/front/input_readline.c where nnsh is built for a machine whose Readline is not at hand:
// that program runs scripts and serves no terminal.
#include "front/input_readline.h"

struct input *input_readline_create(const struct shell *shell, struct output *output,
                                    struct error *error)
{
    (void)shell, (void)output;
    error_set(error, "this nnsh was built without Readline");
    return NULL;
}
