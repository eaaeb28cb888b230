// SPDX-License-Identifier: GPL-3.0-or-later
// Commands from a script file or from stdin without a prompt. The input owns its block and, unless it
// is stdin, its descriptor; the output is borrowed for the input's life.
#ifndef FRONT_INPUT_FILE_H
#define FRONT_INPUT_FILE_H

#include "base/error.h"
#include "front/output.h"
#include "shell/input.h"

// Opens the script [path], which must be a regular file. NULL with [error] set, and suggestions
// where a file of nearly that name is there.
struct input *input_file_open(const char *path, struct output *output, struct error *error);

// The same for a file that messages call [name].
struct input *input_file_open_as(const char *path, const char *name, struct output *output,
                                 struct error *error);

// Reads stdin, whatever it is; close leaves it open. NULL with [error] set when memory ran out.
struct input *input_file_stdin(struct output *output, struct error *error);

// Adds to [error] the files of nearly that name, from the folder the missing [path] would be in.
void input_file_suggest(const char *path, struct error *error);

#endif
