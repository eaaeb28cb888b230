// SPDX-License-Identifier: GPL-3.0-or-later
// Answers are gathered in a block of our own instead of stdio's buffer, for three reasons: every
// failure is seen and remembered with its errno, nothing is written twice after one, and the moment
// of writing is ours to choose:
//
//   - to a terminal at once;
//   - elsewhere when the block is full, when the last block went out a while ago (so that a long
//     training shows its lines to `| tail` and meets a closed reader soon), before anything goes to
//     stderr, and before waiting for input.
//
// EPIPE is remembered like any failure but not reported: `nnsh FILE | head -1` is not a mistake.
//
// A signal to end must not wait for a reader that has stopped reading, so from then on only as much
// is written as the pipe takes. Ctrl-C while a person is shown a long answer drops the rest of it; the
// next text, which may say where a run stopped, is shown again.
#define _GNU_SOURCE // struct winsize
#include "front/output.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/words.h"
#include "front/pager.h"
#include "front/signals.h"

// How long answers may lie while new ones come, and what a stalled reader gets at the end.
static const double patience = 0.05;
enum { LAST_WAIT_MS = 100, WIDTH_DEFAULT = 80, HEIGHT_DEFAULT = 24 };

// What one write may take. After a signal to end it is what poll promises to fit into a pipe.
static size_t portion(int fd, size_t length)
{
    if (!signals_ending())
        return length;
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    if (poll(&ready, 1, LAST_WAIT_MS) == 0)
        return 0;
    return size_min(length, PIPE_BUF);
}

// Writes all of [text]; returns 0 or the errno that stopped it, EINTR where [hears] and a signal to stop
// came in between. A terminal or pipe that somebody made non-blocking is waited for.
static int write_all(int fd, const char *text, size_t length, bool hears)
{
    while (length > 0) {
        if (hears && signals_stop)
            return EINTR;
        size_t most = portion(fd, length);
        if (most == 0)
            return EPIPE; // treated as gone
        ssize_t count = write(fd, text, most);
        if (count < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            poll(&ready, 1, -1);
            continue;
        }
        if (count < 0 && errno != EINTR)
            return errno;
        if (count > 0) {
            text += count;
            length -= (size_t)count;
        }
    }
    return 0;
}

// Whether the terminal understands escape sequences, as all but the dumbest do.
static bool has_escapes(void)
{
    const char *kind = getenv("TERM");
    return kind && *kind && strcmp(kind, "dumb") != 0;
}

void output_init(struct output *output, bool ascii, char color, bool is_interactive)
{
    output->used = 0;
    output->failure = 0;
    output->sent = 0;
    output->ascii = ascii || !utf8_is_locale();
    output->is_terminal = isatty(STDOUT_FILENO) == 1;
    output->has_person = is_interactive;
    output->is_live = is_interactive && isatty(STDERR_FILENO) == 1;
    output->has_status = false;
    output->color = color;
    output->spelled = BUF_EMPTY;
    output->held = NULL;
}

double output_seconds(void *context)
{
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// The same, but cheaper and only to a few milliseconds: a million short answers ask for it.
static double rough_seconds(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
#else
    return output_seconds(NULL);
#endif
}

// The text as it goes out: [text] itself or its ASCII spelling, which stands in [output] until the
// next call. Out of memory, the text goes out as it is.
static const char *spell(struct output *output, const char *text, size_t *length)
{
    if (!output->ascii)
        return text;
    buf_clear(&output->spelled);
    utf8_to_ascii(&output->spelled, text, *length);
    if (output->spelled.failed)
        return text;
    *length = output->spelled.length;
    return buf_text(&output->spelled);
}

// Takes the live line away, so that what follows begins on an empty line.
static void erase_status(struct output *output)
{
    if (output->has_status) {
        output->has_status = false;
        write_all(STDERR_FILENO, "\r\033[K", 4, false);
    }
}

// Brings all answers out; false when Ctrl-C, heard if [hears], or a failure kept it from that.
static bool flush(struct output *output, bool hears)
{
    if (output->failure)
        return false;
    if (output->used == 0)
        return true;
    erase_status(output);
    int reason = write_all(STDOUT_FILENO, output->block, output->used, hears);
    output->used = 0;
    output->sent = rough_seconds();
    output->failure = reason == EINTR ? 0 : reason;
    return reason == 0;
}

bool output_flush(void *context)
{
    return flush(context, false);
}

// Ends an answer that was cut off, perhaps in the middle of a coloured line.
static void end_cut(const struct output *output)
{
    const char *end = output->color == 'n' || !has_escapes() ? "\n" : "\033[0m\n";
    write_all(STDOUT_FILENO, end, strlen(end), false);
}

bool output_write(void *context, const char *text, size_t length)
{
    struct output *output = context;
    bool hears = output->has_person && !signals_stop, whole = true;
    if (output->held) {
        buf_add(output->held, text, length);
        return true;
    }
    text = spell(output, text, &length);
    while (length > 0 && whole && !output->failure) {
        size_t room = OUTPUT_BLOCK - output->used;
        size_t part = size_min(length, room);
        memcpy(output->block + output->used, text, part);
        output->used += part;
        text += part;
        length -= part;
        if (output->used == OUTPUT_BLOCK)
            whole = flush(output, hears);
    }
    if (whole && (output->is_terminal || rough_seconds() - output->sent > patience))
        whole = flush(output, hears);
    if (!whole && !output->failure)
        end_cut(output);
    return output->failure == 0;
}

void output_note(void *context, const char *text, size_t length)
{
    struct output *output = context;
    if (output->held) {
        buf_add(output->held, text, length);
        return;
    }
    output_flush(output);
    erase_status(output);
    text = spell(output, text, &length);
    write_all(STDERR_FILENO, text, length, false);
}

void output_say(struct output *output, const char *start, const char *sentence)
{
    output_note(output, start, strlen(start));
    output_note(output, sentence, strlen(sentence));
    output_note(output, "\n", 1);
}

// The size of a terminal as it is now; a width of 0 or 1 means that nobody set it.
static struct winsize terminal_size(int fd)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
        return (struct winsize){.ws_col = WIDTH_DEFAULT, .ws_row = HEIGHT_DEFAULT};
    return size;
}

bool output_writes_utf8(void *context)
{
    return !((const struct output *)context)->ascii;
}

bool output_terminal(void *context, size_t *cols, size_t *rows)
{
    if (!((const struct output *)context)->is_terminal)
        return false;
    struct winsize size = terminal_size(STDOUT_FILENO);
    *cols = size.ws_col;
    *rows = size.ws_row;
    return true;
}

bool output_page(void *context, const char *text, size_t length)
{
    struct output *output = context;
    if (!output->has_person || !output->is_terminal || !has_escapes() || output->held ||
        !output_flush(output))
        return false;
    text = spell(output, text, &length);
    return pager_show(text, length);
}

// The bytes of the first [columns] columns of [text], whole characters only.
static size_t cut(const char *text, size_t length, size_t columns)
{
    size_t end = 0, used = 0;
    while (end < length) {
        size_t bytes = utf8_length(text + end, length - end);
        bytes = bytes ? bytes : 1;
        used += utf8_columns(text + end, bytes);
        if (used > columns)
            break;
        end += bytes;
    }
    return end;
}

bool output_has_status(void *context)
{
    const struct output *output = context;
    return output->is_live && has_escapes() && !output->held;
}

void output_status(void *context, const char *text)
{
    struct output *output = context;
    if (!output_has_status(output))
        return;
    output_flush(output);
    if (!*text) {
        erase_status(output);
        return;
    }
    size_t length = strlen(text);
    text = spell(output, text, &length);
    // The last column stays free: a character there would wrap the line on some terminals.
    length = cut(text, length, (size_t)terminal_size(STDERR_FILENO).ws_col - 1);
    write_all(STDERR_FILENO, "\r", 1, false);
    write_all(STDERR_FILENO, text, length, false);
    write_all(STDERR_FILENO, "\033[K", 3, false);
    output->has_status = true;
}

bool output_wants_color(void *context, char choice)
{
    struct output *output = context;
    output->color = choice;
    if (choice != 'a')
        return choice == 'y';
    if (!output->is_terminal)
        return false;
    const char *refused = getenv("NO_COLOR"); // no-color.org: set and not empty
    return has_escapes() && !(refused && *refused);
}

void output_clear_screen(void *context)
{
    struct output *output = context;
    if (!output->is_terminal || !has_escapes() || output->held)
        return;
    static const char home_and_clear[] = "\033[H\033[2J";
    output_write(output, home_and_clear, sizeof home_and_clear - 1);
}

bool output_finish(struct output *output)
{
    output_flush(output);
    erase_status(output);
    // Some file systems report only here that the disk was full.
    if (close(STDOUT_FILENO) != 0 && !output->failure && errno != EINTR)
        output->failure = errno;
    if (output->failure && output->failure != EPIPE)
        output_say(output, "nnsh: write error: ", strerror(output->failure));
    buf_free(&output->spelled);
    output->is_terminal = output->is_live = false;
    return output->failure == 0;
}
