// SPDX-License-Identifier: GPL-3.0-or-later
// A file is the user's alone, whatever the umask says, and the whole old one or the whole new one whenever
// the program is killed (file_write sees to that).
#define _XOPEN_SOURCE 700
#include "front/lesson_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/file.h"
#include "front/folder.h"

// Appends the folder. False where the user has none.
static bool put_folder(struct buf *path)
{
    if (!folder_of_user(path, "XDG_STATE_HOME", ".local/state"))
        return false;
    buf_puts(path, "/lessons");
    return !path->failed;
}

static bool put_path(struct buf *path, const char *name)
{
    if (!put_folder(path))
        return false;
    buf_printf(path, "/%s.nn", name);
    return !path->failed;
}

// Makes the folder. False with [error] set.
static bool make_folder(struct error *error)
{
    struct buf folder = BUF_EMPTY;
    bool well = put_folder(&folder)
                    ? folder_make(buf_text(&folder)) ||
                          error_set(error, "its folder cannot be made: %s", strerror(errno))
                    : error_set(error, "HOME names no folder to keep it in");
    buf_free(&folder);
    return well;
}

bool lesson_file_keep(void *context, const char *name, const char *text, size_t length,
                      struct error *error)
{
    struct buf path = BUF_EMPTY;
    mode_t mask = umask(077);
    (void)context;
    bool well = make_folder(error) && (put_path(&path, name) || error_memory(error));
    if (well && text)
        well = file_write(buf_text(&path), text, length, error);
    else if (well && unlink(buf_text(&path)) != 0)
        well = error_set(error, "cannot remove '%s': %s", buf_text(&path), strerror(errno));
    umask(mask);
    buf_free(&path);
    return well;
}

bool lesson_file_read(void *context, const char *name, struct buf *text)
{
    struct buf path = BUF_EMPTY;
    char block[4096];
    size_t count;
    (void)context;
    FILE *file = put_path(&path, name) ? fopen(buf_text(&path), "re") : NULL;
    buf_free(&path);
    if (!file)
        return false;
    while ((count = fread(block, 1, sizeof block, file)) > 0)
        buf_add(text, block, count);
    bool well = !ferror(file) && !text->failed;
    fclose(file);
    return well;
}
