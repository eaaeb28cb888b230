// SPDX-License-Identifier: GPL-3.0-or-later
// A script as it is read while it runs: its comments and commands before their answers, and a script that
// teaches waits for Enter at each blank line. Everything goes to the shell's answer; nothing is owned.
#ifndef SHELL_TRANSCRIPT_H
#define SHELL_TRANSCRIPT_H

#include <stdbool.h>

struct input;
struct reader;
struct shell;

// Whether the lines of [input] are shown: with --echo, or because a person sourced it. Never a person's
// own lines, nor those of a saved session.
bool transcript_has(const struct shell *shell, const struct input *input);

// Shows the comments of the line that was just read, but for those for other programs (#!, SPDX). At a
// blank line it leaves one, or waits for the person to press Enter; shell->leaves is set if they
// leave the script instead.
void transcript_notes(struct shell *shell, const struct input *input, const struct reader *reader);

// Shows one of the line's commands after the prompt that it would be typed at, with the comment that ends
// the line where it is the only command of it.
void transcript_command(struct shell *shell, const struct reader *reader, const char *text);

#endif
