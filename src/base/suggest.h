// SPDX-License-Identifier: GPL-3.0-or-later
// "Did you mean": the nearest right spellings of a word.
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { SUGGESTIONS_MOST = 3, SUGGESTION_SIZE = 64 };

// The nearest words seen so far, nearest first.
struct suggestions {
    const char *word; // what was typed; borrowed
    size_t length;
    size_t count;
    struct suggestion {
        char text[SUGGESTION_SIZE];
        size_t distance;
    } best[SUGGESTIONS_MOST];
};

// Starts a search for what [word] may have meant.
void suggest_start(struct suggestions *suggestions, const char *word, size_t length);

// Considers one right spelling: it is kept when it is at most two slips away (a letter missing, too
// many, wrong, or two swapped) and not all of the word would change.
void suggest_consider(struct suggestions *suggestions, const char *candidate);

// Appends "; did you mean 'a' or 'b'?" to the error's sentence where there is something to offer.
// Always returns false.
bool suggest_append(const struct suggestions *suggestions, struct error *error);

#endif
