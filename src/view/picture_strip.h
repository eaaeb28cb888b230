// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of small pictures of a plot on its page. Everything is borrowed.
#ifndef VIEW_PICTURE_STRIP_H
#define VIEW_PICTURE_STRIP_H

#include "view/picture_page.h"

// All rows, each small picture under its name, each row with its scale at the right.
void strips_draw(const struct page *page);

#endif
