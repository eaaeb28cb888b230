// SPDX-License-Identifier: GPL-3.0-or-later
// All that can be wrong is looked at before the first answer runs: the check, the folder of files, the
// pile, the folder for the pages. Then the pile is run (grade_run), and what is known of it goes to
// three readers: the table, the CSV, a page for each student.
#include "front/grade.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "front/file.h"
#include "front/folder.h"
#include "front/grade_check.h"
#include "front/grade_run.h"
#include "front/host_posix.h"
#include "front/limits.h"
#include "view/grade_view.h"

struct grading {
    const struct options *options;
    struct output *output;
    struct grade_check check;
    struct buf text;   // the check's
    struct buf folder; // that answers may read
    struct grade_pile pile;
    struct grade_row *rows; // one for each file of the pile, as far as they are made
    size_t row_count;
};

// Finds the folder that answers may read: what --files says, else the check's.
static bool find_folder(struct grading *grading, struct error *error)
{
    const char *path = grading->options->grade.check;
    const char *files = grading->options->files, *slash = strrchr(path, '/');
    struct stat there;
    if (files)
        buf_puts(&grading->folder, files);
    else if (slash)
        buf_add(&grading->folder, path, (size_t)(slash - path) + 1);
    else
        buf_puts(&grading->folder, ".");
    if (grading->folder.failed)
        return error_memory(error);
    if (stat(buf_text(&grading->folder), &there) == 0 && S_ISDIR(there.st_mode))
        return true;
    return error_set(error, "there is no folder '%s'",
                     error_quote(buf_text(&grading->folder), grading->folder.length).text);
}

static bool find_pile(struct grading *grading, struct error *error)
{
    const struct options *options = grading->options;
    const char *others[4] = {options->grade.check};
    size_t count = 1;
    if (options->grade.csv)
        others[count++] = options->grade.csv;
    if (options->grade.feedback)
        others[count++] = options->grade.feedback;
    for (size_t i = 0; i < options->source_count; i++)
        if (!grade_pile_add(&grading->pile, options->sources[i].value, others, error))
            return false;
    grade_pile_sort(&grading->pile);
    return grading->pile.count > 0 ||
           error_set(
               error, "there is no answer to grade in '%s'",
               error_quote(options->sources[0].value, strlen(options->sources[0].value)).text);
}

// Makes the folder of the students' pages, if one is wanted.
static bool make_feedback(const struct grading *grading, struct error *error)
{
    const char *path = grading->options->grade.feedback;
    return !path || folder_make(path) ||
           error_set(error, "the folder '%s' cannot be made: %s",
                     error_quote(path, strlen(path)).text, strerror(errno));
}

static bool make_rows(struct grading *grading, struct error *error)
{
    const struct grade_pile *pile = &grading->pile;
    grading->rows = calloc(pile->count, sizeof *grading->rows);
    if (!grading->rows)
        return error_memory(error);
    for (; grading->row_count < pile->count; grading->row_count++)
        if (!grade_row_init(&grading->rows[grading->row_count],
                            pile->files[grading->row_count].path, &grading->check, error))
            return false;
    return true;
}

static bool run_pile(struct grading *grading, struct error *error)
{
    const char *kernel = getenv("NNSH_KERNEL");
    struct host host = host_posix(grading->output);
    struct grade_job job = {
        .check = &grading->check,
        .text = &grading->text,
        .path = grading->options->grade.check,
        .folder = buf_text(&grading->folder),
        .pile = &grading->pile,
        .kernel = kernel && *kernel ? kernel : NULL,
    };
    return grade_run(&job, grading->rows, host.cores, error);
}

// ---- what is told ---------------------------------------------------------------------------------

static bool print_table(const struct grading *grading, struct error *error)
{
    struct buf text = BUF_EMPTY;
    size_t columns = 0, rows;
    struct style style = {.digits = 6, .limit = SIZE_MAX};
    if (output_terminal(grading->output, &columns, &rows))
        style.columns = columns;
    style.color = output_wants_color(grading->output, grading->options->color);
    grade_view_table(&text, style, &grading->check, grading->rows, grading->row_count);
    bool well = !text.failed || error_memory(error);
    if (well)
        output_write(grading->output, buf_text(&text), text.length);
    output_flush(grading->output);
    buf_free(&text);
    return well;
}

static bool write_csv(const struct grading *grading, struct error *error)
{
    struct buf text = BUF_EMPTY;
    const char *path = grading->options->grade.csv;
    if (!path)
        return true;
    grade_view_csv(&text, &grading->check, grading->rows, grading->row_count);
    bool well =
        text.failed ? error_memory(error) : file_write(path, buf_text(&text), text.length, error);
    buf_free(&text);
    return well;
}

// How many rows have a file of that name.
static size_t count_named(const struct grading *grading, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < grading->row_count; i++)
        count += strcmp(grade_base_name(grading->rows[i].file), name) == 0;
    return count;
}

// Appends the path of the page on that row: after the answer's file, and where several are called so,
// after its folders too.
static void put_page_path(const struct grading *grading, const struct grade_row *row,
                          struct buf *path)
{
    const char *name = grade_base_name(row->file);
    bool is_alone = count_named(grading, name) == 1;
    buf_printf(path, "%s/", grading->options->grade.feedback);
    for (const char *at = is_alone ? name : row->file; *at; at++)
        buf_add(path, *at == '/' ? "-" : at, 1);
    buf_puts(path, ".txt");
}

static bool write_pages(const struct grading *grading, struct error *error)
{
    bool well = true;
    for (size_t i = 0; i < grading->row_count && grading->options->grade.feedback && well; i++) {
        struct buf text = BUF_EMPTY, path = BUF_EMPTY;
        put_page_path(grading, &grading->rows[i], &path);
        grade_view_page(&text, &grading->check, &grading->rows[i]);
        well = text.failed || path.failed
                   ? error_memory(error)
                   : file_write(buf_text(&path), buf_text(&text), text.length, error);
        buf_free(&text);
        buf_free(&path);
    }
    return well;
}

static bool are_all_ok(const struct grading *grading)
{
    for (size_t i = 0; i < grading->row_count; i++)
        if (grading->rows[i].status != GRADE_OK)
            return false;
    return true;
}

static void clear(struct grading *grading)
{
    for (size_t i = 0; i < grading->row_count; i++)
        grade_row_clear(&grading->rows[i]);
    free(grading->rows);
    grade_pile_clear(&grading->pile);
    grade_check_clear(&grading->check);
    buf_free(&grading->text);
    buf_free(&grading->folder);
}

bool grade(const struct options *options, struct output *output, bool *is_all_ok,
           struct error *error)
{
    struct grading grading = {.options = options, .output = output};
    bool well = grade_check_read(&grading.check, &grading.text, options->grade.check, error);
    grading.check.seconds = options->seconds ? options->seconds : LIMITS_SECONDS;
    grading.check.megabytes = options->megabytes ? options->megabytes : LIMITS_MEGABYTES;
    well = well && find_folder(&grading, error) && find_pile(&grading, error) &&
           make_feedback(&grading, error) && make_rows(&grading, error) &&
           run_pile(&grading, error);
    if (well) {
        grade_find_same(grading.rows, grading.row_count);
        well = print_table(&grading, error) && write_csv(&grading, error) &&
               write_pages(&grading, error);
        *is_all_ok = are_all_ok(&grading);
    }
    clear(&grading);
    return well;
}
