// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8: lengths, columns on a terminal, and the ASCII spelling of every sign nnsh writes.
// Only what appends to the caller's buffer allocates.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

// The bytes of the first character of [text] (1 to 4), or 0 where it is not valid UTF-8 (surrogates
// and overlong forms are not).
size_t utf8_length(const char *text, size_t length);

// The code point of a valid character of [bytes] bytes.
uint32_t utf8_code(const char *text, size_t bytes);

// Whether [text] is the beginning of a character: with more bytes it becomes valid UTF-8.
bool utf8_begins(const char *text, size_t length);

// Whether a valid character of [bytes] bytes is a control character: C0, DEL, C1, or one that turns the
// direction of the text or ends its line (U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069), so
// that what is shown is not what is there.
bool utf8_is_control(const char *text, size_t bytes);

// Whether the locale's encoding is UTF-8. Elsewhere what leaves the program is spelled in ASCII.
bool utf8_is_locale(void);

// The columns [text] takes on a terminal; a byte that is not UTF-8 counts one, escape sequences
// for colour count none.
size_t utf8_columns(const char *text, size_t length);

// Appends [text] with every sign outside ASCII spelled in ASCII: nnsh's own as language.md says
// (a raised dot is *, an arrow is ->), any other as ?.
void utf8_to_ascii(struct buf *out, const char *text, size_t length);

// Appends [text] as it may be shown: UTF-8, each control character a space. What is not UTF-8 is taken as
// Windows-1252, Latin-1 with more signs, as spreadsheets write it.
void utf8_clean(struct buf *out, const char *text, size_t length);

// Whether [text] is plain ASCII without control characters, so that utf8_clean would change nothing.
bool utf8_is_plain(const char *text, size_t length);

#endif
