// SPDX-License-Identifier: GPL-3.0-or-later
// Hands each file that it is told to the fuzz target it is linked with: replay FILE...
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

static bool replay(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    // A block of exactly that size, so that a sanitizer or Valgrind sees a step beyond it.
    uint8_t *exact = malloc(size ? size : 1);
    for (size_t i = 0; exact && i < size; i++)
        exact[i] = data[i];
    if (exact)
        LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return exact != NULL;
}

int main(int count, char **paths)
{
    int passed = 0;
    for (int i = 1; i < count; i++)
        passed += replay(paths[i]);
    printf("%d passed, %d failed, 0 skipped\n", passed, count - 1 - passed);
    return passed == 0 || passed < count - 1;
}
