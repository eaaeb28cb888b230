// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is done when the program crashes, since nothing can be done safely then: the file is written
// while the prompt waits, and so it is already there. A large one is written in the background, so that
// nobody waits for it.
//
// A session under way is session-TIME-PID.nn, beside it a .lock that its owner holds; a file whose
// lock nobody holds was left behind. Then it is called kept-TIME-PID.nn, as is one that was left on
// purpose with something unsaved. The last KEPT_MOST of those stay. All of it belongs to the user
// alone, whatever the umask says.
#define _GNU_SOURCE // flock
#include "front/autosave.h"

#include <dirent.h>
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
#include "session/session.h"
#include "view/session_script.h"

enum { KEPT_MOST = 20, LEFT_MOST = 5 };

#define SESSION "session-"
#define KEPT    "kept-"
#define ENDING  ".nn"

#define MINUTE     60
#define SHORT_TIME 0.03 // seconds of waiting that nobody notices

// Between two times of keeping in a paste: seconds, and how many times longer than the keeping.
#define PASTE_PAUSE 0.05
#define PASTE_SHARE 10

static struct {
    const struct shell *shell; // NULL: nothing is kept
    struct output *output;
    char stem[64];        // of the file's name: TIME-PID
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

// Appends the file's path: folder/PREFIX STEM ENDING. False where there is no folder.
static bool put_path(struct buf *path, const char *prefix, const char *stem, const char *ending)
{
    if (!folder_of_user(path, "XDG_STATE_HOME", ".local/state"))
        return false;
    buf_printf(path, "/%s%s%s", prefix, stem, ending);
    return !path->failed;
}

// Does [act] with the path of a file of that name.
static void with_path(const char *prefix, const char *stem, const char *ending,
                      int (*act)(const char *path))
{
    struct buf path = BUF_EMPTY;
    if (put_path(&path, prefix, stem, ending))
        act(buf_text(&path));
    buf_free(&path);
}

// Calls a session's file a kept one.
static void keep_name(const char *stem)
{
    struct buf from = BUF_EMPTY, to = BUF_EMPTY;
    if (put_path(&from, SESSION, stem, ENDING) && put_path(&to, KEPT, stem, ENDING))
        rename(buf_text(&from), buf_text(&to));
    buf_free(&from);
    buf_free(&to);
    with_path(SESSION, stem, ".lock", unlink);
}

// ---- what is there ------------------------------------------------------------------------------

// The stem of a name that begins with [prefix] and has the ending, into [stem]; false for any other.
static bool stem_of(const char *name, const char *prefix, char stem[64])
{
    size_t length = strlen(name), begin = strlen(prefix), end = strlen(ENDING);
    if (length < begin + end + 1 || length - begin - end >= 64 ||
        strncmp(name, prefix, begin) != 0 || strcmp(name + length - end, ENDING) != 0)
        return false;
    memcpy(stem, name + begin, length - begin - end);
    stem[length - begin - end] = '\0';
    return true;
}

// Whether the owner of a session's file has ended.
static bool is_left(const char *stem)
{
    struct buf path = BUF_EMPTY;
    bool left = false;
    if (put_path(&path, SESSION, stem, ".lock")) {
        int fd = open(buf_text(&path), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        left = fd >= 0 ? flock(fd, LOCK_EX | LOCK_NB) == 0 : errno == ENOENT;
        if (fd >= 0)
            close(fd);
    }
    buf_free(&path);
    return left;
}

// When a kept file was written; tv_sec is -1 if that is not known.
static struct timespec time_of(const char *stem)
{
    struct buf path = BUF_EMPTY;
    struct stat status;
    bool well = put_path(&path, KEPT, stem, ENDING) && stat(buf_text(&path), &status) == 0;
    buf_free(&path);
    return well ? status.st_mtim : (struct timespec){.tv_sec = (time_t)-1};
}

// Negative, 0 or positive where [one] is before, at or after [other]. Two sessions may be left in the
// same second.
static int compare_times(struct timespec one, struct timespec other)
{
    if (one.tv_sec != other.tv_sec)
        return one.tv_sec < other.tv_sec ? -1 : 1;
    return (one.tv_nsec > other.tv_nsec) - (one.tv_nsec < other.tv_nsec);
}

static DIR *open_folder(void)
{
    struct buf path = BUF_EMPTY;
    bool well = folder_of_user(&path, "XDG_STATE_HOME", ".local/state");
    DIR *folder = well ? opendir(buf_text(&path)) : NULL;
    buf_free(&path);
    return folder;
}

// Finds the newest and the oldest of the kept files, and returns how many there are.
static size_t find_kept(char newest[64], char oldest[64])
{
    DIR *folder = open_folder();
    size_t count = 0;
    struct timespec first = {0}, last = {0};
    char stem[64];
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        if (!stem_of(entry->d_name, KEPT, stem))
            continue;
        struct timespec when = time_of(stem);
        int after = compare_times(when, last), before = -compare_times(when, first);
        if (count == 0 || after > 0 || (after == 0 && strcmp(stem, newest) > 0)) {
            last = when;
            strcpy(newest, stem);
        }
        if (count == 0 || before > 0 || (before == 0 && strcmp(stem, oldest) < 0)) {
            first = when;
            strcpy(oldest, stem);
        }
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

// A session that was left behind.
struct left {
    char stem[64];
    struct timespec when;
};

// Renames the sessions that were left, and returns how many they were, the LEFT_MOST newest in
// [list] in their order.
static size_t gather_left(struct left list[LEFT_MOST])
{
    DIR *folder = open_folder();
    size_t count = 0;
    struct left left;
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        if (!stem_of(entry->d_name, SESSION, left.stem) || !is_left(left.stem))
            continue;
        keep_name(left.stem);
        left.when = time_of(left.stem);
        if (left.when.tv_sec == (time_t)-1)
            continue;
        size_t at = size_min(count, LEFT_MOST);
        for (; at > 0 && compare_times(left.when, list[at - 1].when) > 0; at--)
            if (at < LEFT_MOST)
                list[at] = list[at - 1];
        if (at < LEFT_MOST)
            list[at] = left;
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

// Removes the oldest kept files beyond KEPT_MOST.
static void drop_old(void)
{
    char newest[64], oldest[64];
    for (size_t count = find_kept(newest, oldest); count > KEPT_MOST; count--)
        with_path(KEPT, oldest, ENDING, unlink), find_kept(newest, oldest);
}

// Whether two files hold the same bytes.
static bool is_same(const char *one, const char *other)
{
    FILE *a = fopen(one, "re"), *b = a ? fopen(other, "re") : NULL;
    char left[BUFSIZ], right[BUFSIZ];
    bool same = b != NULL;
    for (size_t count = BUFSIZ; same && count == BUFSIZ;) {
        count = fread(left, 1, sizeof left, a);
        same = fread(right, 1, sizeof right, b) == count && memcmp(left, right, count) == 0;
    }
    if (a)
        fclose(a);
    if (b)
        fclose(b);
    return same;
}

// Removes the newest kept file where it is the very session that is about to be kept: one that was
// brought back and left as it was is not kept twice.
static void drop_same(void)
{
    struct buf mine = BUF_EMPTY, kept = BUF_EMPTY;
    char newest[64], oldest[64];
    if (find_kept(newest, oldest) > 0 && put_path(&mine, SESSION, state.stem, ENDING) &&
        put_path(&kept, KEPT, newest, ENDING) && is_same(buf_text(&mine), buf_text(&kept)))
        unlink(buf_text(&kept));
    buf_free(&mine);
    buf_free(&kept);
}

const char *autosave_kept(void *context)
{
    static struct buf path;
    char newest[64], oldest[64];
    (void)context;
    buf_clear(&path);
    return find_kept(newest, oldest) > 0 && put_path(&path, KEPT, newest, ENDING) ? buf_text(&path)
                                                                                  : NULL;
}

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

// ---- keeping ------------------------------------------------------------------------------------

// Lists the sessions that were left, [count] of them, and how to get at each.
static void tell_left(const struct left list[LEFT_MOST], size_t count)
{
    char when[32];
    struct buf text = BUF_EMPTY;
    put_time(when, sizeof when, list[0].when.tv_sec);
    if (count == 1)
        buf_printf(&text, "recovered the session of %s; 'load' brings it back", when);
    else
        buf_printf(&text, "recovered %zu sessions; 'load' brings back that of %s", count, when);
    for (size_t i = 1; i < count && i < LEFT_MOST; i++) {
        put_time(when, sizeof when, list[i].when.tv_sec);
        buf_puts(&text, "\n  load \"");
        put_path(&text, KEPT, list[i].stem, ENDING);
        buf_printf(&text, "\"  that of %s", when);
    }
    if (count > LEFT_MOST)
        buf_printf(&text, "\n  and %zu older ones", count - LEFT_MOST);
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
    struct left list[LEFT_MOST];
    size_t left = gather_left(list);
    if (left > 0) {
        tell_left(list, left);
        drop_old();
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
        put_path(&path, SESSION, state.stem, ".lock");
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
    bool well = put_path(&path, SESSION, state.stem, ENDING);
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
    autosave_note();
    autosave_keep();
    background_wait(take_end);
    if (!state.is_written)
        return;
    drop_same();
    keep_name(state.stem);
    drop_old();
    if (state.lock >= 0)
        close(state.lock);
    state.lock = -1;
    state.is_written = false;
    make_stem();
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
            with_path(SESSION, state.stem, ENDING, unlink);
            with_path(SESSION, state.stem, ".lock", unlink);
        } else {
            drop_same();
            keep_name(state.stem);
            drop_old();
            say("your unsaved session is kept; 'load' brings it back");
        }
    }
    if (state.lock >= 0)
        close(state.lock);
    state.lock = -1;
    state.shell = NULL;
}
