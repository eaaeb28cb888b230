// SPDX-License-Identifier: GPL-3.0-or-later
// How wide a text is in the font Helvetica: enough to place it, whatever font a browser takes in its place.
#ifndef WEB_HELVETICA_H
#define WEB_HELVETICA_H

#include <stdbool.h>

// In the unit of the font's size. Signs beyond ASCII count as wide ones.
double helvetica_width(const char *text, double size, bool is_bold);

#endif
