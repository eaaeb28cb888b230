// SPDX-License-Identifier: GPL-3.0-or-later
// The new contents go to a file beside the old one, are brought to the disk, and then take its name in
// one step, which the system does wholly or not at all; bringing the folder to the disk makes the step
// last. Writing into the old file would be shorter, and would lose it with the first full disk.
//
// A program that is killed cannot tidy up. So the file beside has no name while it is written, where the
// system can do that, and is gone with the program; it is given one only when it is whole, for the
// moment until it takes the old one's. What an earlier program left is not looked for, since nobody can
// know for certain whose it is.
//
// Three kinds of file must not be replaced: a device or a pipe is not a file that one could lose, and where
// stdout leads to a file, putting another one in its place would cut off all answers to come.
#define _GNU_SOURCE // O_TMPFILE, where the system has it

#include "front/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/words.h"
#include "front/signals.h"

enum { LINKS_MOST = 40 };

static bool write_all(int fd, const char *data, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = write(fd, data + done, length - done);
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

// Writes to a pipe or device, which may take no more for ever: a signal to stop ends the waiting.
static bool write_while_taken(int fd, const char *data, size_t length)
{
    for (size_t done = 0; done < length;) {
        if (!signals_wait_to_write(fd))
            return (errno = EINTR, false);
        ssize_t count = write(fd, data + done, size_min(length - done, PIPE_BUF));
        if (count < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

// The bytes of the folder that [path] begins with, its slash included.
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

// Whether the folder that [path] lies in is not there.
static bool lacks_folder(const char *path)
{
    char folder[PATH_MAX];
    struct stat there;
    size_t length = folder_length(path);
    if (length == 0 || length >= sizeof folder)
        return false;
    memcpy(folder, path, length);
    folder[length] = '\0';
    return stat(folder, &there) != 0 && errno == ENOENT;
}

// Says why a file cannot be written, and where that is plain, what to do about it.
static bool refuse(const char *path, int reason, struct error *error)
{
    bool is_lost = reason == ENOENT && lacks_folder(path);
    const char *why = reason == EISDIR    ? "it is a folder"
                      : is_lost           ? "there is no such folder"
                      : reason == ENOTDIR ? "what should be its folder is a file"
                                          : strerror(reason);
    if (!*path)
        error_set(error, "a file needs a name, and this one is empty");
    else if (reason == EINTR)
        error_set(error, "interrupted while '%s' took no more: it has at most a part",
                  error_quote(path, strlen(path)).text);
    else
        error_set(error, "cannot write '%s': %s", error_quote(path, strlen(path)).text, why);
    if (reason == EISDIR)
        error_hint(error, "name a file in it");
    else if (is_lost)
        error_hint(error, "make it first, or choose another");
    else if (reason == ENOSPC || reason == EDQUOT)
        error_hint(error, "make room, or choose another disk");
    else if (reason == EFBIG)
        error_hint(error, "a limit of the system forbids files that large; see 'ulimit -f'");
    else if (reason == EMFILE || reason == ENFILE)
        error_hint(error, "a limit of the system forbids to open more; see 'ulimit -n'");
    else if (*path && reason != EINTR && reason != ENOMEM)
        error_hint(error, "choose another name or folder");
    return false;
}

// The first [length] bytes of [folder], then [name]; NULL when memory ran out. The caller frees it.
static char *join(const char *folder, size_t length, const char *name)
{
    char *path = malloc(length + strlen(name) + 1);
    if (path) {
        memcpy(path, folder, length);
        strcpy(path + length, name);
    }
    return path;
}

// Where [path] leads when its last part is a symbolic link, and the link's target is one, and so on:
// also when nothing is there yet. The caller frees it. NULL with errno set when that cannot be found out.
static char *follow(const char *path)
{
    char target[PATH_MAX + 1];
    char *at = join("", 0, path);
    for (size_t links = 0; at; links++) {
        ssize_t length = readlink(at, target, sizeof target - 1);
        if (length < 0)
            return at; // not a link
        target[length] = '\0';
        char *next =
            links < LINKS_MOST ? join(at, *target == '/' ? 0 : folder_length(at), target) : NULL;
        errno = next ? 0 : links < LINKS_MOST ? ENOMEM : ELOOP;
        free(at);
        at = next;
    }
    return NULL;
}

// The open descriptor that leads to the same file: of stdout or stderr, or -1.
static int answers_to(const struct stat *file)
{
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        struct stat open;
        if (fstat(fd, &open) == 0 && open.st_dev == file->st_dev && open.st_ino == file->st_ino)
            return fd;
    }
    return -1;
}

// Writes to what is not a regular file. A pipe that nobody reads, or no more, is refused and not waited for.
static bool write_in_place(const char *path, const char *data, size_t length)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN}, old;
    sigaction(SIGPIPE, &ignored, &old);
    int fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    bool well = fd >= 0 && write_while_taken(fd, data, length);
    int reason = errno;
    sigaction(SIGPIPE, &old, NULL);
    if (fd >= 0 && close(fd) != 0 && well)
        return false;
    errno = reason;
    return well;
}

// Fills the file [fd] that is to replace [old] (NULL: nothing) and gives it its permissions.
static bool fill(int fd, const struct stat *old, const char *data, size_t length)
{
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = old ? old->st_mode & 07777 : 0666 & ~mask;
    // Another owner is kept where the system allows it; what the mode grants to a group or to the one
    // who runs the file means something else under another owner.
    if (old && (old->st_uid != geteuid() || old->st_gid != getegid()) &&
        fchown(fd, old->st_uid, old->st_gid) != 0)
        mode &= 0777;
    return write_all(fd, data, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
}

// Brings a change of names in the folder of [path] to the disk. Some systems cannot: no error, since the
// file is there.
static void sync_folder(const char *path)
{
    size_t length = folder_length(path);
    char *folder = length ? join(path, length, "") : join(".", 1, "");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(folder);
}

// The name of a file aside, with room for a process's number and a count.
#define ASIDE      ".nnsh-XXXXXX"
#define ASIDE_ROOM "                              "
enum { NAMES_MOST = 1000 };

// Makes a file of the name [aside], which ends in ASIDE from [folder] on, for its owner alone.
static int create_named(char *aside, size_t folder)
{
    strcpy(aside + folder, ASIDE);
    return mkstemp(aside);
}

// Makes one without a name in the folder of [aside]. -1 where the system cannot.
static int create_nameless(char *aside, size_t folder)
{
#ifdef O_TMPFILE
    aside[folder] = '\0';
    return open(folder ? aside : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
#else
    (void)aside, (void)folder;
    return -1;
#endif
}

// Gives the file [fd] a name that nobody has, and writes it to [aside] from [folder] on.
static bool give_name(int fd, char *aside, size_t folder)
{
    char self[40];
    bool well = false;
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    for (int i = 0; !well && i < NAMES_MOST; i++) {
        snprintf(aside + folder, sizeof ASIDE_ROOM, ".nnsh-%ld-%d", (long)getpid(), i);
        well = linkat(AT_FDCWD, self, AT_FDCWD, aside, AT_SYMLINK_FOLLOW) == 0;
        if (!well && errno != EEXIST)
            return false;
    }
    return well;
}

// Writes what is to replace [old] to a new file aside, whose name comes to [aside] from [folder] on.
// False with errno set, and no file left, on failure.
static bool write_aside(char *aside, size_t folder, const struct stat *old, const char *data,
                        size_t length)
{
    int fd = create_nameless(aside, folder);
    bool is_named = fd < 0;
    fd = is_named ? create_named(aside, folder) : fd;
    bool well = fd >= 0 && fill(fd, old, data, length);
    if (well && !is_named && !give_name(fd, aside, folder)) {
        // A system that makes such files and names none of them.
        close(fd);
        is_named = true;
        fd = create_named(aside, folder);
        well = fd >= 0 && fill(fd, old, data, length);
    }
    is_named |= well;
    int reason = errno;
    if (fd >= 0 && close(fd) != 0 && well) {
        well = false;
        reason = errno;
    }
    if (!well && fd >= 0 && is_named)
        unlink(aside);
    errno = reason;
    return well;
}

// Puts a new file in the place of [path]. False with errno set, and nothing changed, on failure.
static bool replace(const char *path, const struct stat *old, const char *data, size_t length)
{
    size_t folder = folder_length(path);
    char *aside = join(path, folder, ASIDE_ROOM);
    if (!aside)
        return false;
    bool well = write_aside(aside, folder, old, data, length);
    int reason = errno;
    if (well && rename(aside, path) != 0) {
        well = false;
        reason = errno;
        unlink(aside);
    }
    free(aside);
    if (well)
        sync_folder(path);
    errno = reason;
    return well;
}

// Appends a hint to the one that is there, if there is one.
static void add_hint(struct error *error, const char *hint)
{
    size_t used = strlen(error->hint);
    snprintf(error->hint + used, sizeof error->hint - used, "%s%s", used ? "; " : "", hint);
}

bool file_write(const char *path, const char *data, size_t length, struct error *error)
{
    struct stat old;
    bool exists = stat(path, &old) == 0, well;
    int missing = exists ? 0 : errno, fd = exists ? answers_to(&old) : -1;
    // Only a file's name is followed by hand: where /dev/stdout leads to, a pipe say, may have none.
    char *target = follow(path);
    int lost = errno;
    if (fd >= 0)
        well = S_ISREG(old.st_mode) ? write_all(fd, data, length)
                                    : write_while_taken(fd, data, length);
    else if (exists && S_ISDIR(old.st_mode))
        well = (errno = EISDIR, false);
    else if (exists && !S_ISREG(old.st_mode))
        well = write_in_place(path, data, length);
    else if (!target || !*path || (!exists && missing != ENOENT))
        well = (errno = exists || !target ? lost : missing, false);
    else if (exists && access(target, W_OK) != 0)
        well = false; // a file that is write-protected is meant to stay
    else
        well = replace(target, exists ? &old : NULL, data, length);
    if (!well) {
        refuse(path, errno, error);
        if (exists && S_ISREG(old.st_mode) && fd < 0)
            add_hint(error, "the old file is unchanged");
    }
    free(target);
    return well;
}

// ---- a record that grows line by line -----------------------------------------------------------
//
// A line is one write, so a program that is killed leaves whole lines. What was typed at a terminal is
// brought to the disk at once, since people type slower than disks write; a script's lines are left to
// the system until the end.

struct file_record {
    struct record record; // first, so that one pointer is both
    int fd;
    off_t length; // what is whole
    char path[];
};

static bool add_lines(struct record *record, const char *lines, size_t length, bool lasts,
                      struct error *error)
{
    struct file_record *file = (struct file_record *)(void *)record;
    if (!write_all(file->fd, lines, length)) {
        refuse(file->path, errno, error);
        if (ftruncate(file->fd, file->length) != 0) {
            // A part of a line stays; the script stops there, after all that was whole.
        }
        return false;
    }
    file->length += (off_t)length;
    return !lasts || fsync(file->fd) == 0 || refuse(file->path, errno, error);
}

static void close_record(struct record *record)
{
    struct file_record *file = (struct file_record *)(void *)record;
    fsync(file->fd); // what failed before was reported, and nothing can be done here
    close(file->fd);
    free(file);
}

struct record *file_record_create(const char *path, const char *head, size_t length,
                                  struct error *error)
{
    struct file_record *file = malloc(sizeof *file + strlen(path) + 1);
    if (!file) {
        error_memory(error);
        return NULL;
    }
    strcpy(file->path, path);
    file->record = (struct record){.add = add_lines, .close = close_record, .path = file->path};
    file->length = 0;
    file->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOCTTY | O_CLOEXEC, 0666);
    struct stat there;
    if (file->fd < 0 && errno == EEXIST && stat(path, &there) == 0 && S_ISDIR(there.st_mode)) {
        refuse(path, EISDIR, error);
    } else if (file->fd < 0 && errno == EEXIST) {
        error_set(error, "there is already a file '%s'", error_quote(path, strlen(path)).text);
        error_hint(error, "choose another name");
    } else if (file->fd < 0) {
        refuse(path, errno, error);
    } else if (add_lines(&file->record, head, length, true, error)) {
        sync_folder(path);
        return &file->record;
    } else {
        unlink(path);
        close(file->fd);
    }
    free(file);
    return NULL;
}
