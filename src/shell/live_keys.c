// SPDX-License-Identifier: GPL-3.0-or-later
// A key that does something is a command typed for its user: so it is in the history and in a record, and
// `undo` takes it back. Before it the training under way ends and the moment on the screen becomes the
// session's, each of which is a command of its own.
#include "shell/live_keys.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "history/timeline.h"
#include "network/architecture.h"
#include "network/scheme.h"
#include "session/session.h"
#include "shell/live_time.h"
#include "shell/live_train.h"
#include "shell/shell.h"

// Ends what is under way, so that a command can be run.
static void settle(struct live *live)
{
    live_train_end(live);
    live_time_settle(live);
}

// Runs a command, and says the first line of what it answers. Whether all went well.
static bool run(struct live *live, const char *command)
{
    settle(live);
    bool well = live_run_line(live, command);
    live_say(live, buf_text(&live->screen->said));
    return well;
}

static struct live_layout layout_now(const struct live *live)
{
    return live_layout(size_max(live->sheet.cols, LIVE_COLS_LEAST),
                       size_max(live->sheet.rows, LIVE_ROWS_LEAST), live->panel_count);
}

// Runs a command whose answer is shown as a stage's, as wide as the panel for that.
static void run_stage(struct live *live, const char *command)
{
    struct live_layout layout = layout_now(live);
    live->shell->columns = layout.panels[layout.count - 1].cols;
    bool well = run(live, command);
    live->shell->columns = 0;
    if (!well)
        return;
    buf_clear(&live->stages);
    buf_append(&live->stages, &live->screen->said);
    buf_clear(&live->message);
    live->shows_stages = true;
}

// ---- the keys -----------------------------------------------------------------------------------

static void press_train(struct live *live, unsigned key)
{
    (void)key;
    bool was_on = live->training.is_on;
    settle(live);
    if (!was_on)
        live_train_begin(live);
}

static void press_stage(struct live *live, unsigned key)
{
    (void)key;
    run_stage(live, "next");
}

static void press_forward(struct live *live, unsigned key)
{
    (void)key;
    live_train_end(live);
    if (live_time_is_past(live))
        live_time_forward(live);
    else
        run_stage(live, "step");
}

static void press_back(struct live *live, unsigned key)
{
    (void)key;
    live_train_end(live);
    live_time_back(live);
}

static void press_far(struct live *live, unsigned key)
{
    live_train_end(live);
    struct live_span span = live_time_span(live);
    size_t far = (span.last - span.first) / 10 + ((span.last - span.first) % 10 > 0);
    if (key == KEY_PAGE_DOWN)
        live_time_show(live, span.here + far);
    else
        live_time_show(live, span.here > far ? span.here - far : 0);
}

static void press_ends(struct live *live, unsigned key)
{
    live_train_end(live);
    struct live_span span = live_time_span(live);
    live_time_show(live, key == KEY_FIRST ? span.first : span.last + 1);
}

static void press_speed(struct live *live, unsigned key)
{
    if (key == '-' && live->speed > 0)
        live->speed--;
    else if (key != '-' && live->speed + 1 < live_speed_count())
        live->speed++;
}

// The next number of the row 1, 2, 5, 10, ... above or below.
static double next_round(double value, bool is_above)
{
    static const double parts[] = {1, 2, 5};
    double found = 0;
    for (int power = -12; power <= 12; power++)
        for (size_t i = 0; i < 3; i++) {
            char text[32];
            snprintf(text, sizeof text, "%.0fe%d", parts[i], power);
            double candidate = strtod(text, NULL);
            if (is_above && candidate > value * (1 + 1e-9))
                return candidate;
            found = candidate < value * (1 - 1e-9) ? candidate : found;
        }
    return found;
}

static void press_rate(struct live *live, unsigned key)
{
    char command[64];
    bool was_on = live->training.is_on;
    settle(live);
    double lr = next_round(live->shell->session->settings.lr, key == ']');
    snprintf(command, sizeof command, "set lr %g", lr);
    bool well = run(live, command);
    if (well && was_on)
        live_train_begin(live);
    else if (well && !live->shell->session->network) // then no status line shows it
        live_say(live, command + strlen("set "));
}

static void press_reset(struct live *live, unsigned key)
{
    (void)key;
    run(live, "reset");
}

static void press_init(struct live *live, unsigned key)
{
    const struct session *session = live->shell->session;
    struct buf command = BUF_EMPTY;
    struct architecture plan;
    (void)key;
    buf_puts(&command, "init");
    if (session->network) {
        network_architecture(session->network, &plan);
        buf_puts(&command, " ");
        architecture_text(&command, &plan);
        buf_printf(&command, " scheme=%s seed=%u", session->scheme->name, session->seed + 1);
    }
    run(live, buf_text(&command));
    buf_free(&command);
}

// A journey that is not settled yet is taken back without a command.
static void press_undo(struct live *live, unsigned key)
{
    (void)key;
    if (!live_time_drop(live))
        run(live, "undo");
}

static void press_mark(struct live *live, unsigned key)
{
    char name[24], command[32];
    size_t number = 0;
    (void)key;
    if (!live_session(live)->network) {
        live_say(live, "there is no network yet to mark a moment of; i makes one");
        return;
    }
    do
        snprintf(name, sizeof name, "m%zu", ++number);
    while (timeline_find_mark(live->shell->timeline, name, strlen(name)));
    snprintf(command, sizeof command, "mark %s", name);
    run(live, command);
}

static void press_unit(struct live *live, unsigned key)
{
    const struct network *network = live_session(live)->network;
    size_t unit = key - '0', count = network ? network->layers[0].out : 0;
    char text[80];
    if (unit > count) {
        snprintf(text, sizeof text, "the first layer has %zu unit%s", count, plural(count));
        live_say(live, text);
        return;
    }
    live->unit = live->unit == unit ? 0 : unit;
    snprintf(text, sizeof text, "unit %zu: a1[:,%zu], w1[:,%zu]", unit - 1, unit - 1, unit - 1);
    if (live->unit)
        live_say(live, text);
}

static void press_panel(struct live *live, unsigned key)
{
    (void)key;
    bool is_first_alone = live->alone == 0 && layout_now(live).count == 1;
    live->alone += is_first_alone ? 2 : 1;
    live->alone = live->alone <= live->panel_count ? live->alone : 0;
}

static void press_command(struct live *live, unsigned key)
{
    (void)key;
    live_train_end(live);
    live->is_typing = true;
    buf_clear(&live->typed);
}

static void press_keys(struct live *live, unsigned key);

static void press_leave(struct live *live, unsigned key)
{
    (void)key;
    settle(live);
    live->leaves = true;
}

// ---- the table ----------------------------------------------------------------------------------

enum { CODES_MOST = 10 };

static const struct live_key {
    const char *label, *word, *meaning;
    void (*press)(struct live *live, unsigned key);
    unsigned codes[CODES_MOST]; // up to the first 0
} keys[] = {
#define KEY_ROW(name, label, word, meaning, ...)                                                   \
    {label, word, meaning, press_##name, {__VA_ARGS__}},
    LIVE_KEYS(KEY_ROW)
#undef KEY_ROW
};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static void press_keys(struct live *live, unsigned key)
{
    (void)key;
    buf_clear(&live->answer);
    live->answer_from = 0;
    for (size_t i = 0; i < KEY_COUNT; i++)
        buf_printf(&live->answer, "%s  %s\n", keys[i].label, keys[i].meaning);
}

// The label's length without the blanks at its end.
static size_t label_length(const struct live_key *key)
{
    size_t length = strlen(key->label);
    while (length > 0 && key->label[length - 1] == ' ')
        length--;
    return length;
}

// One key's words on the last line.
static void put_hint(struct buf *line, const struct live_key *key, const char *word)
{
    int label = (int)label_length(key);
    buf_printf(line, "%s%.*s %s", line->length ? "  " : "", label, key->label, word);
}

// The last two rows, which say how to see all of them and how to leave, are always there.
void live_keys_hint(struct buf *line, const struct live *live, size_t cols)
{
    struct buf end = BUF_EMPTY;
    put_hint(&end, &keys[KEY_COUNT - 2], keys[KEY_COUNT - 2].word);
    put_hint(&end, &keys[KEY_COUNT - 1], keys[KEY_COUNT - 1].word);
    for (size_t i = 0; i + 2 < KEY_COUNT; i++) {
        bool ends = live->training.is_on && keys[i].press == press_train;
        const char *word = ends ? "pause" : keys[i].word;
        size_t width = label_length(&keys[i]) + 1 + strlen(word) + 2;
        if (word[0] && line->length + width + end.length + 2 <= cols)
            put_hint(line, &keys[i], word);
    }
    buf_puts(line, line->length ? "  " : "");
    buf_append(line, &end);
    buf_free(&end);
}

// ---- typing a command ---------------------------------------------------------------------------

// Shows what is about to run, since it may take long.
static void show_running(struct live *live)
{
    struct buf line = BUF_EMPTY;
    struct sheet *sheet = &live->sheet;
    if (sheet->cells && sheet->rows >= LIVE_ROWS_LEAST) {
        size_t row = sheet->rows - LIVE_LINES;
        sheet_clear(sheet, (struct area){row, 0, 1, sheet->cols});
        sheet_put(sheet, row, 0, "running a command; the pictures wait for its end", INK_GOOD);
    }
    buf_printf(&line, ":%s   (Ctrl-C stops)", buf_text(&live->typed));
    live_show_line(live, buf_text(&line));
    buf_free(&line);
}

// Whether what was typed asks to leave the view, as in other programs of the whole screen.
static bool is_leaving(const struct buf *typed)
{
    return strcmp(buf_text(typed), "q") == 0 || strcmp(buf_text(typed), "quit") == 0;
}

// Runs what was typed. An answer of one line is said, a longer one is shown over the panels.
static void run_typed(struct live *live)
{
    const struct timeline *timeline = live->shell->timeline;
    settle(live);
    show_running(live);
    live_run_line(live, buf_text(&live->typed));
    // A Ctrl-C that stopped the command has done its work; a signal to end has not.
    bool ends =
        host_is_stopped(live->shell->host) && live->screen->key(live->screen, 0) == KEY_GONE;
    const struct buf *said = &live->screen->said;
    size_t first = strcspn(buf_text(said), "\n");
    buf_clear(&live->answer);
    live->answer_from = 0;
    if (said->length > first + 1)
        buf_append(&live->answer, said);
    else
        live_say(live, buf_text(said));
    if (live->shell->timeline != timeline)
        live->tip_id = 0;
    live->leaves = live->leaves || live->shell->quits || ends;
}

// Takes the last character away.
static void erase(struct buf *text)
{
    while (text->length > 0 && ((unsigned char)text->data[text->length - 1] & 0xc0) == 0x80)
        text->data[--text->length] = '\0';
    if (text->length > 0)
        text->data[--text->length] = '\0';
}

// Appends a character.
static void put_character(struct buf *text, unsigned key)
{
    char bytes[4];
    size_t count = key < 0x80 ? 1 : key < 0x800 ? 2 : key < 0x10000 ? 3 : 4;
    static const unsigned char heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = count; i-- > 1; key >>= 6)
        bytes[i] = (char)(0x80 | (key & 0x3f));
    bytes[0] = (char)(heads[count] | key);
    if (utf8_length(bytes, count) == count && !utf8_is_control(bytes, count))
        buf_add(text, bytes, count);
}

static void press_typing(struct live *live, unsigned key)
{
    enum { CTRL_U = 21 };
    bool is_empty = live->typed.length == 0;
    if (key == KEY_RETURN && live->is_pasting) {
        buf_puts(&live->typed, "; "); // a pasted line is not run before it was seen
    } else if (key == KEY_RETURN && is_leaving(&live->typed)) {
        live->is_typing = false;
        press_leave(live, key);
    } else if (key == KEY_RETURN) {
        live->is_typing = false;
        run_typed(live);
    } else if (key == KEY_ESCAPE || key == KEY_INTERRUPTED || (key == KEY_ERASE && is_empty)) {
        live->is_typing = false;
    } else if (key == CTRL_U) {
        buf_clear(&live->typed);
    } else if (key == KEY_ERASE) {
        erase(&live->typed);
    } else if (key >= ' ' && key < KEY_NAMED) {
        put_character(&live->typed, key);
    }
}

// ---- any key ------------------------------------------------------------------------------------

// Goes on in the answer that is shown, or closes it.
static void press_answer(struct live *live, unsigned key)
{
    struct buf *answer = &live->answer;
    live->answer_from += live->answer_lines;
    size_t lines = 0;
    for (size_t i = 0; i < answer->length; i++)
        lines += answer->data[i] == '\n';
    if (key == 'q' || key == KEY_ESCAPE || key == KEY_INTERRUPTED || live->answer_lines == 0 ||
        live->answer_from >= lines || key == ':')
        buf_clear(answer);
    if (key == ':')
        press_command(live, key);
}

// The row that a key presses, or NULL.
static const struct live_key *find_key(unsigned key)
{
    for (size_t i = 0; i < KEY_COUNT; i++)
        for (size_t k = 0; k < CODES_MOST && keys[i].codes[k]; k++)
            if (keys[i].codes[k] == key)
                return &keys[i];
    return NULL;
}

static void press_plain(struct live *live, unsigned key)
{
    const struct live_key *row = find_key(key);
    buf_clear(&live->message);
    if (row) {
        row->press(live, key);
    } else if (key == KEY_INTERRUPTED) {
        live_train_end(live);
        live_say(live, "paused; q leaves");
    } else {
        live_say(live, "this key does nothing here; ? lists those that do");
    }
}

void live_press(struct live *live, unsigned key)
{
    live->calm_until = 0;
    if (key == KEY_INTERRUPTED)
        live->is_pasting = false; // its end may never come
    if (key == KEY_GONE) {
        settle(live);
        live->leaves = true;
    } else if (key == KEY_PASTE_BEGINS || key == KEY_PASTE_ENDS) {
        live->is_pasting = key == KEY_PASTE_BEGINS;
        if (!live->is_typing)
            live_say(live, "pasted text does nothing here; : takes a command");
    } else if (key == KEY_RESIZED) {
        return;
    } else if (live->is_typing) {
        press_typing(live, key);
    } else if (live->is_pasting) {
        return;
    } else if (live->answer.length > 0) {
        press_answer(live, key);
    } else {
        press_plain(live, key);
    }
}
