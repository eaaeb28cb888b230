// SPDX-License-Identifier: GPL-3.0-or-later
// As for Cairo (view/cairo_api.c), the types come from the library's own headers, so that the compiler checks
// every call; only the addresses are found at run time.
#include "front/curses_api.h"

#include <dlfcn.h>
#include <string.h>

#ifndef NNSH_CURSES
#ifdef __APPLE__
#define NNSH_CURSES "libncurses.dylib"
#else
#define NNSH_CURSES "libncursesw.so.6"
#endif
#endif

bool curses_api_load(struct curses_api *api, struct error *error)
{
    void *library = dlopen(NNSH_CURSES, RTLD_NOW | RTLD_LOCAL), *function;
    bool well = library != NULL;
    // An object pointer made a function pointer, in the one way that C and POSIX agree on.
#define CURSES_FIND(name)                                                                          \
    function = well ? dlsym(library, #name) : NULL;                                                \
    well = function != NULL;                                                                       \
    memcpy(&api->name, &function, sizeof function);
    CURSES_FUNCTIONS(CURSES_FIND)
#undef CURSES_FIND
    function = well ? dlsym(library, "init_extended_pair") : NULL;
    memcpy(&api->init_extended_pair, &function, sizeof function);
    if (well)
        return true;
    error_set(error, "live is drawn by the library ncurses, which is not installed");
    return error_hint(error, "install libncursesw6 (ncurses-libs in Fedora and Alpine, ncurses in "
                             "Arch); 'plot' draws one picture without it");
}
