// SPDX-License-Identifier: GPL-3.0-or-later
// A list, searched from its beginning: a student has a handful of names.
#include "session/variable.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"

struct variable *variables_find(const struct variables *variables, const char *name, size_t length)
{
    for (size_t i = 0; i < variables->count; i++) {
        struct variable *variable = &variables->list[i];
        if (text_is(name, length, variable->name))
            return variable;
    }
    return NULL;
}

// A new variable, 0 so far. NULL with [error] set.
static struct variable *add(struct variables *variables, const char *name, size_t length,
                            struct error *error)
{
    size_t bytes = (variables->count + 1) * sizeof(struct variable);
    char *copy = malloc(length + 1);
    struct variable *grown = copy ? realloc(variables->list, bytes) : NULL;
    if (!grown) {
        free(copy);
        error_memory(error);
        return NULL;
    }
    memcpy(copy, name, length);
    copy[length] = '\0';
    variables->list = grown;
    grown[variables->count] = (struct variable){copy, value_number(0)};
    return &grown[variables->count++];
}

bool variables_set(struct variables *variables, const char *name, size_t length,
                   struct value *value, struct error *error)
{
    struct variable *variable = variables_find(variables, name, length);
    if (!variable && !(variable = add(variables, name, length, error)))
        return false;
    value_clear(&variable->value);
    variable->value = *value;
    *value = value_number(0);
    return true;
}

bool variables_copy(struct variables *to, const struct variables *from, struct error *error)
{
    *to = (struct variables){NULL, 0};
    if (from->count == 0)
        return true;
    struct variables copies = {calloc(from->count, sizeof *copies.list), from->count};
    bool well = copies.list != NULL;
    for (size_t i = 0; well && i < from->count; i++)
        well = value_copy(&copies.list[i].value, &from->list[i].value, error) &&
               (copies.list[i].name = strdup(from->list[i].name)) != NULL;
    if (well)
        *to = copies;
    else if (copies.list)
        variables_clear(&copies);
    return well || error_memory(error);
}

void variables_clear(struct variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        free(variables->list[i].name);
        value_clear(&variables->list[i].value);
    }
    free(variables->list);
    *variables = (struct variables){NULL, 0};
}
