// SPDX-License-Identifier: GPL-3.0-or-later
// A descriptor that was closed at the start would be given to the next file opened: a script would
// be read as stdin, or answers written into a saved network. So the three are held first, each the
// wrong way round, stdin for writing and the others for reading: whoever uses one gets EBADF, the
// very error a closed descriptor gives.
#if defined __linux__
#define _GNU_SOURCE // sched_getaffinity: the cores this process may use, not those of the machine
#else
#define _XOPEN_SOURCE 700
#endif
#include "front/host_posix.h"

#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"
#include "base/words.h"
#include "front/autosave.h"
#include "front/data_file.h"
#include "front/file.h"
#include "front/input_file.h"
#include "front/lesson_file.h"
#include "front/folder.h"
#include "front/memory_limit.h"
#include "front/screen_curses.h"
#include "front/signals.h"

void host_posix_hold_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            // The lowest free descriptor is taken, and that is this one. If it fails there is
            // nothing to be said, and nowhere to say it.
            if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
                _exit(OUTPUT_EXIT);
}

// The cores that this process may use, or fewer where NNSH_CORES says so.
static size_t core_count(void)
{
    const char *said = getenv("NNSH_CORES");
    size_t most = SIZE_MAX;
    if (said && (!number_parse_count(said, strlen(said), SIZE_MAX, &most) || most == 0))
        most = SIZE_MAX;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
#if defined __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        cores = CPU_COUNT(&set);
#endif
    size_t there = cores > 0 ? (size_t)cores : 1;
    return size_min(most, there);
}

static struct input *open_script(void *context, const char *path, struct error *error)
{
    return input_file_open(path, context, error);
}

static bool write_file(void *context, const char *path, const char *data, size_t length,
                       struct error *error)
{
    output_flush(context); // the file may be stdout
    return file_write(path, data, length, error);
}

static struct record *open_record(void *context, const char *path, const char *head, size_t length,
                                  struct error *error)
{
    (void)context;
    return file_record_create(path, head, length, error);
}

static struct source *open_data(void *context, const char *path, struct error *error)
{
    (void)context;
    return data_file_open(path, error);
}

static bool full_path(void *context, const char *path, struct buf *full)
{
    (void)context;
    return folder_full_path(full, path);
}

static bool is_same_file(void *context, const char *one, const char *other)
{
    struct stat a, b;
    (void)context;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static bool has_data(void *context, const char *path, uint64_t bytes, uint64_t checksum)
{
    (void)context;
    return data_file_is(path, bytes, checksum);
}

struct host host_posix(struct output *output)
{
    return (struct host){
        .context = output,
        .write = output_write,
        .page = output_page,
        .note = output_note,
        .status = output_status,
        .has_status = output_has_status,
        .open_script = open_script,
        .write_file = write_file,
        .kept_session = autosave_kept,
        .keep = autosave_look,
        .set_aside = autosave_set_aside,
        .keep_lesson = lesson_file_keep,
        .kept_lesson = lesson_file_read,
        .open_data = open_data,
        .full_path = full_path,
        .is_same_file = is_same_file,
        .has_data = has_data,
        .clear_screen = output_clear_screen,
        .open_screen = screen_curses_open,
        .seconds = output_seconds,
        .wants_color = output_wants_color,
        .open_record = open_record,
        .writes_utf8 = output_writes_utf8,
        .terminal = output_terminal,
        .stop = &signals_stop,
        .memory = memory_limit(),
        .cores = core_count(),
    };
}
