// SPDX-License-Identifier: GPL-3.0-or-later
// A relative path in these variables would make the program read and write in whatever folder it
// happens to be started from; a teaching folder from elsewhere must not bring settings along.
#include "front/place.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

bool place_folder(struct buf *path, const char *variable, const char *otherwise)
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

bool place_make(const char *path)
{
    struct buf part = BUF_EMPTY;
    bool made = true;
    // Each prefix that ends before a slash, then the whole; only the last answer counts, since a
    // folder above may be there and yet not be ours to make.
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
