#include <check.h>
#include "suites.h"
Suite *sweep_suite(void)
{
    return suite_create("sweep");
}
