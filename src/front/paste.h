// SPDX-License-Identifier: GPL-3.0-or-later
// Following a bracketed paste key by key: the terminal puts ESC [ 200 ~ before what is pasted and
// ESC [ 201 ~ after it.
#ifndef FRONT_PASTE_H
#define FRONT_PASTE_H

#include <stdbool.h>
#include <stddef.h>

struct paste {
    bool is_open;   // the keys so far end inside a paste
    size_t matched; // bytes of the next mark that came
    size_t closed;  // bytes of the end mark that paste_close gave
};

#define PASTE_NONE ((struct paste){false, 0, 0})

// Notes the next key.
void paste_follow(struct paste *paste, unsigned char key);

// The next byte of what closes an open paste, one a call; -1 when none is open any more.
int paste_close(struct paste *paste);

#endif
