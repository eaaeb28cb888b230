// SPDX-License-Identifier: GPL-3.0-or-later
// Every line is appended the moment it is accepted, by one write to a file opened for appending, so
// no end of the program, however sudden, loses one, and two sessions mix line by line.
//
// Cutting the file back replaces it: a new file takes the old one's name. Both sides hold a lock
// for that, and whoever gets the lock looks whether the name still means the file it opened; if
// not, another session was faster, and the file is opened again. Nobody waits for the lock without
// end: a session stopped while it held the lock must not hang another, and an append without it is
// still one write.
//
// The file may be in a folder others can write to (NNSH_HISTFILE), so it must be a regular file and
// not a link, and opening it must not wait (a FIFO would).
#define _GNU_SOURCE // flock, memrchr
#include "front/history.h"

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
#include "front/folder.h"

enum {
    LOCK_TRIES = 200, // a millisecond apart
    SLACK = 2,        // the file is cut back when it holds this many times HISTORY_LINES
};

void history_open(struct history *history)
{
    *history = (struct history){NULL, NULL};
    const char *chosen = getenv("NNSH_HISTFILE");
    if (chosen) {
        history->path = *chosen ? strdup(chosen) : NULL;
        return;
    }
    struct buf path = BUF_EMPTY;
    if (folder_of_user(&path, "XDG_STATE_HOME", ".local/state")) {
        folder_make(buf_text(&path)); // a failure shows when the file is opened
        buf_puts(&path, "/history");
        history->path = path.failed ? NULL : strdup(buf_text(&path));
    }
    buf_free(&path);
}

void history_clear(struct history *history)
{
    free(history->path);
    free(history->last);
    *history = (struct history){NULL, NULL};
}

// Says why the file cannot be used, and leaves it alone from now on.
static bool give_up(struct history *history, struct error *error, const char *why)
{
    error_set(error, "cannot keep the history in '%s': %s",
              error_quote(history->path, strlen(history->path)).text, why);
    free(history->path);
    history->path = NULL;
    return false;
}

// Why the file could not be opened, by errno.
static const char *reason(const char *path)
{
    int number = errno;
    struct stat status;
    bool is_link = number == ELOOP && lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    return is_link ? "it is a link, and links are not followed there" : strerror(number);
}

// Opens the file; -1 with [why] set unless it is a regular file. [why] is "" where there is none.
static int open_regular(const char *path, int flags, const char **why)
{
    struct stat status;
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
    *why = NULL;
    if (fd < 0)
        *why = errno == ENOENT && !(flags & O_CREAT) ? "" : reason(path);
    else if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        *why = "it is not a regular file";
    if (fd >= 0 && *why) {
        close(fd);
        return -1;
    }
    return fd;
}

// Whether the lock was taken.
static bool lock(int fd)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false; // a file system without locks
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return false;
}

// Whether [path] still names the open file.
static bool is_current(int fd, const char *path)
{
    struct stat open_one, named;
    return fstat(fd, &open_one) == 0 && lstat(path, &named) == 0 &&
           open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

// Opens and locks the file under its present name.
static int open_locked(const char *path, int flags, const char **why)
{
    for (;;) {
        int fd = open_regular(path, flags, why);
        if (fd < 0 || !lock(fd) || is_current(fd, path))
            return fd;
        close(fd);
    }
}

// Reads the last HISTORY_BYTES of [fd] into [text], beginning with a whole line.
static bool read_tail(int fd, struct buf *text)
{
    char block[16384];
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size > HISTORY_BYTES ? size - HISTORY_BYTES : 0;
    bool cut = from > 0;
    if (size < 0 || lseek(fd, from, SEEK_SET) < 0)
        return false;
    ssize_t count;
    while ((count = read(fd, block, sizeof block)) > 0) {
        const char *begin = block, *end = block + count;
        if (cut) {
            const char *stop = memchr(block, '\n', (size_t)count);
            begin = stop ? stop + 1 : end;
            cut = stop == NULL;
        }
        buf_add(text, begin, (size_t)(end - begin));
    }
    return count == 0 && !text->failed;
}

// Where the last HISTORY_LINES lines of [text] begin; [count] is set to the lines there are in all.
static size_t last_lines(const struct buf *text, size_t *count)
{
    size_t at = text->length, begin = 0;
    *count = 0;
    while (at > 0) {
        const char *stop = memrchr(text->data, '\n', at - 1);
        at = stop ? (size_t)(stop - text->data) + 1 : 0;
        if (++*count == HISTORY_LINES)
            begin = at;
    }
    return begin;
}

// Writes [text] aside and gives it the file's name. On failure the old file stands.
static void replace(const char *path, const char *text, size_t length)
{
    struct buf aside = BUF_EMPTY;
    buf_printf(&aside, "%s.XXXXXX", path);
    int fd = aside.failed ? -1 : mkstemp(aside.data); // mode 0600
    if (fd >= 0) {
        bool whole = write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
        whole = close(fd) == 0 && whole;
        if (!whole || rename(aside.data, path) != 0)
            unlink(aside.data);
    }
    buf_free(&aside);
}

bool history_wants(struct history *history, const char *line)
{
    bool wanted = *line && *line != ' ' && *line != '\t' &&
                  !(history->last && strcmp(history->last, line) == 0);
    if (wanted) {
        free(history->last);
        history->last = strdup(line); // without memory a repeat is kept: no harm
    }
    return wanted;
}

// Passes on the lines of [text], which is cut up for it; the last one counts as taken last.
static void hand_out(struct history *history, char *text, size_t length,
                     void (*take)(const char *line))
{
    while (length > 0) {
        char *stop = memchr(text, '\n', length);
        size_t line = stop ? (size_t)(stop - text) : length;
        text[line] = '\0'; // a buffer has a NUL after its end
        if (line <= HISTORY_LINE_MOST && strlen(text) == line && history_wants(history, text))
            take(text);
        line += stop != NULL;
        text += line;
        length -= line;
    }
}

bool history_load(struct history *history, void (*take)(const char *line), struct error *error)
{
    if (!history->path)
        return true;
    const char *why;
    int fd = open_locked(history->path, O_RDONLY, &why);
    if (fd < 0)
        return !*why || give_up(history, error, why);
    struct buf text = BUF_EMPTY;
    if (read_tail(fd, &text)) {
        size_t count, begin = last_lines(&text, &count);
        if (count > (size_t)SLACK * HISTORY_LINES || text.length > HISTORY_BYTES / 2)
            replace(history->path, text.data + begin, text.length - begin);
        if (text.length > begin)
            hand_out(history, text.data + begin, text.length - begin, take);
    }
    buf_free(&text);
    close(fd); // and with it the lock
    return true;
}

bool history_add(struct history *history, const char *line, struct error *error)
{
    if (!history->path || strlen(line) > HISTORY_LINE_MOST)
        return true;
    struct buf text = BUF_EMPTY;
    buf_printf(&text, "%s\n", line);
    const char *why = NULL;
    int fd = text.failed ? -1 : open_locked(history->path, O_WRONLY | O_APPEND | O_CREAT, &why);
    if (fd >= 0) {
        ssize_t count = write(fd, text.data, text.length);
        if (count != (ssize_t)text.length)
            why = count < 0 ? strerror(errno) : "the disk is full";
        close(fd);
    }
    buf_free(&text);
    return !why || give_up(history, error, why);
}
