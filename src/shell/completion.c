// SPDX-License-Identifier: GPL-3.0-or-later
// A list this short is searched from its beginning for a word that is there already.
#include "shell/completion.h"

#include <stdlib.h>
#include <string.h>

void completion_offer(struct completion *completion, const char *word)
{
    size_t typed = completion->cursor - completion->start;
    if (strncmp(word, completion->line + completion->start, typed) != 0)
        return;
    for (size_t i = 0; i < completion->count; i++)
        if (strcmp(completion->words[i], word) == 0)
            return;
    if (completion->count == completion->capacity) {
        size_t capacity = completion->capacity ? 2 * completion->capacity : 16;
        char **words = realloc(completion->words, capacity * sizeof *words);
        if (!words)
            return;
        completion->words = words;
        completion->capacity = capacity;
    }
    char *copy = strdup(word);
    if (copy)
        completion->words[completion->count++] = copy;
}

void completion_clear(struct completion *completion)
{
    for (size_t i = 0; i < completion->count; i++)
        free(completion->words[i]);
    free(completion->words);
    buf_free(&completion->usage);
    *completion = (struct completion){.usage = BUF_EMPTY};
}
