// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is drawn anew each time; the screen sends what has changed. While the network is trained,
// numbers are drawn less often than pictures, and fields of the status line have room to grow, so that a number
// with one more digit moves nothing.
#include "shell/live_draw.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "history/timeline.h"
#include "history/timeline_loss.h"
#include "session/metrics.h"
#include "session/outcome.h"
#include "session/session.h"
#include "shell/live_panel.h"
#include "shell/live_time.h"
#include "shell/live_train.h"
#include "shell/shell.h"
#include "view/wrap.h"

// Multiplications that finding the loss of all samples may take while the network is trained.
#define LOSS_WORK 3e7

// Seconds that drawing takes where a person would notice it.
#define SLOW_FRAME 0.02

// While the network is trained, numbers stay for that long, so that they can be read.
#define CALM_SECONDS 0.2

enum { MARKS_MOST = 64 };

// Columns of the last line that the keys have at least.
enum { KEYS_ROOM = 34 };

// Columns of the status line that stay for the epoch and its batch, for a loss and for the
// accuracy.
enum { PLACE_WIDTH = 16, LOSS_WIDTH = 6, SHARE_WIDTH = 4 };

// ---- the status line ----------------------------------------------------------------------------

static bool is_heavy(const struct session *session)
{
    const struct dataset *data = session->data;
    double samples = (double)(data->x.rows + data->test_x.rows);
    return (double)session->network->parameter_count * samples > LOSS_WORK;
}

// Appends text and then blanks up to that width.
static void put_field(struct buf *line, const char *text, size_t width)
{
    size_t used = utf8_columns(text, strlen(text));
    buf_printf(line, "%s%*s", text, used < width ? (int)(width - used) : 0, "");
}

// Appends a loss after its name.
static void put_loss(struct buf *line, struct style style, const char *name, double loss)
{
    buf_printf(line, "  %s ", name);
    put_field(line, style_loss(style, loss).text, LOSS_WIDTH);
}

// The loss that the last epoch of the curve had, which costs nothing.
static void put_last_loss(struct buf *line, const struct session *session, struct style style)
{
    size_t count = curve_count(&session->curve, session->epoch);
    const struct curve_point *last = count ? &session->curve.points[count - 1] : NULL;
    if (last)
        buf_printf(line, "  %s %s of epoch %zu", session_epoch_loss_name(session),
                   style_loss(style, last->loss).text, last->epoch);
}

// The losses and the accuracy of the moment on the screen. While a large network is trained, or where a key
// waits, the one that is known.
static void put_losses(struct buf *line, const struct live *live, bool is_short)
{
    struct style style = shell_style(live->shell);
    struct session *session = live_session(live);
    struct state_loss loss;
    struct matrix a;
    struct error ignored = ERROR_NONE;
    double test;
    if ((live->training.is_on && is_heavy(session)) || !state_loss_find(session, &loss, &ignored)) {
        put_last_loss(line, session, style);
        return;
    }
    if (!loss.is_defined)
        return;
    put_loss(line, style, "loss", loss.value);
    if (session->data->targets != TARGETS_NUMBERS &&
        session_outcome(session, &a, &loss.value, &ignored)) {
        char share[8];
        snprintf(share, sizeof share, "%.0f%%",
                 100 * metrics_accuracy(session->data, a, session->data->y));
        buf_puts(line, is_short ? "  acc " : "  accuracy ");
        put_field(line, share, SHARE_WIDTH);
    }
    if (session->data->test_x.rows > 0 && session_test_loss(session, &test, &ignored))
        put_loss(line, style, is_short ? "test" : "test loss", test);
}

static void put_speed(struct buf *line, const struct live *live, bool is_short)
{
    size_t speed = live_speed(live->speed);
    double rate = live->training.is_on ? live->training.rate : 0;
    const char *unit = rate >= 1e6 ? "M" : rate >= 1e4 ? "k" : "";
    if (speed == SIZE_MAX)
        buf_puts(line, is_short ? "  full" : "  full speed");
    else
        buf_printf(line, "  speed %zu", speed);
    if (rate > 0)
        buf_printf(line, ", %.3g%s%s",
                   rate / (rate >= 1e6   ? 1e6
                           : rate >= 1e4 ? 1e3
                                         : 1),
                   unit, is_short ? "/s" : " updates/s");
}

// Where the session stands: the epoch, the batch, and the stage that comes next in an update that has begun.
static void put_place(struct buf *place, const struct session *session)
{
    char stage[STAGE_NAME_SIZE];
    size_t done = session_shown(session);
    buf_printf(place, "epoch %zu", session->epoch);
    if (session->batch.at > 0)
        buf_printf(place, " batch %zu", session->batch.at / session_batch_size(session));
    if (done > 0) {
        stage_name(stage_at(session->network->layer_count, done), stage);
        buf_printf(place, ", next %s", stage);
    }
}

// Writes the status line, its words shorter where [is_short].
static void put_status(struct buf *line, const struct live *live, bool is_short)
{
    struct buf place = BUF_EMPTY;
    struct session *session = live_session(live);
    put_place(&place, session);
    buf_puts(line, "  ");
    put_field(line, buf_text(&place), session_has_batches(session) && !is_short ? PLACE_WIDTH : 0);
    buf_free(&place);
    put_losses(line, live, is_short);
    buf_printf(line, "  lr %.6g", session_step_config(session).hyper.lr);
    put_speed(line, live, is_short);
}

// Shortens the line to whole fields, each of which begins with two blanks.
static void leave_out_fields(struct buf *line, size_t room)
{
    while (utf8_columns(line->data, line->length) > room) {
        size_t length = line->length;
        while (length > 1 && memcmp(line->data + length - 2, "  ", 2) != 0)
            length--;
        line->length = length > 1 ? length - 2 : 0;
        line->data[line->length] = '\0';
    }
}

static void draw_status(struct live *live, size_t row)
{
    struct sheet *sheet = &live->sheet;
    struct buf line = BUF_EMPTY;
    bool is_on = live->training.is_on;
    const char *word = is_on ? "training" : live_time_is_past(live) ? "in the past" : "paused";
    sheet_clear(sheet, (struct area){row, 0, 1, sheet->cols});
    if (!live_session(live)->network) {
        sheet_put(sheet, row, 0, "no network yet: i makes one", INK_NONE);
        return;
    }
    size_t col = sheet_put(sheet, row, 0, word, is_on ? INK_GOOD : INK_BOLD);
    put_status(&line, live, false);
    if (col + line.length > sheet->cols) {
        buf_clear(&line);
        put_status(&line, live, true);
    }
    leave_out_fields(&line, sheet->cols - col);
    sheet_put(sheet, row, col, buf_text(&line), INK_NONE);
    buf_free(&line);
}

static void draw_slider(struct live *live, size_t row)
{
    const struct timeline *timeline = live->shell->timeline;
    struct live_span span = live_time_span(live);
    size_t marks[MARKS_MOST], count = 0;
    for (size_t i = 0; i < timeline->mark_count && count < MARKS_MOST; i++) {
        const struct snapshot *state = timeline->marks[i].state;
        if (state && state->clock.network == live->shell->session->clock.network)
            marks[count++] = state->point.epoch;
    }
    sheet_clear(&live->sheet, (struct area){row, 0, 1, live->sheet.cols});
    const struct live_slider slider = {span.first, span.last, span.here, marks, count};
    if (live->shell->session->network)
        live_slider_draw(&slider, &live->sheet, row);
}

// ---- the panels ---------------------------------------------------------------------------------

// Draws a panel, if it is one of numbers only when those are due.
static void draw_panel(struct live *live, size_t index, struct area area)
{
    if (!live->is_calm || !live->panels[index].write)
        live_panel_draw(live, index, area);
}

static void draw_panels(struct live *live, const struct live_layout *layout)
{
    bool has_stages = false;
    for (size_t i = 0; i < layout->count; i++)
        has_stages = has_stages || strcmp(live->panels[i].text, "stages") == 0;
    if (live->alone) {
        draw_panel(live, live->alone - 1, layout->all);
        return;
    }
    for (size_t i = 0; i < layout->count; i++)
        if (live->shows_stages && !has_stages && i + 1 == layout->count)
            live_panel_draw_stages(live, layout->panels[i]);
        else
            draw_panel(live, i, layout->panels[i]);
    live_layout_draw(layout, &live->sheet);
}

// The answer of a command over the panels, from its first line that was not shown yet.
static void draw_answer(struct live *live, const struct live_layout *layout, struct buf *line)
{
    struct buf wrapped = BUF_EMPTY;
    wrap_text(&wrapped, buf_text(&live->answer), live->answer.length, layout->all.cols);
    size_t left = sheet_text(&live->sheet, layout->all, buf_text(&wrapped), live->answer_from);
    buf_free(&wrapped);
    live->answer_lines = size_min(left, layout->all.rows);
    if (left > layout->all.rows)
        buf_printf(line, "%zu more line%s: any key shows more, q closes", left - layout->all.rows,
                   plural(left - layout->all.rows));
    else
        buf_puts(line, "any key closes this");
}

// The message on the last line; a long one takes the lines above it too, until the next key.
static void draw_message(struct live *live, const struct live_layout *layout)
{
    struct sheet *sheet = &live->sheet;
    struct buf wrapped = BUF_EMPTY;
    size_t lines = 0;
    wrap_text(&wrapped, buf_text(&live->message), live->message.length, sheet->cols);
    for (size_t i = 0; i < wrapped.length; i++)
        lines += wrapped.data[i] == '\n' && i + 1 < wrapped.length;
    lines = size_min(lines, LIVE_LINES - 1);
    struct area area = {layout->keys_row - lines, 0, lines + 1, sheet->cols};
    sheet_clear(sheet, area);
    sheet_text(sheet, area, buf_text(&wrapped), 0);
    buf_free(&wrapped);
}

// Appends the panels that have no room beside the others, and the key that shows them.
static void put_left_out(struct buf *text, const struct live *live, size_t shown)
{
    for (size_t i = shown; i < live->panel_count && !live->alone; i++)
        buf_printf(text, "%s%s", i > shown ? ", " : "  Tab shows ", live->panels[i].text);
}

// What the last line says where nothing else is to be said: the keys; on a wide screen as few of them as
// leave room for the panels that have none.
static void put_keys(struct buf *line, const struct live *live, const struct live_layout *layout,
                     live_hint *hint)
{
    struct buf left_out = BUF_EMPTY;
    size_t cols = live->sheet.cols;
    put_left_out(&left_out, live, layout->count);
    size_t room = cols >= KEYS_ROOM + left_out.length ? cols - left_out.length : cols;
    hint(line, live, room);
    if (line->length + left_out.length <= cols)
        buf_append(line, &left_out);
    buf_free(&left_out);
}

static void draw_last_line(struct live *live, const struct live_layout *layout, struct buf *line,
                           live_hint *hint)
{
    struct sheet *sheet = &live->sheet;
    struct area area = {layout->keys_row, 0, 1, sheet->cols};
    if (live->is_typing) {
        size_t room = sheet->cols - 2, length = live->typed.length;
        const char *text = buf_text(&live->typed) + (length > room ? length - room : 0);
        size_t col = sheet_put(sheet, layout->keys_row, 0, ":", INK_BOLD);
        sheet->has_cursor = true;
        sheet->cursor_row = layout->keys_row;
        sheet->cursor_col = sheet_put(sheet, layout->keys_row, col, text, INK_NONE);
        return;
    }
    if (line->length == 0 && live->message.length > 0) {
        draw_message(live, layout);
        return;
    }
    if (line->length == 0)
        put_keys(line, live, layout, hint);
    sheet_text(sheet, area, buf_text(line), 0);
}

static struct live_seen seen_now(const struct live *live)
{
    const struct session *session = live_session(live);
    return (struct live_seen){.session = session,
                              .clock = session->clock.now,
                              .steps = session->steps,
                              .done = session->done,
                              .curve = live->shell->session->curve.version,
                              .unit = live->unit,
                              .alone = live->alone,
                              .stages = live->stages.length,
                              .shows_stages = live->shows_stages};
}

// Draws the panels where anything about them may have changed. Where that takes time, the lines below them,
// which say that a key was heard, are shown before it.
static void draw_changed_panels(struct live *live, const struct live_layout *layout)
{
    struct live_seen seen = seen_now(live);
    if (memcmp(&seen, &live->seen, sizeof seen) == 0)
        return;
    if (live->frame_cost > SLOW_FRAME)
        live->screen->show(live->screen, &live->sheet);
    if (!live->seen.session || seen.alone != live->seen.alone)
        sheet_clear(&live->sheet, layout->all);
    draw_panels(live, layout);
    live->seen = seen;
}

static void draw_all(struct live *live, live_hint *hint)
{
    struct sheet *sheet = &live->sheet;
    struct session *session = live_session(live);
    struct live_layout layout = live_layout(sheet->cols, sheet->rows, live->panel_count);
    struct buf line = BUF_EMPTY;
    live_watch(live, session, true);
    if (!live->is_calm) {
        draw_status(live, layout.status_row);
        draw_slider(live, layout.slider_row);
    }
    sheet_clear(sheet, (struct area){layout.keys_row, 0, 1, sheet->cols});
    if (live->answer.length > 0) {
        sheet_clear(sheet, layout.all);
        draw_answer(live, &layout, &line);
        live->seen.session = NULL;
        live->calm_until = 0;
    }
    draw_last_line(live, &layout, &line, hint);
    if (live->answer.length == 0)
        draw_changed_panels(live, &layout);
    if (live_gave_up(live)) {
        live->seen.clock = SIZE_MAX;
        live->calm_until = 0;
    }
    live_watch(live, session, false);
    buf_free(&line);
}

void live_draw(struct live *live, live_hint *hint)
{
    size_t cols = 0, rows = 0;
    struct sheet *sheet = &live->sheet;
    live->screen->size(live->screen, &cols, &rows);
    if (!sheet->cells || sheet->cols != cols || sheet->rows != rows) {
        sheet_free(sheet);
        if (!sheet_create(sheet, cols, rows, host_writes_utf8(live->shell->host)))
            return; // the screen stays as it was
        live->seen.session = NULL;
        live->calm_until = 0;
    }
    sheet->has_cursor = false;
    if (cols < LIVE_COLS_LEAST || rows < LIVE_ROWS_LEAST) {
        char text[100];
        sheet_clear(sheet, (struct area){0, 0, rows, cols});
        snprintf(text, sizeof text,
                 "live needs %d columns\nand %d rows: make the\nwindow larger,\n"
                 "or q leaves\n",
                 LIVE_COLS_LEAST, LIVE_ROWS_LEAST);
        sheet_text(sheet, (struct area){0, 0, rows, cols}, text, 0);
    } else {
        double now = host_seconds(live->shell->host);
        live->is_calm = live->training.is_on && now < live->calm_until;
        live->calm_until = live->is_calm ? live->calm_until : now + CALM_SECONDS;
        draw_all(live, hint);
    }
    live->screen->show(live->screen, sheet);
}
