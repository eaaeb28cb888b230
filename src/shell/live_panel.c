// SPDX-License-Identifier: GPL-3.0-or-later
// A panel is what `plot` or `show` would answer, put into its area: there is no second drawing of anything.
// Where it cannot be drawn the panel holds the sentence that says why.
//
// Pictures are built from the shell's session. While an earlier moment is on the screen, its session
// stands there for as long as a picture is built; only the curve of the losses is that of the whole
// training, with a line where the moment is.
#include "shell/live_panel.h"

#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "base/words.h"
#include "history/timeline.h"
#include "session/session.h"
#include "shell/picture_build.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "shell/show_item.h"
#include "view/plot_text.h"
#include "view/wrap.h"

// Multiplications for a plane, at most, so that a frame stays a moment; and the coarsest one.
#define PLANE_WORK 3e7
enum { PLANE_COLS = 8, PLANE_ROWS = 6 };

static bool write_metrics(struct shell *shell, struct error *error)
{
    return show_word(shell, "metrics", strlen("metrics"), error);
}

// Whether a word names a panel, and is not one of the names that belong to the panel before it.
static bool is_panel(const char *word, size_t length)
{
    struct quantity quantity;
    return picture_find_kind(word, length) || quantity_parse(word, length, &quantity) ||
           (length == 7 && memcmp(word, "metrics", 7) == 0) ||
           (length == 6 && memcmp(word, "stages", 6) == 0);
}

// Reads the panel's own text as the words of a picture.
static void read_wish(struct live_panel *panel)
{
    const char *text = panel->text;
    size_t length = strlen(text), at = 0;
    panel->call = (struct call){.text = text, .length = length};
    panel->wish = (struct picture_wish){.call = &panel->call};
    for (size_t count = 0; at < length && count <= PICTURE_NAMES_MOST; count++) {
        struct word word = {at, picture_word_end(text, length, at) - at};
        if (count == 0)
            panel->wish.kind = word;
        else
            panel->wish.names[panel->wish.name_count++] = word;
        at = scan_blanks(text, length, at + word.length);
    }
    panel->write = strcmp(text, "metrics") == 0 ? write_metrics : NULL;
}

static bool add_panel(struct live *live, const char *text, size_t length, struct error *error)
{
    if (live->panel_count == LIVE_WANTED_MOST || length >= LIVE_NAME_SIZE)
        return error_set(error, "live takes up to %d panels", LIVE_WANTED_MOST);
    struct live_panel *panel = &live->panels[live->panel_count++];
    memcpy(panel->text, text, length);
    panel->text[length] = '\0';
    read_wish(panel);
    return true;
}

static void take_usual(struct live *live)
{
    static const char *const sets[][3] = {
        {"data", "loss", "net"}, {"boundary", "loss", "net"}, {"loss", "net", "metrics"}};
    const struct session *session = live->shell->session;
    size_t inputs = session->network ? session->network->inputs : session->data->x.cols;
    struct error ignored;
    for (size_t i = 0; i < 3; i++) {
        const char *name = sets[inputs == 1 ? 0 : inputs == 2 ? 1 : 2][i];
        add_panel(live, name, strlen(name), &ignored);
    }
}

// Says that there is no such panel, with the nearest names.
static bool refuse_panel(const char *words, size_t at, size_t length, struct error *error)
{
    struct suggestions nearest;
    suggest_start(&nearest, words + at, length);
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++)
        suggest_consider(&nearest, picture_kinds[i].name);
    suggest_consider(&nearest, "metrics");
    suggest_consider(&nearest, "stages");
    error_at(error, at, length, "there is no panel '%s'", error_quote(words + at, length).text);
    if (nearest.count == 0)
        error_hint(error,
                   "there are metrics, stages, and what 'plot' draws, as in 'live loss net'");
    suggest_append(&nearest, error);
    return false;
}

// Whether a word can be a name after that kind of panel, or after a matrix where there is no kind: after the
// loss the name of a mark, after a matrix a shape.
static bool is_name(const struct live *live, const struct picture_kind *kind, const char *word,
                    size_t length)
{
    if (!kind)
        return length > 6 && memcmp(word, "shape=", 6) == 0;
    return strcmp(kind->name, "loss") != 0 ||
           timeline_find_mark(live->shell->timeline, word, length);
}

// The end of a panel's words: of [end], and of as many names after it as its kind takes.
static size_t names_end(const struct live *live, const char *words, size_t length, size_t at,
                        size_t end)
{
    const struct picture_kind *kind = picture_find_kind(words + at, end - at);
    for (size_t left = kind ? kind->most_names : 1; left > 0; left--) {
        size_t next = scan_blanks(words, length, end);
        size_t stop = picture_word_end(words, length, next);
        if (next >= length || is_panel(words + next, stop - next) ||
            !is_name(live, kind, words + next, stop - next))
            break;
        end = stop;
    }
    return end;
}

bool live_panel_choose(struct live *live, const char *words, size_t length, struct error *error)
{
    if (length == 0)
        take_usual(live);
    for (size_t at = 0; at < length;) {
        size_t end = picture_word_end(words, length, at);
        if (!is_panel(words + at, end - at))
            return refuse_panel(words, at, end - at, error);
        end = names_end(live, words, length, at, end);
        if (!add_panel(live, words + at, end - at, error))
            return error_place(error, at, end - at);
        at = scan_blanks(words, length, end);
    }
    return true;
}

// ---- drawing ------------------------------------------------------------------------------------

// Puts a text into an area, its lines broken at the area's width. What has no room is said in the last row.
static void put_wrapped(struct live *live, struct area area, const char *text, size_t skip)
{
    struct buf wrapped = BUF_EMPTY;
    wrap_text(&wrapped, text, strlen(text), area.cols);
    sheet_clear(&live->sheet, area);
    size_t lines = sheet_text(&live->sheet, area, buf_text(&wrapped), skip);
    if (lines > area.rows) {
        char rest[40];
        struct area last = {area.row + area.rows - 1, area.col, 1, area.cols};
        snprintf(rest, sizeof rest, "… %zu more lines", lines - area.rows + 1);
        sheet_clear(&live->sheet, last);
        sheet_text(&live->sheet, last, rest, 0);
    }
    buf_free(&wrapped);
}

static void put_error(struct live *live, struct area area, const char *name,
                      const struct error *error)
{
    struct buf text = BUF_EMPTY;
    style_put(&text, shell_style(live->shell), INK_BOLD, name);
    buf_printf(&text, "\n%s%s%s\n", error->what, error->hint[0] ? "; " : "", error->hint);
    put_wrapped(live, area, buf_text(&text), 0);
    buf_free(&text);
}

// How finely a picture for an area is made.
static struct plot_grid grid_for(const struct live *live, struct plot_room room)
{
    const struct network *network = live_session(live)->network;
    struct plot_grid grid = plot_text_grid(room);
    double work = network ? (double)network->parameter_count : 1;
    grid.cols = size_min(grid.cols, room.cols);
    grid.rows = size_min(grid.rows, room.rows);
    while (work * (double)(grid.cols * grid.rows) > PLANE_WORK && grid.cols > PLANE_COLS &&
           grid.rows > PLANE_ROWS) {
        grid.cols = grid.cols * 3 / 4;
        grid.rows = grid.rows * 3 / 4;
    }
    return grid;
}

// Shows where on the curve of the losses the moment is.
static void add_moment(const struct live *live, struct plot *plot)
{
    double here = live->past ? (double)live->past->epoch : 0;
    if (!live->past || here < plot->x.low || here > plot->x.high)
        return;
    plot_line(plot, (struct plot_line){.ink = INK_ORANGE, .width = 2, .letter = '|'});
    plot_to(plot, here, plot->y.low);
    plot_to(plot, here, plot->y.high);
}

static void draw_picture(struct live *live, const struct live_panel *panel, struct area area)
{
    struct shell *shell = live->shell;
    struct session *present = shell->session;
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    struct plot_room room = {area.cols, area.rows, live->sheet.is_utf8};
    struct plot_grid grid = grid_for(live, room);
    struct buf text = BUF_EMPTY;
    bool is_loss = strncmp(panel->text, "loss", 4) == 0;
    shell->session = is_loss ? present : live_session(live);
    bool well = picture_build(shell, &panel->wish, &plot, &grid, &error);
    shell->session = present;
    if (!well && is_loss && present->network && present->steps == 0)
        error_hint(&error, "the space bar trains");
    if (well && is_loss) {
        plot_widen(&plot.x);
        plot_widen(&plot.y);
        add_moment(live, &plot);
    }
    if (utf8_columns(plot.title, strlen(plot.title)) > area.cols)
        snprintf(plot.title, sizeof plot.title, "%s", panel->text);
    if (well && live->unit)
        plot_highlight(&plot, live->unit);
    if (well)
        plot_text(&text, &plot, shell_style(shell), room);
    sheet_clear(&live->sheet, area);
    if (well)
        sheet_text(&live->sheet, area, buf_text(&text), 0);
    else
        put_error(live, area, panel->text, &error);
    buf_free(&text);
    plot_clear(&plot);
}

static void draw_written(struct live *live, const struct live_panel *panel, struct area area)
{
    struct shell *shell = live->shell;
    struct session *present = shell->session;
    struct error error = ERROR_NONE;
    buf_clear(&shell->out);
    shell->session = live_session(live);
    shell->columns = area.cols;
    bool well = panel->write(shell, &error);
    shell->session = present;
    shell->columns = 0;
    if (well)
        put_wrapped(live, area, buf_text(&shell->out), 0);
    else if (!live_gave_up(live)) // otherwise the panel stays as it is
        put_error(live, area, panel->text, &error);
    buf_clear(&shell->out);
}

void live_panel_draw_stages(struct live *live, struct area area)
{
    const char *text = live->stages.length > 0
                           ? buf_text(&live->stages)
                           : "stages\nn runs a stage of the update, and shows it here\n";
    put_wrapped(live, area, text, 0);
}

void live_panel_draw(struct live *live, size_t index, struct area area)
{
    const struct live_panel *panel = &live->panels[index];
    if (panel->write)
        draw_written(live, panel, area);
    else if (strcmp(panel->text, "stages") == 0)
        live_panel_draw_stages(live, area);
    else
        draw_picture(live, panel, area);
}
