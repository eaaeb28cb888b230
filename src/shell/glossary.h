// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a first course on neural networks: what each means, and a line that shows it. Rows are
// constant; nothing is owned.
#ifndef SHELL_GLOSSARY_H
#define SHELL_GLOSSARY_H

#include <stddef.h>

#include "base/suggest.h"

struct glossary_word {
    const char *name;
    const char *others;  // other words for it, separated by commas
    const char *text;    // a few sentences, in lines
    const char *example; // commands that show it, in a fresh session
    const char *page;    // the topic of help that says more, or NULL
};

extern const struct glossary_word glossary[];
extern const size_t glossary_count;

// The row of a word, in the singular or the plural, with spaces, hyphens or underscores between its
// parts, in small or capital letters; NULL where there is none.
const struct glossary_word *glossary_find(const char *word, size_t length);

// Considers every name for what a word may have meant.
void glossary_suggest(struct suggestions *suggestions);

#endif
