// SPDX-License-Identifier: GPL-3.0-or-later
// libcsv splits the bytes into cells and passes them on one by one. The first rows are kept as texts
// until it is known whether the first of them is a header. From then on each cell becomes a number at
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
#include "data/csv_advice.h"
#include "data/csv_arff.h"
#include "data/csv_build.h"
#include "data/csv_cell.h"
#include "data/csv_columns.h"
#include "data/csv_feed.h"
#include "data/csv_plan.h"
#include "data/csv_table.h"

enum { ROWS_KEPT = 32, CELL_MOST = 1 << 20 };

struct csv_reader {
    const struct csv_options *options;
    struct csv_options own; // the same, but for what the file itself says of its columns
    struct csv_heading heading;
    struct csv_report *report;
    struct error *error;
    bool has_failed;
    struct csv_table table;
    struct csv_parser parser;
    struct csv_feed feed;

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

// Whether a row has a cell for each column, and after them only empty ones: separators that a
// spreadsheet writes for cells right of the table.
static bool has_its_cells(const struct csv_reader *reader, size_t cells, size_t filled)
{
    return cells >= reader->table.column_count && filled <= reader->table.column_count;
}

static bool refuse_ragged(struct csv_reader *reader, size_t row, size_t cells)
{
    size_t first = reader->heading.first, columns = reader->kept_cells[first];
    if (reader->table.dialect.is_arff) {
        error_set(reader->error, "row %zu of '%s' has %zu cell%s, and its head names %zu column%s",
                  row, reader->options->name, cells, plural(cells), reader->table.column_count,
                  plural(reader->table.column_count));
        return fail(reader);
    }
    error_set(reader->error, "row %zu of '%s' has %zu cell%s, and row %zu has %zu", row,
              reader->options->name, cells, plural(cells), reader->kept_rows[first], columns);
    error_hint(reader->error, cells > columns && columns == 1
                                  ? "the first row names the columns; delete what is above it"
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

// Makes the columns of what the first rows say, and settles which of them go into the table.
static bool make_columns(struct csv_reader *reader, char **const *texts)
{
    struct csv_table *table = &reader->table;
    struct csv_heading *heading = &reader->heading;
    struct csv_rows rows = {texts, reader->kept_cells, reader->kept_filled, reader->kept,
                            table->dialect.has_commas};
    if (!table->dialect.is_arff && !csv_columns_make(table, rows, heading, reader->error))
        return fail(reader);
    size_t first = heading->rows;
    if (reader->kept > first &&
        !has_its_cells(reader, reader->kept_cells[first], reader->kept_filled[first]))
        return refuse_ragged(reader, reader->kept_rows[first], reader->kept_cells[first]);
    if (!reader->own.targets)
        reader->own.targets = heading->target;
    return csv_plan_choose(table, &reader->own, reader->error) || fail(reader);
}

// Makes the columns of the kept rows' texts and takes the rows.
static bool settle(struct csv_reader *reader, char **const *texts)
{
    if (!make_columns(reader, texts))
        return false;
    if (reader->heading.rows == reader->kept) {
        error_set(reader->error, "'%s' has a header but no rows", reader->options->name);
        return fail(reader);
    }
    for (size_t n = reader->heading.rows; n < reader->kept; n++)
        if (!take_row(reader, n, texts[n]))
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

// A row of empty cells, as spreadsheets write below a table, is not a row: what was counted is undone.
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

// Reads as much as the file is judged by into [head]: of an ARFF file the lines that tell its columns too.
static bool read_head(struct csv_reader *reader, struct buf *head)
{
    enum { ARFF_MOST = 1 << 24 };
    size_t length = 1, wanted = CSV_HEAD_SIZE;
    const char *bytes;
    struct csv_dialect *dialect = &reader->table.dialect;
    do {
        while (length > 0 && head->length < wanted) {
            if (!csv_feed_read(&reader->feed, &bytes, &length, reader->error))
                return false;
            buf_add(head, bytes, length);
            if (head->failed)
                return error_memory(reader->error);
        }
        if (head->length == 0)
            return refuse_empty(reader, "is empty");
        size_t looked = head->length < wanted ? head->length : wanted;
        if (!csv_judge(head->data, looked, reader->options->name, dialect, reader->error))
            return false;
        wanted *= 2;
    } while (dialect->is_arff && dialect->skip_lines == 0 && length > 0 && wanted < ARFF_MOST);
    dialect->is_told = reader->options->decimal != CSV_DECIMAL_AUTO;
    if (dialect->is_told)
        dialect->has_commas = reader->options->decimal == CSV_DECIMAL_COMMA;
    return true;
}

// Starts with the columns that an ARFF file's head tells.
static bool use_arff(struct csv_reader *reader, const struct buf *head)
{
    const struct csv_dialect *dialect = &reader->table.dialect;
    size_t at = dialect->skip;
    if (dialect->skip_lines == 0)
        return error_set(reader->error, "'%s' is ARFF and has no line @data",
                         reader->options->name);
    while (at < head->length && memchr(" \t\r\n", head->data[at], 4))
        at++;
    if (at < head->length && head->data[at] == '{') {
        error_set(reader->error, "'%s' is sparse ARFF, which nnsh does not read",
                  reader->options->name);
        return error_hint(reader->error, "Weka's filter SparseToNonSparse writes it in full");
    }
    return csv_arff_columns(head->data, dialect->skip, &reader->table, reader->error);
}

// Passes the names of the columns that a comment holds to the parser, as the first row.
static bool take_comment_header(struct csv_reader *reader, const struct buf *head)
{
    struct csv_dialect dialect = reader->table.dialect;
    const char *names = head->data + dialect.header_at, *end = "\n";
    size_t length = dialect.header_length, end_length = 1;
    dialect.comment = '\0'; // a name may begin with the sign
    reader->row--;
    return csv_feed_filter(&reader->feed, &dialect, &names, &length, reader->error) &&
           take_bytes(reader, names, length) &&
           csv_feed_filter(&reader->feed, &dialect, &end, &end_length, reader->error) &&
           take_bytes(reader, end, end_length);
}

// Passes the first bytes to the parser, after the names of the columns where a comment holds them.
static bool take_head(struct csv_reader *reader, const struct buf *head)
{
    const struct csv_dialect *dialect = &reader->table.dialect;
    const char *bytes = head->data + dialect->skip;
    size_t length = head->length - dialect->skip;
    csv_set_delim(&reader->parser, (unsigned char)dialect->separator);
    reader->row = dialect->skip_lines + 1;
    if (dialect->header_length > 0 && !take_comment_header(reader, head))
        return false;
    return csv_feed_filter(&reader->feed, dialect, &bytes, &length, reader->error) &&
           take_bytes(reader, bytes, length);
}

// Reads what follows the first bytes into the table.
static bool read_rest(struct csv_reader *reader)
{
    const struct csv_dialect *dialect = &reader->table.dialect;
    const struct source *source = reader->feed.source;
    const char *bytes;
    size_t length = 1;
    while (length > 0) {
        if (reader->options->progress)
            reader->options->progress(reader->options->context, reader->feed.checksum.bytes,
                                      reader->table.rows);
        if (!csv_feed_read(&reader->feed, &bytes, &length, reader->error))
            return false;
        if (source->size > 0)
            reader->share = (double)reader->feed.checksum.bytes / (double)source->size;
        size_t left = length;
        if (!csv_feed_filter(&reader->feed, dialect, &bytes, &left, reader->error) ||
            !take_bytes(reader, bytes, left))
            return false;
    }
    return csv_feed_end(&reader->feed, dialect, &bytes, &length, reader->error) &&
           take_bytes(reader, bytes, length);
}

// Reads everything there is into the table.
static bool read_all(struct csv_reader *reader, const struct buf *head)
{
    const struct source *source = reader->feed.source;
    if (reader->table.dialect.is_arff && !use_arff(reader, head))
        return false;
    if (source->size > 0)
        reader->share = (double)reader->feed.checksum.bytes / (double)source->size;
    if (!take_head(reader, head) || !read_rest(reader))
        return false;
    if (csv_fini(&reader->parser, on_cell, on_row, reader) != 0 || reader->has_failed)
        return refuse_parse(reader, true);
    if (!reader->has_begun && reader->kept == 0)
        return refuse_empty(reader, "contains no values");
    return reader->has_begun || begin(reader);
}

// ---- the report ------------------------------------------------------------------------------

void csv_report_clear(struct csv_report *report)
{
    buf_free(&report->left_out);
    buf_free(&report->notes);
}

// Notes a number that may be a thousand times what it was read as, where no other number tells.
static void note_doubt(const struct csv_table *table, struct csv_report *report)
{
    bool is_comma = strchr(table->doubt.text, ',') != NULL;
    if (table->doubtful == 0 || table->is_proven || table->dialect.has_commas ||
        (is_comma && table->dialect.separator == ',' && csv_has_points(table)))
        return;
    buf_printf(&report->notes, "%.30s in %s was read %s; decimal=comma reads it the other way\n",
               table->doubt.text, csv_column_title(table, table->doubtful - 1).text,
               is_comma ? "with its thousands separated by the comma" : "with a decimal point");
}

static void fill_report(struct csv_reader *reader, struct csv_report *report)
{
    const struct csv_dialect *dialect = &reader->table.dialect;
    report->bytes = reader->feed.checksum.bytes;
    report->checksum = csv_checksum_end(&reader->feed.checksum);
    report->separator = dialect->runs == CSV_RUNS_BLANKS ? ' ' : dialect->separator;
    report->has_commas = dialect->has_commas;
    report->has_signs = reader->table.has_signs;
    report->comments = dialect->comments - (dialect->header_length > 0 && dialect->comments > 0) +
                       reader->heading.first + reader->feed.comments;
    report->kind = dialect->is_arff                ? CSV_SOURCE_ARFF
                   : reader->heading.is_orange     ? CSV_SOURCE_ORANGE
                   : reader->heading.is_orange_row ? CSV_SOURCE_ORANGE_ROW
                                                   : CSV_SOURCE_TABLE;
}

static void start(struct csv_reader *reader, struct source *source)
{
    const struct csv_options *options = reader->options;
    csv_set_realloc_func(&reader->parser, realloc);
    csv_feed_init(&reader->feed, source);
    reader->own = *options;
    reader->table.file = options->name;
    reader->table.memory = options->memory;
    reader->table.marks = options->missing_as;
    reader->table.texts = options->text;
    reader->table.drops = options->drop;
    reader->table.makes_classes = options->onehot == CSV_ONEHOT_YES;
}

static void end(struct csv_reader *reader)
{
    csv_free(&reader->parser);
    csv_feed_clear(&reader->feed);
    csv_table_clear(&reader->table);
    buf_free(&reader->texts);
    csv_heading_clear(&reader->heading);
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
    start(&reader, source);
    if (read_head(&reader, &head) && read_all(&reader, &head)) {
        report->has_header = reader.table.dialect.is_arff || reader.heading.has_header;
        note_doubt(&reader.table, report);
        set = csv_build(&reader.table, &reader.own, report, error);
    }
    fill_report(&reader, report);
    end(&reader);
    buf_free(&head);
    return set;
}
