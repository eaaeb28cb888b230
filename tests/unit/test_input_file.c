// SPDX-License-Identifier: GPL-3.0-or-later
// What reading a long line costs, counted in bytes that are searched and moved, not in time: the linker turns
// the program's memchr, memmove and read into ours (-Wl,--wrap).
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/input_file.h"
#include "front/output.h"

#include "suites.h"

void *__real_memchr(const void *text, int c, size_t length) __attribute__((weak));
void *__real_memmove(void *to, const void *from, size_t length) __attribute__((weak));
ssize_t __real_read(int fd, void *bytes, size_t size) __attribute__((weak));
void *__wrap_memchr(const void *text, int c, size_t length);
void *__wrap_memmove(void *to, const void *from, size_t length);
ssize_t __wrap_read(int fd, void *bytes, size_t size);

static struct {
    size_t searched, moved, most; // bytes; what one read gives, or 0: all
} work;

void *__wrap_memchr(const void *text, int c, size_t length)
{
    const char *found = __real_memchr(text, c, length);
    work.searched += found ? (size_t)(found - (const char *)text) + 1 : length;
    return (void *)(size_t)found;
}

void *__wrap_memmove(void *to, const void *from, size_t length)
{
    work.moved += length;
    return __real_memmove(to, from, length);
}

ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
    return __real_read(fd, bytes, work.most && work.most < size ? work.most : size);
}

// A file of [first] and then a line of [length] bytes, opened; the caller closes it.
static struct input *open_long(const char *first, size_t length, struct output *output)
{
    char name[] = "/tmp/nnsh-line-XXXXXX";
    struct error error = ERROR_NONE;
    FILE *file = fdopen(mkstemp(name), "w");
    ck_assert_ptr_nonnull(file);
    fputs(first, file);
    for (size_t i = 0; i < length; i++)
        putc('x', file);
    fputs("\nprint 1\n", file);
    fclose(file);
    struct input *input = input_file_open(name, output, &error);
    unlink(name);
    ck_assert_msg(input != NULL, "%s", error.what);
    return input;
}

// As a pipe gives it, a little at a time: each byte is searched and moved a few times at most.
START_TEST(a_long_line_is_read_in_linear_time)
{
    static struct output output;
    static const size_t lengths[] = {10000, 100000, INPUT_LINE_MOST};
    ck_assert_ptr_nonnull((void *)(size_t)__real_memchr);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct error error = ERROR_NONE;
        const char *line;
        size_t length;
        struct input *input = open_long("print 2\n", lengths[i], &output);
        work.searched = work.moved = 0;
        work.most = 500;
        ck_assert_int_eq(input->read(input, "", &line, &length, &error), INPUT_LINE);
        ck_assert_uint_eq(length, strlen("print 2"));
        ck_assert_int_eq(input->read(input, "", &line, &length, &error), INPUT_LINE);
        ck_assert_uint_eq(length, lengths[i]);
        ck_assert_int_eq(input->read(input, "", &line, &length, &error), INPUT_LINE);
        ck_assert_uint_eq(length, strlen("print 1"));
        ck_assert_int_eq(input->read(input, "", &line, &length, &error), INPUT_END);
        work.most = 0;
        ck_assert_msg(work.searched <= 2 * lengths[i] + 2000 && work.moved <= 2 * lengths[i] + 2000,
                      "%zu bytes: %zu are searched, %zu are moved", lengths[i], work.searched,
                      work.moved);
        input->close(input);
    }
}
END_TEST

Suite *input_file_suite(void)
{
    Suite *suite = suite_create("input_file");
    TCase *tests = tcase_create("input_file");
    tcase_add_test(tests, a_long_line_is_read_in_linear_time);
    suite_add_tcase(suite, tests);
    return suite;
}
