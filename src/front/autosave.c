// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is done when the program crashes, since nothing can be done safely then: the file is written
// while the prompt waits, and so it is already there. A large one is written in the background, so that
// nobody waits for it.
//
// A file's stem is TIME-PID. All of it belongs to the user alone, whatever the umask says.
#define _GNU_SOURCE // flock
#include "front/autosave.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/words.h"
#include "front/background.h"
#include "front/file.h"
#include "front/folder.h"
#include "front/kept_sessions.h"
#include "session/session.h"
#include "view/session_script.h"

#define MINUTE     60
#define SHORT_TIME 0.03 // seconds of waiting that nobody notices

// Between two times of keeping in a paste: seconds, and how many times longer than the keeping.
#define PASTE_PAUSE 0.05
#define PASTE_SHARE 10

static struct {
    const struct shell *shell; // NULL: nothing is kept
    struct output *output;
    char stem[64];        // of the file's name: TIME-PID
    char aside[64];       // of the student's own, while another takes its place; or ""
    int lock;             // the open lock file, or -1
    bool may_differ;      // from what was kept
    uint64_t first, kept; // digests: at the beginning, and of what was written last
    bool is_written;
    bool must_write;      // the last writing failed
    double last;          // when it was kept, or looked whether it had to be
    double cost;          // seconds that writing took last
    struct error trouble; // not reported yet, if any
    bool is_told;         // that it cannot be kept; a change of that is reported again
} state = {.lock = -1};

// ---- one line to the user -----------------------------------------------------------------------

static void say(const char *text)
{
    struct buf line = BUF_EMPTY;
    bool colored = output_wants_color(state.output, state.output->color);
    buf_printf(&line, "%s%s%s\n", colored ? "\033[2m" : "", text, colored ? "\033[0m" : "");
    output_write(state.output, buf_text(&line), line.length);
    buf_free(&line);
}

// "14:05", with the day where that is not today.
static void put_time(char *text, size_t size, time_t when)
{
    time_t now = time(NULL);
    struct tm then, today;
    localtime_r(&when, &then);
    localtime_r(&now, &today);
    bool is_today = then.tm_yday == today.tm_yday && then.tm_year == today.tm_year;
    strftime(text, size, is_today ? "%H:%M" : "%Y-%m-%d %H:%M", &then);
}

const char *autosave_kept(void *context)
{
    (void)context;
    return kept_newest();
}

// ---- keeping ------------------------------------------------------------------------------------

// Appends how to get at the session from before the lesson that a kept one was in, if it was in one.
static void put_before(struct buf *text, const char *stem)
{
    struct buf path = BUF_EMPTY;
    if (kept_before(stem, &path))
        buf_printf(text,
                   "\nyour own session, from before the lesson it was in, comes back by\n"
                   "  load \"%s\"",
                   buf_text(&path));
    buf_free(&path);
}

// Lists the sessions that were left, [count] of them, and how to get at each.
static void tell_left(const struct kept_left list[KEPT_LEFT_MOST], size_t count)
{
    char when[32];
    struct buf text = BUF_EMPTY;
    put_time(when, sizeof when, list[0].when.tv_sec);
    if (count == 1)
        buf_printf(&text, "recovered the session of %s; 'load' brings it back", when);
    else
        buf_printf(&text, "recovered %zu sessions; 'load' brings back that of %s", count, when);
    put_before(&text, list[0].stem);
    for (size_t i = 1; i < count && i < KEPT_LEFT_MOST; i++) {
        put_time(when, sizeof when, list[i].when.tv_sec);
        buf_puts(&text, "\n  load \"");
        kept_path(&text, KEPT_PREFIX, list[i].stem, KEPT_ENDING);
        buf_printf(&text, "\"  that of %s", when);
        put_before(&text, list[i].stem);
    }
    if (count > KEPT_LEFT_MOST)
        buf_printf(&text, "\n  and %zu older ones", count - KEPT_LEFT_MOST);
    say(buf_text(&text));
    buf_free(&text);
}

// Names the session's file, which is another one each time.
static void make_stem(void)
{
    static unsigned count;
    char when[32];
    struct tm now;
    time_t seconds = time(NULL);
    localtime_r(&seconds, &now);
    strftime(when, sizeof when, "%Y%m%d-%H%M%S", &now);
    int length = snprintf(state.stem, sizeof state.stem, "%s-%ld", when, (long)getpid());
    if (count++ > 0)
        snprintf(state.stem + length, sizeof state.stem - (size_t)length, "-%u", count);
}

void autosave_begin(const struct shell *shell, struct output *output)
{
    state.shell = shell;
    state.output = output;
    state.first = state.kept = shell_digest(shell);
    state.last = output_seconds(output);
    make_stem();
    struct kept_left list[KEPT_LEFT_MOST];
    size_t left = kept_gather(list);
    if (left > 0) {
        tell_left(list, left);
        kept_drop_old();
    }
}

// Takes the lock, which tells other sessions that this one is alive. False when that is impossible, with
// errno 0 where no folder is named.
static bool take_lock(void)
{
    struct buf path = BUF_EMPTY;
    if (state.lock >= 0)
        return true;
    errno = 0;
    if (folder_of_user(&path, "XDG_STATE_HOME", ".local/state") && folder_make(buf_text(&path))) {
        buf_clear(&path);
        kept_path(&path, KEPT_SESSION, state.stem, ".lock");
        state.lock = open(buf_text(&path), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (state.lock >= 0)
            flock(state.lock,
                  LOCK_EX | LOCK_NB); // where there are no locks a start may take it over
    }
    buf_free(&path);
    return state.lock >= 0;
}

// Writes the text to the session's file, readable by its user only.
static bool write_session(const struct buf *text, struct error *error)
{
    struct buf path = BUF_EMPTY;
    bool well = kept_path(&path, KEPT_SESSION, state.stem, KEPT_ENDING);
    mode_t mask = umask(077);
    well = well ? file_write(buf_text(&path), buf_text(text), text->length, error)
                : error_memory(error);
    umask(mask);
    buf_free(&path);
    return well;
}

// Writes the session, which differs from what was written last. False with [error] set.
static bool write_now(struct error *error)
{
    struct buf text = BUF_EMPTY;
    bool has_place = take_lock();
    if (!has_place && errno == 0)
        error_set(error, "HOME names no folder to keep it in");
    else if (!has_place)
        error_set(error, "its folder cannot be made: %s", strerror(errno));
    script_head(&text, state.shell->session, NULL);
    if (state.shell->play && state.aside[0])
        kept_put_before(&text, state.aside);
    shell_script(state.shell, &text, NULL);
    bool well = has_place && (text.failed ? error_memory(error) : write_session(&text, error));
    buf_free(&text);
    return well;
}

// Takes note of an error that keeping met, which is reported before the next prompt, not in the middle of
// this one.
static void fail(const struct error *error)
{
    state.must_write = true;
    if (!state.is_told)
        state.trouble = *error;
    state.is_told = true;
}

// Takes note of how writing in the background ended.
static void take_end(const struct error *error)
{
    if (error) {
        fail(error);
    } else {
        state.is_written = true;
        state.is_told = state.must_write = false;
    }
}

// Writes the session at once, after what is being written in the background.
static bool write_alone(struct error *error)
{
    double begun = output_seconds(state.output);
    background_wait(take_end);
    if (!write_now(error))
        return false;
    state.cost = output_seconds(state.output) - begun;
    state.is_written = true;
    state.is_told = state.must_write = false;
    return true;
}

void autosave_note(void)
{
    background_look(take_end);
    if (state.trouble.what[0])
        output_say(state.output, "nnsh: warning: changes to the session are not kept; ",
                   state.trouble.what);
    state.trouble = ERROR_NONE;
    state.may_differ = state.shell != NULL;
}

bool autosave_is_due(void)
{
    return state.may_differ;
}

void autosave_keep(void)
{
    struct error error = ERROR_NONE;
    if (!state.may_differ)
        return;
    state.may_differ = false;
    background_look(take_end);
    uint64_t digest = shell_digest(state.shell);
    if (digest != state.kept || state.must_write) {
        if ((state.cost > SHORT_TIME && take_lock() && background_start(write_now)) ||
            write_alone(&error))
            state.kept = digest;
        else
            fail(&error);
    }
    state.last = output_seconds(state.output);
}

void autosave_keep_in_paste(void)
{
    autosave_note();
    if (output_seconds(state.output) - state.last > PASTE_PAUSE + PASTE_SHARE * state.cost)
        autosave_keep();
}

// Less than one part in a hundred of a run's time goes into keeping it.
void autosave_look(void *context)
{
    (void)context;
    double passed = state.shell ? output_seconds(state.output) - state.last : 0;
    if (passed < MINUTE || passed < 100 * state.cost)
        return;
    state.may_differ = true;
    autosave_keep();
}

void autosave_set_aside(void *context)
{
    (void)context;
    if (!state.shell)
        return;
    state.aside[0] = '\0';
    autosave_note();
    autosave_keep();
    background_wait(take_end);
    if (!state.is_written)
        return;
    kept_drop_same(state.stem);
    kept_rename(state.stem);
    strcpy(state.aside, state.stem);
    kept_drop_old();
    if (state.lock >= 0)
        close(state.lock);
    state.lock = -1;
    state.is_written = false;
    make_stem();
}

static void tell_kept(void)
{
    struct buf text = BUF_EMPTY;
    buf_puts(&text, "your unsaved session is kept; 'load' brings it back");
    put_before(&text, state.stem);
    say(buf_text(&text));
    buf_free(&text);
}

void autosave_end(bool is_clean)
{
    const struct shell *shell = state.shell;
    autosave_note();
    autosave_keep();
    background_wait(take_end);
    autosave_note();
    if (is_clean && state.is_written) {
        bool is_saved = shell && (state.kept == shell->saved || state.kept == state.first);
        if (is_saved) {
            kept_with_path(KEPT_SESSION, state.stem, KEPT_ENDING, unlink);
            kept_with_path(KEPT_SESSION, state.stem, ".lock", unlink);
        } else {
            kept_drop_same(state.stem);
            kept_rename(state.stem);
            kept_drop_old();
            tell_kept();
        }
    }
    if (state.lock >= 0 && !state.is_written) // there is nothing that it could be of
        kept_with_path(KEPT_SESSION, state.stem, ".lock", unlink);
    if (state.lock >= 0)
        close(state.lock);
    state.lock = -1;
    state.shell = NULL;
}
