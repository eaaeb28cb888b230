// SPDX-License-Identifier: GPL-3.0-or-later
// With L layers there are 2·L forward stages (z and a each), the loss, 3·L backward stages (da, dz,
// dw each, last layer first) and the update.
#include "network/stage.h"

#include <stdbool.h>
#include <string.h>

size_t stage_first_backward(size_t layers)
{
    return 2 * layers + 1;
}

size_t stage_update(size_t layers)
{
    return 5 * layers + 1;
}

size_t stage_count(size_t layers)
{
    return stage_update(layers) + 1;
}

struct stage stage_at(size_t layers, size_t index)
{
    static const enum stage_kind forward[] = {STAGE_Z, STAGE_A};
    static const enum stage_kind backward[] = {STAGE_DA, STAGE_DZ, STAGE_DW};
    size_t first = stage_first_backward(layers);
    if (index < 2 * layers)
        return (struct stage){forward[index % 2], index / 2 + 1};
    if (index < first)
        return (struct stage){STAGE_LOSS, 0};
    if (index < stage_update(layers))
        return (struct stage){backward[(index - first) % 3], layers - (index - first) / 3};
    return (struct stage){STAGE_UPDATE, 0};
}

size_t stage_index(size_t layers, struct stage stage)
{
    size_t index = 0;
    while (index < stage_update(layers)) {
        struct stage at = stage_at(layers, index);
        if (at.kind == stage.kind && at.layer == stage.layer)
            break;
        index++;
    }
    return index;
}

void stage_name(struct stage stage, char name[STAGE_NAME_SIZE])
{
    static const char *const names[] = {"z", "a", "loss", "da", "dz", "dw", "update"};
    size_t length = strlen(strcpy(name, names[stage.kind])), power = 1;
    while (stage.layer / power >= 10)
        power *= 10;
    for (; stage.layer > 0 && power > 0; power /= 10)
        name[length++] = (char)('0' + stage.layer / power % 10);
    name[length] = '\0';
}

size_t stage_find(size_t layers, const char *name, size_t length)
{
    size_t index = 0;
    for (; index < stage_count(layers); index++) {
        char text[STAGE_NAME_SIZE];
        struct stage stage = stage_at(layers, index);
        stage_name(stage, text);
        bool is_same = strlen(text) == length && memcmp(text, name, length) == 0;
        bool is_bias = stage.kind == STAGE_DW && strlen(text) == length &&
                       memcmp("db", name, 2) == 0 && memcmp(text + 2, name + 2, length - 2) == 0;
        if (is_same || is_bias)
            break;
    }
    return index;
}
