// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is evaluated once, right before the step opens: nothing that a student does in it changes what it
// says or what is right, and what a question hides then can be spoken of. So a text without a value keeps the
// step from opening, whichever text it is, and whoever checks the lesson meets it.
#include "shell/play_fill.h"

#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "session/quantity.h"
#include "shell/lesson_text.h"
#include "shell/play.h"
#include "shell/shell.h"

char *play_fill_text(struct shell *shell, const char *text, struct error *error)
{
    struct buf filled = BUF_EMPTY;
    char *copy = NULL;
    if (lesson_text_fill(&filled, shell->session, shell_style(shell), text, error) &&
        !(copy = strdup(buf_text(&filled))))
        error_memory(error);
    buf_free(&filled);
    return copy;
}

// The value of an expression of the lesson's, which the caller clears. False with [error] set.
static bool evaluate(struct shell *shell, const char *text, struct value *value,
                     struct error *error)
{
    struct scope scope = session_scope(shell->session);
    struct value found = value_number(0);
    size_t end = 0;
    struct expr *expr = expr_parse(text, strlen(text), 0, &end, error);
    bool well =
        expr && expr_evaluate(expr, &scope, &found, error) && value_copy(value, &found, error);
    value_clear(&found);
    expr_free(expr);
    error->placed = false; // a place in the expression is none in the file
    return well;
}

static bool fill_slip(struct shell *shell, const struct lesson_slip *slip, struct error *error)
{
    struct value value = value_number(0);
    if (!evaluate(shell, slip->expression, &value, error))
        return false;
    char *text = play_fill_text(shell, slip->text, error);
    if (text)
        return progress_add_slip(&shell->play->progress, &value, text, error);
    value_clear(&value);
    return false;
}

static bool fill_hint(struct shell *shell, const struct lesson_hint *hint, struct error *error)
{
    char *text = play_fill_text(shell, hint->text, error);
    return text && progress_add_hint(&shell->play->progress, text, error);
}

bool play_fill_step(struct shell *shell, const struct lesson_item *item, size_t *line,
                    struct error *error)
{
    struct progress *progress = &shell->play->progress;
    progress_clear_words(progress);
    *line = item->line;
    if (item->kind != LESSON_PAUSE && !(progress->text = play_fill_text(shell, item->text, error)))
        return false;
    if (item->kind == LESSON_ASK &&
        !(progress->has_expected = evaluate(shell, item->expression, &progress->expected, error)))
        return false;
    bool well = true;
    for (size_t i = 0; i < item->hint_count && well; i++) {
        *line = item->hints[i].line;
        well = fill_hint(shell, &item->hints[i], error);
    }
    for (size_t i = 0; i < item->slip_count && well; i++) {
        *line = item->slips[i].line;
        well = fill_slip(shell, &item->slips[i], error);
    }
    return well;
}
