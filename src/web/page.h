// SPDX-License-Identifier: GPL-3.0-or-later
// What the page's program does for the shell: the functions that a module imports from it (web/module.js). Texts
// and bytes are borrowed for the call.
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#define WEB_IMPORT(name) __attribute__((import_module("page"), import_name(#name)))

// Where a text goes: among the answers, among the errors, or in place of the live line.
enum page_place { PAGE_ANSWER, PAGE_NOTE, PAGE_STATUS };
WEB_IMPORT(write) void page_write(enum page_place place, const char *text, size_t length);
WEB_IMPORT(clear) void page_clear(void);

// The size of a file of the page, or -1 where there is none of that name; and its bytes.
WEB_IMPORT(file_size) long page_file_size(const char *name, size_t length);
WEB_IMPORT(file_read) void page_file_read(const char *name, size_t length, char *bytes);
// A table was asked for that is not there: the page asks for it.
WEB_IMPORT(file_wanted) void page_file_wanted(const char *name, size_t length);
// Makes the bytes a file of the page; a finished one is also given to the person, as a download.
WEB_IMPORT(file_write)
void page_file_write(const char *name, size_t length, const char *bytes, size_t count,
                     bool finished);

// The size of what is kept of a lesson, or -1; its bytes; and to keep it, or with NULL to forget it.
WEB_IMPORT(lesson_size) long page_lesson_size(const char *name, size_t length);
WEB_IMPORT(lesson_read) void page_lesson_read(const char *name, size_t length, char *bytes);
WEB_IMPORT(lesson_keep)
void page_lesson_keep(const char *name, size_t length, const char *bytes, size_t count);

// Keeps the session as commands, for the next start.
WEB_IMPORT(keep) void page_keep(const char *text, size_t length);
// Makes an address that holds the session, and shows it.
WEB_IMPORT(share) void page_share(const char *text, size_t length);
// Shows a picture, which is an SVG.
WEB_IMPORT(picture) void page_picture(const char *svg, size_t length);
// Takes what the pane shows.
WEB_IMPORT(report) void page_report(const char *json, size_t length);
// Takes the words that may stand at the cursor, each ended by a newline; they replace what begins at byte [start].
WEB_IMPORT(words)
void page_words(size_t start, bool files, const char *words, size_t length, const char *usage,
                size_t usage_length);
// Takes the prompt.
WEB_IMPORT(prompt) void page_prompt(const char *text, size_t length);

#endif
