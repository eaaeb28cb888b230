// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into the program, it raises SIGTERM right before or after the settings of the terminal change for
// the n-th time: $BEFORE=n or $AFTER=n.
#define _GNU_SOURCE // RTLD_NEXT
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

typedef int function(int, int, const struct termios *);

static void raise_at(const char *name, int count)
{
    const char *at = getenv(name);
    if (at && atoi(at) == count)
        raise(SIGTERM);
}

int tcsetattr(int fd, int how, const struct termios *settings)
{
    static int count;
    function *real = (function *)dlsym(RTLD_NEXT, "tcsetattr");
    raise_at("BEFORE", ++count);
    int result = real(fd, how, settings);
    raise_at("AFTER", count);
    return result;
}

ssize_t read(int fd, void *bytes, size_t size)
{
    static int keys;
    ssize_t (*real)(int, void *, size_t) =
        (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    ssize_t count = real(fd, bytes, size);
    if (count == 1 && fd == STDIN_FILENO && *(const char *)bytes == '\x03')
        raise_at("KEY", ++keys);
    return count;
}
