// SPDX-License-Identifier: GPL-3.0-or-later
// The files beside the main one are a list that grows by one each time: there are few.
#include "view/export.h"

#include <stdlib.h>
#include <string.h>

struct buf *export_beside(struct export_files *files, const char *suffix)
{
    size_t count = files->beside_count;
    struct export_beside *beside = realloc(files->beside, (count + 1) * sizeof *beside);
    if (!beside)
        return NULL;
    files->beside = beside;
    beside[count] = (struct export_beside){malloc(strlen(suffix) + 1), BUF_EMPTY};
    if (!beside[count].suffix)
        return NULL;
    strcpy(beside[count].suffix, suffix);
    files->beside_count++;
    return &beside[count].text;
}

void export_files_clear(struct export_files *files)
{
    buf_free(&files->main);
    buf_free(&files->note);
    for (size_t i = 0; i < files->beside_count; i++) {
        free(files->beside[i].suffix);
        buf_free(&files->beside[i].text);
    }
    free(files->beside);
    *files = EXPORT_FILES_EMPTY;
}
