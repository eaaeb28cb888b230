// SPDX-License-Identifier: GPL-3.0-or-later
// A page that a plot is drawn on: where its paper is, and the colour, font and text that are put on it.
// Everything is borrowed. Failures stay in the state of [cr], as Cairo keeps them.
#ifndef VIEW_PICTURE_PAGE_H
#define VIEW_PICTURE_PAGE_H

#include <stdbool.h>

#include "view/cairo_api.h"
#include "view/picture_color.h"
#include "view/plot.h"

// In points.
#define PAGE_WIDTH  720.0
#define PAGE_HEIGHT 540.0
#define TEXT_SIZE   13.0

// The page, and where on it the paper lies.
struct page {
    const struct cairo_api *api;
    cairo_t *cr;
    const struct plot *plot;
    double left, top, width, height;
};

enum side { SIDE_LEFT, SIDE_MIDDLE, SIDE_RIGHT }; // which part of a text stands at its x

// The colour, the ink or the font that is drawn with next.
void page_use_color(const struct page *page, struct color color);
void page_use_ink(const struct page *page, enum ink ink);
void page_use_font(const struct page *page, double size, bool is_bold);

// How wide a text is in that font.
double page_text_width(const struct page *page, const char *text);

// Writes a text whose middle line is at y.
void page_put_text(const struct page *page, double x, double y, double size, enum side side,
                   const char *text);

#endif
