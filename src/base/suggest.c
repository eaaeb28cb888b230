// SPDX-License-Identifier: GPL-3.0-or-later
// The distance is that of Damerau and Levenshtein in its restricted form: the fewest insertions,
// deletions, substitutions and swaps of neighbours, no letter changed twice. Words are short, so
// three rows on the stack are enough.
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"

enum { DISTANCE_MOST = 2 };

// The distance between two words, or DISTANCE_MOST + 1 for words that are too long to compare.
static size_t distance(const char *a, size_t m, const char *b, size_t n)
{
    size_t rows[3][SUGGESTION_SIZE + 1];
    if (m > SUGGESTION_SIZE || n > SUGGESTION_SIZE)
        return DISTANCE_MOST + 1;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = size_min(up[j - 1] + (a[i - 1] != b[j - 1]), size_min(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = size_min(row[j], up2[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

void suggest_start(struct suggestions *suggestions, const char *word, size_t length)
{
    suggestions->word = word;
    suggestions->length = length;
    suggestions->count = 0;
}

void suggest_consider(struct suggestions *suggestions, const char *candidate)
{
    size_t length = strlen(candidate);
    size_t far = distance(suggestions->word, suggestions->length, candidate, length);
    size_t most = suggestions->length <= 3 ? 1 : DISTANCE_MOST;
    if (far > most || far >= length || far >= suggestions->length || length >= SUGGESTION_SIZE)
        return;
    size_t place = suggestions->count;
    for (size_t i = 0; i < suggestions->count; i++)
        if (strcmp(suggestions->best[i].text, candidate) == 0)
            return;
    while (place > 0 && suggestions->best[place - 1].distance > far)
        place--;
    if (place == SUGGESTIONS_MOST)
        return;
    size_t count = size_min(suggestions->count + 1, SUGGESTIONS_MOST);
    for (size_t i = count - 1; i > place; i--)
        suggestions->best[i] = suggestions->best[i - 1];
    strcpy(suggestions->best[place].text, candidate);
    suggestions->best[place].distance = far;
    suggestions->count = count;
}

bool suggest_append(const struct suggestions *suggestions, struct error *error)
{
    for (size_t i = 0; i < suggestions->count; i++) {
        size_t used = strlen(error->what);
        const char *before = i == 0                        ? "; did you mean "
                             : i + 1 == suggestions->count ? " or "
                                                           : ", ";
        snprintf(error->what + used, sizeof error->what - used, "%s'%s'%s", before,
                 suggestions->best[i].text, i + 1 == suggestions->count ? "?" : "");
    }
    return false;
}
