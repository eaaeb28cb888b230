// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that names an element names it here.
#include "session/element.h"

#include <stdio.h>

void element_name(struct element element, char name[ELEMENT_NAME_SIZE])
{
    char text[QUANTITY_NAME_SIZE];
    quantity_name((struct quantity){element.kind, element.layer}, text);
    if (element.kind == QUANTITY_LOSS)
        snprintf(name, ELEMENT_NAME_SIZE, "%s", text);
    else
        snprintf(name, ELEMENT_NAME_SIZE, "%s[%zu,%zu]", text, element.row, element.col);
}
