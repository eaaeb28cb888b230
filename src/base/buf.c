// SPDX-License-Identifier: GPL-3.0-or-later
// The buffer doubles, so that n appends cost O(n) copies in all. BUF_FIRST is small enough for a
// test build to shrink to 1, where every append meets the growing path.
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef BUF_FIRST
#define BUF_FIRST 256
#endif

// Makes room for [more] bytes and the NUL. False, with [failed] set, when that is impossible.
static bool reserve(struct buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (buf->capacity - buf->length > more)
        return true;
    size_t need = buf->length + more + 1;
    size_t capacity = buf->capacity ? buf->capacity : BUF_FIRST;
    while (capacity < need && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    char *data = need > buf->length && capacity >= need ? realloc(buf->data, capacity) : NULL;
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, const char *text, size_t length)
{
    if (length == 0 || !reserve(buf, length))
        return;
    memcpy(buf->data + buf->length, text, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_append(struct buf *buf, const struct buf *part)
{
    buf_add(buf, buf_text(part), part->length);
    buf->failed = buf->failed || part->failed;
}

void buf_fill(struct buf *buf, char c, size_t count)
{
    if (count == 0 || !reserve(buf, count))
        return;
    memset(buf->data + buf->length, c, count);
    buf->length += count;
    buf->data[buf->length] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    char first[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof first, format, arguments);
    if (length >= 0 && (size_t)length < sizeof first) {
        buf_add(buf, first, (size_t)length);
    } else if (length >= 0 && reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
    buf->failed = false;
    if (buf->data)
        buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
    free(buf->data);
    *buf = BUF_EMPTY;
}
