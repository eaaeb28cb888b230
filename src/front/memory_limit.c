// SPDX-License-Identifier: GPL-3.0-or-later
// A control group does not change what getrlimit and sysconf return, and a process that goes beyond its
// group's limit is killed without a word. So the groups' files are read, of both versions: /proc names the
// group of each, one a line as NUMBER:CONTROLLERS:PATH, and the group and each above it may have a
// limit. Inside a container the path may be that of the world outside; the folders that are not there
// are passed over, and the topmost is the container's own.
#define _XOPEN_SOURCE 700
#include "front/memory_limit.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/ascii.h"

enum { MEMORY_PERCENT = 80, FILE_MOST = 8192 }; // the rest is for everything else that runs

static uint64_t least(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

// Reads the beginning of a file as a text; "" where it cannot be read.
static void read_text(const char *root, const char *path, char text[FILE_MOST])
{
    char full[PATH_MAX];
    int length = snprintf(full, sizeof full, "%s%s", root, path);
    int fd = length > 0 && length < PATH_MAX ? open(full, O_RDONLY | O_NOCTTY | O_CLOEXEC) : -1;
    ssize_t count = fd < 0 ? 0 : read(fd, text, FILE_MOST - 1);
    text[count > 0 ? count : 0] = '\0';
    if (fd >= 0)
        close(fd);
}

// The bytes that a limit's file holds; UINT64_MAX where there is no file, or it says "max".
static uint64_t read_limit(const char *root, const char *path)
{
    char text[FILE_MOST], *end;
    read_text(root, path, text);
    unsigned long long bytes = strtoull(text, &end, 10);
    return ascii_is_digit(text[0]) && (*end == '\n' || *end == '\0') ? bytes : UINT64_MAX;
}

// The least limit of the group at [group] and of those above it, below the folder [mount].
static uint64_t least_upward(const char *root, const char *mount, const char *group,
                             const char *file)
{
    char path[PATH_MAX];
    uint64_t bytes = UINT64_MAX;
    size_t above = strlen(mount);
    if (snprintf(path, sizeof path - 64, "%s%s", mount, group) >= PATH_MAX - 64)
        return bytes;
    for (size_t length = strlen(path);; length = (size_t)(strrchr(path, '/') - path)) {
        snprintf(path + length, sizeof path - length, "/%s", file);
        bytes = least(bytes, read_limit(root, path));
        path[length] = '\0';
        if (length <= above)
            return bytes;
    }
}

// Whether [word] is among the words of a list that commas separate.
static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    return false;
}

uint64_t memory_limit_of_groups(const char *root)
{
    char text[FILE_MOST];
    uint64_t bytes = UINT64_MAX;
    char *after = NULL;
    read_text(root, "/proc/self/cgroup", text);
    for (char *line = strtok_r(text, "\n", &after); line; line = strtok_r(NULL, "\n", &after)) {
        char *list = strchr(line, ':'), *group = list ? strchr(list + 1, ':') : NULL;
        if (!group)
            continue;
        *group++ = '\0';
        if (list[1] == '\0') // version 2
            bytes = least(bytes, least_upward(root, "/sys/fs/cgroup", group, "memory.max"));
        else if (has_word(list + 1, "memory"))
            bytes = least(
                bytes, least_upward(root, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
    }
    return bytes;
}

// The smaller of [bytes] and what getrlimit says of a resource.
static uint64_t least_of_resource(uint64_t bytes, int resource)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return bytes;
    return least(bytes, (uint64_t)limit.rlim_cur);
}

size_t memory_limit(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    uint64_t bytes = pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : SIZE_MAX;
    bytes = least_of_resource(bytes, RLIMIT_AS);
    bytes = least_of_resource(bytes, RLIMIT_DATA);
    bytes = least(bytes, memory_limit_of_groups(""));
    bytes = bytes / 100 * MEMORY_PERCENT;
    return bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}
