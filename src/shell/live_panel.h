// SPDX-License-Identifier: GPL-3.0-or-later
// The panels: which there are, and what each shows.
#ifndef SHELL_LIVE_PANEL_H
#define SHELL_LIVE_PANEL_H

#include "shell/live.h"

// Takes the panels that the words name, or where there are none the usual ones for the data. False with
// [error] set and placed in the text.
bool live_panel_choose(struct live *live, const char *words, size_t length, struct error *error);

// Draws panel [index] into an area, of the session at the moment on the screen.
void live_panel_draw(struct live *live, size_t index, struct area area);

// Draws what the last stage showed.
void live_panel_draw_stages(struct live *live, struct area area);

#endif
