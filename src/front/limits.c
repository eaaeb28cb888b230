// SPDX-License-Identifier: GPL-3.0-or-later
// A limit that is narrower already stays. A soft limit of time can be set anew as often as one likes, up to the
// hard one, which can only be lowered: so it is set once, and not at all where a person types.
#if defined __linux__
#define _GNU_SOURCE // sched_setaffinity
#else
#define _XOPEN_SOURCE 700
#endif
#include "front/limits.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now, wanted = {soft, hard};
    if (getrlimit(resource, &now) == 0 && now.rlim_max != RLIM_INFINITY) {
        wanted.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
        wanted.rlim_cur = soft < wanted.rlim_max ? soft : wanted.rlim_max;
    }
    setrlimit(resource, &wanted);
}

static int is_file(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

void limits_set(size_t megabytes)
{
    limit(RLIMIT_CORE, 0, 0);
    if (!is_file(STDOUT_FILENO) && !is_file(STDERR_FILENO))
        limit(RLIMIT_FSIZE, 0, 0);
#ifndef __SANITIZE_ADDRESS__ // which needs terabytes of addresses for its shadow
    limit(RLIMIT_AS, (rlim_t)megabytes << 20, (rlim_t)megabytes << 20);
#else
    (void)megabytes;
#endif
}

// The processor's time that the process has used, in whole seconds; a tenth is nothing.
static rlim_t seconds_used(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    long microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    return (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
                    (microseconds + 900000) / 1000000);
}

void limits_grant_time(size_t seconds, size_t most)
{
    rlim_t used = seconds_used();
    limit(RLIMIT_CPU, used + (rlim_t)seconds, most ? used + (rlim_t)most : RLIM_INFINITY);
}

#if defined __linux__
void limits_take_core(size_t which)
{
    cpu_set_t may, one;
    if (sched_getaffinity(0, sizeof may, &may) != 0 || CPU_COUNT(&may) < 2)
        return;
    size_t left = which % (size_t)CPU_COUNT(&may);
    size_t core = 0;
    while (!CPU_ISSET(core, &may) || left-- > 0)
        core++;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    sched_setaffinity(0, sizeof one, &one);
}
#else
void limits_take_core(size_t which)
{
    (void)which;
}
#endif

size_t limits_cut(size_t *printed, const char *text, size_t length)
{
    size_t fits = LIMITS_PRINTED - *printed;
    if (length <= fits) {
        *printed += length;
        return length;
    }
    while (fits > 0 && ((unsigned char)text[fits] & 0xC0) == 0x80) // in the middle of a character
        fits--;
    *printed = LIMITS_PRINTED; // nothing more, however short
    return fits;
}
