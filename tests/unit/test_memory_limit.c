// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of control groups, read from made-up files below a folder that stands for the root.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "front/memory_limit.h"

#include "suites.h"

static char root[64];

static void begin(void)
{
    strcpy(root, "/tmp/nnsh-groups-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", root);
    ck_assert_int_eq(system(command), 0);
}

// Makes a file below the root, and the folders that lead to it.
static void put(const char *path, const char *text)
{
    char full[256];
    snprintf(full, sizeof full, "%s%s", root, path);
    for (char *at = full + strlen(root) + 1; (at = strchr(at, '/')) != NULL; *at++ = '/') {
        *at = '\0';
        mkdir(full, 0700);
    }
    FILE *file = fopen(full, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

START_TEST(without_files_there_is_none)
{
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
    put("/proc/self/cgroup", "");
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
    put("/proc/self/cgroup", "0::/\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
    put("/proc/self/cgroup", "nonsense\n1:memory\n\n::\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
}
END_TEST

START_TEST(version_2_inside_a_container)
{
    put("/proc/self/cgroup", "0::/\n");
    put("/sys/fs/cgroup/memory.max", "629145600\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 629145600);
    put("/sys/fs/cgroup/memory.max", "max\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
}
END_TEST

START_TEST(version_2_counts_the_groups_above)
{
    put("/proc/self/cgroup", "0::/user.slice/user-1.slice/lesson.scope\n");
    put("/sys/fs/cgroup/user.slice/user-1.slice/lesson.scope/memory.max", "max\n");
    put("/sys/fs/cgroup/user.slice/user-1.slice/memory.max", "1000000\n");
    put("/sys/fs/cgroup/user.slice/memory.max", "3000000\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 1000000);
    put("/sys/fs/cgroup/user.slice/user-1.slice/lesson.scope/memory.max", "500000\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 500000);
}
END_TEST

START_TEST(version_1_with_and_without_its_path)
{
    put("/proc/self/cgroup",
        "12:cpu,cpuacct:/docker/12ab\n7:memory:/docker/12ab\n1:name=systemd:/x\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "734003200\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 734003200);
    put("/sys/fs/cgroup/memory/docker/12ab/memory.limit_in_bytes", "104857600\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 104857600);
    put("/sys/fs/cgroup/memory/docker/12ab/memory.limit_in_bytes", "9223372036854771712\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), 734003200);
}
END_TEST

START_TEST(version_1_among_other_controllers_and_both_at_once)
{
    put("/proc/self/cgroup", "3:cpuset,memory:/a\n0::/b\n");
    put("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "2000");
    put("/sys/fs/cgroup/b/memory.max", "1000");
    ck_assert_uint_eq(memory_limit_of_groups(root), 1000);
    put("/proc/self/cgroup", "3:cpuset,memoryless:/a\n");
    ck_assert_uint_eq(memory_limit_of_groups(root), UINT64_MAX);
}
END_TEST

Suite *memory_limit_suite(void)
{
    Suite *suite = suite_create("memory_limit");
    TCase *tcase = tcase_create("groups");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, without_files_there_is_none);
    tcase_add_test(tcase, version_2_inside_a_container);
    tcase_add_test(tcase, version_2_counts_the_groups_above);
    tcase_add_test(tcase, version_1_with_and_without_its_path);
    tcase_add_test(tcase, version_1_among_other_controllers_and_both_at_once);
    suite_add_tcase(suite, tcase);
    return suite;
}
