// SPDX-License-Identifier: GPL-3.0-or-later
// Both marks begin with the only ESC in them, so a key that does not continue with a mark can at most
// begin it again.
#include "front/paste.h"

static const char begin_mark[] = "\033[200~", end_mark[] = "\033[201~";

void paste_follow(struct paste *paste, unsigned char key)
{
    const char *mark = paste->is_open ? end_mark : begin_mark;
    paste->matched = key == mark[paste->matched] ? paste->matched + 1 : key == mark[0];
    if (mark[paste->matched] == '\0') {
        paste->is_open = !paste->is_open;
        paste->matched = 0;
    }
}

int paste_close(struct paste *paste)
{
    if (!paste->is_open)
        return -1;
    char key = end_mark[paste->closed++];
    if (end_mark[paste->closed] == '\0')
        *paste = PASTE_NONE;
    return key;
}
