// SPDX-License-Identifier: GPL-3.0-or-later
// An expression points into the text it was parsed from; both live and die together.
#include "session/watch.h"

#include <stdlib.h>
#include <string.h>

bool watches_add(struct watches *watches, const char *text, size_t length, struct error *error)
{
    size_t end, bytes = (watches->count + 1) * sizeof *watches->list;
    char *copy = malloc(length + 1);
    struct watch *list = copy ? realloc(watches->list, bytes) : NULL;
    if (!list) {
        free(copy);
        return error_memory(error);
    }
    watches->list = list;
    memcpy(copy, text, length);
    copy[length] = '\0';
    struct expr *expr = expr_parse(copy, length, 0, &end, error);
    if (!expr) {
        free(copy);
        return false;
    }
    watches->list[watches->count++] = (struct watch){copy, expr, false};
    return true;
}

void watches_remove(struct watches *watches, size_t index)
{
    struct watch *watch = &watches->list[index];
    expr_free(watch->expr);
    free(watch->text);
    watches->count--;
    memmove(watch, watch + 1, (watches->count - index) * sizeof *watch);
}

void watches_clear(struct watches *watches)
{
    while (watches->count)
        watches_remove(watches, watches->count - 1);
    free(watches->list);
    watches->list = NULL;
}
