// SPDX-License-Identifier: GPL-3.0-or-later
// The types come from Cairo's own headers, so that the compiler checks every call; only the addresses
// are found at run time. They are looked up again each time, which the loader makes cheap: no variable
// has to be kept.
#include "view/cairo_api.h"

#include <dlfcn.h>
#include <string.h>

#ifndef NNSH_CAIRO
#define NNSH_CAIRO "libcairo.so.2"
#endif

bool cairo_api_load(struct cairo_api *api, struct error *error)
{
    void *library = dlopen(NNSH_CAIRO, RTLD_NOW | RTLD_LOCAL), *function;
    bool well = library != NULL;
    // An object pointer made a function pointer, in the one way that C and POSIX agree on.
#define CAIRO_FIND(name)                                                                           \
    function = well ? dlsym(library, "cairo_" #name) : NULL;                                       \
    well = function != NULL;                                                                       \
    memcpy(&api->name, &function, sizeof function);
    CAIRO_FUNCTIONS(CAIRO_FIND)
#undef CAIRO_FIND
    if (well)
        return true;
    error_set(error, "pictures are drawn into files by the library Cairo, which is not installed");
    return error_hint(error, "install libcairo2 (cairo in Fedora, Arch, Alpine and Homebrew); "
                             "without a file name the picture is drawn here");
}
