// SPDX-License-Identifier: GPL-3.0-or-later
// Runs all suites, or the one that CK_RUN_SUITE names; prints the failures and, last, the counts.
// Nothing run is a failure: a wrong name must not look like success.
//
// A test is ended only where it hangs: a limit that a slow machine could reach would make the verdict depend
// on speed. CK_DEFAULT_TIMEOUT in the environment sets another one, in seconds.
#include <stdio.h>
#include <stdlib.h>

#include "suites.h"

#define MAKE_SUITE(name) name##_suite,

int main(void)
{
    setenv("CK_DEFAULT_TIMEOUT", "1800", 0);
    Suite *(*const suites[])(void) = {SUITES(MAKE_SUITE)};
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_SILENT);
    int run = srunner_ntests_run(runner);
    int failed = srunner_ntests_failed(runner);
    if (failed > 0)
        srunner_print(runner, CK_NORMAL);
    srunner_free(runner);
    printf("%d passed, %d failed, 0 skipped\n", run - failed, failed);
    return run == 0 || failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
