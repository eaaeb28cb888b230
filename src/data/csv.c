// SPDX-License-Identifier: GPL-3.0-or-later
// libcsv parts the bytes into cells and hands them over one by one. The first rows are kept as texts
// until it is told whether the first of them is a header. From then on each cell becomes a number at
// once.
//
// Rows are counted as a spreadsheet counts them, the header being row 1; so a row in an error is the
// row to look at.
#include "data/csv.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/words.h"
#include "data/csv_build.h"
#include "data/csv_plan.h"
#include "data/csv_table.h"

enum { ROWS_KEPT = 32, CELL_MOST = 1 << 20 };

struct csv_reader {
    const struct csv_options *options;
    struct csv_report *report;
    struct error *error;
    bool has_failed;
    struct csv_table table;
    struct csv_parser parser;
    struct csv_checksum checksum;

    struct buf texts;              // the cells of the first rows, each with its NUL
    size_t kept_cells[ROWS_KEPT];  // how many of each row
    size_t kept_filled[ROWS_KEPT]; // of them, those up to the last that is not empty
    size_t kept_rows[ROWS_KEPT];   // their numbers in the file
    size_t kept;                   // rows that are kept so far
    bool has_begun;                // the columns are known, and cells become numbers

    size_t row;      // the number of the row being read, from 1
    size_t column;   // its cells so far
    size_t cell;     // those of them that are numbers of the table
    size_t filled;   // those up to the last one that is not empty
    bool was_return; // the last end of a row was a carriage return
    double share;    // the part of the file that is read
};

static bool fail(struct csv_reader *reader)
{
    reader->has_failed = true;
    return false;
}

static void take_cell(struct csv_reader *reader, const char *text, size_t length)
{
    struct csv_table *table = &reader->table;
    if (reader->column == 0 && !csv_table_grow(table, reader->share, reader->error))
        fail(reader);
    else if (reader->column < table->column_count &&
             !csv_table_cell(table, reader->column, &reader->cell, text, length, reader->row,
                             reader->error))
        fail(reader);
}

// libcsv's word that a cell is read.
static void on_cell(void *bytes, size_t length, void *context)
{
    struct csv_reader *reader = context;
    const char *text = bytes ? bytes : "";
    if (reader->has_failed)
        return;
    csv_trim(&text, &length);
    if (!reader->has_begun && !csv_table_clean(&reader->table, &text, &length, reader->error)) {
        fail(reader);
        return;
    }
    if (length > 0)
        reader->filled = reader->column + 1;
    if (reader->has_begun) {
        take_cell(reader, text, length);
    } else {
        buf_add(&reader->texts, text, length);
        buf_add(&reader->texts, "", 1);
    }
    reader->column++;
}

// ---- the first rows --------------------------------------------------------------------------

// Whether a cell of the second row is a number, perhaps with the sign of its unit.
static bool is_number_below(const struct csv_reader *reader, const char *text)
{
    size_t length = strlen(text);
    double value;
    char plain[CSV_NUMBER_SIZE];
    csv_trim_sign(&text, &length);
    size_t used = csv_plain_groups(text, length, plain);
    return csv_number(&reader->table.dialect, used ? plain : text, used ? used : length, &value);
}

// Whether a text is a year, as it may stand above a column of that year's figures.
static bool is_year(const char *text)
{
    return strlen(text) == 4 && strspn(text, "0123456789") == 4 && strcmp(text, "1900") >= 0 &&
           strcmp(text, "2100") <= 0;
}

// Whether each text of the first kept row comes again below in its own column: then it is a value.
static bool comes_again(const struct csv_reader *reader, char **const *rows)
{
    for (size_t i = 0; i < reader->kept_cells[0]; i++) {
        size_t n = 1;
        while (n < reader->kept &&
               !(i < reader->kept_cells[n] && strcmp(rows[n][i], rows[0][i]) == 0))
            n++;
        if (n == reader->kept && rows[0][i][0] != '\0')
            return false;
    }
    return true;
}

// Whether the first of the kept rows names the columns. It does where no cell of it is a number, where
// a number stands below a text, or where its numbers are years and what is below them is not; but not
// where all its texts are values.
static bool is_header(const struct csv_reader *reader, char **const *rows)
{
    size_t numbers = 0, texts = 0, below = 0, years = 0, values = 0;
    for (size_t i = 0; i < reader->kept_cells[0]; i++) {
        double value;
        const char *first = rows[0][i];
        const char *second = reader->kept > 1 && i < reader->kept_cells[1] ? rows[1][i] : NULL;
        bool is_number = csv_number(&reader->table.dialect, first, strlen(first), &value);
        bool is_text = !is_number && !csv_is_missing(first, strlen(first));
        numbers += is_number;
        texts += is_text;
        below += is_text && second && is_number_below(reader, second);
        years += is_year(first);
        values += is_year(first) && second && !is_year(second);
    }
    if (numbers == 0 && below == 0 && comes_again(reader, rows))
        return false;
    return texts > 0 && (numbers == 0 || below > 0 || (years == numbers && values > 0));
}

// Whether a row has a cell for each column, and behind them none but empty ones: separators that a
// spreadsheet writes for cells right of the table.
static bool has_its_cells(const struct csv_reader *reader, size_t cells, size_t filled)
{
    return cells >= reader->table.column_count && filled <= reader->table.column_count;
}

// How many columns the table has: as many as its first row has cells, but for empty ones at its end
// that the second row lacks.
static size_t count_columns(const struct csv_reader *reader)
{
    size_t first = reader->kept_cells[0], second = reader->kept_cells[1];
    return reader->kept > 1 && second < first && reader->kept_filled[0] <= second ? second : first;
}

static bool refuse_ragged(struct csv_reader *reader, size_t row, size_t cells)
{
    error_set(reader->error, "row %zu of '%s' has %zu cell%s, and row %zu has %zu", row,
              reader->options->name, cells, plural(cells), reader->kept_rows[0],
              reader->kept_cells[0]);
    error_hint(reader->error, cells > reader->kept_cells[0] && reader->kept_cells[0] == 1
                                  ? "the first row must name the columns; delete what is above it"
                                  : "each row needs a cell for each column, empty or not");
    return fail(reader);
}

// Takes a kept row into the table.
static bool take_row(struct csv_reader *reader, size_t kept, char **texts)
{
    size_t cells = reader->kept_cells[kept], row = reader->kept_rows[kept];
    if (!has_its_cells(reader, cells, reader->kept_filled[kept]))
        return refuse_ragged(reader, row, cells);
    reader->row = row;
    reader->cell = 0;
    for (reader->column = 0; reader->column < cells && !reader->has_failed; reader->column++)
        take_cell(reader, texts[reader->column], strlen(texts[reader->column]));
    reader->table.rows += !reader->has_failed;
    return !reader->has_failed;
}

// Makes the columns of the kept rows' texts and takes the rows.
static bool settle(struct csv_reader *reader, char **const *rows)
{
    bool has_header = is_header(reader, rows);
    if (!csv_table_columns(&reader->table, has_header ? rows[0] : NULL, count_columns(reader),
                           reader->error))
        return fail(reader);
    if (reader->kept > 1 && !has_its_cells(reader, reader->kept_cells[1], reader->kept_filled[1]))
        return refuse_ragged(reader, reader->kept_rows[1], reader->kept_cells[1]);
    if (!csv_plan_drop(&reader->table, reader->options, reader->error))
        return fail(reader);
    if (has_header && reader->kept == 1) {
        error_set(reader->error, "'%s' has a header but no rows", reader->options->name);
        return fail(reader);
    }
    reader->report->has_header = has_header;
    for (size_t n = has_header; n < reader->kept; n++)
        if (!take_row(reader, n, rows[n]))
            return false;
    return true;
}

// Ends the keeping of rows.
static bool begin(struct csv_reader *reader)
{
    size_t all = 0, present = reader->row;
    char **rows[ROWS_KEPT];
    for (size_t n = 0; n < reader->kept; n++)
        all += reader->kept_cells[n];
    char **texts = reader->texts.failed ? NULL : malloc((all + 1) * sizeof *texts);
    if (!texts) {
        error_memory(reader->error);
        return fail(reader);
    }
    char *text = reader->texts.data;
    for (size_t i = 0; i < all; i++, text += strlen(text) + 1)
        texts[i] = text;
    for (size_t n = 0, first = 0; n < reader->kept; first += reader->kept_cells[n++])
        rows[n] = texts + first;
    bool well = settle(reader, rows);
    reader->has_begun = true;
    free(texts);
    reader->row = present;
    return well;
}

// ---- rows ------------------------------------------------------------------------------------

// A row of empty cells, as spreadsheets write below a table, is no row: what was counted is undone.
static void forget_row(struct csv_reader *reader)
{
    struct csv_table *table = &reader->table;
    for (size_t i = 0; i < table->column_count && i < reader->column; i++)
        if (!table->columns[i].is_left)
            table->columns[i].missing--;
}

static void end_row(struct csv_reader *reader)
{
    if (!reader->has_begun && reader->filled > 0) {
        reader->kept_rows[reader->kept] = reader->row;
        reader->kept_filled[reader->kept] = reader->filled;
        reader->kept_cells[reader->kept++] = reader->column;
        if (reader->kept == ROWS_KEPT)
            begin(reader);
    } else if (!reader->has_begun) {
        reader->texts.length -= reader->column; // as many NULs
        reader->report->empty_rows++;
    } else if (reader->filled == 0) {
        forget_row(reader);
        reader->report->empty_rows++;
    } else if (!has_its_cells(reader, reader->column, reader->filled)) {
        refuse_ragged(reader, reader->row, reader->column);
    } else {
        reader->table.rows++;
    }
}

// libcsv's word that a line ends, with the byte that ended it, or -1 at the file's end.
static void on_row(int end, void *context)
{
    struct csv_reader *reader = context;
    bool is_half = end == '\n' && reader->was_return && reader->column == 0; // of \r\n
    if (reader->has_failed)
        return;
    reader->was_return = end == '\r';
    if (is_half)
        return;
    if (reader->column > 0)
        end_row(reader);
    reader->column = reader->cell = 0;
    reader->filled = 0;
    reader->row++;
}

// ---- bytes -----------------------------------------------------------------------------------

// Says why libcsv stopped.
static bool refuse_parse(struct csv_reader *reader, bool at_end)
{
    const char *name = reader->options->name;
    if (reader->has_failed)
        return false;
    if (csv_error(&reader->parser) != CSV_EPARSE)
        return error_memory(reader->error);
    if (at_end)
        return error_set(reader->error, "a quote that opens in row %zu of '%s' is never closed",
                         reader->row, name);
    error_set(reader->error, "row %zu of '%s' has a quote mark where none is allowed", reader->row,
              name);
    return error_hint(reader->error,
                      "put a cell that contains quotes in quotes, with each one inside doubled");
}

static bool take_bytes(struct csv_reader *reader, const char *bytes, size_t length)
{
    if (!csv_is_text(bytes, length)) {
        error_set(reader->error, "'%s' is not a text file: it contains a NUL byte near row %zu",
                  reader->options->name, reader->row);
        return false;
    }
    if (csv_parse(&reader->parser, bytes, length, on_cell, on_row, reader) != length ||
        reader->has_failed)
        return refuse_parse(reader, false);
    if (csv_get_buffer_size(&reader->parser) > CELL_MOST) {
        error_set(reader->error, "row %zu of '%s' has a cell longer than %d bytes", reader->row,
                  reader->options->name, CELL_MOST);
        return error_hint(reader->error,
                          "a quote that is never closed makes the rest of the file one cell");
    }
    return true;
}

static bool refuse_empty(struct csv_reader *reader, const char *what)
{
    error_set(reader->error, "'%s' %s", reader->options->name, what);
    return error_hint(reader->error, "a table needs a row of names and a row for each sample");
}

// Reads as much as the file is judged by into [head].
static bool read_head(struct csv_reader *reader, struct source *source, struct buf *head)
{
    size_t length = 1;
    const char *bytes;
    while (length > 0 && head->length < CSV_HEAD_SIZE) {
        if (!source->read(source, &bytes, &length, reader->error))
            return false;
        csv_checksum_add(&reader->checksum, bytes, length);
        buf_add(head, bytes, length);
    }
    if (head->failed)
        return error_memory(reader->error);
    if (head->length == 0)
        return refuse_empty(reader, "is empty");
    size_t looked = head->length < CSV_HEAD_SIZE ? head->length : CSV_HEAD_SIZE;
    struct csv_dialect *dialect = &reader->table.dialect;
    if (!csv_judge(head->data, looked, reader->options->name, dialect, reader->error))
        return false;
    dialect->is_told = reader->options->decimal != CSV_DECIMAL_AUTO;
    if (dialect->is_told)
        dialect->has_commas = reader->options->decimal == CSV_DECIMAL_COMMA;
    return true;
}

// Reads everything there is into the table.
static bool read_all(struct csv_reader *reader, struct source *source, const struct buf *head)
{
    size_t skip = reader->table.dialect.skip, length = head->length - skip;
    const char *bytes = head->data + skip;
    csv_set_delim(&reader->parser, (unsigned char)reader->table.dialect.separator);
    for (;;) {
        if (source->size > 0)
            reader->share = (double)reader->checksum.bytes / (double)source->size;
        if (!take_bytes(reader, bytes, length))
            return false;
        if (reader->options->progress)
            reader->options->progress(reader->options->context, reader->checksum.bytes,
                                      reader->table.rows);
        if (!source->read(source, &bytes, &length, reader->error))
            return false;
        if (length == 0)
            break;
        csv_checksum_add(&reader->checksum, bytes, length);
    }
    if (csv_fini(&reader->parser, on_cell, on_row, reader) != 0 || reader->has_failed)
        return refuse_parse(reader, true);
    if (!reader->has_begun && reader->kept == 0)
        return refuse_empty(reader, "contains no values");
    return reader->has_begun || begin(reader);
}

// Notes a number that may be a thousand times what it was read as, where no other number tells.
static void note_doubt(const struct csv_table *table, struct csv_report *report)
{
    bool is_comma = strchr(table->doubt.text, ',') != NULL;
    if (table->doubtful == 0 || table->is_proven || table->dialect.has_commas)
        return;
    snprintf(report->doubt, sizeof report->doubt, "%.30s in %.80s was read %s", table->doubt.text,
             csv_column_title(table, table->doubtful - 1).text,
             is_comma ? "with a comma as the thousands separator" : "with a decimal point");
}

struct dataset *csv_read(struct source *source, const struct csv_options *options,
                         struct csv_report *report, struct error *error)
{
    struct csv_reader reader = {.options = options, .report = report, .error = error, .row = 1};
    struct buf head = BUF_EMPTY;
    struct dataset *set = NULL;
    *report = (struct csv_report){0};
    if (csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        error_memory(error);
        return NULL;
    }
    csv_set_realloc_func(&reader.parser, realloc);
    reader.table.file = options->name;
    reader.table.memory = options->memory;
    reader.table.makes_classes = options->onehot == CSV_ONEHOT_YES;
    csv_checksum_start(&reader.checksum);
    if (read_head(&reader, source, &head) && read_all(&reader, source, &head))
        set = csv_build(&reader.table, options, report, error);
    report->bytes = reader.checksum.bytes;
    report->checksum = csv_checksum_end(&reader.checksum);
    report->separator = reader.table.dialect.separator;
    report->has_commas = reader.table.dialect.has_commas;
    report->has_signs = reader.table.has_signs;
    note_doubt(&reader.table, report);
    csv_free(&reader.parser);
    csv_table_clear(&reader.table);
    buf_free(&reader.texts);
    buf_free(&head);
    return set;
}
