// SPDX-License-Identifier: GPL-3.0-or-later
// A row travels from the process that ran the answer to the one that prints as a head of fixed size and its
// four texts. Both ends are the same program in the same memory layout, so the head is copied as it is; the
// lengths are checked all the same, since the writer may have died in the middle.
#include "lesson/grade.h"

#include <stdlib.h>
#include <string.h>

#include "data/csv_checksum.h"

enum { ROW_TEXTS = 4 };

struct head {
    enum grade_status status;
    bool is_other_version;
    size_t variant, minutes;
    uint64_t commands, answers;
    size_t lengths[ROW_TEXTS];
};

const char *grade_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *grade_status_word(enum grade_status status)
{
    static const char *const words[] = {"ok", "failed", "unreadable", "time", "memory", "crash"};
    _Static_assert(sizeof words / sizeof *words == GRADE_STATUS_COUNT, "a word for each status");
    return words[status];
}

// ---- the check ------------------------------------------------------------------------------------

bool grade_check_init(struct grade_check *check, const char *path, const char *text, size_t length,
                      struct error *error)
{
    struct csv_checksum checksum;
    csv_checksum_start(&checksum);
    csv_checksum_add(&checksum, text, length);
    *check = (struct grade_check){.name = strdup(grade_base_name(path)),
                                  .version = csv_checksum_end(&checksum)};
    return check->name || error_memory(error);
}

bool grade_check_add(struct grade_check *check, const char *text, size_t points,
                     struct error *error)
{
    struct grade_step *steps = realloc(check->steps, (check->count + 1) * sizeof *steps);
    if (!steps)
        return error_memory(error);
    check->steps = steps;
    steps[check->count] = (struct grade_step){text ? strdup(text) : NULL, points};
    if (text && !steps[check->count].text)
        return error_memory(error);
    check->count++;
    return true;
}

void grade_check_clear(struct grade_check *check)
{
    for (size_t i = 0; i < check->count; i++)
        free(check->steps[i].text);
    free(check->steps);
    free(check->name);
    *check = (struct grade_check){0};
}

// ---- a row ----------------------------------------------------------------------------------------

bool grade_row_init(struct grade_row *row, const char *file, const struct grade_check *check,
                    struct error *error)
{
    *row = (struct grade_row){.file = strdup(file), .status = GRADE_CRASH};
    const char *name = grade_base_name(file), *point = strrchr(name, '.');
    buf_add(&row->who, name, point && point > name ? (size_t)(point - name) : strlen(name));
    buf_fill(&row->results, PROGRESS_OPEN, check->count);
    return (row->file && !row->who.failed && !row->results.failed) || error_memory(error);
}

void grade_row_note(struct grade_row *row, size_t step, enum progress_result result)
{
    if (step < row->results.length)
        row->results.data[step] = (char)result;
}

void grade_row_add_slip(struct grade_row *row, const char *name)
{
    buf_printf(&row->slips, "%s ", name);
}

void grade_row_restart(struct grade_row *row)
{
    size_t steps = row->results.length;
    buf_clear(&row->results);
    buf_fill(&row->results, PROGRESS_OPEN, steps);
    buf_clear(&row->slips);
}

// The texts of a row, in the order in which they travel.
static struct buf *text_of(struct grade_row *row, size_t index)
{
    struct buf *const texts[ROW_TEXTS] = {&row->who, &row->results, &row->slips, &row->notes};
    return texts[index];
}

void grade_row_clear(struct grade_row *row)
{
    for (size_t i = 0; i < ROW_TEXTS; i++)
        buf_free(text_of(row, i));
    free(row->file);
    *row = (struct grade_row){.file = NULL};
}

void grade_row_write(struct buf *out, const struct grade_row *row)
{
    struct grade_row texts = *row;
    struct head head = {.status = row->status,
                        .is_other_version = row->is_other_version,
                        .variant = row->variant,
                        .minutes = row->minutes,
                        .commands = row->commands,
                        .answers = row->answers};
    for (size_t i = 0; i < ROW_TEXTS; i++)
        head.lengths[i] = text_of(&texts, i)->length;
    buf_add(out, (const char *)&head, sizeof head);
    for (size_t i = 0; i < ROW_TEXTS; i++)
        buf_add(out, buf_text(text_of(&texts, i)), head.lengths[i]);
}

bool grade_row_read(struct grade_row *row, const char *bytes, size_t length)
{
    struct head head;
    struct grade_row read = *row;
    if (length < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    size_t at = sizeof head;
    bool is_whole = head.status < GRADE_STATUS_COUNT && head.lengths[1] == row->results.length;
    for (size_t i = 0; i < ROW_TEXTS; i++)
        *text_of(&read, i) = BUF_EMPTY;
    for (size_t i = 0; i < ROW_TEXTS && is_whole; i++) {
        is_whole = head.lengths[i] <= length - at;
        if (is_whole)
            buf_add(text_of(&read, i), bytes + at, head.lengths[i]);
        at += head.lengths[i];
    }
    is_whole = is_whole && at == length;
    for (size_t i = 0; i < ROW_TEXTS; i++)
        buf_free(text_of(is_whole ? row : &read, i));
    if (!is_whole)
        return false;
    read.status = head.status;
    read.is_other_version = head.is_other_version;
    read.variant = head.variant;
    read.minutes = head.minutes;
    read.commands = head.commands;
    read.answers = head.answers;
    *row = read;
    return true;
}

// ---- counting -------------------------------------------------------------------------------------

size_t grade_count(const struct grade_row *row, enum progress_result result)
{
    size_t count = 0;
    for (size_t i = 0; i < row->results.length; i++)
        count += row->results.data[i] == (char)result;
    return count;
}

size_t grade_done(const struct grade_row *row)
{
    return row->results.length - grade_count(row, PROGRESS_OPEN) -
           grade_count(row, PROGRESS_SKIPPED);
}

bool grade_is_done(const struct grade_row *row)
{
    return grade_done(row) == row->results.length;
}

// How many half points each point of a step counts that was passed so.
static size_t worth(char result)
{
    return result == PROGRESS_FIRST                                ? 2
           : result == PROGRESS_LATER || result == PROGRESS_HINTED ? 1
                                                                   : 0;
}

size_t grade_halves(const struct grade_check *check, const struct grade_row *row)
{
    size_t halves = 0;
    for (size_t i = 0; i < check->count && i < row->results.length; i++)
        halves += check->steps[i].points * worth(row->results.data[i]);
    return halves;
}

size_t grade_halves_most(const struct grade_check *check)
{
    size_t halves = 0;
    for (size_t i = 0; i < check->count; i++)
        halves += 2 * check->steps[i].points;
    return halves;
}

void grade_put_points(struct buf *out, size_t halves)
{
    buf_printf(out, "%zu%s", halves / 2, halves % 2 ? ".5" : "");
}

void grade_find_same(struct grade_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct grade_row *row = &rows[i];
        bool is_whole = row->status == GRADE_OK || row->status == GRADE_FAILED;
        for (size_t k = 0; k < i && is_whole && row->commands != 0 && !row->same_as; k++)
            if (rows[k].commands == row->commands && rows[k].answers == row->answers)
                row->same_as = &rows[k];
    }
}
