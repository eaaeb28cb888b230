// SPDX-License-Identifier: GPL-3.0-or-later
// Which file is newest or oldest is told by its time of change; two written in the same second are told apart by
// the nanoseconds, and then by their names.
#define _GNU_SOURCE // flock
#include "front/kept_sessions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/words.h"
#include "front/folder.h"

enum { KEPT_MOST = 20 };

bool kept_path(struct buf *path, const char *prefix, const char *stem, const char *ending)
{
    if (!folder_of_user(path, "XDG_STATE_HOME", ".local/state"))
        return false;
    buf_printf(path, "/%s%s%s", prefix, stem, ending);
    return !path->failed;
}

void kept_with_path(const char *prefix, const char *stem, const char *ending,
                    int (*act)(const char *path))
{
    struct buf path = BUF_EMPTY;
    if (kept_path(&path, prefix, stem, ending))
        act(buf_text(&path));
    buf_free(&path);
}

void kept_rename(const char *stem)
{
    struct buf from = BUF_EMPTY, to = BUF_EMPTY;
    if (kept_path(&from, KEPT_SESSION, stem, KEPT_ENDING) &&
        kept_path(&to, KEPT_PREFIX, stem, KEPT_ENDING))
        rename(buf_text(&from), buf_text(&to));
    buf_free(&from);
    buf_free(&to);
    kept_with_path(KEPT_SESSION, stem, ".lock", unlink);
}

// ---- what is there ------------------------------------------------------------------------------

// The stem of a name that begins with [prefix] and has the ending, into [stem]; false for any other.
static bool stem_of(const char *name, const char *prefix, char stem[64])
{
    size_t length = strlen(name), begin = strlen(prefix), end = strlen(KEPT_ENDING);
    if (length < begin + end + 1 || length - begin - end >= 64 ||
        strncmp(name, prefix, begin) != 0 || strcmp(name + length - end, KEPT_ENDING) != 0)
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
    if (kept_path(&path, KEPT_SESSION, stem, ".lock")) {
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
    bool well =
        kept_path(&path, KEPT_PREFIX, stem, KEPT_ENDING) && stat(buf_text(&path), &status) == 0;
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
        if (!stem_of(entry->d_name, KEPT_PREFIX, stem))
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

size_t kept_gather(struct kept_left list[KEPT_LEFT_MOST])
{
    DIR *folder = open_folder();
    size_t count = 0;
    struct kept_left left;
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        if (!stem_of(entry->d_name, KEPT_SESSION, left.stem) || !is_left(left.stem))
            continue;
        kept_rename(left.stem);
        left.when = time_of(left.stem);
        if (left.when.tv_sec == (time_t)-1)
            continue;
        size_t at = size_min(count, KEPT_LEFT_MOST);
        for (; at > 0 && compare_times(left.when, list[at - 1].when) > 0; at--)
            if (at < KEPT_LEFT_MOST)
                list[at] = list[at - 1];
        if (at < KEPT_LEFT_MOST)
            list[at] = left;
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

void kept_drop_old(void)
{
    char newest[64], oldest[64];
    for (size_t count = find_kept(newest, oldest); count > KEPT_MOST; count--)
        kept_with_path(KEPT_PREFIX, oldest, KEPT_ENDING, unlink), find_kept(newest, oldest);
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

void kept_drop_same(const char *own)
{
    struct buf mine = BUF_EMPTY, kept = BUF_EMPTY;
    char newest[64], oldest[64];
    if (find_kept(newest, oldest) > 0 && kept_path(&mine, KEPT_SESSION, own, KEPT_ENDING) &&
        kept_path(&kept, KEPT_PREFIX, newest, KEPT_ENDING) &&
        is_same(buf_text(&mine), buf_text(&kept)))
        unlink(buf_text(&kept));
    buf_free(&mine);
    buf_free(&kept);
}

const char *kept_newest(void)
{
    static struct buf path;
    char newest[64], oldest[64];
    buf_clear(&path);
    return find_kept(newest, oldest) > 0 && kept_path(&path, KEPT_PREFIX, newest, KEPT_ENDING)
               ? buf_text(&path)
               : NULL;
}

// The line of a session that is kept while a lesson is open.
#define BEFORE "# Your own session, from before the lesson, is "

void kept_put_before(struct buf *text, const char *stem)
{
    buf_printf(text, BEFORE KEPT_PREFIX "%s" KEPT_ENDING "\n", stem);
}

bool kept_before(const char *stem, struct buf *path)
{
    char line[256], before[64];
    struct buf kept = BUF_EMPTY;
    FILE *file =
        kept_path(&kept, KEPT_PREFIX, stem, KEPT_ENDING) ? fopen(buf_text(&kept), "re") : NULL;
    bool is_there = false;
    // It stands among the comments at the head.
    while (file && !is_there && fgets(line, sizeof line, file) && line[0] == '#') {
        line[strcspn(line, "\n")] = '\0';
        is_there = strncmp(line, BEFORE, strlen(BEFORE)) == 0 &&
                   stem_of(line + strlen(BEFORE), KEPT_PREFIX, before);
    }
    if (file)
        fclose(file);
    buf_free(&kept);
    return is_there && !strchr(before, '/') && kept_path(path, KEPT_PREFIX, before, KEPT_ENDING) &&
           access(buf_text(path), R_OK) == 0;
}
