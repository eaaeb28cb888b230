// SPDX-License-Identifier: GPL-3.0-or-later
// What is completed must be read by the shell as exactly the name that was meant. Escapes are
// avoided altogether: Readline would have to undo them to find the file again at the next TAB.
#include "front/quote.h"

#include <string.h>

int quote_open(const char *line, int index)
{
    int begin = -1;
    for (int i = 0; i < index && line[i]; i++) {
        if (begin < 0 && (line[i] == '"' || line[i] == '\''))
            begin = i;
        else if (begin >= 0 && line[begin] == '"' && line[i] == '\\' && line[i + 1])
            i++;
        else if (begin >= 0 && line[i] == line[begin])
            begin = -1;
    }
    return begin;
}

char quote_for(const char *name)
{
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return '\0';
    if (!strpbrk(name, "\"\\"))
        return '"';
    return strchr(name, '\'') ? '\0' : '\'';
}
