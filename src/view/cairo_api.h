// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of Cairo that nnsh draws with, looked up when they are needed: a shell that draws no
// file loads no Cairo, and starts as fast without it. Nothing is owned; the library stays loaded.
#ifndef VIEW_CAIRO_API_H
#define VIEW_CAIRO_API_H

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <stdbool.h>

#include "base/error.h"

#define CAIRO_FUNCTIONS(X)                                                                         \
    X(arc)                                                                                         \
    X(clip)                                                                                        \
    X(close_path)                                                                                  \
    X(create)                                                                                      \
    X(destroy)                                                                                     \
    X(fill)                                                                                        \
    X(fill_preserve)                                                                               \
    X(image_surface_create)                                                                        \
    X(image_surface_get_data)                                                                      \
    X(image_surface_get_stride)                                                                    \
    X(line_to)                                                                                     \
    X(move_to)                                                                                     \
    X(paint)                                                                                       \
    X(pattern_set_filter)                                                                          \
    X(get_source)                                                                                  \
    X(pdf_surface_create_for_stream)                                                               \
    X(pdf_surface_set_metadata)                                                                    \
    X(rectangle)                                                                                   \
    X(restore)                                                                                     \
    X(rotate)                                                                                      \
    X(save)                                                                                        \
    X(scale)                                                                                       \
    X(select_font_face)                                                                            \
    X(set_dash)                                                                                    \
    X(set_font_size)                                                                               \
    X(set_line_cap)                                                                                \
    X(set_line_join)                                                                               \
    X(set_line_width)                                                                              \
    X(set_source_rgb)                                                                              \
    X(set_source_surface)                                                                          \
    X(show_text)                                                                                   \
    X(status)                                                                                      \
    X(status_to_string)                                                                            \
    X(stroke)                                                                                      \
    X(surface_destroy)                                                                             \
    X(surface_finish)                                                                              \
    X(surface_flush)                                                                               \
    X(surface_mark_dirty)                                                                          \
    X(surface_status)                                                                              \
    X(surface_write_to_png_stream)                                                                 \
    X(svg_surface_create_for_stream)                                                               \
    X(text_extents)                                                                                \
    X(text_path)                                                                                   \
    X(translate)

struct cairo_api {
#define CAIRO_MEMBER(name) __typeof__(&cairo_##name) name;
    CAIRO_FUNCTIONS(CAIRO_MEMBER)
#undef CAIRO_MEMBER
};

// Fills the table. False with [error] set, saying what to install, when Cairo is not there.
bool cairo_api_load(struct cairo_api *api, struct error *error);

#endif
