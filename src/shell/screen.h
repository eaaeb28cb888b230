// SPDX-License-Identifier: GPL-3.0-or-later
// A terminal's whole screen: cells are shown on it, keys are read from it. The host opens one; who opened
// it closes it, and the terminal is then as it was. As long as it is open, answers and messages do not go to
// the terminal but into [said].
#ifndef SHELL_SCREEN_H
#define SHELL_SCREEN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/sheet.h"

// What a key is: its character's code point, or one of these.
enum {
    KEY_NONE = 0, // the time is up
    KEY_TABULATOR = 9,
    KEY_RETURN = 13,
    KEY_ESCAPE = 27,
    KEY_NAMED = 0x110000, // beyond all characters
    KEY_ARROW_LEFT,
    KEY_ARROW_RIGHT,
    KEY_ARROW_UP,
    KEY_ARROW_DOWN,
    KEY_FIRST,
    KEY_LAST,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_ERASE,
    KEY_PASTE_BEGINS,
    KEY_PASTE_ENDS,
    KEY_RESIZED,     // the screen has another size, or has to be drawn again
    KEY_INTERRUPTED, // Ctrl-C
    KEY_GONE,        // the terminal hung up, or a signal ends the program
    KEY_OTHER        // any other
};

struct screen {
    void (*close)(struct screen *screen);
    void (*size)(struct screen *screen, size_t *cols, size_t *rows);
    // Shows a sheet of the screen's size; only what has changed is sent.
    void (*show)(struct screen *screen, const struct sheet *sheet);
    // The next key. Waits for it that many seconds at most, for any time where [seconds] is negative.
    unsigned (*key)(struct screen *screen, double seconds);
    // Whether `key` would return at once.
    bool (*key_waits)(struct screen *screen);
    // From the one call to the other *waits becomes other than 0 as soon as `key` would return at once, for
    // work that takes long. `key` is not called in between. Both may be NULL.
    void (*watch)(struct screen *screen, bool begins);
    const volatile sig_atomic_t *waits;
    struct buf said;
};

#endif
