// SPDX-License-Identifier: GPL-3.0-or-later
// A growing text buffer. Whoever declares one owns it and frees it with buf_free.
//
// Appending does not report failure: when memory runs out the buffer keeps what it has,
// sets [failed] and ignores all that follows. So a view of a hundred lines asks once, at its end.
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data;    // [length] bytes and a closing NUL; NULL while nothing was appended
    size_t length; // bytes in use, the NUL not counted
    size_t capacity;
    bool failed; // memory ran out: the text is incomplete
};

// An empty buffer; allocates nothing.
#define BUF_EMPTY ((struct buf){NULL, 0, 0, false})

// Appends [length] bytes at [text], which may hold NULs.
void buf_add(struct buf *buf, const char *text, size_t length);

// Appends a C string.
void buf_puts(struct buf *buf, const char *text);

// Appends what another buffer holds; if that is incomplete, so is this.
void buf_append(struct buf *buf, const struct buf *part);

// Appends [count] copies of the byte [c].
void buf_fill(struct buf *buf, char c, size_t count);

// Appends what printf would print.
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The text as a C string, never NULL ("" for an empty buffer); valid until the next append.
const char *buf_text(const struct buf *buf);

// Forgets the text and a failure, keeps the memory.
void buf_clear(struct buf *buf);

// Gives the memory back; the buffer is then empty and may be used again.
void buf_free(struct buf *buf);

#endif
