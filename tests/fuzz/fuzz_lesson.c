// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson's file of any bytes. It is refused, or it is played: by a student who answers, asks for hints, goes
// astray and comes back; by skip alone; after save and load; and by itself. Where no command of the lesson's
// can have left it, the student's own session is what it was as soon as they leave it.
#include <stdlib.h>
#include <string.h>

#include "shell/shell.h"

#include "sandbox.h"
#include "target.h"

static bool run(struct shell *shell, const char *text)
{
    return sandbox_run(shell, (const uint8_t *)text, strlen(text));
}

// Whether the text has a word that may leave the lesson: load, lesson, source, restore, another title; or
// an abbreviation of one.
static bool may_leave(const uint8_t *data, size_t size)
{
    static const char *const words[] = {"lo", "lesson", "sou", "rest", "title"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]), count = 0;
        for (size_t at = 0; at + length <= size; at++)
            count += memcmp(data + at, words[i], length) == 0;
        if (count > (i == 4)) // it has a title
            return true;
    }
    return false;
}

static void begin(struct shell *shell, const uint8_t *data, size_t size)
{
    sandbox_put(data, size);
    run(shell, "lesson ./file");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct shell *shell = sandbox_open();
    run(shell, "init 2 3 1; step 2; let mine = 4");
    uint64_t before = shell_digest(shell);
    begin(shell, data, size);
    if (shell->play) {
        run(shell,
            "lesson; hint; 1; 2.00; hint; show data; retry; save kept; init 2 2 1; 3; retry clean");
        run(shell, "skip; set lr 0.3; lesson; train 2 every=2; retry; skip; skip; lesson");
        begin(shell, data, size);
        run(shell, "skip; skip; skip; skip; skip; skip; skip; skip");
        run(shell, "lesson off");
        if (!may_leave(data, size) && shell_digest(shell) != before)
            abort();
    }
    begin(shell, data, size);
    run(shell, "set digits 4; save kept; load file; retry; skip");
    sandbox_put(data, size);
    run(shell, "source file");
    sandbox_close(shell);
    return 0;
}
