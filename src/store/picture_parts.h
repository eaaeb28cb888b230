// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that draw a page share: picture_page.c, which shares its room out and draws axes, lines
// and keys, and picture_cells.c. Everything is borrowed.
#ifndef STORE_PICTURE_PARTS_H
#define STORE_PICTURE_PARTS_H

#include "store/picture_page.h"

#define TEXT_SIZE 13.0

// The page, and where on it the paper lies.
struct page {
    const struct cairo_api *api;
    cairo_t *cr;
    const struct plot *plot;
    double left, top, width, height;
};

enum side { SIDE_LEFT, SIDE_MIDDLE, SIDE_RIGHT }; // where a text has its place

// The colour, the ink or the font that is drawn with next.
void page_use_color(const struct page *page, struct color color);
void page_use_ink(const struct page *page, enum ink ink);
void page_use_font(const struct page *page, double size, bool is_bold);

// How wide a text is in that font.
double page_text_width(const struct page *page, const char *text);

// Writes a text whose middle line is at y.
void page_put_text(const struct page *page, double x, double y, double size, enum side side,
                   const char *text);

// picture_cells.c: the cells as a plane or as a table, and their scale as a bar at the right.
void page_draw_plane(const struct page *page);
void page_draw_table(const struct page *page);
void page_draw_bar(const struct page *page);

#endif
