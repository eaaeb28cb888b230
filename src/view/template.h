// SPDX-License-Identifier: GPL-3.0-or-later
// A formula of the tables of network/ is a template: "({a} - {y}) / {count}". Filled with names it is
// the formula as a student reads it, filled with numbers its arithmetic; so the two cannot differ.
// A list of placeholders owns what it holds and needs no clearing.
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include <stddef.h>

#include "base/buf.h"
#include "view/style.h"

enum { TEMPLATE_NAME_SIZE = 80, PLACEHOLDERS_MOST = 32 };

// What {word} stands for.
struct placeholder {
    const char *word;
    char name[TEMPLATE_NAME_SIZE]; // as "z1[1,0]"
    double value;
};

struct placeholders {
    size_t count;
    struct placeholder list[PLACEHOLDERS_MOST];
};

// Adds one; its name is printed by [format]. [word] is borrowed. One that is there already means the
// new value from now on.
void placeholders_add(struct placeholders *list, const char *word, double value, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));

// Appends the template with the placeholders' names, or with their values. What follows a minus and
// begins with one is put in parentheses. A word that is not in the list stays as it is.
void template_names(struct buf *out, const char *template, const struct placeholders *list);
void template_numbers(struct buf *out, const char *template, const struct placeholders *list,
                      struct style style);

// A template and the numbers for it, which are borrowed.
struct filling {
    const char *template;
    const struct placeholders *list;
};

// Appends a filling with its numbers: an arithmetic_writer, as arithmetic.h asks for one.
void template_write(struct buf *out, struct style style, const void *filling);

#endif
