// SPDX-License-Identifier: GPL-3.0-or-later
// A relative path in these variables would make the program read and write in whatever folder it
// happens to be started from; a teaching folder from elsewhere must not bring settings along.
#define _XOPEN_SOURCE 700 // realpath
#include "front/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool folder_of_user(struct buf *path, const char *variable, const char *otherwise)
{
    const char *base = getenv(variable);
    const char *home = getenv("HOME");
    if (base && base[0] == '/')
        buf_printf(path, "%s/nnsh", base);
    else if (home && home[0] == '/')
        buf_printf(path, "%s/%s/nnsh", home, otherwise);
    else
        return false;
    return !path->failed;
}

bool folder_make(const char *path)
{
    struct buf part = BUF_EMPTY;
    bool made = true;
    // Each prefix that ends before a slash, then the whole; only the last answer counts, since a
    // folder above may exist without our being allowed to make it.
    for (size_t i = 0; path[i]; i++) {
        buf_add(&part, path + i, 1);
        if (i > 0 && (path[i + 1] == '/' || path[i + 1] == '\0'))
            made = mkdir(buf_text(&part), 0700) == 0 || errno == EEXIST;
    }
    if (part.failed) {
        errno = ENOMEM;
        made = false;
    }
    int reason = errno;
    buf_free(&part);
    errno = reason;
    return made;
}

bool folder_full_path(struct buf *full, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = slash == path ? 1 : (size_t)(name - path); // the root keeps its slash
    struct buf folder = BUF_EMPTY;
    buf_puts(&folder, slash ? "" : ".");
    buf_add(&folder, path, length);
    char *real = folder.failed ? NULL : realpath(buf_text(&folder), NULL);
    if (real)
        buf_printf(full, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/", name);
    bool well = real && !full->failed;
    free(real);
    buf_free(&folder);
    return well;
}
