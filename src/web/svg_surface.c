// SPDX-License-Identifier: GPL-3.0-or-later
// A PDF is a surface that has failed from the start.
#include "web/svg_surface.h"

#include <stdlib.h>

static cairo_surface_t *create_surface(cairo_write_func_t write, void *context)
{
    cairo_surface_t *surface = calloc(1, sizeof *surface);
    if (surface) {
        surface->write = write;
        surface->context = context;
    }
    return surface;
}

cairo_surface_t *svg_surface_create(cairo_write_func_t write, void *context, double width,
                                    double height)
{
    cairo_surface_t *surface = create_surface(write, context);
    if (surface)
        buf_printf(&surface->text,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%g\" "
                   "height=\"%g\" font-family=\"Helvetica, Arial, sans-serif\">\n",
                   width, height, width, height);
    return surface;
}

cairo_surface_t *svg_surface_refuse_pdf(cairo_write_func_t write, void *context, double width,
                                        double height)
{
    (void)width, (void)height;
    cairo_surface_t *surface = create_surface(write, context);
    if (surface)
        surface->status = CAIRO_STATUS_WRITE_ERROR;
    return surface;
}

void svg_surface_set_metadata(cairo_surface_t *surface, cairo_pdf_metadata_t what, const char *text)
{
    (void)surface, (void)what, (void)text;
}

cairo_surface_t *svg_surface_create_image(cairo_format_t format, int cols, int rows)
{
    (void)format;
    cairo_surface_t *surface = create_surface(NULL, NULL);
    if (!surface)
        return NULL;
    surface->pixels = calloc((size_t)cols * (size_t)rows, 4);
    surface->cols = cols;
    surface->rows = rows;
    surface->status = surface->pixels ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
    return surface;
}

unsigned char *svg_surface_pixels(cairo_surface_t *surface)
{
    return surface ? surface->pixels : NULL;
}

int svg_surface_stride(cairo_surface_t *surface)
{
    return surface ? 4 * surface->cols : 0;
}

void svg_surface_do_nothing(cairo_surface_t *surface)
{
    (void)surface;
}

cairo_status_t svg_surface_refuse_png(cairo_surface_t *surface, cairo_write_func_t write,
                                      void *context)
{
    (void)surface, (void)write, (void)context;
    return CAIRO_STATUS_WRITE_ERROR;
}

void svg_surface_finish(cairo_surface_t *surface)
{
    if (!surface || !surface->write || surface->status)
        return;
    buf_puts(&surface->text, "</svg>\n");
    if (surface->text.failed)
        surface->status = CAIRO_STATUS_NO_MEMORY;
    else
        surface->status =
            surface->write(surface->context, (const unsigned char *)buf_text(&surface->text),
                           (unsigned)surface->text.length);
}

cairo_status_t svg_surface_status(cairo_surface_t *surface)
{
    return surface ? surface->status : CAIRO_STATUS_NO_MEMORY;
}

void svg_surface_destroy(cairo_surface_t *surface)
{
    if (!surface)
        return;
    buf_free(&surface->text);
    free(surface->pixels);
    free(surface);
}

const char *svg_status_text(cairo_status_t status)
{
    return status == CAIRO_STATUS_WRITE_ERROR
               ? "this page writes .svg; .png and .pdf need the installed program"
               : "there is not enough memory";
}
