// SPDX-License-Identifier: GPL-3.0-or-later
// A saved session of any bytes. Where it is refused, the session must be as it was; where it is
// loaded, saving and loading that must give the same session again.
#include <stdlib.h>
#include <string.h>

#include "shell/shell.h"

#include "sandbox.h"
#include "target.h"

static bool run(struct shell *shell, const char *text)
{
    return sandbox_run(shell, (const uint8_t *)text, strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct shell *shell = sandbox_open();
    run(shell, "set optimizer adam; set batch 3; init; step; next; let mine = w1; watch w1");
    uint64_t before = shell_digest(shell);
    sandbox_put(data, size);
    bool well = run(shell, "load file");
    uint64_t after = shell_digest(shell);
    if (!well && after != before)
        abort();
    if (well && run(shell, "save file; load file") && shell_digest(shell) != after)
        abort();
    sandbox_close(shell);
    return 0;
}
