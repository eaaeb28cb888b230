// SPDX-License-Identifier: GPL-3.0-or-later
// Words are found by a hash table with open addressing, at most half full.
#include "data/csv_column.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "data/csv_cell.h"

enum { PLACES_FIRST = 16 };

void csv_column_forget_words(struct csv_column *column)
{
    for (size_t k = 0; k < column->word_count; k++)
        free(column->words[k]);
    free(column->words);
    free(column->places);
    column->words = NULL;
    column->places = NULL;
    column->word_count = column->place_count = 0;
}

void csv_column_clear(struct csv_column *column)
{
    csv_column_forget_words(column);
    free(column->name);
}

void csv_column_set_kind(struct csv_column *column, enum csv_kind kind)
{
    column->is_told = kind == CSV_KIND_CLASSES;
    column->kind = column->is_told ? CSV_KIND_TEXT : kind;
    column->is_text = column->is_known = column->kind == CSV_KIND_TEXT;
}

bool csv_column_has_values(const struct csv_column *column)
{
    return column->is_text ? column->word_count > 0 : column->is_known;
}

size_t csv_column_missing(const struct csv_column *column, size_t *row, const char **cell)
{
    size_t open = column->is_text ? 0 : column->open;
    bool is_open_first =
        open > 0 && (column->missing == 0 || column->first_open < column->first_missing);
    *row = is_open_first ? column->first_open : column->first_missing;
    *cell = is_open_first ? column->open_cell : column->missing_cell;
    return column->missing + open;
}

// ---- words -----------------------------------------------------------------------------------

static size_t hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

// Where the word is, or would be, among the places.
static size_t find_place(const struct csv_column *column, const char *text, size_t length)
{
    size_t at = hash_of(text, length) & (column->place_count - 1);
    for (; column->places[at]; at = (at + 1) & (column->place_count - 1)) {
        const char *word = column->words[column->places[at] - 1];
        if (strncmp(word, text, length) == 0 && word[length] == '\0')
            break;
    }
    return at;
}

// Doubles the places where half of them are taken.
static bool make_room(struct csv_column *column)
{
    if (2 * column->word_count < column->place_count)
        return true;
    size_t count = column->place_count ? 2 * column->place_count : PLACES_FIRST;
    uint32_t *places = calloc(count, sizeof *places);
    char **words = places ? realloc(column->words, count * sizeof *words) : NULL;
    if (!words) {
        free(places);
        return false;
    }
    free(column->places);
    column->words = words;
    column->places = places;
    column->place_count = count;
    for (size_t i = 0; i < column->word_count; i++)
        places[find_place(column, words[i], strlen(words[i]))] = (uint32_t)i + 1;
    return true;
}

bool csv_column_word(struct csv_column *column, const char *text, size_t length, double *value)
{
    *value = 0;
    if (column->is_crowded)
        return true;
    if (!make_room(column))
        return false;
    size_t place = find_place(column, text, length);
    if (column->places[place]) {
        *value = (double)(column->places[place] - 1);
        return true;
    }
    if (column->word_count == CSV_CLASSES_MOST) { // what becomes of it the plan knows
        column->is_crowded = true;
        return true;
    }
    char *word = strndup(text, length);
    if (!word)
        return false;
    column->words[column->word_count++] = word;
    column->places[place] = (uint32_t)column->word_count;
    *value = (double)(column->word_count - 1);
    return true;
}

char *csv_own_name(struct csv_column *names, const char *name)
{
    struct buf own = BUF_EMPTY;
    char *copy = NULL;
    buf_puts(&own, name);
    if (make_room(names)) {
        size_t place = find_place(names, buf_text(&own), own.length);
        for (size_t number = 2; !own.failed && names->places[place]; number++) {
            buf_clear(&own);
            buf_printf(&own, "%s_%zu", name, number);
            place = find_place(names, buf_text(&own), own.length);
        }
        copy = own.failed ? NULL : strdup(buf_text(&own));
        if (copy) {
            names->words[names->word_count++] = copy;
            names->places[place] = (uint32_t)names->word_count;
        }
    }
    buf_free(&own);
    return copy;
}

// ---- what the words look like ----------------------------------------------------------------

#define OPEN_BITS UINT64_C(0x7ff8000000000000)

double csv_open_value(size_t word)
{
    uint64_t bits = OPEN_BITS | (word + 1);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool csv_is_open_value(double value, size_t *word)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t number = bits & 0xffffffff;
    if (!isnan(value) || number == 0)
        return false;
    *word = (size_t)number - 1;
    return true;
}

bool csv_column_is_slip(const struct csv_column *column)
{
    size_t numbers = 0, texts;
    double number;
    for (size_t i = 0; i < column->word_count; i++)
        numbers += number_parse(column->words[i], strlen(column->words[i]), &number);
    texts = column->word_count - numbers;
    return numbers > texts && (texts <= 1 || 20 * texts <= column->word_count);
}

bool csv_column_is_dates(const struct csv_column *column)
{
    size_t dates = 0;
    for (size_t i = 0; i < column->word_count; i++)
        dates += csv_is_date(column->words[i], strlen(column->words[i]));
    return dates > 0 && 10 * dates >= 9 * column->word_count;
}
