// SPDX-License-Identifier: GPL-3.0-or-later
// Names come from strangers: in the CSV they are quoted as they are, in the table and in the pages control
// characters in them are spelled out, so that no file's name can write on a teacher's terminal.
#include "view/grade_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "view/table.h"

// ---- slips ----------------------------------------------------------------------------------------

enum { SLIPS_MOST = 64, SLIP_SIZE = 32, SLIPS_SHOWN = 5 };

struct slips {
    struct slip {
        char name[SLIP_SIZE];
        size_t count;
    } list[SLIPS_MOST];
    size_t count;
};

// Adds the names that a row's slips are to those counted.
static void count_slips(struct slips *slips, const struct buf *names)
{
    const char *at = buf_text(names);
    for (size_t length; *(at += strspn(at, " ")); at += length) {
        size_t i = 0;
        length = strcspn(at, " ");
        while (i < slips->count && (strlen(slips->list[i].name) != length ||
                                    memcmp(slips->list[i].name, at, length) != 0))
            i++;
        if (i == SLIPS_MOST || length >= SLIP_SIZE)
            continue;
        if (i == slips->count) {
            memset(&slips->list[i], 0, sizeof slips->list[i]);
            memcpy(slips->list[i].name, at, length);
            slips->count++;
        }
        slips->list[i].count++;
    }
}

// The commonest first; those of one count by name.
static int compare_slips(const void *one, const void *other)
{
    const struct slip *a = one, *b = other;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->name, b->name);
}

// Appends the first [most] as NAME:COUNT, the commonest first.
static void put_slips(struct buf *out, struct slips *slips, size_t most)
{
    qsort(slips->list, slips->count, sizeof *slips->list, compare_slips);
    for (size_t i = 0; i < slips->count && i < most; i++)
        buf_printf(out, "%s%s:%zu", i > 0 ? " " : "", slips->list[i].name, slips->list[i].count);
}

// ---- CSV ------------------------------------------------------------------------------------------

// Appends a cell of a text from outside.
static void put_cell(struct buf *out, const char *text)
{
    bool is_formula = *text && strchr("=+-@\t\r", *text);
    bool is_quoted = strpbrk(text, ",\"\r\n") != NULL;
    buf_puts(out, is_quoted ? "\"" : "");
    buf_puts(out, is_formula ? "'" : "");
    for (; *text; text++) {
        buf_add(out, text, 1);
        if (*text == '"')
            buf_add(out, text, 1);
    }
    buf_puts(out, is_quoted ? "\"" : "");
}

// Appends a number's cell, empty where there is none.
static void put_known(struct buf *out, size_t value)
{
    if (value > 0)
        buf_printf(out, "%zu", value);
    buf_puts(out, ",");
}

static void put_csv_row(struct buf *out, const struct grade_check *check,
                        const struct grade_row *row)
{
    struct slips slips = {.count = 0};
    put_cell(out, row->file);
    buf_puts(out, ",");
    put_cell(out, buf_text(&row->who));
    buf_puts(out, ",");
    put_cell(out, check->name);
    buf_printf(out, ",%016llx,", (unsigned long long)check->version);
    put_known(out, row->variant);
    buf_printf(out, "%s,%zu,%zu,", grade_status_word(row->status), check->count, grade_done(row));
    buf_printf(out, "%zu,%zu,%zu,%zu,", grade_count(row, PROGRESS_FIRST),
               grade_count(row, PROGRESS_LATER), grade_count(row, PROGRESS_HINTED),
               grade_count(row, PROGRESS_SKIPPED));
    grade_put_points(out, grade_halves(check, row));
    buf_puts(out, ",");
    grade_put_points(out, grade_halves_most(check));
    buf_puts(out, ",");
    count_slips(&slips, &row->slips);
    put_slips(out, &slips, SLIPS_MOST);
    buf_puts(out, ",");
    put_known(out, row->minutes);
    put_cell(out, row->same_as ? row->same_as->file : "");
    buf_puts(out, "\r\n");
}

void grade_view_csv(struct buf *out, const struct grade_check *check, const struct grade_row *rows,
                    size_t count)
{
    buf_puts(out, "file,who,check,version,variant,status,steps,done,first,later,hinted,skipped,"
                  "points,max,slips,minutes,same_as\r\n");
    for (size_t i = 0; i < count; i++)
        put_csv_row(out, check, &rows[i]);
}

// ---- the table ------------------------------------------------------------------------------------

// Which columns have anything in them, and how many bytes of each file's path are the folder of all.
struct columns {
    bool has_tries, has_variants, has_same;
    size_t folder;
};

// The bytes of the longest folder that all files are in or below, its slash included.
static size_t find_folder(const struct grade_row *rows, size_t count)
{
    const char *first = rows[0].file;
    size_t length = (size_t)(grade_base_name(first) - first);
    for (size_t i = 1; i < count; i++)
        while (length > 0 &&
               (strncmp(rows[i].file, first, length) != 0 || first[length - 1] != '/'))
            length--;
    return length;
}

static struct columns columns_of(const struct grade_row *rows, size_t count)
{
    struct columns columns = {.folder = find_folder(rows, count)};
    for (size_t i = 0; i < count; i++) {
        columns.has_tries |= grade_count(&rows[i], PROGRESS_FIRST) != grade_done(&rows[i]) ||
                             grade_count(&rows[i], PROGRESS_SKIPPED) > 0;
        columns.has_variants |= rows[i].variant > 0;
        columns.has_same |= rows[i].same_as != NULL;
    }
    return columns;
}

static void put_name(struct table *table, const char *name)
{
    table_cell(table, error_quote(name, strlen(name)).text);
}

static void put_heads(struct table *table, struct columns columns)
{
    static const char *const tries[] = {"first", "later", "hinted", "skipped"};
    table_cell(table, "file");
    table_cell(table, "status");
    table_cell(table, "points");
    table_cell(table, "done");
    for (size_t i = 0; i < sizeof tries / sizeof *tries && columns.has_tries; i++)
        table_cell(table, tries[i]);
    if (columns.has_variants)
        table_cell(table, "variant");
    if (columns.has_same)
        table_cell(table, "same as");
    table_row(table);
}

static void put_points_cell(struct table *table, size_t halves)
{
    struct buf points = BUF_EMPTY;
    grade_put_points(&points, halves);
    table_cell(table, buf_text(&points));
    buf_free(&points);
}

static void put_row(struct table *table, struct columns columns, const struct grade_check *check,
                    const struct grade_row *row)
{
    static const enum progress_result tries[] = {PROGRESS_FIRST, PROGRESS_LATER, PROGRESS_HINTED,
                                                 PROGRESS_SKIPPED};
    put_name(table, row->file + columns.folder);
    table_cell(table, grade_status_word(row->status));
    put_points_cell(table, grade_halves(check, row));
    table_format(table, "%zu", grade_done(row));
    for (size_t i = 0; i < sizeof tries / sizeof *tries && columns.has_tries; i++)
        table_format(table, "%zu", grade_count(row, tries[i]));
    if (columns.has_variants)
        table_format(table, "%zu", row->variant);
    if (columns.has_same)
        put_name(table, row->same_as ? row->same_as->file + columns.folder : "");
    table_row(table);
}

// Appends the rows that were stopped by the limit of time, or all the others.
static void put_rows(struct buf *out, struct style style, const struct grade_check *check,
                     const struct grade_row *rows, size_t count, bool is_stopped)
{
    struct table table = TABLE_EMPTY;
    struct columns columns = columns_of(rows, count);
    put_heads(&table, columns);
    for (size_t i = 0; i < count; i++)
        if ((rows[i].status == GRADE_TIME) == is_stopped)
            put_row(&table, columns, check, &rows[i]);
    char align[16];
    snprintf(align, sizeof align, "llrr%s%sl", columns.has_tries ? "rrrr" : "",
             columns.has_variants ? "r" : "");
    table_print(&table, out, style, "  ", align);
}

static size_t count_status(const struct grade_row *rows, size_t count, enum grade_status status)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += rows[i].status == status;
    return found;
}

// Appends each step with how many passed it at the first try.
static void put_steps(struct buf *out, struct style style, const struct grade_check *check,
                      const struct grade_row *rows, size_t count)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "step");
    table_cell(&table, "right at first try");
    table_cell(&table, "");
    table_cell(&table, "what was asked");
    table_row(&table);
    for (size_t step = 0; step < check->count; step++) {
        size_t first = 0;
        for (size_t i = 0; i < count; i++)
            first += rows[i].results.data[step] == PROGRESS_FIRST;
        table_format(&table, "%zu", step + 1);
        table_format(&table, "%zu of %zu", first, count);
        table_format(&table, "%.0f%%", 100.0 * (double)first / (double)count);
        put_name(&table, check->steps[step].text ? check->steps[step].text : "");
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "rrrl");
}

// Says which answers were written for another text of the lesson.
static void put_versions(struct buf *out, const struct grade_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].is_other_version)
            buf_printf(
                out, "%s was typed in another version of the lesson, and was played in this one\n",
                error_quote(rows[i].file, strlen(rows[i].file)).text);
}

// Appends how many answers have each status, as "9 answers: 2 ok, 7 failed".
static void put_counts(struct buf *out, const struct grade_row *rows, size_t count)
{
    const char *before = ": ";
    buf_printf(out, "%zu answer%s", count, plural(count));
    for (int status = 0; status < GRADE_STATUS_COUNT; status++) {
        size_t found = count_status(rows, count, (enum grade_status)status);
        if (found == 0)
            continue;
        buf_printf(out, "%s%zu %s", before, found, grade_status_word((enum grade_status)status));
        before = ", ";
    }
    buf_puts(out, "\n");
}

void grade_view_table(struct buf *out, struct style style, const struct grade_check *check,
                      const struct grade_row *rows, size_t count)
{
    size_t stopped = count_status(rows, count, GRADE_TIME);
    struct slips slips = {.count = 0};
    buf_printf(out, "%s   %zu step%s, ", check->name, check->count, plural(check->count));
    grade_put_points(out, grade_halves_most(check));
    buf_printf(out, " point%s", plural(grade_halves_most(check) / 2));
    size_t folder = find_folder(rows, count);
    if (folder > 0)
        buf_printf(out, "; answers in %s", error_quote(rows[0].file, folder).text);
    buf_puts(out, "\n");
    if (stopped < count)
        put_rows(out, style, check, rows, count, false);
    if (stopped > 0) {
        buf_printf(out,
                   "\nstopped after %zu second%s of computing; on another machine the points "
                   "may differ\n",
                   check->seconds, plural(check->seconds));
        put_rows(out, style, check, rows, count, true);
    }
    buf_puts(out, "\n");
    put_steps(out, style, check, rows, count);
    for (size_t i = 0; i < count; i++)
        count_slips(&slips, &rows[i].slips);
    if (slips.count > 0) {
        buf_puts(out, "\nthe commonest slips: ");
        put_slips(out, &slips, SLIPS_SHOWN);
        buf_puts(out, "\n");
    }
    buf_puts(out, "\n");
    put_versions(out, rows, count);
    put_counts(out, rows, count);
}

// ---- a student's page -----------------------------------------------------------------------------

static const char *verdict_of(char result)
{
    switch (result) {
    case PROGRESS_FIRST:
        return "right";
    case PROGRESS_LATER:
        return "right, not at first";
    case PROGRESS_HINTED:
        return "right, with hints";
    case PROGRESS_SKIPPED:
        return "skipped";
    default:
        return "not right";
    }
}

// Appends what is to be said of the answer as a whole.
static void put_status(struct buf *out, const struct grade_check *check, enum grade_status status)
{
    if (status == GRADE_UNREADABLE)
        buf_puts(out, "The file cannot be read as commands. Save it as plain text, encoded as "
                      "UTF-8.\n");
    else if (status == GRADE_TIME)
        buf_printf(out,
                   "It was stopped after %zu second%s of computing. What it had reached by then "
                   "counts.\n",
                   check->seconds, plural(check->seconds));
    else if (status == GRADE_MEMORY)
        buf_printf(out, "A command needed more than the %zu MB of memory that there are.\n",
                   check->megabytes);
    else if (status == GRADE_CRASH)
        buf_puts(out, "The program ended in the middle of it. Please tell your teacher.\n");
}

// Appends the lines of a text, each after two blanks.
static void put_indented(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        buf_printf(out, "  %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

void grade_view_page(struct buf *out, const struct grade_check *check, const struct grade_row *row)
{
    struct table table = TABLE_EMPTY;
    struct style style = {.digits = 6};
    const char *name = grade_base_name(row->file);
    buf_printf(out, "%s, graded by %s: ", error_quote(name, strlen(name)).text, check->name);
    grade_put_points(out, grade_halves(check, row));
    buf_puts(out, " of ");
    grade_put_points(out, grade_halves_most(check));
    buf_printf(out, " point%s\n", plural(grade_halves_most(check) / 2));
    put_status(out, check, row->status);
    buf_puts(out, "\n");
    for (size_t i = 0; i < check->count; i++) {
        table_format(&table, "%zu", i + 1);
        table_cell(&table, verdict_of(row->results.data[i]));
        table_cell(&table, check->steps[i].text ? check->steps[i].text : "");
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "rll");
    if (row->is_other_version)
        buf_puts(out, "\nIt was typed in another version of the lesson. Everything was played in "
                      "this one.\n");
    if (row->notes.length > 0) {
        buf_puts(out, "\nThese commands failed and were passed over:\n\n");
        put_indented(out, buf_text(&row->notes));
    }
}
