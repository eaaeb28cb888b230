// SPDX-License-Identifier: GPL-3.0-or-later
// One number a cell, whatever it is: so a million rows of ten columns are 80 MB and not a word more.
// The block grows by guessing from the part of the file that is read how large it will be; growing
// takes pages that stay untouched until they are filled.
//
// The first cell of a column that is not missing decides whether the column holds numbers or
// classes. So a letter among numbers is an error with its row, and not silently a class. A dash or the word
// "none" decides nothing: its value is kept open until a number or a text has come. A column of texts may
// still turn out to be one of numbers, each with the same unit.
#include "data/csv_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "base/words.h"
#include "data/csv_advice.h"
#include "data/csv_cell.h"
#include "data/csv_number.h"

void csv_table_clear(struct csv_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        csv_column_clear(&table->columns[i]);
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
        error_hint(error, "leave columns out with drop=NAME, or use a part of the file");
        return error_of_memory(error);
    }
    double *cells = realloc(table->cells, capacity * width);
    if (!cells)
        return error_memory(error);
    table->cells = cells;
    table->capacity = capacity;
    return true;
}

// ---- columns ---------------------------------------------------------------------------------

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
            well = (table->columns[i].name = csv_own_name(&taken, names[i])) || error_memory(error);
    free(taken.words);
    free(taken.places);
    return well;
}

// ---- numbers ---------------------------------------------------------------------------------

// Looks at a number with a point or a comma in it while nothing has proved yet that the point is the
// decimal sign. Where it proves the comma and no other was read before, the file has decimal commas; but
// not one that commas separate, in which only a number in quotes can have one.
static void weigh(struct csv_table *table, size_t index, const char *text, size_t length)
{
    enum csv_proof proof = csv_proof_of(text, length);
    char separator = table->dialect.separator;
    bool is_comma = proof == CSV_PROOF_COMMAS || (proof == CSV_DOUBT_COMMA && separator == ';');
    bool is_doubt = proof == CSV_DOUBT_COMMA || (proof == CSV_DOUBT_POINT && separator != ',');
    if (is_comma && !table->seen_point && separator != ',') {
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

// Reads a number. In a file separated by semicolons or tabs the first one with a decimal comma tells that
// all have them, as long as there was no decimal point.
static bool read_number(struct csv_table *table, size_t index, const char *text, size_t length,
                        double *value)
{
    const struct csv_dialect *dialect = &table->dialect;
    bool is_open = !dialect->has_commas && !dialect->is_told && !table->is_proven;
    if (!is_open)
        return csv_number(dialect->has_commas, text, length, value) != CSV_NO_NUMBER;
    if (dialect->separator == ',') {
        enum csv_reading reading = csv_number(false, text, length, value);
        if (reading == CSV_SIGNED_NUMBER)
            weigh(table, index, text, length);
        return reading != CSV_NO_NUMBER;
    }
    if (memchr(text, '.', length) || memchr(text, ',', length))
        weigh(table, index, text, length);
    return csv_number(dialect->has_commas, text, length, value) != CSV_NO_NUMBER;
}

// Reads a number whose thousands are separated by spaces or apostrophes.
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

// Reads a number with the unit that the column's others have.
static bool read_with_unit(const struct csv_table *table, size_t index, const char *text,
                           size_t length, double *value)
{
    const char *own = table->columns[index].unit;
    struct csv_unit unit;
    return own[0] && csv_unit_number(table->dialect.has_commas, text, length, value, &unit) &&
           text_is(unit.text, unit.length, own);
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

// ---- columns of texts ------------------------------------------------------------------------

// Makes texts of the numbers a column held so far; the present row is not among them. False with
// [error] set where one is not a whole number, or memory ran out.
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
        if (!csv_column_word(column, text.text, strlen(text.text), value))
            return error_memory(error);
    }
    column->is_text = true;
    column->first_text = row;
    column->unit[0] = '\0';
    return true;
}

bool csv_table_classify(struct csv_table *table, size_t column, size_t cell, struct error *error)
{
    return turn_to_texts(table, column, cell, 0, error);
}

// The first text of a column that had only cells so far which may be texts: they are.
static void start_texts(struct csv_table *table, size_t index, size_t cell)
{
    struct csv_column *column = &table->columns[index];
    size_t word;
    column->is_known = column->is_text = true;
    for (size_t n = 0; column->open > 0 && n < table->rows; n++) {
        double *value = &table->cells[n * table->kept + cell];
        if (csv_is_open_value(*value, &word))
            *value = (double)word;
    }
    column->first_text = column->open > 0 ? column->first_open : column->first_text;
    column->open = 0;
}

// The first number of a column: the cells that might have been texts are missing.
static void start_numbers(struct csv_column *column)
{
    column->is_known = true;
    csv_column_forget_words(column);
}

// The value of each of a column's words, numbers with one and the same unit, in [values]. Whether they are
// such.
static bool read_unit_words(const struct csv_table *table, const struct csv_column *column,
                            double *values, struct csv_unit *unit)
{
    struct csv_unit own;
    unit->length = 0;
    for (size_t k = 0; k < column->word_count; k++) {
        const char *word = column->words[k];
        if (!csv_unit_number(table->dialect.has_commas, word, strlen(word), &values[k], &own) ||
            own.length >= sizeof column->unit ||
            (unit->length > 0 &&
             (own.length != unit->length || memcmp(own.text, unit->text, own.length) != 0)))
            return false;
        *unit = own;
    }
    return unit->length > 0;
}

void csv_table_read_units(struct csv_table *table, size_t index, size_t cell)
{
    struct csv_column *column = &table->columns[index];
    double values[CSV_CLASSES_MOST];
    struct csv_unit unit;
    if (!column->is_text || column->kind == CSV_KIND_TEXT || column->was_numbers ||
        !read_unit_words(table, column, values, &unit))
        return;
    memcpy(column->unit, unit.text, unit.length);
    column->unit[unit.length] = '\0';
    for (size_t n = 0; n < table->rows; n++) {
        double *value = &table->cells[n * table->kept + cell];
        if (isnan(*value))
            continue;
        *value = values[(size_t)*value];
        column->missing += isnan(*value) ? 1 : 0;
    }
    csv_column_forget_words(column);
    column->is_text = column->is_crowded = false;
}

// ---- cells -----------------------------------------------------------------------------------

// Takes the first mark off a list with commas between: one with commas itself stands in double quotes.
static void take_mark(const char **list, const char **mark, size_t *length)
{
    *list += strspn(*list, " ");
    const char *close = **list == '"' ? strchr(*list + 1, '"') : NULL;
    bool is_quoted = close && memchr(",", close[1], 2);
    *mark = *list + is_quoted;
    *length = is_quoted ? (size_t)(close - *mark) : strcspn(*list, ",");
    *list = *mark + *length + is_quoted;
    *list += **list == ',';
    csv_trim(mark, length);
}

// Whether a cell is one of the texts that the table's marks call missing; [number] is its value where it is
// a number, else NaN.
static bool is_mark(const char *marks, const char *text, size_t length, double number)
{
    double value;
    if (!marks)
        return false;
    if (text_is(text, length, marks))
        return true;
    while (*marks) {
        const char *mark;
        size_t size;
        take_mark(&marks, &mark, &size);
        if (size == length && memcmp(mark, text, length) == 0)
            return true;
        if (!isnan(number) && number_parse(mark, size, &value) && value == number)
            return true;
    }
    return false;
}

// Notes a cell without a value.
static void take_missing(struct csv_column *column, const char *text, size_t length, size_t row)
{
    if (column->missing++ > 0)
        return;
    struct quoted quoted = error_quote(text, length);
    column->first_missing = row;
    snprintf(column->missing_cell, sizeof column->missing_cell, "%.60s", quoted.text);
}

// Takes a cell that is missing if the column turns out to hold numbers.
static bool take_open(struct csv_column *column, const char *text, size_t length, size_t row,
                      double *value)
{
    double word;
    if (column->open++ == 0) {
        column->first_open = row;
        snprintf(column->open_cell, sizeof column->open_cell, "%.*s", (int)length, text);
    }
    if (!csv_column_word(column, text, length, &word))
        return false;
    *value = csv_open_value((size_t)word);
    return true;
}

// Takes a text, which the column has for a word, or refuses it.
static bool take_text(struct csv_table *table, size_t index, size_t cell, const char *text,
                      size_t length, size_t row, struct error *error)
{
    struct csv_column *column = &table->columns[index];
    double *value = &table->cells[table->rows * table->kept + cell];
    if (!column->is_known && column->kind == CSV_KIND_OPEN &&
        (!is_nearly_number(text, length) || csv_is_date(text, length)))
        start_texts(table, index, cell);
    if (column->is_known && !column->is_text && table->makes_classes) {
        if (!turn_to_texts(table, index, cell, row, error))
            return false;
        column->was_numbers = true;
    }
    if (!column->is_text)
        return csv_refuse_cell(table, index, cell, text, length, row, error);
    if (column->first_text == 0)
        column->first_text = row;
    bool was_crowded = column->is_crowded;
    if (!csv_column_word(column, text, length, value))
        return error_memory(error);
    if (was_crowded || !column->is_crowded)
        return true;
    csv_table_read_units(table, index,
                         cell); // a thousand different numbers with a unit are not classes
    return column->is_text || read_with_unit(table, index, text, length, value) ||
           csv_refuse_cell(table, index, cell, text, length, row, error);
}

// Takes a cell that is not a plain number, or may be one that the table's marks call missing.
static bool take_other(struct csv_table *table, size_t index, size_t cell, const char *text,
                       size_t length, bool is_number, size_t row, struct error *error)
{
    struct csv_column *column = &table->columns[index];
    double *value = &table->cells[table->rows * table->kept + cell];
    if (!is_number && !csv_table_clean(table, &text, &length, error))
        return false;
    if (!column->is_text && !is_number)
        is_number = read_grouped(table, index, text, length, value) ||
                    read_signed(table, index, text, length, value) ||
                    read_with_unit(table, index, text, length, value);
    enum csv_missing_mark mark = csv_missing_mark(text, length);
    if (is_mark(table->marks, text, length, is_number ? *value : (double)NAN) ||
        (!is_number && mark == CSV_IS_MISSING) ||
        (mark == CSV_MAY_BE_THERE && column->is_known && !column->is_text)) {
        take_missing(column, text, length, row);
        *value = (double)NAN;
        return true;
    }
    if (is_number) {
        if (!column->is_known)
            start_numbers(column);
        return true;
    }
    if (mark == CSV_MAY_BE_THERE && !column->is_known)
        return take_open(column, text, length, row, value) || error_memory(error);
    return take_text(table, index, cell, text, length, row, error);
}

bool csv_table_cell(struct csv_table *table, size_t index, size_t *cell, const char *text,
                    size_t length, size_t row, struct error *error)
{
    struct csv_column *column = &table->columns[index];
    if (column->is_left)
        return true;
    size_t at = (*cell)++;
    double *value = &table->cells[table->rows * table->kept + at];
    bool is_number = !column->is_text && read_number(table, index, text, length, value);
    if (is_number && column->is_known && !table->marks)
        return true;
    return take_other(table, index, at, text, length, is_number, row, error);
}
