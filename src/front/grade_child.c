// SPDX-License-Identifier: GPL-3.0-or-later
// The answer is a stranger's script. It gets a safe host, and the limits of safe mode. At the limit of time the
// run stops as it does at SIGTERM, between two updates; then the check gets as much time again. If that
// does not help, the hard limit ends the process, and the row says so.
//
// What the answer prints is counted and thrown away: it goes to no stream, so nothing printed can be
// taken for a verdict. Which expectations hold is noted in a row, by the command itself and only for
// the check; an expectation of the answer's own is none. The row goes over a pipe that only this file
// knows.
//
// An answer to a lesson is run with the lesson open, and the lesson itself notes each step that is passed. While it
// is graded there is no other lesson, and progress that the answer claims is refused.
//
// What fails in the answer is kept as the student would have read it; what fails in the check is not,
// since it quotes the conditions.
#define _XOPEN_SOURCE 700
#include "front/grade_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.h"
#include "base/utf8.h"
#include "data/csv_checksum.h"
#include "front/host_posix.h"
#include "front/input_file.h"
#include "front/limits.h"
#include "front/safe_host.h"
#include "front/signals.h"
#include "shell/commands.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/read_lesson.h"
#include "shell/reader.h"
#include "shell/shell.h"

enum {
    NOTES_MOST = 1 << 14, // what is kept of its errors
    LOOK = 1 << 16,       // the bytes that tell whether a file is a text
    NO_MEMORY = 75
};

// What the shell's host writes to.
struct child {
    struct output output; // first, so that one pointer is both; takes nothing
    struct csv_checksum answers;
    size_t printed;    // the bytes of them
    struct buf *notes; // where errors go, or NULL
};

static struct child child;
static const struct grade_job *job;

static bool take_answer(void *context, const char *text, size_t length)
{
    struct child *answer = context;
    csv_checksum_add(&answer->answers, text, limits_cut(&answer->printed, text, length));
    return true;
}

static void take_note(void *context, const char *text, size_t length)
{
    struct buf *notes = ((struct child *)context)->notes;
    if (!notes || notes->length > NOTES_MOST)
        return;
    buf_add(notes, text, length);
    if (notes->length > NOTES_MOST)
        buf_puts(notes, "... and more\n");
}

// Whether that file is the check or one of the answers: none may read another.
static bool is_withheld(const struct stat *file)
{
    struct stat check;
    return (stat(job->path, &check) == 0 && check.st_dev == file->st_dev &&
            check.st_ino == file->st_ino) ||
           grade_pile_has(job->pile, file);
}

// ---- the answer -----------------------------------------------------------------------------------

// Whether the bytes are those of a text: no NUL, and at most one in ten that is not UTF-8 or a control
// character. A few of them are the business of the lines they are in.
static bool is_text(const char *bytes, size_t length)
{
    size_t odd = 0;
    for (size_t i = 0; i < length;) {
        size_t size = utf8_length(bytes + i, length - i);
        bool is_blank = strchr("\t\r\n\f", bytes[i]) != NULL;
        if (bytes[i] == '\0')
            return false;
        odd += size == 0 || (!is_blank && utf8_is_control(bytes + i, size));
        i += size ? size : 1;
    }
    return odd <= length / 10;
}

static bool is_text_file(const char *path)
{
    static char bytes[LOOK];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t count = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0)
        close(fd);
    return count >= 0 && is_text(bytes, (size_t)count);
}

// What is known of an answer before it is run.
struct look {
    struct csv_checksum sum; // of its commands
    bool begins_lesson;      // one of them is `lesson`
    size_t minutes;          // that a comment claims it took
};

// Adds one command, word by word, so that blanks make no difference. Which lesson it is, and whose, makes none
// either.
static void add_command(struct look *look, const char *command)
{
    static const char blanks[] = " \t\n";
    const char *word = command + strspn(command, blanks);
    if (strcspn(word, blanks) == strlen("lesson") && strncmp(word, "lesson", 6) == 0) {
        look->begins_lesson = true;
        return;
    }
    bool has_words = *word;
    for (size_t length; *word; word += length + strspn(word + length, blanks)) {
        length = strcspn(word, blanks);
        csv_checksum_add(&look->sum, word, length);
        csv_checksum_add(&look->sum, " ", 1);
    }
    if (has_words)
        csv_checksum_add(&look->sum, "\n", 1);
}

// Adds the commands and the comments that the reader gave.
static void add_commands(struct look *look, const struct reader *reader)
{
    static const char claim[] = "# It took ";
    const char *text = buf_text(&reader->text), *note = strstr(buf_text(&reader->notes), claim);
    for (size_t at = 0; at <= reader->text.length; at += strlen(text + at) + 1)
        add_command(look, text + at);
    if (note && look->minutes == 0) {
        note += strlen(claim);
        number_parse_count(note, strspn(note, "0123456789"), UINT32_MAX, &look->minutes);
    }
}

// Reads the answer through without running it.
static struct look look_at(const char *path)
{
    struct reader reader = READER_EMPTY;
    struct look look = {.begins_lesson = false};
    struct error error;
    struct input *input = input_file_open(path, &child.output, &error);
    csv_checksum_start(&look.sum);
    for (enum input_result result = INPUT_LINE;
         input && (result == INPUT_LINE || result == INPUT_BAD_LINE);) {
        result = reader_next(&reader, input, "", &error);
        if (result == INPUT_LINE)
            add_commands(&look, &reader);
    }
    if (input)
        input->close(input);
    reader_clear(&reader);
    return look;
}

// Runs the script to its end or to the limit of time; whether it was stopped there.
static bool run(struct shell *shell, struct input *input)
{
    shell_run(shell, input);
    shell->quits = false;
    shell->leaves = false;
    bool is_stopped = signals_ending() == SIGXCPU;
    if (signals_ending() && !is_stopped)
        _exit(1); // Ctrl-C, which the parent has heard too
    signals_forget();
    return is_stopped;
}

// Runs the answer, and keeps what failed in it.
static bool run_answer(struct shell *shell, const char *path, struct grade_row *row)
{
    struct error error;
    struct input *input = input_file_open(path, &child.output, &error);
    if (!input) {
        row->status = GRADE_UNREADABLE;
        return false;
    }
    child.notes = &row->notes;
    bool is_stopped = run(shell, input);
    input->close(input);
    child.notes = NULL;
    row->answers = csv_checksum_end(&child.answers);
    return is_stopped;
}

// Runs the check and notes in the row which of its expectations hold.
static bool run_check(struct shell *shell, struct grade_row *row)
{
    struct input_text input = input_text(buf_text(job->text), job->text->length, job->path);
    input.stop = &signals_stop;
    limits_grant_time(job->check->seconds, 0);
    shell->grade = row;
    return run(shell, &input.input);
}

// Begins the lesson for an answer that does not begin it itself.
static void begin_lesson(struct shell *shell)
{
    struct buf text = BUF_EMPTY;
    const char *name = job->check->name;
    buf_printf(&text, "lesson %.*s", (int)strcspn(name, "."), name);
    struct input_text input = input_text(buf_text(&text), text.length, "");
    shell_run(shell, &input.input);
    buf_free(&text);
}

// Plays the lesson with what the answer types; each step that is passed is noted in the row.
static bool run_in_lesson(struct shell *shell, const char *path, bool begins_lesson,
                          struct grade_row *row)
{
    struct lesson_source source = {job->path, buf_text(job->text), job->text->length, 1};
    shell->grade = row;
    shell->graded = &source;
    if (!begins_lesson)
        begin_lesson(shell);
    bool is_stopped = run_answer(shell, path, row);
    shell->graded = NULL;
    return is_stopped;
}

static struct host make_host(void)
{
    struct host host = host_posix(&child.output);
    struct error error;
    if (!safe_host(&host, job->folder, &error))
        _exit(1); // it was there when the pile was looked at
    safe_host_withhold(is_withheld);
    host.context = &child;
    host.write = take_answer;
    host.note = take_note;
    host.status = NULL;
    host.has_status = NULL;
    return host;
}

// Runs the answer, and the script that checks it. Whether either was stopped by the limit of time.
static bool run_all(struct shell *shell, const char *path, bool begins_lesson,
                    struct grade_row *row)
{
    if (job->check->is_lesson)
        return run_in_lesson(shell, path, begins_lesson, row);
    bool is_stopped = run_answer(shell, path, row);
    return (row->status != GRADE_UNREADABLE && run_check(shell, row)) || is_stopped;
}

// Fills the row with what becomes of the answer.
static void judge(const char *path, struct grade_row *row)
{
    struct host host = make_host();
    struct shell_options options = {.keep_going = true, .color = 'n', .kernel = job->kernel};
    struct error error = ERROR_NONE;
    if (!is_text_file(path)) {
        row->status = GRADE_UNREADABLE;
        return;
    }
    struct look look = look_at(path);
    row->commands = look.sum.bytes > 0 ? csv_checksum_end(&look.sum) : 0;
    row->minutes = look.minutes;
    struct shell *shell = shell_create(&host, &commands, &options, &error);
    if (!shell)
        _exit(error.is_memory ? NO_MEMORY : 1);
    row->status = GRADE_OK;
    bool is_stopped = run_all(shell, path, look.begins_lesson, row);
    if (row->status != GRADE_UNREADABLE)
        row->status = is_stopped             ? GRADE_TIME
                      : shell->lacked_memory ? GRADE_MEMORY
                      : grade_is_done(row)   ? GRADE_OK
                                             : GRADE_FAILED;
    shell_free(shell);
}

// Writes all of it; a parent that is gone wants nothing any more.
static void send(int pipe, const struct buf *bytes)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t count = write(pipe, bytes->data + done, bytes->length - done);
        if (count < 0 && errno != EINTR)
            _exit(1);
        done += count > 0 ? (size_t)count : 0;
    }
}

_Noreturn void grade_child(const struct grade_job *all, const struct grade_file *file, size_t core,
                           int pipe)
{
    struct grade_row row;
    struct buf bytes = BUF_EMPTY;
    struct error error;
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    job = all;
    output_init(&child.output, false, 'n', false);
    csv_checksum_start(&child.answers);
    signals_catch_time();
    limits_set(job->check->megabytes);
    limits_grant_time(job->check->seconds, 2 * (job->check->seconds + LIMITS_SLACK));
    limits_take_core(core);
    if (!grade_row_init(&row, file->path, job->check, &error))
        _exit(NO_MEMORY);
    judge(file->path, &row);
    grade_row_write(&bytes, &row);
    if (bytes.failed)
        _exit(NO_MEMORY);
    send(pipe, &bytes);
    _exit(0);
}

bool grade_child_lacked_memory(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY;
}
