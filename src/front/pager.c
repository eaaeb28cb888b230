// SPDX-License-Identifier: GPL-3.0-or-later
// The pager runs in the program's own process group, so Ctrl-C and Ctrl-Z reach both: a Ctrl-C is the
// pager's affair and forgotten here. Whoever leaves it early closes the pipe, and the rest of the text
// is dropped.
#include "front/pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "front/signals.h"

enum { NOT_FOUND = 127 }; // what sh says of a command that does not exist

// less -FRX: ends by itself where all fits one screen, shows colours, leaves the text on the screen.
static const char usual[] = "command -v less >/dev/null 2>&1 || exit 127; exec less -FRX";

bool pager_show(const char *text, size_t length)
{
    const char *chosen = getenv("PAGER");
    FILE *pipe = popen(chosen && *chosen ? chosen : usual, "w");
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    if (!pipe)
        return false;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, &old);
    fwrite(text, 1, length, pipe);
    int status = pclose(pipe);
    sigaction(SIGPIPE, &old, NULL);
    signals_clear();
    return !(status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}
