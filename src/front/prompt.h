// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees before the cursor. The buffers are the caller's.
#ifndef FRONT_PROMPT_H
#define FRONT_PROMPT_H

#include <stdbool.h>

#include "base/buf.h"
#include "front/output.h"

// Appends [prompt] in bold green where colour suits. Readline must know which bytes take no room,
// or it misplaces the cursor on a line that wraps: [hide] puts its marks around them.
void prompt_add(struct buf *out, struct output *output, const char *prompt, bool hide);

// Writes a pasted line as if it had been typed at its prompt.
void prompt_show_line(struct output *output, const char *prompt, const char *line);

#endif
