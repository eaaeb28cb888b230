// SPDX-License-Identifier: GPL-3.0-or-later
// A page has no Cairo, so the calls of view/cairo_api.h that pictures are drawn with are answered here, by the text of an
// SVG. Only what those pictures use is there: paths of lines, circles and rectangles, one clip at a time, texts, one image. A
// text is as wide as in Helvetica, whatever font the browser takes in its place (textLength).
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "view/cairo_api.h"
#include "web/bitmap.h"
#include "web/helvetica.h"
#include "web/svg_surface.h"

enum { STATES_MOST = 8 }; // saved at a time

struct svg_state {
    double a, b, c, d, x, y; // the transformation: x' = a·x + c·y + x, y' = b·x + d·y + y
    double red, green, blue, line_width, font_size, dash[4];
    int dashes;
    cairo_line_join_t join;
    cairo_line_cap_t cap;
    bool is_bold;
    unsigned clip; // its number, or 0
    cairo_surface_t *image;
    double image_x, image_y;
};

struct _cairo {
    cairo_surface_t *surface;
    struct buf path, words; // the path so far, or a text in its place
    double words_width;
    bool has_point;
    double at_x, at_y; // where the last text begins
    struct svg_state state, saved[STATES_MOST];
    int depth;
};

// ---- the state ------------------------------------------------------------------------------------

static cairo_t *create(cairo_surface_t *surface)
{
    cairo_t *cr = calloc(1, sizeof *cr);
    if (cr) {
        cr->surface = surface;
        cr->state.a = cr->state.d = 1;
        cr->state.line_width = 2;
    }
    return cr;
}

static void destroy(cairo_t *cr)
{
    if (!cr)
        return;
    buf_free(&cr->path);
    buf_free(&cr->words);
    free(cr);
}

static cairo_status_t status_of(cairo_t *cr)
{
    return cr && !cr->path.failed && !cr->words.failed ? svg_surface_status(cr->surface)
                                                       : CAIRO_STATUS_NO_MEMORY;
}

static void save(cairo_t *cr)
{
    if (cr->depth < STATES_MOST)
        cr->saved[cr->depth++] = cr->state;
}

static void restore(cairo_t *cr)
{
    if (cr->depth > 0)
        cr->state = cr->saved[--cr->depth];
}

static void translate(cairo_t *cr, double x, double y)
{
    struct svg_state *state = &cr->state;
    state->x += state->a * x + state->c * y;
    state->y += state->b * x + state->d * y;
}

static void scale(cairo_t *cr, double x, double y)
{
    cr->state.a *= x;
    cr->state.b *= x;
    cr->state.c *= y;
    cr->state.d *= y;
}

static void rotate(cairo_t *cr, double angle)
{
    struct svg_state old = cr->state;
    double cosine = cos(angle), sine = sin(angle);
    cr->state.a = old.a * cosine + old.c * sine;
    cr->state.b = old.b * cosine + old.d * sine;
    cr->state.c = old.c * cosine - old.a * sine;
    cr->state.d = old.d * cosine - old.b * sine;
}

static void set_rgb(cairo_t *cr, double red, double green, double blue)
{
    cr->state.red = red;
    cr->state.green = green;
    cr->state.blue = blue;
    cr->state.image = NULL;
}

static void set_line_width(cairo_t *cr, double width)
{
    cr->state.line_width = width;
}

static void set_line_join(cairo_t *cr, cairo_line_join_t join)
{
    cr->state.join = join;
}

static void set_line_cap(cairo_t *cr, cairo_line_cap_t cap)
{
    cr->state.cap = cap;
}

static void set_dash(cairo_t *cr, const double *dashes, int count, double offset)
{
    (void)offset;
    cr->state.dashes = count < 4 ? count : 4;
    for (int i = 0; i < cr->state.dashes; i++)
        cr->state.dash[i] = dashes[i];
}

static void select_font(cairo_t *cr, const char *family, cairo_font_slant_t slant,
                        cairo_font_weight_t weight)
{
    (void)family, (void)slant;
    cr->state.is_bold = weight == CAIRO_FONT_WEIGHT_BOLD;
}

static void set_font_size(cairo_t *cr, double size)
{
    cr->state.font_size = size;
}

// ---- paths ----------------------------------------------------------------------------------------

static void put_point(cairo_t *cr, const char *letter, double x, double y)
{
    const struct svg_state *s = &cr->state;
    buf_printf(&cr->path, "%s%.2f %.2f", letter, s->a * x + s->c * y + s->x,
               s->b * x + s->d * y + s->y);
}

static void move_to(cairo_t *cr, double x, double y)
{
    put_point(cr, "M", x, y);
    cr->at_x = x;
    cr->at_y = y;
    cr->has_point = true;
}

static void line_to(cairo_t *cr, double x, double y)
{
    put_point(cr, cr->has_point ? "L" : "M", x, y);
    cr->has_point = true;
}

static void close_path(cairo_t *cr)
{
    buf_puts(&cr->path, "Z");
}

static void rectangle(cairo_t *cr, double x, double y, double width, double height)
{
    put_point(cr, "M", x, y);
    put_point(cr, "L", x + width, y);
    put_point(cr, "L", x + width, y + height);
    put_point(cr, "L", x, y + height);
    buf_puts(&cr->path, "Z");
    cr->has_point = false;
}

// All circles are whole.
static void arc(cairo_t *cr, double x, double y, double radius, double from, double to)
{
    (void)from, (void)to;
    put_point(cr, "M", x - radius, y);
    buf_printf(&cr->path, "A%.2f %.2f 0 1 0 ", radius, radius);
    put_point(cr, "", x + radius, y);
    buf_printf(&cr->path, "A%.2f %.2f 0 1 0 ", radius, radius);
    put_point(cr, "", x - radius, y);
    buf_puts(&cr->path, "Z");
    cr->has_point = false;
}

static void end_path(cairo_t *cr)
{
    buf_clear(&cr->path);
    buf_clear(&cr->words);
    cr->has_point = false;
}

static void put_color(cairo_t *cr, const char *attribute)
{
    buf_printf(&cr->surface->text, " %s=\"#%02x%02x%02x\"", attribute,
               (unsigned)lround(255 * cr->state.red), (unsigned)lround(255 * cr->state.green),
               (unsigned)lround(255 * cr->state.blue));
}

static void put_clip(cairo_t *cr)
{
    if (cr->state.clip > 0)
        buf_printf(&cr->surface->text, " clip-path=\"url(#clip%u)\"", cr->state.clip);
}

// Begins the element of the path, or of the text in its place.
static void open_shape(cairo_t *cr)
{
    struct buf *out = &cr->surface->text;
    const struct svg_state *s = &cr->state;
    if (cr->words.length == 0) {
        buf_printf(out, "<path d=\"%s\"", buf_text(&cr->path));
    } else {
        buf_printf(out,
                   "<text textLength=\"%.2f\" lengthAdjust=\"spacingAndGlyphs\" font-size=\"%g\"",
                   cr->words_width, s->font_size);
        buf_printf(out, " transform=\"matrix(%.4g %.4g %.4g %.4g %.2f %.2f)\"", s->a, s->b, s->c,
                   s->d, s->a * cr->at_x + s->c * cr->at_y + s->x,
                   s->b * cr->at_x + s->d * cr->at_y + s->y);
        if (s->is_bold)
            buf_puts(out, " font-weight=\"bold\"");
    }
    put_clip(cr);
}

static void close_shape(cairo_t *cr)
{
    struct buf *out = &cr->surface->text;
    if (cr->words.length == 0)
        buf_puts(out, "/>\n");
    else
        buf_printf(out, ">%s</text>\n", buf_text(&cr->words));
}

static void fill_preserve(cairo_t *cr)
{
    open_shape(cr);
    put_color(cr, "fill");
    close_shape(cr);
}

static void fill(cairo_t *cr)
{
    fill_preserve(cr);
    end_path(cr);
}

static void stroke(cairo_t *cr)
{
    static const char *const joins[] = {"miter", "round", "bevel"};
    static const char *const caps[] = {"butt", "round", "square"};
    struct buf *out = &cr->surface->text;
    open_shape(cr);
    buf_puts(out, " fill=\"none\"");
    put_color(cr, "stroke");
    buf_printf(out, " stroke-width=\"%g\" stroke-linejoin=\"%s\" stroke-linecap=\"%s\"",
               cr->state.line_width, joins[cr->state.join], caps[cr->state.cap]);
    for (int i = 0; i < cr->state.dashes; i++)
        buf_printf(out, "%s%g", i ? " " : " stroke-dasharray=\"", cr->state.dash[i]);
    buf_puts(out, cr->state.dashes > 0 ? "\"" : "");
    close_shape(cr);
    end_path(cr);
}

static void clip(cairo_t *cr)
{
    cr->state.clip = ++cr->surface->clips;
    buf_printf(&cr->surface->text, "<clipPath id=\"clip%u\"><path d=\"%s\"/></clipPath>\n",
               cr->state.clip, buf_text(&cr->path));
    end_path(cr);
}

// ---- texts ----------------------------------------------------------------------------------------

static void text_extents(cairo_t *cr, const char *text, cairo_text_extents_t *extents)
{
    double width = helvetica_width(text, cr->state.font_size, cr->state.is_bold);
    *extents = (cairo_text_extents_t){.width = width,
                                      .height = 0.72 * cr->state.font_size,
                                      .y_bearing = -0.72 * cr->state.font_size,
                                      .x_advance = width};
}

static void text_path(cairo_t *cr, const char *text)
{
    cr->words_width = helvetica_width(text, cr->state.font_size, cr->state.is_bold);
    buf_clear(&cr->words);
    for (; *text; text++) {
        if (*text == '<' || *text == '&')
            buf_puts(&cr->words, *text == '<' ? "&lt;" : "&amp;");
        else
            buf_add(&cr->words, text, 1);
    }
}

static void show_text(cairo_t *cr, const char *text)
{
    if (!*text)
        return;
    text_path(cr, text);
    fill(cr);
}

// ---- the image ------------------------------------------------------------------------------------

static void set_source_surface(cairo_t *cr, cairo_surface_t *surface, double x, double y)
{
    cr->state.image = surface;
    cr->state.image_x = x;
    cr->state.image_y = y;
}

static cairo_pattern_t *get_source(cairo_t *cr)
{
    (void)cr;
    return NULL;
}

static void set_filter(cairo_pattern_t *pattern, cairo_filter_t filter)
{
    (void)pattern, (void)filter;
}

static void put_image(cairo_t *cr)
{
    const struct svg_state *s = &cr->state;
    struct buf *out = &cr->surface->text;
    buf_puts(out, "<g");
    put_clip(cr);
    buf_printf(out,
               "><image x=\"%g\" y=\"%g\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\" "
               "transform=\"matrix(%.6g %.6g %.6g %.6g %.2f %.2f)\" href=\"data:image/bmp;base64,",
               s->image_x, s->image_y, s->image->cols, s->image->rows, s->a, s->b, s->c, s->d, s->x,
               s->y);
    bitmap_put(out, s->image->pixels, (size_t)s->image->cols, (size_t)s->image->rows);
    buf_puts(out, "\"/></g>\n");
}

// Paints everything: with the image, or with the colour of the paper.
static void paint(cairo_t *cr)
{
    if (cr->state.image) {
        put_image(cr);
        return;
    }
    buf_puts(&cr->surface->text, "<rect width=\"100%\" height=\"100%\"");
    put_color(cr, "fill");
    buf_puts(&cr->surface->text, "/>\n");
}

bool cairo_api_load(struct cairo_api *api, struct error *error)
{
    (void)error;
    *api = (struct cairo_api){
        .arc = arc,
        .clip = clip,
        .close_path = close_path,
        .create = create,
        .destroy = destroy,
        .fill = fill,
        .fill_preserve = fill_preserve,
        .image_surface_create = svg_surface_create_image,
        .image_surface_get_data = svg_surface_pixels,
        .image_surface_get_stride = svg_surface_stride,
        .line_to = line_to,
        .move_to = move_to,
        .paint = paint,
        .pattern_set_filter = set_filter,
        .get_source = get_source,
        .pdf_surface_create_for_stream = svg_surface_refuse_pdf,
        .pdf_surface_set_metadata = svg_surface_set_metadata,
        .rectangle = rectangle,
        .restore = restore,
        .rotate = rotate,
        .save = save,
        .scale = scale,
        .select_font_face = select_font,
        .set_dash = set_dash,
        .set_font_size = set_font_size,
        .set_line_cap = set_line_cap,
        .set_line_join = set_line_join,
        .set_line_width = set_line_width,
        .set_source_rgb = set_rgb,
        .set_source_surface = set_source_surface,
        .show_text = show_text,
        .status = status_of,
        .status_to_string = svg_status_text,
        .stroke = stroke,
        .surface_destroy = svg_surface_destroy,
        .surface_finish = svg_surface_finish,
        .surface_flush = svg_surface_do_nothing,
        .surface_mark_dirty = svg_surface_do_nothing,
        .surface_status = svg_surface_status,
        .surface_write_to_png_stream = svg_surface_refuse_png,
        .svg_surface_create_for_stream = svg_surface_create,
        .text_extents = text_extents,
        .text_path = text_path,
        .translate = translate,
    };
    return true;
}
