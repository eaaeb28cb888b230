// SPDX-License-Identifier: GPL-3.0-or-later
// Views write UTF-8 always; only where the text leaves the program is it spelled in ASCII, so that
// no view has to know the locale. Most spellings are as wide as the sign, which keeps columns true;
// the wider ones (arrows) stand only where nothing is aligned after them.
#define _XOPEN_SOURCE 700
#include "base/utf8.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#include "base/buf.h"

static const struct {
    const char *sign, *ascii;
} spellings[] = {
    {"·", "*"},   {"×", "x"},    {"→", "->"}, {"←", "<-"}, {"Σ", "sum"}, {"²", "^2"}, {"…", "..."},
    {"½", "1/2"}, {"√", "sqrt"}, {"≤", "<="}, {"≥", ">="}, {"≠", "!="},  {"≈", "~"},  {"∂", "d"},
    {"−", "-"},   {"–", "-"},    {"—", "-"},  {"│", "|"},  {"─", "-"},   {"┼", "+"},  {"✓", "ok"},
    {"✗", "x"},   {"’", "'"},    {"“", "\""}, {"”", "\""}, {"∈", "in"},  {"ᵀ", ".T"}, {"π", "pi"},
    {"±", "+-"},  {"█", "#"},    {"▌", ":"},  {"▏", "."},
};

uint32_t utf8_code(const char *text, size_t bytes)
{
    const unsigned char *s = (const unsigned char *)text;
    if (bytes == 1)
        return s[0];
    uint32_t code = s[0] & (0x7fU >> bytes);
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | (s[i] & 0x3fU);
    return code;
}

// The bytes of a character that begins with this one, or 0 where none does.
static size_t bytes_after(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

size_t utf8_length(const char *text, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0)
        return 0;
    size_t bytes = bytes_after((unsigned char)text[0]);
    if (bytes == 0 || bytes > length)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    uint32_t code = utf8_code(text, bytes);
    if (code < least[bytes] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
        return 0;
    return bytes;
}

// What it may still become lies between the two characters that go on with the least and the most.
bool utf8_begins(const char *text, size_t length)
{
    char least[4], most[4];
    size_t bytes = length > 0 ? bytes_after((unsigned char)text[0]) : 0;
    if (length >= bytes)
        return false;
    memset(least, 0x80, sizeof least);
    memset(most, 0xbf, sizeof most);
    memcpy(least, text, length);
    memcpy(most, text, length);
    return utf8_length(least, bytes) || utf8_length(most, bytes);
}

bool utf8_is_control(const char *text, size_t bytes)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},
                  {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}};
    uint32_t code = utf8_code(text, bytes);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

bool utf8_is_locale(void)
{
    const char *codeset = nl_langinfo(CODESET); // its name is spelled in both ways
    return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "utf8") == 0;
}

// The length of the escape sequence ESC [ ... letter at [text], or 0.
static size_t escape_length(const char *text, size_t length)
{
    if (length < 2 || text[0] != '\033' || text[1] != '[')
        return 0;
    size_t i = 2;
    while (i < length && (unsigned char)text[i] < 0x40)
        i++;
    return i < length ? i + 1 : 0;
}

size_t utf8_columns(const char *text, size_t length)
{
    size_t columns = 0;
    bool is_spelled =
        !utf8_is_locale(); // a sign of one column each, whatever the locale's own width
    for (size_t i = 0; i < length;) {
        size_t escape = escape_length(text + i, length - i);
        if (escape) {
            i += escape;
            continue;
        }
        size_t bytes = utf8_length(text + i, length - i);
        if (bytes <= 1) {
            columns++;
            i++;
            continue;
        }
        int width = is_spelled ? 1 : wcwidth((wchar_t)utf8_code(text + i, bytes));
        columns += width < 0 ? 1 : (size_t)width;
        i += bytes;
    }
    return columns;
}

void utf8_to_ascii(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t plain = 0;
        while (i + plain < length && (unsigned char)text[i + plain] < 0x80)
            plain++;
        buf_add(out, text + i, plain);
        i += plain;
        if (i == length)
            return;
        size_t bytes = utf8_length(text + i, length - i);
        const char *ascii = "?";
        for (size_t k = 0; bytes && k < sizeof spellings / sizeof *spellings; k++)
            if (strlen(spellings[k].sign) == bytes &&
                memcmp(spellings[k].sign, text + i, bytes) == 0)
                ascii = spellings[k].ascii;
        buf_puts(out, ascii);
        i += bytes ? bytes : 1;
    }
}

// What Windows-1252 has where Latin-1 has control characters; spaces where it has nothing.
static const char *const windows_signs[32] = {
    "€", " ", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", " ", "Ž", " ",
    " ", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", " ", "ž", "Ÿ",
};

// Whether all of it is UTF-8.
static bool is_utf8(const char *text, size_t length)
{
    size_t at = 0, bytes;
    while (at < length && (bytes = utf8_length(text + at, length - at)) > 0)
        at += bytes;
    return at == length;
}

bool utf8_is_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f)
            return false;
    return true;
}

void utf8_clean(struct buf *out, const char *text, size_t length)
{
    bool is_windows = !is_utf8(text, length);
    for (size_t at = 0, bytes; at < length; at += bytes) {
        unsigned char c = (unsigned char)text[at];
        char latin[2] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
        bytes = is_windows ? 1 : utf8_length(text + at, length - at);
        if (is_windows && c >= 0xa0)
            buf_add(out, latin, sizeof latin);
        else if (is_windows && c >= 0x80)
            buf_puts(out, windows_signs[c - 0x80]);
        else if (utf8_is_control(text + at, bytes))
            buf_puts(out, " ");
        else
            buf_add(out, text + at, bytes);
    }
}
