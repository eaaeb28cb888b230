// SPDX-License-Identifier: GPL-3.0-or-later
// One block is read again and again. stdin may be anything, and is read to its end; before each wait
// for it the program looks for a signal.
#define _XOPEN_SOURCE 700
#include "front/data_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/csv_checksum.h"
#include "front/input_file.h"
#include "front/signals.h"

enum { BLOCK = 1 << 18 };

struct data_file {
    struct source source; // first, so that one pointer is both
    char *name;
    int fd;
    bool is_regular;
    char block[BLOCK];
};

static bool refuse_interrupt(struct data_file *file, struct error *error)
{
    file->source.interrupted = true;
    return error_set(error, "interrupted: the data are unchanged");
}

static bool read_block(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    struct data_file *file = (struct data_file *)(void *)source;
    for (;;) {
        if (signals_stop)
            return refuse_interrupt(file, error);
        if (!file->is_regular && !signals_wait(file->fd, NULL, -1))
            continue; // a signal, or back from `fg`
        ssize_t count = read(file->fd, file->block, BLOCK);
        if (count >= 0) {
            *bytes = file->block;
            *length = (size_t)count;
            return true;
        }
        if (errno != EINTR && errno != EAGAIN)
            return error_set(error, "cannot read '%s': %s",
                             error_quote(file->name, strlen(file->name)).text, strerror(errno));
    }
}

static void close_file(struct source *source)
{
    struct data_file *file = (struct data_file *)(void *)source;
    if (file->fd != STDIN_FILENO)
        close(file->fd);
    free(file->name);
    free(file);
}

// Whether the open [fd] can be read as data; the size is filled in.
static bool is_data(struct data_file *file, struct error *error)
{
    struct stat status;
    struct quoted name = error_quote(file->name, strlen(file->name));
    if (fstat(file->fd, &status) != 0)
        return error_set(error, "cannot read '%s': %s", name.text, strerror(errno));
    file->is_regular = S_ISREG(status.st_mode);
    if (S_ISDIR(status.st_mode))
        return error_set(error, "'%s' is a folder, not a file of data", name.text);
    if (!file->is_regular && file->fd != STDIN_FILENO) {
        error_set(error, "'%s' is not a regular file", name.text);
        return error_hint(error, "'data -' reads what is piped to a script");
    }
    if (file->is_regular && status.st_size > 0)
        file->source.size = (size_t)status.st_size;
    return true;
}

struct source *data_file_open(const char *path, struct error *error)
{
    return data_file_open_as(path, strcmp(path, "-") == 0 ? "stdin" : path, error);
}

struct source *data_file_open_as(const char *path, const char *shown, struct error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct data_file *file = calloc(1, sizeof *file);
    char *name = strdup(shown);
    if (!file || !name) {
        free(file);
        free(name);
        error_memory(error);
        return NULL;
    }
    file->source = (struct source){.read = read_block, .close = close_file};
    file->name = name;
    file->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file->fd < 0) {
        int reason = errno;
        error_set(error, "cannot open '%s': %s", error_quote(name, strlen(name)).text,
                  strerror(reason));
        if (reason == ENOENT)
            input_file_suggest(path, error);
    } else if (is_data(file, error)) {
        return &file->source;
    }
    if (file->fd >= 0 && !is_stdin)
        close(file->fd);
    free(name);
    free(file);
    return NULL;
}

// Whether the two look at the same file with nothing written to it in between.
static bool is_untouched(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino &&
           one->st_size == other->st_size && one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec &&
           one->st_ctim.tv_sec == other->st_ctim.tv_sec &&
           one->st_ctim.tv_nsec == other->st_ctim.tv_nsec;
}

// The checksum of all of it, or 0 where it cannot be read. No signal ends this, for a session that is
// kept at the end asks too.
static uint64_t checksum_of(int fd)
{
    struct csv_checksum checksum;
    char block[1 << 15];
    ssize_t count;
    csv_checksum_start(&checksum);
    while ((count = read(fd, block, sizeof block)) != 0) {
        if (count > 0)
            csv_checksum_add(&checksum, block, (size_t)count);
        else if (errno != EINTR)
            return 0;
    }
    return csv_checksum_end(&checksum);
}

bool data_file_is(const char *path, uint64_t bytes, uint64_t checksum)
{
    static struct stat known; // the file that was read last, whose checksum was [found]
    static uint64_t found;
    struct stat now;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool is_there =
        fd >= 0 && fstat(fd, &now) == 0 && S_ISREG(now.st_mode) && (uint64_t)now.st_size == bytes;
    if (is_there && !is_untouched(&now, &known)) {
        found = checksum_of(fd);
        known = now;
    }
    if (fd >= 0)
        close(fd);
    return is_there && found == checksum;
}
