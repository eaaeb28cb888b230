// SPDX-License-Identifier: GPL-3.0-or-later
// A line is one write, so a program that is killed leaves whole lines. What was typed at a terminal is
// brought to the disk at once, since people type slower than disks write; a script's lines are left to
// the system until the end.
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

#include "store/file.h"

struct record {
    struct file_log *log;
    char path[];
};

struct record *record_start(const char *path, const char *head, size_t length, struct error *error)
{
    struct record *record = malloc(sizeof *record + strlen(path) + 1);
    if (!record) {
        error_memory(error);
        return NULL;
    }
    strcpy(record->path, path);
    record->log = file_log_create(path, head, length, error);
    if (record->log)
        return record;
    free(record);
    return NULL;
}

void record_stop(struct record *record)
{
    if (!record)
        return;
    file_log_close(record->log);
    free(record);
}

const char *record_path(const struct record *record)
{
    return record->path;
}

bool record_add(struct record *record, const char *lines, size_t length, bool lasts,
                struct error *error)
{
    return length == 0 || file_log_add(record->log, lines, length, lasts, error);
}

// A newline between brackets is white space; any other stands where a backslash joined two lines, and
// the reader has put a blank in its place.
void record_spell(struct buf *line, const char *command, size_t length)
{
    size_t depth = 0, begin = strspn(command, " \t\n");
    char quote = '\0';
    while (length > begin && strchr(" \t\n", command[length - 1]))
        length--;
    for (size_t i = begin; i < length; i++) {
        char c = command[i];
        if (quote && c == '\\' && quote == '"' && i + 1 < length)
            buf_add(line, command + i++, 1);
        else if (quote)
            quote = c == quote || c == '\n' ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == '(')
            depth++;
        else if ((c == ']' || c == ')') && depth > 0)
            depth--;
        if (c == '\n' && depth == 0)
            buf_puts(line, "\\");
        buf_add(line, command + i, 1);
    }
}
