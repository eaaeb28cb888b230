// SPDX-License-Identifier: GPL-3.0-or-later
// An answer to a question: any text is judged, or an error with a place inside the text; only a wrong answer that
// is new uses up a try. The first byte says which question it is.
#include <stdlib.h>
#include <string.h>

#include "lesson/question.h"
#include "shell/shell.h"

#include "sandbox.h"
#include "target.h"

// Puts a question. NULL when memory does not suffice.
static struct shell *ask(uint8_t which)
{
    static const char *const questions[] = {"init; quiz dw2[1,0]", "init; quiz shape(w2)",
                                            "init; quiz loss", "init; quiz parameters"};
    const char *text = questions[which % (sizeof questions / sizeof *questions)];
    struct shell *shell = sandbox_open();
    if (sandbox_run(shell, (const uint8_t *)text, strlen(text)) && shell->question.is_open)
        return shell;
    sandbox_close(shell);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct shell *shell = size > 0 ? ask(data[0]) : NULL;
    char *text = shell ? malloc(size) : NULL;
    if (!text) {
        if (shell)
            sandbox_close(shell);
        return 0;
    }
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    size_t length = strlen(text); // the reader lets no NUL through
    for (size_t i = 0; i < 2; i++) {
        struct judgement judgement;
        struct error error = ERROR_NONE;
        size_t tries = shell->question.tries;
        bool well =
            question_judge(&shell->question, shell->session, text, length, &judgement, &error);
        bool is_new = well && judgement.verdict == VERDICT_NOT_YET;
        if (shell->question.tries != tries + is_new || (is_new && i > 0))
            abort();
        if (well)
            buf_free(&judgement.sentence);
        else if (error.what[0] == '\0' || (error.placed && error.at + error.length > length + 1))
            abort();
    }
    free(text);
    sandbox_close(shell);
    return 0;
}
