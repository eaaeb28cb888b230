// SPDX-License-Identifier: GPL-3.0-or-later
// The commands are read from an input of their own, so that a message names the lesson's file and line. What
// they expect is a guard of the lesson's, and counts for nobody.
#include "shell/play_run.h"

#include <string.h>

#include "lesson/lesson.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/play.h"
#include "shell/report.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "view/style.h"

#define VARIANT "seed=variant"

void play_fill_variant(struct buf *out, const char *text, size_t variant)
{
    char quote = '\0';
    size_t length = strlen(VARIANT);
    while (*text) {
        if (quote)
            quote = *text == quote ? '\0' : quote;
        else if (*text == '"' || *text == '\'')
            quote = *text;
        bool is_here =
            !quote && strncmp(text, VARIANT, length) == 0 && scan_name(text + length - 1, 2, 0) < 2;
        if (is_here)
            buf_printf(out, "seed=%zu", variant);
        else
            buf_add(out, text, 1);
        text += is_here ? length : 1;
    }
}

// Says that there was no memory for a command of the lesson; a part of one is not run.
static bool refuse_part(struct shell *shell, struct buf *filled)
{
    struct error error = ERROR_NONE;
    buf_free(filled);
    error_memory(&error);
    report_error(shell, NULL, &error);
    return false;
}

bool play_run(struct shell *shell, const struct play *play, const char *text, size_t line,
              enum play_manner manner)
{
    struct buf filled = BUF_EMPTY;
    size_t passed = shell->passed, failed = shell->failed;
    bool was_mute = shell->is_mute;
    play_fill_variant(&filled, text, play->progress.variant);
    if (filled.failed)
        return refuse_part(shell, &filled);
    struct input_text input = input_text(buf_text(&filled), filled.length, play->lesson->path);
    input.input.line = line - 1;
    input.input.is_shown = manner == PLAY_TYPED;
    shell_send(shell);
    shell->is_mute = was_mute || manner == PLAY_MUTE;
    bool well = shell_run(shell, &input.input);
    shell_send(shell);
    shell->is_mute = was_mute;
    shell->passed = passed;
    shell->failed = failed;
    buf_free(&filled);
    return well;
}

bool play_run_up_to(struct shell *shell, const struct play *play, size_t end)
{
    bool well = true;
    for (size_t i = 0; i < end && well; i++) {
        const struct lesson_item *item = &play->lesson->items[i];
        if (item->kind == LESSON_COMMAND)
            well = play_run(shell, play, item->text, item->line, PLAY_MUTE);
        else if (item->kind == LESSON_DO)
            well = play_run(shell, play, item->solution, item->solution_line, PLAY_MUTE);
    }
    return well;
}
