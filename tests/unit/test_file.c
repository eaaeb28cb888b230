// SPDX-License-Identifier: GPL-3.0-or-later
// Writing whole files: what becomes of permissions, links and odd files, and that a file is the old
// one or the new one when any call to the system fails. The linker turns the calls into ours
// (-Wl,--wrap), so that each of them can be made to fail.
#define _GNU_SOURCE // O_TMPFILE

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/file.h"

#include "suites.h"

int __real_open(const char *path, int flags, mode_t mode) __attribute__((weak));
ssize_t __real_write(int fd, const void *data, size_t length) __attribute__((weak));
int __real_fsync(int fd) __attribute__((weak));
int __real_fchmod(int fd, mode_t mode) __attribute__((weak));
int __real_mkstemp(char *name) __attribute__((weak));
int __real_rename(const char *from, const char *to) __attribute__((weak));
int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *data, size_t length);
int __wrap_fsync(int fd);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_mkstemp(char *name);
int __wrap_rename(const char *from, const char *to);
int __real_linkat(int from, const char *old, int to, const char *name, int flags)
    __attribute__((weak));
int __wrap_linkat(int from, const char *old, int to, const char *name, int flags);

static struct calls {
    bool counts;
    size_t asked, failed_at; // the number of the call to fail; 0: none
    size_t most;             // the bytes that one write takes; 0: all
    bool refuses_nameless;   // as an older system or file system does
    bool has_nameless;       // a file without a name was made
    char renamed[40];        // what took another name last
    size_t names_most;       // names in the folder while something is written
} calls;

static size_t count_files(void);

static bool fails(void)
{
    if (!calls.counts || ++calls.asked != calls.failed_at)
        return false;
    errno = ENOSPC;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    bool is_nameless = false;
#ifdef O_TMPFILE
    is_nameless = (flags & O_TMPFILE) == O_TMPFILE;
    mode = is_nameless ? 0600 : mode;
#endif
    if (is_nameless && calls.refuses_nameless) {
        errno = EOPNOTSUPP;
        return -1;
    }
    int fd = fails() ? -1 : __real_open(path, flags, mode);
    calls.has_nameless |= is_nameless && fd >= 0;
    return fd;
}

int __wrap_linkat(int from, const char *old, int to, const char *name, int flags)
{
    return fails() ? -1 : __real_linkat(from, old, to, name, flags);
}

ssize_t __wrap_write(int fd, const void *data, size_t length)
{
    if (fails())
        return -1;
    size_t names = calls.counts ? count_files() : 0;
    calls.names_most = names > calls.names_most ? names : calls.names_most;
    if (calls.counts && calls.most && length > calls.most)
        length = calls.most;
    return __real_write(fd, data, length);
}

int __wrap_fsync(int fd)
{
    return fails() ? -1 : __real_fsync(fd);
}

int __wrap_fchmod(int fd, mode_t mode)
{
    return fails() ? -1 : __real_fchmod(fd, mode);
}

int __wrap_mkstemp(char *name)
{
    return fails() ? -1 : __real_mkstemp(name);
}

int __wrap_rename(const char *from, const char *to)
{
    snprintf(calls.renamed, sizeof calls.renamed, "%s", from);
    return fails() ? -1 : __real_rename(from, to);
}

static char folder[] = "/tmp/nnsh-test-XXXXXX";

static void enter(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    umask(022);
    memset(&calls, 0, sizeof calls);
}

static void leave(void)
{
    char command[100];
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static void write_text(const char *path, const char *text)
{
    struct error error = ERROR_NONE;
    ck_assert_msg(file_write(path, text, strlen(text), &error), "%s", error.what);
}

static const char *read_text(const char *path)
{
    static char text[200];
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static mode_t mode_of(const char *path)
{
    struct stat file;
    ck_assert_int_eq(stat(path, &file), 0);
    return file.st_mode & 07777;
}

// How many files the folder holds.
static size_t count_files(void)
{
    DIR *dir = opendir(".");
    size_t count = 0;
    ck_assert_ptr_nonnull(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2;
}

START_TEST(new_files_get_the_usual_permissions_and_old_ones_keep_theirs)
{
    write_text("model.nn", "one");
    ck_assert_str_eq(read_text("model.nn"), "one");
    ck_assert_uint_eq(mode_of("model.nn"), 0644);
    ck_assert_int_eq(chmod("model.nn", 0640), 0);
    write_text("model.nn", "two");
    ck_assert_str_eq(read_text("model.nn"), "two");
    ck_assert_uint_eq(mode_of("model.nn"), 0640);
    write_text("model.nn", "");
    ck_assert_str_eq(read_text("model.nn"), "");
    ck_assert_uint_eq(count_files(), 1);
}
END_TEST

START_TEST(a_link_stays_and_its_target_is_replaced)
{
    ck_assert_int_eq(mkdir("deep", 0755), 0);
    write_text("deep/model.nn", "old");
    ck_assert_int_eq(symlink("model.nn", "deep/near"), 0);
    ck_assert_int_eq(symlink("deep/near", "link"), 0);
    ck_assert_int_eq(symlink("deep/fresh.nn", "dangling"), 0);
    write_text("link", "new");
    write_text("dangling", "born");
    struct stat file;
    ck_assert(lstat("link", &file) == 0 && S_ISLNK(file.st_mode));
    ck_assert(lstat("deep/near", &file) == 0 && S_ISLNK(file.st_mode));
    ck_assert_str_eq(read_text("deep/model.nn"), "new");
    ck_assert_str_eq(read_text("deep/fresh.nn"), "born");
}
END_TEST

// What [path] is refused with.
static const char *refusal(const char *path)
{
    static char text[sizeof(struct error)];
    struct error error = ERROR_NONE;
    ck_assert_msg(!file_write(path, "x", 1, &error), "%s was written", path);
    snprintf(text, sizeof text, "%s%s%s", error.what, *error.hint ? "; " : "", error.hint);
    return text;
}

START_TEST(what_cannot_be_written_says_why)
{
    ck_assert_int_eq(symlink("b", "a"), 0);
    ck_assert_int_eq(symlink("a", "b"), 0);
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert_str_eq(refusal("."), "cannot write '.': it is a folder; name a file in it");
    ck_assert_str_eq(
        refusal("none/model.nn"),
        "cannot write 'none/model.nn': there is no such folder; make it first, or choose another");
    ck_assert_str_eq(refusal("pipe/model.nn"), "cannot write 'pipe/model.nn': what should be its "
                                               "folder is a file; choose another name or folder");
    ck_assert_str_eq(
        refusal("a"),
        "cannot write 'a': Too many levels of symbolic links; choose another name or folder");
    ck_assert_str_eq(
        refusal("pipe"),
        "cannot write 'pipe': No such device or address; choose another name or folder");
    ck_assert_str_eq(refusal(""), "a file needs a name, and this one is empty");
    if (access("/dev/full", W_OK) == 0)
        ck_assert_str_eq(
            refusal("/dev/full"),
            "cannot write '/dev/full': No space left on device; make room, or choose another disk");
    write_text("/dev/null", "x");
    ck_assert_uint_eq(count_files(), 3);
}
END_TEST

// Where stdout goes to a file, that file is not replaced, or all answers to come would be lost.
START_TEST(the_file_of_stdout_is_written_as_it_stands)
{
    int fd = open("answers", O_WRONLY | O_CREAT | O_APPEND, 0600), old = dup(STDOUT_FILENO);
    struct error error = ERROR_NONE;
    struct stat before, after;
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    bool well = fstat(fd, &before) == 0 && file_write("answers", "saved\n", 6, &error);
    well = write(STDOUT_FILENO, "more\n", 5) == 5 && well;
    dup2(old, STDOUT_FILENO);
    close(old);
    close(fd);
    ck_assert(well && stat("answers", &after) == 0);
    ck_assert(before.st_ino == after.st_ino);
    ck_assert_str_eq(read_text("answers"), "saved\nmore\n");
}
END_TEST

// Whether the system makes files without a name in this folder and gives them one later.
static bool can_be_nameless(void)
{
    bool can = false;
#ifdef O_TMPFILE
    char self[40];
    int fd = __real_open(".", O_TMPFILE | O_WRONLY, 0600);
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    can = fd >= 0 && __real_linkat(AT_FDCWD, self, AT_FDCWD, "probe", AT_SYMLINK_FOLLOW) == 0;
    if (fd >= 0)
        close(fd);
    unlink("probe");
#endif
    return can;
}

// While it is written it has no name, where that can be; then one that says whose it is. What another
// program left is not touched.
START_TEST(what_is_being_written_has_no_name)
{
    bool can = _i == 0 && can_be_nameless();
    char pattern[40];
    write_text("model.nn", "the old one");
    write_text(".nnsh-1-0", "left");
    snprintf(pattern, sizeof pattern, ".nnsh-%ld-0", (long)getpid());
    calls = (struct calls){.counts = true, .refuses_nameless = _i == 1};
    struct error error = ERROR_NONE;
    bool well = file_write("model.nn", "the new one", 11, &error);
    calls.counts = false;
    ck_assert(well);
    ck_assert_uint_eq(calls.names_most, can ? 2 : 3);
    ck_assert(calls.has_nameless == can);
    if (can)
        ck_assert_str_eq(calls.renamed, pattern);
    else
        ck_assert(strncmp(calls.renamed, ".nnsh-", 6) == 0 && strlen(calls.renamed) == 12);
    ck_assert_str_eq(read_text(".nnsh-1-0"), "left");
    ck_assert_uint_eq(count_files(), 2);
}
END_TEST

START_TEST(when_any_call_fails_the_file_is_the_old_one_or_the_new_one)
{
    size_t refused = 0;
    bool done = false, has_nameless = false;
    ck_assert_ptr_nonnull((void *)(size_t)__real_write);
    for (size_t n = 1; !done; n++) {
        struct error error = ERROR_NONE;
        write_text("model.nn", "the old one");
        calls = (struct calls){.counts = true, .failed_at = n, .most = 4};
        calls.refuses_nameless = _i == 1;
        bool well = file_write("model.nn", "the new one", 11, &error);
        done = calls.asked < n;
        has_nameless |= calls.has_nameless;
        calls.counts = false;
        ck_assert_str_eq(read_text("model.nn"), well ? "the new one" : "the old one");
        ck_assert_uint_eq(count_files(), 1);
        if (!well) {
            ck_assert_str_eq(error.what, "cannot write 'model.nn': No space left on device");
            ck_assert_str_eq(error.hint,
                             "make room, or choose another disk; the old file is unchanged");
            refused++;
        }
    }
    // Making the file, three writes, its permissions, its way to the disk and its name; what comes
    // after the name does not take it back. Where the file has no name at first, making it and naming it
    // can be done the other way.
    ck_assert(!has_nameless || _i == 0);
    ck_assert_uint_eq(refused, has_nameless ? 6 : 7);
}
END_TEST

// A file that grows holds whole lines, whichever call fails, also when a write takes a part; one that
// cannot be begun leaves nothing.
START_TEST(a_record_holds_whole_lines)
{
    static const char *const wholes[] = {"begin\n", "begin\none line\n",
                                         "begin\none line\nanother line\n"};
    size_t refused = 0;
    for (size_t n = 1, done = 0; !done; n++) {
        struct error error = ERROR_NONE;
        memset(&calls, 0, sizeof calls);
        calls.counts = true;
        calls.failed_at = n;
        calls.most = 4;
        struct record *record = file_record_create("walk.nn", "begin\n", 6, &error);
        bool one = record && record->add(record, "one line\n", 9, false, &error);
        bool two = one && record->add(record, "another line\n", 13, true, &error);
        bool is_there = record != NULL;
        if (record)
            record->close(record);
        done = calls.asked < n;
        calls.counts = false;
        refused += !two;
        ck_assert_msg(two || strstr(error.what, "No space left on device"), "%s", error.what);
        ck_assert_uint_eq(count_files(), is_there);
        if (!is_there)
            continue;
        const char *text = read_text("walk.nn");
        ck_assert_msg(strcmp(text, wholes[0]) == 0 || strcmp(text, wholes[1]) == 0 ||
                          strcmp(text, wholes[2]) == 0,
                      "call %zu: '%s'", n, text);
        unlink("walk.nn");
    }
    // Making the file, two writes, the disk; three writes; four writes, the disk.
    ck_assert_uint_eq(refused, 12);
    write_text("walk.nn", "precious");
    struct error error = ERROR_NONE;
    ck_assert_ptr_null(file_record_create("walk.nn", "begin\n", 6, &error));
    ck_assert_str_eq(error.what, "there is already a file 'walk.nn'");
    ck_assert_str_eq(read_text("walk.nn"), "precious");
}
END_TEST

Suite *file_suite(void)
{
    Suite *suite = suite_create("file");
    TCase *tcase = tcase_create("file");
    tcase_add_checked_fixture(tcase, enter, leave);
    tcase_add_test(tcase, new_files_get_the_usual_permissions_and_old_ones_keep_theirs);
    tcase_add_test(tcase, a_link_stays_and_its_target_is_replaced);
    tcase_add_test(tcase, what_cannot_be_written_says_why);
    tcase_add_test(tcase, the_file_of_stdout_is_written_as_it_stands);
    tcase_add_loop_test(tcase, what_is_being_written_has_no_name, 0, 2);
    tcase_add_loop_test(tcase, when_any_call_fails_the_file_is_the_old_one_or_the_new_one, 0, 2);
    tcase_add_test(tcase, a_record_holds_whole_lines);
    suite_add_tcase(suite, tcase);
    return suite;
}
