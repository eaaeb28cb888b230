// SPDX-License-Identifier: GPL-3.0-or-later
// It is short: what a hand types while a line is being accepted. The rest stays with the terminal.
#define _XOPEN_SOURCE 700
#include "front/typed_ahead.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

static struct {
    unsigned char bytes[256];
    volatile size_t start, end;
} ahead;

bool typed_ahead_read(int fd, int interrupt_key)
{
    bool interrupts = false;
    struct pollfd more = {.fd = fd, .events = POLLIN};
    if (poll(&more, 1, 0) != 1)
        return false;
    memmove(ahead.bytes, ahead.bytes + ahead.start, ahead.end - ahead.start);
    ahead.end -= ahead.start;
    ahead.start = 0;
    ssize_t count = read(fd, ahead.bytes + ahead.end, sizeof ahead.bytes - ahead.end);
    for (size_t left = count > 0 ? (size_t)count : 0; left > 0; left--)
        if (ahead.bytes[ahead.end++] == interrupt_key) {
            ahead.start = ahead.end;
            interrupts = true;
        }
    return interrupts;
}

bool typed_ahead_waits(void)
{
    return ahead.start < ahead.end;
}

bool typed_ahead_take(unsigned char *byte)
{
    if (!typed_ahead_waits())
        return false;
    *byte = ahead.bytes[ahead.start++];
    return true;
}

void typed_ahead_drop(void)
{
    ahead.start = ahead.end;
}
