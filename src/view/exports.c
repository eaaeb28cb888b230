// SPDX-License-Identifier: GPL-3.0-or-later
// A file's ending is compared without regard to case, as the endings of tables are.
#include "view/exports.h"

#include <string.h>
#include <strings.h>

#define EXPORT_ROW(name) &name##_export,
const struct export_kind *const export_kinds[] = {EXPORTS(EXPORT_ROW)};

// Whether [file] ends in [ending], and has a name before it.
static bool has_ending(const char *file, const char *ending)
{
    size_t length = strlen(file), tail = strlen(ending);
    return length > tail && file[length - tail - 1] != '/' &&
           strcasecmp(file + length - tail, ending) == 0;
}

const struct export_kind *export_find(const char *file)
{
    const struct export_kind *best = NULL;
    for (size_t i = 0; i < EXPORT_KIND_COUNT; i++)
        if (has_ending(file, export_kinds[i]->ending) &&
            (!best || strlen(export_kinds[i]->ending) > strlen(best->ending)))
            best = export_kinds[i];
    return best;
}
