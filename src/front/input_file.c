// SPDX-License-Identifier: GPL-3.0-or-later
// One block holds the bytes read and not yet handed out, [start, end); a line is handed out where
// it lies, without a copy. Only when a line crosses the block's end is its beginning moved to the
// front, and only a line longer than the block makes it grow, up to INPUT_LINE_MOST. A longer
// one is reported once and skipped block by block, so memory stays bounded whatever comes. [seen]
// is how far the search for a line end went, so that a long line is not searched again and again.
//
// A script named on the command line must be a regular file: a folder cannot be read, and opening a
// FIFO would wait for a writer who may never come. stdin may be anything. Before waiting for a
// pipe or terminal the answers so far are written; whoever feeds us may be waiting for them. A
// regular file never waits, and its answers are gathered in blocks.
#define _XOPEN_SOURCE 700
#include "front/input_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/suggest.h"
#include "front/signals.h"
#include "shell/recording.h"

enum { BLOCK = 65536 };

struct file {
    struct input input; // first, so that one pointer is both
    struct output *output;
    char *name, *data;
    size_t capacity, start, end;
    size_t seen; // data[start, seen) holds no line end
    int fd;
    bool is_regular; // reads never wait
    bool at_end;
    bool skips; // the rest of a line that is too long is being skipped
};

// The record whose first member [input] is.
static struct file *file_of(struct input *input)
{
    return (struct file *)(void *)input;
}

// Makes room for at least one more byte after [end].
static bool make_room(struct file *file)
{
    if (file->start > 0) {
        memmove(file->data, file->data + file->start, file->end - file->start);
        file->end -= file->start;
        file->seen -= file->start;
        file->start = 0;
    }
    if (file->end < file->capacity)
        return true;
    char *data = realloc(file->data, file->capacity * 2);
    if (!data)
        return false;
    file->data = data;
    file->capacity *= 2;
    return true;
}

// Waits until there is something to read. False when a signal says stop.
static bool wait_for_more(struct file *file)
{
    if (file->is_regular)
        return signals_stop == 0;
    output_flush(file->output);
    while (!signals_wait(file->fd, NULL, -1)) {
        if (signals_stop)
            return false;
        signals_continued(); // came back from `fg`: nothing to redraw here
    }
    return true;
}

// Reads a block to [end]; at the file's end sets [at_end].
static enum input_result read_more(struct file *file, struct error *error)
{
    if (!make_room(file)) {
        error_memory(error);
        return INPUT_FAILED;
    }
    for (;;) {
        if (!wait_for_more(file))
            return INPUT_INTERRUPTED;
        ssize_t count = read(file->fd, file->data + file->end, file->capacity - file->end);
        if (count >= 0) {
            file->end += (size_t)count;
            file->at_end = count == 0;
            return INPUT_LINE;
        }
        if (errno != EINTR && errno != EAGAIN) {
            error_set(error, "cannot read %s: %s", file->input.name, strerror(errno));
            return INPUT_FAILED;
        }
    }
}

// Editors on some systems begin a file with a byte order mark; it is not part of the first line.
static void skip_mark(struct file *file)
{
    if (file->end - file->start >= 3 && memcmp(file->data + file->start, "\xef\xbb\xbf", 3) == 0)
        file->start += 3;
    if (file->seen < file->start)
        file->seen = file->start;
}

// Passes out [start, stop) and continues at [next].
static enum input_result hand_out(struct file *file, size_t stop, size_t next, const char **line,
                                  size_t *length, struct error *error)
{
    bool skipped = file->skips;
    if (file->input.line++ == 0)
        skip_mark(file);
    *line = file->data + file->start;
    *length = stop - file->start;
    recording_know_input(&file->input, *line, *length);
    if (*length > 0 && (*line)[*length - 1] == '\r')
        (*length)--;
    file->start = file->seen = next;
    file->skips = false;
    if (!skipped && *length <= INPUT_LINE_MOST)
        return INPUT_LINE;
    error_set(error, "this line is longer than %zu bytes and was skipped", INPUT_LINE_MOST);
    return INPUT_BAD_LINE;
}

// The next line, from the block if all of it is there.
static enum input_result read_line(struct input *input, const char *prompt, const char **line,
                                   size_t *length, struct error *error)
{
    struct file *file = file_of(input);
    (void)prompt;
    if (signals_stop)
        return INPUT_INTERRUPTED;
    for (;;) {
        char *stop = memchr(file->data + file->seen, '\n', file->end - file->seen);
        if (stop) {
            size_t at = (size_t)(stop - file->data);
            return hand_out(file, at, at + 1, line, length, error);
        }
        file->seen = file->end;
        if (file->end - file->start > INPUT_LINE_MOST + 4) { // a mark and a '\r' do not count
            file->skips = true;
            file->start = file->seen = file->end = 0;
        }
        if (file->at_end) {
            if (file->start == file->end && !file->skips)
                return INPUT_END;
            return hand_out(file, file->end, file->end, line, length, error);
        }
        enum input_result result = read_more(file, error);
        if (result != INPUT_LINE)
            return result;
    }
}

static void close_file(struct input *input)
{
    struct file *file = file_of(input);
    if (file->fd != STDIN_FILENO)
        close(file->fd);
    else if (file->is_regular && file->end > file->start)
        // After `quit`, whoever shares this stdin reads on after the last line that was run.
        lseek(file->fd, -(off_t)(file->end - file->start), SEEK_CUR);
    free(file->name);
    free(file->data);
    free(file);
}

// Takes over [fd]; on failure it is still the caller's.
static struct file *file_create(int fd, const char *name, const struct stat *status,
                                struct output *output)
{
    struct file *file = calloc(1, sizeof *file);
    char *copy = strdup(name), *data = malloc(BLOCK);
    if (!file || !copy || !data) {
        free(file);
        free(copy);
        free(data);
        return NULL;
    }
    *file =
        (struct file){.output = output, .name = copy, .data = data, .capacity = BLOCK, .fd = fd};
    file->input = (struct input){.read = read_line, .close = close_file, .name = copy};
    file->is_regular = S_ISREG(status->st_mode);
    file->input.device = (unsigned long long)status->st_dev;
    file->input.file = (unsigned long long)status->st_ino;
    return file;
}

void input_file_suggest(const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *folder = slash ? strndup(path, (size_t)(name - path)) : strdup(".");
    DIR *entries = folder ? opendir(folder) : NULL;
    free(folder);
    if (!entries)
        return;
    struct suggestions suggestions;
    suggest_start(&suggestions, name, strlen(name));
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        if (entry->d_name[0] != '.')
            suggest_consider(&suggestions, entry->d_name);
    closedir(entries);
    suggest_append(&suggestions, error);
}

// Whether the open [fd] can be a script; [status] is filled.
static bool is_script(int fd, const char *path, struct stat *status, struct error *error)
{
    struct quoted name = error_quote(path, strlen(path));
    if (fstat(fd, status) != 0)
        return error_set(error, "cannot read '%s': %s", name.text, strerror(errno));
    if (S_ISDIR(status->st_mode))
        return error_set(error, "'%s' is a folder, not a script", name.text);
    if (!S_ISREG(status->st_mode)) {
        error_set(error, "'%s' is not a regular file", name.text);
        return error_hint(error, "to run commands from a pipe or device, use stdin: nnsh < FILE");
    }
    return true;
}

struct input *input_file_open_as(const char *path, const char *name, struct output *output,
                                 struct error *error)
{
    // O_NONBLOCK: opening a FIFO does not wait for its writer.
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        int reason = errno;
        if (!*path) {
            error_set(error, "a file needs a name, and this one is empty");
            return NULL;
        }
        error_set(error, "cannot open '%s': %s", error_quote(name, strlen(name)).text,
                  strerror(reason));
        if (reason == ENOENT)
            input_file_suggest(path, error);
        return NULL;
    }
    struct stat status;
    struct file *file = NULL;
    if (is_script(fd, name, &status, error)) {
        file = file_create(fd, name, &status, output);
        if (!file)
            error_memory(error);
    }
    if (!file) {
        close(fd);
        return NULL;
    }
    return &file->input;
}

struct input *input_file_open(const char *path, struct output *output, struct error *error)
{
    return input_file_open_as(path, path, output, error);
}

struct input *input_file_stdin(struct output *output, struct error *error)
{
    struct stat status;
    memset(&status, 0, sizeof status);
    fstat(STDIN_FILENO, &status); // a bad descriptor fails when it is read
    struct file *file = file_create(STDIN_FILENO, "stdin", &status, output);
    if (!file) {
        error_memory(error);
        return NULL;
    }
    return &file->input;
}
