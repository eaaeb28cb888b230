// SPDX-License-Identifier: GPL-3.0-or-later
// What the calls of svg.c draw on: the text of an SVG as it grows, or the pixels of an image in it. Cairo's own functions say
// what each does; a page writes no PDF and no PNG, and says so by the status.
#ifndef WEB_SVG_SURFACE_H
#define WEB_SVG_SURFACE_H

#include "base/buf.h"
#include "view/cairo_api.h"

struct _cairo_surface {
    cairo_write_func_t write; // NULL for an image
    void *context;
    struct buf text;
    unsigned clips;
    cairo_status_t status;
    unsigned char *pixels;
    int cols, rows;
};

cairo_surface_t *svg_surface_create(cairo_write_func_t write, void *context, double width,
                                    double height);
cairo_surface_t *svg_surface_refuse_pdf(cairo_write_func_t write, void *context, double width,
                                        double height);
void svg_surface_set_metadata(cairo_surface_t *surface, cairo_pdf_metadata_t what,
                              const char *text);
cairo_surface_t *svg_surface_create_image(cairo_format_t format, int cols, int rows);
unsigned char *svg_surface_pixels(cairo_surface_t *surface);
int svg_surface_stride(cairo_surface_t *surface);
void svg_surface_do_nothing(cairo_surface_t *surface);
cairo_status_t svg_surface_refuse_png(cairo_surface_t *surface, cairo_write_func_t write,
                                      void *context);
void svg_surface_finish(cairo_surface_t *surface);
cairo_status_t svg_surface_status(cairo_surface_t *surface);
void svg_surface_destroy(cairo_surface_t *surface);
const char *svg_status_text(cairo_status_t status);

#endif
