// SPDX-License-Identifier: GPL-3.0-or-later
// TAB. One completion at a time, since Readline keeps its state in globals.
#ifndef FRONT_READLINE_COMPLETE_H
#define FRONT_READLINE_COMPLETE_H

#include <stdbool.h>

#include "front/output.h"
#include "shell/shell.h"

// From now on TAB completes what [shell] says fits, with usage lines on [output], both borrowed; [has_more]
// says whether more was typed already.
void readline_complete_start(const struct shell *shell, struct output *output,
                             bool (*has_more)(void));

// From now on the files to offer come from that generator, as Readline's go, and relative names lead from
// [folder], which is borrowed.
void readline_complete_files(char *(*next)(const char *text, int state), const char *folder);

// Frees what the last TAB found.
void readline_complete_end(void);

#endif
