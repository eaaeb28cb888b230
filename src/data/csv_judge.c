// SPDX-License-Identifier: GPL-3.0-or-later
// The separator is the one that stands in every line of the head; where more than one does, a
// semicolon or a tab is it: commas may then be decimal ones. Line ends inside quotes do not count. Where none
// stands in every line, or tabs differ in number, runs of spaces or tabs are tried: they separate cells
// where they make as many in each line.
#include "data/csv_judge.h"

#include <math.h>
#include <string.h>

#include "base/words.h"
#include "data/csv_cell.h"
#include "data/csv_number.h"
#include "data/csv_remark.h"

bool csv_is_text(const char *bytes, size_t length)
{
    return !memchr(bytes, 0, length);
}

// Refuses a file whose first bytes are not text.
static bool refuse_binary(const char *head, size_t length, const char *name, struct error *error)
{
    if (text_begins(head, length, "PK\3\4")) {
        error_set(error, "'%s' is a spreadsheet or an archive, not CSV", name);
        return error_hint(error, "export the sheet as CSV");
    }
    size_t odd = 0;
    for (size_t i = 0; i < length; i++)
        odd +=
            ((unsigned char)head[i] < 0x20 && !memchr("\t\n\r\x1a", head[i], 4)) || head[i] == 0x7f;
    if (odd == 0)
        return true;
    error_set(error, "'%s' is not a text file: it contains control bytes", name);
    return error_hint(error, "a CSV file is a text file with one row per line");
}

// ---- separators ------------------------------------------------------------------------------

// How often something stands in each of the first whole lines: the fewest and the most times.
struct line_counts {
    size_t least, most, lines;
};

// Counts the cells of one line that runs separate, or with CSV_RUNS_NONE how often [separator] stands there.
struct line_counter {
    enum csv_runs runs;
    char separator;
    bool has_remarks;   // a # after a space ends what is counted
    size_t count, used; // what was counted in the line, and its bytes
    bool quoted, in_cell, is_comment, in_remark, was_blank;
};

static void count_byte(struct line_counter *line, char c)
{
    line->in_remark |= line->has_remarks && line->was_blank && c == '#' && !line->quoted;
    line->was_blank = memchr(" \t", c, 2) != NULL;
    line->is_comment |= line->used++ == 0 && c == '#';
    if (line->in_remark)
        return;
    line->quoted ^= c == '"';
    if (line->runs == CSV_RUNS_NONE) {
        line->count += !line->quoted && c == line->separator;
        return;
    }
    bool is_between = c == '\t' || (line->runs == CSV_RUNS_BLANKS && c == ' ');
    if (line->quoted || !is_between) {
        line->count += !line->in_cell;
        line->in_cell = true;
    } else {
        line->in_cell = false;
    }
}

// Counts through the lines, at most [most] of them. The last one is left out where its end is not there,
// unless it is the only one; comments are, as far as they are not rows that begin with a #.
static struct line_counts count_lines(const char *text, size_t length, struct line_counter line,
                                      size_t most)
{
    struct line_counts counts = {.least = (size_t)-1};
    for (size_t i = 0; i <= length && counts.lines < most; i++) {
        if (i < length && (line.quoted || !memchr("\r\n", text[i], 2))) {
            count_byte(&line, text[i]);
            continue;
        }
        bool is_left = line.is_comment && (line.runs || line.count == 0);
        if (line.used > 0 && !is_left && (i < length || counts.lines == 0)) {
            counts.least = line.count < counts.least ? line.count : counts.least;
            counts.most = line.count > counts.most ? line.count : counts.most;
            counts.lines++;
        }
        line = (struct line_counter){
            .runs = line.runs, .separator = line.separator, .has_remarks = line.has_remarks};
    }
    counts.least = counts.lines > 0 ? counts.least : 0;
    return counts;
}

static struct line_counts count_separator(const char *text, size_t length, char separator,
                                          size_t most)
{
    return count_lines(text, length, (struct line_counter){.separator = separator}, most);
}

// Whether runs separate as many cells, two or more, in each line; the first, a header that leaves out the
// column of the rows' names, may have one less.
static bool have_runs(const char *head, size_t length, enum csv_runs runs, bool has_remarks)
{
    struct line_counter line = {.runs = runs, .has_remarks = has_remarks};
    size_t first = csv_line_length(head, length);
    struct line_counts names = count_lines(head, first, line, 1);
    struct line_counts rest = count_lines(head + first, length - first, line, length);
    if (rest.lines == 0)
        return names.least >= 2;
    return names.least >= 2 && rest.least == rest.most &&
           (names.most == rest.least || names.most + 1 == rest.least);
}

// Whether each line has numbers with spaces between them before its first tab: then the tab is only one
// more of the spaces.
static bool has_numbers_before_tab(const char *head, size_t length)
{
    enum { LINES_MOST = 20 };
    double number;
    char plain[CSV_NUMBER_SIZE];
    size_t lines = 0;
    for (size_t at = 0; at < length && lines < LINES_MOST;) {
        size_t line = csv_line_length(head + at, length - at);
        const char *text = head + at, *tab = memchr(text, '\t', line);
        size_t before = tab ? (size_t)(tab - text) : line;
        at = csv_next_line(head, length, at);
        if (line == 0)
            continue;
        csv_trim(&text, &before);
        const char *blank = memchr(text, ' ', before);
        if (!tab || !blank || !csv_number(false, text, (size_t)(blank - text), &number) ||
            csv_plain_groups(text, before, plain) > 0)
            return false;
        lines++;
    }
    return lines > 1;
}

// The separator of which there is most: in none of the lines of a table, so that a ragged row is named
// as that.
static char commonest_separator(const char *head, size_t length)
{
    char best = ',';
    size_t most = 0;
    for (const char *separator = ";\t,"; *separator; separator++) {
        size_t count = 0;
        for (size_t k = 0; k < length; k++)
            count += head[k] == *separator;
        if (count > most) {
            most = count;
            best = *separator;
        }
    }
    return best;
}

// What tabs that stand in every line are: separators, or runs of such.
static enum csv_runs find_tab_runs(const char *head, size_t length, bool has_remarks)
{
    struct line_counts tabs = count_separator(head, length, '\t', length);
    if (has_numbers_before_tab(head, length) &&
        have_runs(head, length, CSV_RUNS_BLANKS, has_remarks))
        return CSV_RUNS_BLANKS;
    if (tabs.least == tabs.most)
        return CSV_RUNS_NONE;
    return have_runs(head, length, CSV_RUNS_TABS, has_remarks)     ? CSV_RUNS_TABS
           : have_runs(head, length, CSV_RUNS_BLANKS, has_remarks) ? CSV_RUNS_BLANKS
                                                                   : CSV_RUNS_NONE;
}

static void find_separator(const char *head, size_t length, struct csv_dialect *dialect)
{
    enum { LINES_MOST = 20 };
    for (const char *separator = ";\t|,"; *separator; separator++) {
        if (count_separator(head, length, *separator, LINES_MOST).least == 0)
            continue;
        dialect->separator = *separator;
        if (*separator == '\t')
            dialect->runs = find_tab_runs(head, length, dialect->has_remarks);
        return;
    }
    if (have_runs(head, length, CSV_RUNS_BLANKS, dialect->has_remarks))
        dialect->runs = CSV_RUNS_BLANKS;
    dialect->separator = dialect->runs ? '\t' : commonest_separator(head, length);
}

// ---- comments --------------------------------------------------------------------------------

// The cell that a line begins with.
static size_t first_cell(const char *line, size_t length, const struct csv_dialect *dialect)
{
    size_t at = 0;
    while (at < length && line[at] != dialect->separator && !memchr(";\t|,", line[at], 4) &&
           !(dialect->runs && line[at] == ' '))
        at++;
    return at;
}

// Whether a line is a comment and not a row whose first value is a mark such as #N/A.
static bool is_comment(const char *line, size_t length)
{
    struct csv_dialect any = {.separator = ','};
    return length > 0 && line[0] == '#' &&
           csv_missing_mark(line, first_cell(line, length, &any)) == CSV_IS_THERE;
}

// Skips the comments at the beginning, as long as rows follow them. The place of the last of them goes to
// [last], or 0 with [length] 0.
static void skip_comments(const char *head, size_t length, struct csv_dialect *dialect,
                          size_t *last, size_t *last_length)
{
    size_t at = dialect->skip, lines = 0, comments = 0;
    *last = *last_length = 0;
    while (at < length) {
        size_t line = csv_line_length(head + at, length - at);
        if (line > 0 && !is_comment(head + at, line))
            break;
        comments += line > 0;
        *last = at;
        *last_length = line; // 0: an empty line stands between the comments and the table
        at = csv_next_line(head, length, at);
        lines++;
    }
    if (at == length || comments == 0) {
        *last_length = 0;
        return;
    }
    dialect->skip = at;
    dialect->skip_lines += lines;
    dialect->comments = comments;
}

// Whether the second line of the table that is not a comment, or the only one, begins with a number: then a line
// that begins with # can be no row.
static bool begins_with_numbers(const char *head, size_t length, const struct csv_dialect *dialect)
{
    double number;
    size_t at = csv_next_line(head, length, 0);
    while (at < length && is_comment(head + at, csv_line_length(head + at, length - at)))
        at = csv_next_line(head, length, at);
    const char *line = at < length ? head + at : head;
    size_t left = csv_line_length(line, length - (size_t)(line - head));
    return csv_any_number(false, line, first_cell(line, left, dialect), &number);
}

// Whether lines of the table begin with #, and none of them has a second cell: then they are not rows.
static bool has_bare_comments(const char *rows, size_t length, const struct csv_dialect *dialect)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at = csv_next_line(rows, length, at)) {
        size_t line = csv_line_length(rows + at, length - at);
        if (!is_comment(rows + at, line))
            continue;
        if (dialect->runs || memchr(rows + at, dialect->separator, line))
            return false;
        count++;
    }
    return count > 0;
}

// Whether the last comment names the columns: it has as many cells as the first row, and none is a number.
// It then goes into the dialect.
static void find_comment_header(const char *head, const char *rows, size_t length, size_t at,
                                size_t line, struct csv_dialect *dialect)
{
    struct line_counter counter = {.runs = dialect->runs, .separator = dialect->separator};
    size_t first = csv_line_length(rows, length), least = dialect->runs ? 2 : 1;
    double number;
    if (line > 1 && head[at + 1] != dialect->separator) {
        at++;
        line--;
    }
    while (line > 0 && head[at] == ' ') {
        at++;
        line--;
    }
    size_t count = count_lines(head + at, line, counter, 1).least;
    if (count < least || count != count_lines(rows, first, counter, 1).least)
        return;
    for (size_t i = 0; i < line; i += first_cell(head + at + i, line - i, dialect) + 1)
        if (csv_any_number(false, head + at + i, first_cell(head + at + i, line - i, dialect),
                           &number))
            return;
    dialect->header_at = at;
    dialect->header_length = line;
}

// ---- decimal commas --------------------------------------------------------------------------

// The number of a cell that has one with a decimal comma and a unit, as in 5,5 kg. Else the cell stays.
static void trim_comma_unit(const char **text, size_t *length)
{
    double value;
    struct csv_unit unit;
    if (!csv_unit_number(true, *text, *length, &value, &unit) || isnan(value))
        return;
    const char *number = unit.text == *text ? *text + unit.length : *text;
    size_t left = *length - unit.length;
    csv_trim(&number, &left);
    if (csv_proof_of(number, left) == CSV_PROOF_COMMAS) {
        *text = number;
        *length = left;
    }
}

// What a cell of the head proves: without its quotes, its unit and the spaces in it.
static enum csv_proof proof_of_cell(const char *text, size_t length)
{
    char plain[CSV_NUMBER_SIZE];
    while (length > 0 && memchr("\" ", *text, 2)) {
        text++;
        length--;
    }
    while (length > 0 && memchr("\" ", text[length - 1], 2))
        length--;
    if (length == 0 || length > CSV_NUMBER_SIZE)
        return CSV_PROOF_NONE;
    csv_trim_sign(&text, &length);
    trim_comma_unit(&text, &length);
    size_t used = csv_plain_groups(text, length, plain);
    return csv_proof_of(used ? plain : text, used ? used : length);
}

// Finds out whether the head's numbers have decimal commas. A semicolon separates the cells where the comma is in use
// as that; so there it is one even where it might separate thousands. Other separators say nothing.
static void find_commas(const char *head, size_t length, struct csv_dialect *dialect)
{
    size_t begin = 0, counts[CSV_PROOFS] = {0};
    bool quoted = false;
    for (size_t i = 0; i <= length; i++) {
        quoted ^= i < length && head[i] == '"';
        bool is_between = i < length && (head[i] == dialect->separator ||
                                         (dialect->runs == CSV_RUNS_BLANKS && head[i] == ' '));
        if (i < length && (quoted || (!is_between && !memchr("\n\r", head[i], 2))))
            continue;
        counts[proof_of_cell(head + begin, i - begin)]++;
        begin = i + 1;
    }
    size_t points = counts[CSV_PROOF_POINTS], commas = counts[CSV_PROOF_COMMAS];
    dialect->has_points = points > 0;
    dialect->has_commas = dialect->separator == ';'
                              ? commas > 0 || (points == 0 && counts[CSV_DOUBT_COMMA] > 0)
                              : commas > 0 && points == 0;
}

// ---- ARFF ------------------------------------------------------------------------------------

// Whether the file is ARFF. Then the dialect says so, and skips the lines up to @data, or none where that
// line is not among those that were read.
static bool judge_arff(const char *head, size_t length, struct csv_dialect *dialect)
{
    size_t lines = 0;
    bool is_arff = false;
    for (size_t at = dialect->skip; at < length; lines++) {
        const char *line = head + at;
        size_t left = csv_line_length(line, length - at);
        csv_trim(&line, &left);
        bool is_empty = left == 0 || *line == '%';
        if (!is_arff && !is_empty && !csv_line_begins(line, left, "@relation"))
            return false;
        is_arff |= !is_empty;
        bool is_data = csv_line_begins(line, left, "@data");
        at = csv_next_line(head, length, at);
        if (!is_data)
            continue;
        dialect->skip = at;
        dialect->skip_lines = lines + 1;
        break;
    }
    dialect->is_arff = is_arff;
    dialect->comment = is_arff ? '%' : '\0';
    return is_arff;
}

// ---- all of it -------------------------------------------------------------------------------

// Whether the line tells the separator, as Excel writes it: sep=; perhaps in quotes or capitals.
static bool is_told_separator(const char *line, size_t length, char *separator)
{
    if (length > 2 && line[0] == '"' && line[length - 1] == '"') {
        line++;
        length -= 2;
    }
    if (length != 5 || !csv_line_begins(line, length, "sep=") || memchr("\"'", line[4], 2))
        return false;
    *separator = line[4];
    return true;
}

// Finds out about a file that is not ARFF; [length] bytes of the head are whole lines.
static void judge_table(const char *head, size_t length, struct csv_dialect *dialect)
{
    char told = 0;
    size_t last, last_length;
    size_t first = csv_line_length(head + dialect->skip, length - dialect->skip);
    if (is_told_separator(head + dialect->skip, first, &told))
        dialect->skip += first;
    skip_comments(head, length, dialect, &last, &last_length);
    const char *rows = head + dialect->skip;
    size_t left = length - dialect->skip;
    dialect->has_remarks = csv_has_remarks(rows, left);
    find_separator(rows, left, dialect);
    if (told) {
        dialect->runs = told == ' ' ? CSV_RUNS_BLANKS : CSV_RUNS_NONE;
        dialect->separator = told == ' ' ? '\t' : told;
    }
    if (last_length > 0)
        find_comment_header(head, rows, left, last, last_length, dialect);
    bool has_comments = dialect->comments > 0 || dialect->has_remarks ||
                        begins_with_numbers(rows, left, dialect) ||
                        has_bare_comments(rows, left, dialect);
    dialect->comment = has_comments ? '#' : '\0';
    find_commas(rows, left, dialect);
}

bool csv_judge(const char *head, size_t length, const char *name, struct csv_dialect *dialect,
               struct error *error)
{
    *dialect = (struct csv_dialect){0};
    if (!refuse_binary(head, length, name, error))
        return false;
    if (text_begins(head, length, "\xef\xbb\xbf"))
        dialect->skip = 3;
    if (judge_arff(head, length, dialect)) {
        if (dialect->skip_lines > 0 && memchr(head + dialect->skip, ',', length - dialect->skip))
            dialect->separator = ',';
        else
            find_separator(head + dialect->skip, length - dialect->skip, dialect);
        return true;
    }
    size_t whole = length;
    while (length >= CSV_HEAD_SIZE && whole > 0 && !memchr("\r\n", head[whole - 1], 2))
        whole--;
    judge_table(head, whole > dialect->skip ? whole : length, dialect);
    return true;
}
