// SPDX-License-Identifier: GPL-3.0-or-later
// A line typed at a terminal on which nothing can be edited: the terminal itself shows it and lets it be corrected.
#ifndef FRONT_PLAIN_LINE_H
#define FRONT_PLAIN_LINE_H

#include "front/output.h"

// Shows [prompt] and returns the line typed, which the caller frees. NULL where Ctrl-D or a signal ended it.
char *plain_line(struct output *output, const char *prompt);

#endif
