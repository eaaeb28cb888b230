// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page that `export FILE.html` writes, from the folder report/; scripts/embed-report makes
// them C texts when the program is built.
#ifndef VIEW_REPORT_FILES_H
#define VIEW_REPORT_FILES_H

// The page, with @NAME@ where something is to be put in.
extern const char report_page[];
// Its program and the library that it uses, in one.
extern const char report_program[];
// The licenses of that library.
extern const char report_licenses[];

#endif
