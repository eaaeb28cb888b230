// SPDX-License-Identifier: GPL-3.0-or-later
// A text is placed by the width that Cairo measures, whatever the font is.
#include "view/picture_page.h"

void page_use_color(const struct page *page, struct color color)
{
    page->api->set_source_rgb(page->cr, color.red, color.green, color.blue);
}

void page_use_ink(const struct page *page, enum ink ink)
{
    page_use_color(page, color_ink(ink));
}

void page_use_font(const struct page *page, double size, bool is_bold)
{
    page->api->select_font_face(page->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                                is_bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    page->api->set_font_size(page->cr, size);
}

double page_text_width(const struct page *page, const char *text)
{
    cairo_text_extents_t extents;
    page->api->text_extents(page->cr, text, &extents);
    return extents.x_advance;
}

void page_put_text(const struct page *page, double x, double y, double size, enum side side,
                   const char *text)
{
    double width = page_text_width(page, text);
    x -= side == SIDE_MIDDLE ? width / 2 : side == SIDE_RIGHT ? width : 0;
    page->api->move_to(page->cr, x, y + 0.36 * size);
    page->api->show_text(page->cr, text);
}
