// SPDX-License-Identifier: GPL-3.0-or-later
// Commands typed at a terminal, with editing, history and TAB. One such input at a time, since
// Readline keeps its state in globals; it borrows the shell and the output for its life.
#ifndef FRONT_INPUT_READLINE_H
#define FRONT_INPUT_READLINE_H

#include "base/error.h"
#include "front/output.h"
#include "shell/input.h"
#include "shell/shell.h"

// An input that asks at the terminal, with what was typed in earlier sessions and keeping what is typed
// now if [has_history] says so. [each], unless NULL, is called before each prompt. NULL with [error] set when memory ran out.
//
// Several lines pasted at once are handed out one by one: each is shown after its prompt, and
// input->rest counts those still waiting. Setting it to 0 drops them; the next read then says how
// many were not run.
struct input *input_readline_create(const struct shell *shell, struct output *output,
                                    bool has_history, void (*each)(void), struct error *error);

#endif
