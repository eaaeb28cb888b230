// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that is graded, of any bytes: played in a lesson, it gives a row that is whole, with no more points
// than there are, and reads back as it was written. The same bytes are no row and no line of progress, or
// read as one that can be used.
#include <stdlib.h>
#include <string.h>

#include "lesson/grade.h"
#include "lesson/progress.h"
#include "shell/read_lesson.h"
#include "shell/shell.h"

#include "sandbox.h"
#include "target.h"

static const char lesson[] =
    "title \"Two\" variants=\"1 2 3\"\n"
    "init seed=variant\n"
    "do \"Show.\" used=\"show\"\nhint \"Type show.\"\nhint \"Do.\"\nsolution \"show w1\"\n"
    "ask \"w?\" w1[0,0] points=3\nslip 1 \"One.\"\nsolution \"w1[0,0]\"\n"
    "forward\nbackward\n"
    "ask \"dz?\" dz2[1,0] hide=dz2\nsolution \"dz2[1,0]\"\n"
    "do \"Train.\" epoch >= 3\nsolution \"train 3\"\n"
    "pause\n";
static const size_t points[] = {1, 3, 1, 1, 0};
enum { STEPS = sizeof points / sizeof *points };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void make(struct grade_check *check, struct grade_row *row)
{
    struct error error;
    require(grade_check_init(check, "two.nn", lesson, sizeof lesson - 1, &error));
    for (size_t i = 0; i < STEPS; i++)
        require(grade_check_add(check, "a step", points[i], &error));
    require(grade_row_init(row, "answer.nn", check, &error));
}

// Plays the answer as `nnsh --grade` does.
static void play(const uint8_t *data, size_t size, struct grade_row *row)
{
    static const char begin[] = "lesson two";
    const struct lesson_source source = {"two.nn", lesson, sizeof lesson - 1, 1};
    struct shell *shell = sandbox_open();
    shell->grade = row;
    shell->graded = &source;
    if (size > 0 && data[0] % 2 == 0)
        sandbox_run(shell, (const uint8_t *)begin, sizeof begin - 1);
    sandbox_run(shell, data, size);
    shell->graded = NULL;
    sandbox_close(shell);
}

static void check_row(const struct grade_check *check, const struct grade_row *row)
{
    struct buf bytes = BUF_EMPTY, again = BUF_EMPTY;
    struct grade_row read;
    struct error error;
    require(row->results.length == STEPS && grade_done(row) <= STEPS);
    require(grade_halves(check, row) <= grade_halves_most(check));
    grade_row_write(&bytes, row);
    require(grade_row_init(&read, "answer.nn", check, &error));
    require(grade_row_read(&read, buf_text(&bytes), bytes.length));
    grade_row_write(&again, &read);
    require(again.length == bytes.length && memcmp(again.data, bytes.data, bytes.length) == 0);
    require(bytes.length == 0 || !grade_row_read(&read, buf_text(&bytes), bytes.length - 1));
    grade_row_clear(&read);
    buf_free(&bytes);
    buf_free(&again);
}

// Reads the bytes as progress; what is written of it reads back.
static void read_progress(const uint8_t *data, size_t size)
{
    struct progress progress, again;
    struct error error;
    struct buf text = BUF_EMPTY;
    if (!progress_read(&progress, (const char *)data, size, &error))
        return;
    progress_write(&text, &progress, true);
    require(progress_read(&again, buf_text(&text), text.length, &error));
    require(again.step == progress.step && again.hint_count == progress.hint_count &&
            again.slip_count == progress.slip_count);
    progress_clear(&again);
    progress_clear(&progress);
    buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct grade_check check = {.name = NULL};
    struct grade_row row;
    make(&check, &row);
    grade_row_read(&row, (const char *)data, size);
    grade_row_clear(&row);
    grade_check_clear(&check);
    check = (struct grade_check){.name = NULL};
    make(&check, &row);
    play(data, size, &row);
    check_row(&check, &row);
    grade_row_clear(&row);
    grade_check_clear(&check);
    read_progress(data, size);
    return 0;
}
