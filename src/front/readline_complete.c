// SPDX-License-Identifier: GPL-3.0-or-later
// The shell says what fits at the cursor and where the word begins; Readline finds word
// beginnings by a set of separators instead. The two are brought together by asking the shell when
// Readline asks for the separators, and naming the one character that stands before the word.
#define _XOPEN_SOURCE 700
#include "front/readline_complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <readline/readline.h>

#include "front/memory.h"
#include "front/quote.h"
#include "shell/complete.h"

// Readline's functions have no context.
static const struct shell *asked_shell;
static struct output *shown_on;
static bool (*has_more_keys)(void);
static char *(*next_file)(const char *text, int state) = rl_filename_completion_function;
static const char *files_folder; // from which relative names lead; NULL: the current one

// What the shell said of the word at the cursor.
static struct completion found;
static char separators[2];
static size_t next_word;

// Shows the command's usage line above the line being typed, which is drawn again below it.
static void show_usage(void)
{
    if (found.usage.length == 0)
        return;
    rl_clear_visible_line();
    fflush(rl_outstream);
    output_write(shown_on, found.usage.data, found.usage.length);
    if (found.usage.data[found.usage.length - 1] != '\n')
        output_write(shown_on, "\n", 1);
    output_flush(shown_on);
    rl_on_new_line();
    rl_redisplay();
}

// Whether the TAB just read is not a key but the indentation of text that comes in unbracketed.
static bool is_indentation(void)
{
    return strspn(rl_line_buffer, " \t") >= (size_t)rl_point && has_more_keys();
}

// Whether Readline is to take the byte at [index] for a plain one.
static int is_quoted(char *line, int index)
{
    return quote_open(line, index) >= 0;
}

// Readline asks what separates words, before it looks for the beginning of the one at the cursor.
static char *word_separators(void)
{
    readline_complete_end();
    if (is_indentation())
        return NULL;
    // Inside quotes Readline finds the beginning by itself; the shell is asked what belongs there.
    int quote = quote_open(rl_line_buffer, rl_point);
    size_t cursor = (size_t)(quote >= 0 ? quote : rl_point);
    complete(asked_shell, rl_line_buffer, cursor, &found);
    separators[0] = found.start > 0 ? rl_line_buffer[found.start - 1] : '\0';
    separators[1] = '\0';
    return separators;
}

// The words found, then the files that fit; as Readline's generators go, one a call.
static char *next_match(const char *text, int state)
{
    static int file_state;
    if (state == 0) {
        next_word = 0;
        file_state = 0;
    }
    if (next_word < found.count)
        return strdup(found.words[next_word++]);
    while (found.files && *text != '~') { // the shell takes no ~ for a home
        char *name = next_file(text, file_state++);
        if (!name || quote_for(name))
            return name;
        free(name);
    }
    return NULL;
}

// What the word at the cursor, which Readline takes to begin at [start], can become; or NULL.
static char **matches(const char *text, int start, int end)
{
    (void)end;
    rl_attempted_completion_over = 1; // no file names merely because nothing else fits
    char **list = NULL;
    // Inside quotes only a file name can be completed; the beginnings then differ.
    if (found.files || (found.count > 0 && (size_t)start == found.start))
        list = rl_completion_matches(text, next_match);
    if (!list) {
        show_usage();
        return NULL;
    }
    if (found.files) {
        rl_filename_completion_desired = 1;
        rl_filename_quoting_desired = 1;
    }
    const char *last = list[0] + strlen(list[0]);
    if (!list[1] && last > list[0] && strchr("=(", last[-1]))
        rl_completion_append_character = '\0';
    return list;
}

// Makes a name the path that it leads to; Readline looks by it whether it is a folder's.
static int find_file(char **name)
{
    if (!files_folder || **name == '/')
        return 0;
    size_t folder = strlen(files_folder), length = strlen(*name);
    char *path = xmalloc(folder + length + 2);
    memcpy(path, files_folder, folder);
    path[folder] = '/';
    memcpy(path + folder + 1, *name, length + 1);
    free(*name);
    *name = path;
    return 1;
}

static bool is_folder(const char *name)
{
    struct stat status;
    char *path = xmalloc(strlen(name) + 1);
    strcpy(path, name);
    find_file(&path);
    bool is = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    free(path);
    return is;
}

// Puts [name] in quotes that suit it, in the ones typed already if they do. They are left open
// where more is to come: several files fit, or it is a folder.
static char *quote_name(char *name, int match, char *quote)
{
    char mark = quote_for(name);
    if (quote && *quote == '\'' && !strchr(name, '\''))
        mark = '\'';
    if (quote)
        *quote = mark;
    bool closed = match == SINGLE_MATCH && !is_folder(name);
    size_t length = strlen(name);
    char *quoted = xmalloc(length + 3);
    quoted[0] = mark;
    memcpy(quoted + 1, name, length);
    quoted[length + 1] = closed ? mark : '\0';
    quoted[length + 2] = '\0';
    return quoted;
}

void readline_complete_start(const struct shell *shell, struct output *output,
                             bool (*has_more)(void))
{
    asked_shell = shell;
    shown_on = output;
    has_more_keys = has_more;
    rl_completion_word_break_hook = word_separators;
    rl_attempted_completion_function = matches;
    rl_completer_quote_characters = "\"'";
    rl_filename_quote_characters = " \t\n\"'\\#;[]()="; // what means something to the reader
    rl_filename_quoting_function = quote_name;
    rl_char_is_quoted_p = is_quoted;
}

void readline_complete_files(char *(*next)(const char *text, int state), const char *folder)
{
    next_file = next;
    files_folder = folder;
    rl_filename_stat_hook = find_file;
}

void readline_complete_end(void)
{
    completion_clear(&found);
    memset(&found, 0, sizeof found);
}
