// SPDX-License-Identifier: GPL-3.0-or-later
// One number a cell, whatever it is: so a million rows of ten columns are 80 MB and not a word more.
// The block grows by guessing from the part of the file that is read how large it will be; growing
// takes pages that stay untouched until they are filled.
//
// The first cell of a column that is not missing decides whether the column holds numbers or
// classes. So a letter among numbers is an error with its row, and not silently a class.
#include "data/csv_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

enum { PLACES_FIRST = 16 };

void csv_table_clear(struct csv_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct csv_column *column = &table->columns[i];
        for (size_t k = 0; k < column->word_count; k++)
            free(column->words[k]);
        free(column->name);
        free(column->words);
        free(column->places);
    }
    free(table->columns);
    free(table->cells);
    buf_free(&table->clean);
    *table = (struct csv_table){0};
}

bool csv_table_clean(struct csv_table *table, const char **text, size_t *length,
                     struct error *error)
{
    if (!utf8_is_plain(*text, *length)) {
        buf_clear(&table->clean);
        utf8_clean(&table->clean, *text, *length);
        if (table->clean.failed)
            return error_memory(error);
        *text = buf_text(&table->clean);
        *length = table->clean.length;
    }
    csv_trim(text, length);
    return true;
}

bool csv_column_is_slip(const struct csv_column *column)
{
    size_t numbers = 0;
    double number;
    for (size_t i = 0; i < column->word_count; i++)
        numbers += number_parse(column->words[i], strlen(column->words[i]), &number);
    return 2 * numbers > column->word_count;
}

struct quoted csv_column_title(const struct csv_table *table, size_t column)
{
    struct quoted title;
    const char *name = table->columns[column].name;
    if (!name) {
        snprintf(title.text, sizeof title.text, "column %zu", column + 1);
        return title;
    }
    struct quoted clean = error_quote(name, strlen(name));
    snprintf(title.text, sizeof title.text, "column '%.200s'", clean.text);
    return title;
}

bool csv_table_grow(struct csv_table *table, double share, struct error *error)
{
    size_t width = table->kept * sizeof(double);
    if (table->rows < table->capacity)
        return true;
    size_t capacity = table->rows + table->rows / 2 + 64;
    if (share > 0 && table->rows > 0) {
        double guess = (double)table->rows / share * 1.02 + 64;
        capacity = guess > (double)capacity * 64 ? capacity * 64 : (size_t)guess;
        capacity = capacity > table->rows + table->rows / 16 ? capacity
                                                             : table->rows + table->rows / 16 + 64;
    }
    if (capacity > table->memory / width)
        capacity = table->memory / width;
    if (capacity <= table->rows) {
        error_set(error, "'%s' contains more numbers than fit into memory", table->file);
        return error_hint(error, "leave columns out with drop=NAME, or use a part of the file");
    }
    double *cells = realloc(table->cells, capacity * width);
    if (!cells)
        return error_memory(error);
    table->cells = cells;
    table->capacity = capacity;
    return true;
}

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

// Doubles the places.
static bool spread(struct csv_column *column)
{
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

// ---- columns ---------------------------------------------------------------------------------

// A copy of a column's name; where one of [names] is called so already, with the next free number behind
// it, "a_2". It becomes one of them. NULL when memory ran out.
static char *own_name(struct csv_column *names, const char *name)
{
    struct buf own = BUF_EMPTY;
    char *copy = NULL;
    buf_puts(&own, name);
    if (2 * names->word_count < names->place_count || spread(names)) {
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

bool csv_table_columns(struct csv_table *table, char **names, size_t count, struct error *error)
{
    struct csv_column taken = {0}; // a set of names is searched as the texts of a column are
    bool well = true;
    table->columns = calloc(count, sizeof *table->columns);
    if (!table->columns)
        return error_memory(error);
    table->column_count = count;
    for (size_t i = 0; names && well && i < count; i++)
        if (*names[i])
            well = (table->columns[i].name = own_name(&taken, names[i])) || error_memory(error);
    free(taken.words);
    free(taken.places);
    return well;
}

// ---- cells -----------------------------------------------------------------------------------

// The number of a word in its column, a new one if it is new.
static bool number_word(struct csv_table *table, size_t index, const char *text, size_t length,
                        double *value, struct error *error)
{
    struct csv_column *column = &table->columns[index];
    *value = 0;
    if (column->is_crowded)
        return true;
    if (2 * column->word_count >= column->place_count && !spread(column))
        return error_memory(error);
    size_t place = find_place(column, text, length);
    if (column->places[place]) {
        *value = (double)(column->places[place] - 1);
        return true;
    }
    if (column->word_count == CSV_CLASSES_MOST) { // what becomes of it the plan knows
        column->is_crowded = true;
        return true;
    }
    char *word = malloc(length + 1);
    if (!word)
        return error_memory(error);
    memcpy(word, text, length);
    word[length] = '\0';
    column->words[column->word_count++] = word;
    column->places[place] = (uint32_t)column->word_count;
    *value = (double)(column->word_count - 1);
    return true;
}

// Looks at a number with a point or a comma in it while nothing has proved yet that the point is the
// decimal sign. Where it proves the comma and no other was read before, the file has decimal commas.
static void weigh(struct csv_table *table, size_t index, const char *text, size_t length)
{
    enum csv_proof proof = csv_proof_of(text, length);
    bool is_comma =
        proof == CSV_PROOF_COMMAS || (proof == CSV_DOUBT_COMMA && table->dialect.separator == ';');
    bool is_doubt = proof == CSV_DOUBT_COMMA || proof == CSV_DOUBT_POINT;
    if (is_comma && !table->seen_point) {
        table->dialect.has_commas = true;
        return;
    }
    table->is_proven |= proof == CSV_PROOF_POINTS;
    table->seen_point |= proof != CSV_PROOF_NONE;
    if (is_doubt && table->doubtful == 0) {
        table->doubtful = index + 1;
        table->doubt = error_quote(text, length);
    }
}

// Reads a number. In a file parted by semicolons or tabs the first one with a decimal comma tells that
// all have them, as long as there was no decimal point.
static bool read_number(struct csv_table *table, size_t index, const char *text, size_t length,
                        double *value)
{
    const struct csv_dialect *dialect = &table->dialect;
    if (!dialect->has_commas && dialect->separator != ',' && !dialect->is_told &&
        !table->is_proven && (memchr(text, '.', length) || memchr(text, ',', length)))
        weigh(table, index, text, length);
    return csv_number(dialect, text, length, value);
}

// Reads a number whose thousands are parted by blanks or apostrophes.
static bool read_grouped(struct csv_table *table, size_t index, const char *text, size_t length,
                         double *value)
{
    char plain[CSV_NUMBER_SIZE];
    size_t used = csv_plain_groups(text, length, plain);
    return used > 0 && read_number(table, index, plain, used, value);
}

// Reads a number with the sign of its unit. A column is read as it stands, 20% as 20.
static bool read_signed(struct csv_table *table, size_t index, const char *text, size_t length,
                        double *value)
{
    if (!csv_trim_sign(&text, &length) || !(read_number(table, index, text, length, value) ||
                                            read_grouped(table, index, text, length, value)))
        return false;
    table->has_signs = true;
    return true;
}

// Whether a text was meant as a number, though it is written as none: digits, points and commas.
static bool is_nearly_number(const char *text, size_t length)
{
    size_t at = length > 0 && memchr("+-", text[0], 2) ? 1 : 0, digits = 0;
    for (; at < length; at++) {
        if (!memchr("0123456789.,", text[at], 12))
            return false;
        digits += text[at] >= '0';
    }
    return digits > 0;
}

// Makes texts of the numbers a column held so far; the row at hand is not among them. False with
// [error] set where one is no whole number, or memory ran out.
static bool turn_to_texts(struct csv_table *table, size_t index, size_t cell, size_t row,
                          struct error *error)
{
    struct csv_column *column = &table->columns[index];
    for (size_t n = 0; n < table->rows; n++) {
        double *value = &table->cells[n * table->kept + cell];
        struct number_string text = number_string(*value, NUMBER_DIGITS_EXACT);
        if (isnan(*value))
            continue;
        if (*value != floor(*value))
            return error_set(error, "onehot=yes makes classes of whole numbers, but %s contains %s",
                             csv_column_title(table, index).text, number_string(*value, 6).text);
        if (!number_word(table, index, text.text, strlen(text.text), value, error))
            return false;
    }
    column->is_text = true;
    column->first_text = row;
    return true;
}

bool csv_table_classify(struct csv_table *table, size_t column, size_t cell, struct error *error)
{
    return turn_to_texts(table, column, cell, 0, error);
}

bool csv_table_cell(struct csv_table *table, size_t index, size_t *cell, const char *text,
                    size_t length, size_t row, struct error *error)
{
    struct csv_column *column = &table->columns[index];
    if (column->is_left)
        return true;
    double *value = &table->cells[table->rows * table->kept + (*cell)++];
    bool is_number = !column->is_text && read_number(table, index, text, length, value);
    if (!is_number && !csv_table_clean(table, &text, &length, error))
        return false;
    if (!column->is_text && !is_number)
        is_number = read_grouped(table, index, text, length, value) ||
                    read_signed(table, index, text, length, value);
    if (is_number) {
        column->is_known = true;
        return true;
    }
    if (csv_is_missing(text, length)) {
        if (column->missing++ == 0)
            column->first_missing = row;
        *value = (double)NAN;
        return true;
    }
    if (!column->is_known && (!is_nearly_number(text, length) || csv_is_date(text, length)))
        column->is_known = column->is_text = true;
    if (column->is_known && !column->is_text && table->makes_classes) {
        if (!turn_to_texts(table, index, *cell - 1, row, error))
            return false;
        column->was_numbers = true;
    }
    if (column->is_text && column->first_text == 0)
        column->first_text = row;
    if (column->is_text)
        return number_word(table, index, text, length, value, error);
    struct quoted quoted = error_quote(text, length);
    error_set(error, "row %zu, %s: '%s' is not a number%s", row,
              csv_column_title(table, index).text, quoted.text,
              column->is_known ? ", but the rows above it are numbers" : "");
    return error_hint(error, "%s",
                      memchr(text, table->dialect.has_commas ? '.' : ',', length)
                          ? "numbers have a decimal comma or a decimal point, not both in one file"
                      : csv_is_date(text, length)
                          ? "a date is not a number; drop=NAME leaves the column out"
                          : "correct that cell, or leave the column out with drop=NAME");
}
