// SPDX-License-Identifier: GPL-3.0-or-later
// Commands from a text, as -c gives them. The text is borrowed for the input's life.
#ifndef FRONT_INPUT_TEXT_H
#define FRONT_INPUT_TEXT_H

#include "base/error.h"
#include "shell/input.h"

// An input of the lines of [text], called [name] in messages. NULL with [error] set when memory
// ran out.
struct input *input_text_create(const char *text, const char *name, struct error *error);

#endif
