// SPDX-License-Identifier: GPL-3.0-or-later
// A page of fixed size, drawn from top to bottom: title, paper with axes, keys. It is drawn into memory,
// and the whole is then written as a file is. A plane of cells is one image, smooth between the cells;
// lines and words stay lines and words.
//
// The colours are blue and orange with a light middle, which all kinds of colour blindness leave apart,
// on white paper. Lines are dashed as well, and shapes differ.
#include "view/picture.h"

#include <stdlib.h>
#include <string.h>

#include "view/cairo_api.h"
#include "view/picture_layout.h"
#include "view/picture_page.h"

#define PNG_SCALE 2.0

enum format { FORMAT_SVG, FORMAT_PNG, FORMAT_PDF, FORMAT_COUNT };

static const char *const endings[FORMAT_COUNT] = {".svg", ".png", ".pdf"};

// The format that a path ends in, or FORMAT_COUNT.
static enum format format_of(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (length > strlen(endings[i]) &&
            strcmp(path + length - strlen(endings[i]), endings[i]) == 0)
            return (enum format)i;
    return FORMAT_COUNT;
}

bool picture_is_possible(const char *path, struct error *error)
{
    struct cairo_api api;
    if (format_of(path) != FORMAT_COUNT)
        return cairo_api_load(&api, error);
    error_set(error, "a picture's file is .svg, .png or .pdf, and '%s' is none of them",
              error_quote(path, strlen(path)).text);
    return error_hint(error, "as in 'plot loss loss.svg'");
}

struct plot_grid picture_grid(void)
{
    return (struct plot_grid){.cols = 240,
                              .rows = 160,
                              .table_cols = 96,
                              .table_rows = 64,
                              .units = 11,
                              .layers = 9,
                              .named_layers = 9,
                              .tiles = 10,
                              .strips = 6};
}

// Takes a piece of the file that Cairo makes.
static cairo_status_t take(void *context, const unsigned char *data, unsigned length)
{
    struct buf *file = context;
    buf_add(file, (const char *)data, length);
    return file->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *create_surface(const struct cairo_api *api, enum format format,
                                       struct buf *file)
{
    cairo_surface_t *surface;
    switch (format) {
    case FORMAT_SVG:
        return api->svg_surface_create_for_stream(take, file, PAGE_WIDTH, PAGE_HEIGHT);
    case FORMAT_PDF:
        surface = api->pdf_surface_create_for_stream(take, file, PAGE_WIDTH, PAGE_HEIGHT);
        // The same picture is the same file, whenever it is drawn.
        api->pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                      "2000-01-01T00:00:00Z");
        return surface;
    default:
        return api->image_surface_create(CAIRO_FORMAT_RGB24, (int)(PAGE_WIDTH * PNG_SCALE),
                                         (int)(PAGE_HEIGHT * PNG_SCALE));
    }
}

// Cairo numbers its surfaces for as long as the program runs, and writes the numbers into an SVG: here
// they are counted again, in the order in which they come, so that the same picture is the same file.
static void settle_names(struct buf *file)
{
    static const char *const names[] = {"\"surface", "\"image", "#surface", "#image"};
    unsigned long known[16];
    size_t count = 0;
    struct buf settled = BUF_EMPTY;
    const char *text = buf_text(file), *from = text;
    for (const char *at = text; *at; at++) {
        size_t length = 0;
        for (size_t i = 0; i < sizeof names / sizeof *names && !length; i++)
            if (strncmp(at, names[i], strlen(names[i])) == 0)
                length = strlen(names[i]);
        if (!length || at[length] < '0' || at[length] > '9')
            continue;
        char *end;
        unsigned long number = strtoul(at + length, &end, 10);
        size_t place = 0;
        while (place < count && known[place] != number)
            place++;
        if (place == count && count < sizeof known / sizeof *known)
            known[count++] = number;
        buf_add(&settled, from, (size_t)(at - from) + length);
        buf_printf(&settled, "%zu", place + 1);
        from = end;
        at = end - 1;
    }
    buf_puts(&settled, from);
    buf_free(file);
    *file = settled;
}

// Draws the plot into [file].
static bool draw(const struct cairo_api *api, const struct plot *plot, enum format format,
                 struct buf *file, struct error *error)
{
    cairo_surface_t *surface = create_surface(api, format, file);
    cairo_t *cr = api->create(surface);
    if (format == FORMAT_PNG)
        api->scale(cr, PNG_SCALE, PNG_SCALE);
    layout_draw(api, cr, plot);
    cairo_status_t status = api->status(cr);
    api->destroy(cr);
    if (!status && format == FORMAT_PNG)
        status = api->surface_write_to_png_stream(surface, take, file);
    api->surface_finish(surface);
    status = status ? status : api->surface_status(surface);
    api->surface_destroy(surface);
    if (!status && format == FORMAT_SVG)
        settle_names(file);
    if (status == CAIRO_STATUS_NO_MEMORY || file->failed)
        return error_memory(error);
    return status
               ? error_set(error, "the picture cannot be drawn: %s", api->status_to_string(status))
               : true;
}

bool picture_draw(const struct plot *plot, const char *path, struct buf *file, struct error *error)
{
    struct cairo_api api;
    return picture_is_possible(path, error) && cairo_api_load(&api, error) &&
           draw(&api, plot, format_of(path), file, error);
}
