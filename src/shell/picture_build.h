// SPDX-License-Identifier: GPL-3.0-or-later
// From the words that name a picture to the picture. The caller owns the plot, which was PLOT_EMPTY, and
// clears it also after a failure.
#ifndef SHELL_PICTURE_BUILD_H
#define SHELL_PICTURE_BUILD_H

#include "shell/picture_kind.h"

// The end of the word at [at]: a blank outside brackets.
size_t picture_word_end(const char *text, size_t length, size_t at);

// The kind of that name, or NULL.
const struct picture_kind *picture_find_kind(const char *name, size_t length);

// Fills the plot with what is wanted, of the shell's session as it is. False with [error] set.
bool picture_build(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                   const struct plot_grid *grid, struct error *error);

#endif
