// SPDX-License-Identifier: GPL-3.0-or-later
// Quotes as the language has them: a '...' holds no escapes, a "..." has backslashes.
#ifndef FRONT_QUOTE_H
#define FRONT_QUOTE_H

// Where the quotes begin in which the byte line[index] stands, or -1.
int quote_open(const char *line, int index);

// The quotes in which the file name [name] can stand as it is, or 0 for a name, rare enough not to
// be offered, that would need an escape or is not text.
char quote_for(const char *name);

#endif
