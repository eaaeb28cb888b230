// SPDX-License-Identifier: GPL-3.0-or-later
// Numeric columns hold numbers, nominal ones classes even where these are numbers; a column of strings or
// dates is a text's, of which the rest of the reader knows what becomes. Which classes a column may have is
// not needed: those that rows have are its classes, as in any other table.
#include "data/csv_arff.h"

#include <stdlib.h>
#include <string.h>

static size_t blanks(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && memchr(" \t", text[count], 2))
        count++;
    return count;
}

// The name in an attribute's line, and after it what kind of values it has.
struct attribute {
    const char *name, *kind;
    size_t name_length, kind_length;
};

static struct attribute read_attribute(const char *text, size_t length)
{
    size_t begin = blanks(text, length), end, after;
    bool is_quoted = begin < length && memchr("'\"", text[begin], 2);
    if (is_quoted) {
        const char *close = memchr(text + begin + 1, text[begin], length - begin - 1);
        end = close ? (size_t)(close - text) : length;
        after = close ? end + 1 : end;
        begin++;
    } else {
        for (end = begin; end < length && !memchr(" \t{", text[end], 3); end++)
            ;
        after = end;
    }
    after += blanks(text + after, length - after);
    return (struct attribute){text + begin, text + after, end - begin, length - after};
}

// What kind of column it is. False where it is none that a table can have.
static bool find_kind(const struct attribute *attribute, enum csv_kind *kind)
{
    static const struct {
        const char *word;
        enum csv_kind kind;
    } rows[] = {{"{", CSV_KIND_CLASSES},   {"numeric", CSV_KIND_NUMBER},
                {"real", CSV_KIND_NUMBER}, {"integer", CSV_KIND_NUMBER},
                {"string", CSV_KIND_TEXT}, {"date", CSV_KIND_TEXT}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (attribute->kind_length > 0 &&
            (rows[i].word[0] == '{'
                 ? attribute->kind[0] == '{'
                 : csv_line_begins(attribute->kind, attribute->kind_length, rows[i].word))) {
            *kind = rows[i].kind;
            return true;
        }
    return false;
}

static bool refuse_attribute(const struct csv_table *table, size_t row,
                             const struct attribute *attribute, struct error *error)
{
    struct quoted kind = error_quote(attribute->kind, attribute->kind_length);
    error_set(error, "row %zu of '%s': '%s' is not a kind of column that nnsh reads", row,
              table->file, kind.text);
    return error_hint(error, "numeric, real, integer, string, date and {a, b} are read");
}

// Calls for each attribute of the head: notes its name and kind.
static bool each_attribute(const char *head, size_t length, struct csv_table *table, char **names,
                           enum csv_kind *kinds, size_t *count, struct error *error)
{
    size_t row = 1;
    *count = 0;
    for (size_t at = 0; at < length; at = csv_next_line(head, length, at), row++) {
        const char *line = head + at + blanks(head + at, length - at);
        size_t left = csv_line_length(line, (size_t)(head + length - line));
        if (!csv_line_begins(line, left, "@attribute"))
            continue;
        struct attribute attribute = read_attribute(line + 10, left - 10);
        enum csv_kind kind;
        if (!find_kind(&attribute, &kind))
            return refuse_attribute(table, row, &attribute, error);
        if (names) {
            names[*count] = strndup(attribute.name, attribute.name_length);
            kinds[*count] = kind;
            if (!names[*count])
                return error_memory(error);
        }
        ++*count;
    }
    return true;
}

bool csv_arff_columns(const char *head, size_t length, struct csv_table *table, struct error *error)
{
    size_t count, made = 0;
    if (!each_attribute(head, length, table, NULL, NULL, &count, error))
        return false;
    if (count == 0)
        return error_set(error, "'%s' has no line @attribute, which ARFF has for each column",
                         table->file);
    char **names = calloc(count, sizeof *names);
    enum csv_kind *kinds = calloc(count, sizeof *kinds);
    bool well = names && kinds;
    if (!well)
        error_memory(error);
    well = well && each_attribute(head, length, table, names, kinds, &made, error) &&
           csv_table_columns(table, names, count, error);
    for (size_t i = 0; well && i < count; i++)
        csv_column_set_kind(&table->columns[i], kinds[i]);
    for (size_t i = 0; names && i < count; i++)
        free(names[i]);
    free(names);
    free(kinds);
    return well;
}
