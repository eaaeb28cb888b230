// SPDX-License-Identifier: GPL-3.0-or-later
// A whole session: any bytes as a script that goes on after each error. Afterwards the session must be
// fit to start anew.
#include <stdlib.h>
#include <string.h>

#include "shell/shell.h"

#include "sandbox.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char anew[] =
        "set loss mse; init 2 2:relu 1:sigmoid; data xor; set optimizer sgd; "
        "set lr 0.1; set batch full; init; step; show all";
    static const char aside[] = "quiz off; lesson off"; // each fails where it has nothing to end
    struct shell *shell = sandbox_open();
    sandbox_run(shell, data, size);
    sandbox_run(shell, (const uint8_t *)aside, strlen(aside));
    if (!sandbox_run(shell, (const uint8_t *)anew, strlen(anew)))
        abort();
    sandbox_close(shell);
    return 0;
}
