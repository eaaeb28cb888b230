// SPDX-License-Identifier: GPL-3.0-or-later
// POSIX threads where there are none, as in WebAssembly without shared memory: no thread can be started, and who
// asks for one does its work itself.
#ifndef WEB_PTHREAD_H
#define WEB_PTHREAD_H

#include <errno.h>
#include <stddef.h>

typedef int pthread_t, pthread_attr_t, pthread_sigset_t;

#define sigset_t                          pthread_sigset_t
#define SIG_BLOCK                         0
#define SIG_SETMASK                       2
#define sigfillset(set)                   ((void)(set), 0)
#define pthread_sigmask(how, set, before) ((void)(set), (void)(before), 0)

static inline int pthread_attr_init(pthread_attr_t *attributes)
{
    *attributes = 0;
    return 0;
}

static inline int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t bytes)
{
    (void)attributes, (void)bytes;
    return 0;
}

static inline int pthread_attr_destroy(pthread_attr_t *attributes)
{
    (void)attributes;
    return 0;
}

static inline int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                                 void *(*run)(void *), void *argument)
{
    (void)thread, (void)attributes, (void)run, (void)argument;
    return EAGAIN;
}

static inline int pthread_join(pthread_t thread, void **result)
{
    (void)thread, (void)result;
    return ESRCH;
}

#endif
