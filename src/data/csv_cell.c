// SPDX-License-Identifier: GPL-3.0-or-later
// The lists are of what was met in public tables. A word is compared in any case, since spreadsheets in
// several languages and programs in several others write the same marks.
#include "data/csv_cell.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/words.h"
#include "data/csv_number.h"

// Whether text[0, length) is [word], which is in small letters, in any case.
static bool is_word(const char *text, size_t length, const char *word)
{
    size_t same = 0;
    while (same < length && word[same] && ascii_lower(text[same]) == word[same])
        same++;
    return same == length && word[same] == '\0';
}

// Whether a byte may begin or end a white-space character: no letter, digit or other printed sign of ASCII does.
static bool may_be_blank(char c)
{
    return (unsigned char)(c - 0x21) >= 0x5e;
}

void csv_trim(const char **text, size_t *length)
{
    if (*length == 0 || !(may_be_blank((*text)[0]) || may_be_blank((*text)[*length - 1])))
        return; // as nearly every cell
    for (; *length > 0 && memchr(" \t", **text, 2); (*length)--)
        (*text)++;
    for (; text_begins(*text, *length, "\xc2\xa0"); *length -= 2)
        *text += 2;
    for (;;) {
        const char *end = *text + *length;
        if (*length > 0 && memchr(" \t", end[-1], 2))
            (*length)--;
        else if (*length > 1 && memcmp(end - 2, "\xc2\xa0", 2) == 0)
            *length -= 2;
        else
            return;
    }
}

bool csv_trim_sign(const char **text, size_t *length)
{
    static const char *const signs[] = {
        "%",      "$",      "\u20ac", "\u00a3", "\u00a5", "\u20b9", "US$",  "R$",
        "\u20a9", "\u20bd", "\u20ba", "\u20ab", "\x80",   "\xa3",   "\xa5", // the euro, the pound and the yen in Windows-1252
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i]);
        if (*length <= size)
            continue;
        const char *end = *text + *length - size;
        bool leads = memcmp(*text, signs[i], size) == 0;
        if (!leads && memcmp(end, signs[i], size) != 0)
            continue;
        *text += leads ? size : 0;
        *length -= size;
        csv_trim(text, length);
        return true;
    }
    return false;
}

// ---- dates -----------------------------------------------------------------------------------

// Whether text[0, length) begins with the name of a month, in English or German.
static bool is_month(const char *text, size_t length)
{
    static const char *const months[] = {"jan",      "feb", "mar", "apr", "may", "jun",
                                         "jul",      "aug", "sep", "oct", "nov", "dec",
                                         "m\u00e4r", "mai", "okt", "dez"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        size_t size = strlen(months[i]);
        if (length >= size && is_word(text, size, months[i]))
            return true;
    }
    return false;
}

// Whether text[0, length) is a time of day: 10:30, 10:30:05.5 or 9:15 pm, perhaps with a zone.
static bool is_time(const char *text, size_t length)
{
    size_t colons = 0, digits = 0;
    for (size_t i = 0; i < length; i++) {
        colons += text[i] == ':';
        digits += ascii_is_digit(text[i]);
        if (!ascii_is_digit(text[i]) && !memchr(":.+-TZtz apmAPM", text[i], 15))
            return false;
    }
    return length > 0 &&
           (ascii_is_digit(text[0]) || ascii_lower(text[0]) == 't' || text[0] == ' ') &&
           colons > 0 && digits > 1;
}

// The bytes of the part of a date that text[0, length) begins with: the name of a month, or up to four
// digits, whose number goes to [digits]. 0 where there is none.
static size_t date_part(const char *text, size_t length, size_t *digits, size_t *months)
{
    size_t used = 0;
    if (is_month(text, length)) {
        ++*months;
        while (used < length && (ascii_is_letter(text[used]) || (text[used] & 0x80)))
            used++;
        return used;
    }
    while (used < length && ascii_is_digit(text[used]))
        used++;
    *digits = used;
    return used <= 4 ? used : 0;
}

// Whether three parts may be day, month and year in some order, by how many digits they have.
static bool are_date_digits(const size_t digits[3], size_t months)
{
    if (months > 0) // one of the three is a name, and has none
        return months == 1 && digits[0] + digits[1] + digits[2] <= 6;
    if (digits[0] == 4)
        return digits[1] <= 2 && digits[2] <= 2;
    return digits[0] <= 2 && digits[1] <= 2 && (digits[2] == 2 || digits[2] == 4);
}

bool csv_is_date(const char *text, size_t length)
{
    size_t digits[3] = {0}, count = 0, months = 0, at = 0, used;
    char sign = 0;
    if (length > 0 && ascii_is_digit(text[0]) && is_time(text, length))
        return true;
    while (count < 3 && (used = date_part(text + at, length - at, &digits[count], &months)) > 0) {
        at += used;
        if (++count == 3 || at == length)
            break;
        if (!memchr("-/. ,", text[at], 5) || (sign && months == 0 && text[at] != sign))
            return false;
        sign = text[at];
        while (at < length && memchr("-/. ,", text[at], 5))
            at++;
    }
    if (count == 2) // 24.12.
        return sign == '.' && at == length && text[length - 1] == '.' && digits[0] <= 2 &&
               digits[1] <= 2 && months == 0;
    return count == 3 && (months > 0 || !memchr(" ,", sign, 2)) &&
           are_date_digits(digits, months) && (at == length || is_time(text + at, length - at));
}

// ---- numbers ---------------------------------------------------------------------------------

// Reads a number with its thousands separated in any way.
static bool read_grouped(bool has_commas, const char *text, size_t length, double *value)
{
    char plain[CSV_NUMBER_SIZE];
    if (csv_number(has_commas, text, length, value))
        return true;
    size_t used = csv_plain_groups(text, length, plain);
    return used > 0 && csv_number(has_commas, plain, used, value);
}

bool csv_any_number(bool has_commas, const char *text, size_t length, double *value)
{
    return read_grouped(has_commas, text, length, value) ||
           (csv_trim_sign(&text, &length) && read_grouped(has_commas, text, length, value));
}

// The bytes of the short name of a currency that text[0, length) begins with, or 0.
static size_t currency_before(const char *text, size_t length)
{
    static const char *const names[] = {"CHF", "EUR", "USD", "GBP", "JPY", "CNY", "INR",  "AUD",
                                        "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK",  "HUF",
                                        "RUB", "BRL", "MXN", "ZAR", "SGD", "HKD", "KRW",  "TRY",
                                        "ILS", "THB", "Rs.", "Rs",  "kr",  "Fr.", "SFr.", "RM"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_begins(text, length, names[i]))
            return strlen(names[i]);
    return 0;
}

bool csv_unit_number(bool has_commas, const char *text, size_t length, double *value,
                     struct csv_unit *unit)
{
    enum { UNIT_MOST = 16 };
    size_t before = currency_before(text, length), end = 0;
    const char *number = text;
    if (before > 0) {
        *unit = (struct csv_unit){text, before};
        number += before;
        end = length - before;
    } else {
        while (end < length && memchr("0123456789.,'+- ", text[end], 16))
            end++;
        *unit = (struct csv_unit){text + end, length - end};
        if (end == 0) { // "null bhp"
            const char *blank = memchr(text, ' ', length);
            end = blank ? (size_t)(blank - text) : 0;
            *value = (double)NAN;
            *unit = (struct csv_unit){text + end + 1, end ? length - end - 1 : 0};
            return unit->length > 0 && unit->length <= UNIT_MOST &&
                   csv_missing_mark(text, end) == CSV_IS_MISSING;
        }
    }
    csv_trim(&number, &end);
    return end > 0 && unit->length > 0 && unit->length <= UNIT_MOST &&
           !memchr("/:%", unit->text[0], 3) && read_grouped(has_commas, number, end, value);
}

// ---- missing values --------------------------------------------------------------------------

// In small letters, and NULL after the last.
static const char *const missing_words[] = {
    "na",          "n/a",           "#n/a",     "nan",      "null",   "?",        "<na>",
    "#nv",         "k.a.",          "k. a.",    "--",       ".",      "..",       "...",
    "\\n",         "n.a.",          "n. a.",    "n.a",      "(null)", "<null>",   "-nan",
    "#wert!",      "#value!",       "#div/0!",  "#bezug!",  "#ref!",  "#name?",   "#num!",
    "#zahl!",      "#null!",        "#n/v",     "#valeur!", "#nom?",  "#nombre?", "#\u00a1valor!",
    "#\u00a1ref!", "#\u00a1div/0!", "#nombre!", "n/d",      "k.w.",   NULL};
static const char *const dashes[] = {"-", "none", "\u2013", "\u2014", "<none>", NULL};

static bool is_one_of(const char *text, size_t length, const char *const words[])
{
    while (*words && !is_word(text, length, *words))
        words++;
    return *words != NULL;
}

enum csv_missing_mark csv_missing_mark(const char *text, size_t length)
{
    enum { LONGEST = 9 }; // of the marks, in bytes
    if (length == 0)
        return CSV_IS_MISSING;
    if (length > LONGEST || !memchr("nN#kK?<-.\\(\xe2", text[0], 12))
        return CSV_IS_THERE; // as nearly every cell is
    if (is_one_of(text, length, missing_words))
        return CSV_IS_MISSING;
    return is_one_of(text, length, dashes) ? CSV_MAY_BE_THERE : CSV_IS_THERE;
}
