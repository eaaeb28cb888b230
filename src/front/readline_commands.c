// SPDX-License-Identifier: GPL-3.0-or-later
// What Readline 8.2 can undo is a list. Commands that leave a line for another one, or search for one, hand
// that list on: to the entry of the history that was left, and to the copy of the line that was typed last. The
// same list then has two or three owners, each of which frees it or takes entries from it, and the others use
// memory that was freed. PageUp in the middle of a line is enough.
//
// So each of these commands is replaced by one of ours, which first makes an end of the list: a changed line is
// put into its entry by ourselves, and the list is freed while it has one owner. Then there is nothing to hand
// on. A line can be undone as far back as when it was reached; the entries that were changed get their own lines
// back when the line is accepted, whatever revert-all-at-newline says.
//
// The commands that take a word from an earlier line step over its end where it ends in a backslash, or in $(
// and the like: for them each line ends in two bytes of zero.
//
// In vi mode a command that takes a motion, as d does, may be given another such command for a motion (d2d), and
// uses what that one has freed: the second one does nothing.
//
// A paste may begin in a macro, or in what was read for another purpose and is read again, of which the keys tell
// nothing; so it is noted here.
//
// A file that is read again may say that lines are to scroll sideways (readline_fence.c).
//
// Readline compares commands by their functions: the last one, to continue a search, and those of a search from
// key to key. There it has to find its own.
#include "front/readline_commands.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "front/memory.h"

#define COMMANDS(X)                                                                                \
    X(previous, "previous-history")                                                                \
    X(next, "next-history")                                                                        \
    X(first, "beginning-of-history")                                                               \
    X(last, "end-of-history")                                                                      \
    X(fetch, "fetch-history")                                                                      \
    X(arrow, "arrow-key-prefix")                                                                   \
    X(typed_forward, "forward-search-history")                                                     \
    X(typed_reverse, "reverse-search-history")                                                     \
    X(asked_forward, "non-incremental-forward-search-history")                                     \
    X(asked_reverse, "non-incremental-reverse-search-history")                                     \
    X(again_forward, "non-incremental-forward-search-history-again")                               \
    X(again_reverse, "non-incremental-reverse-search-history-again")                               \
    X(begun_forward, "history-search-forward")                                                     \
    X(begun_backward, "history-search-backward")                                                   \
    X(part_forward, "history-substring-search-forward")                                            \
    X(part_backward, "history-substring-search-backward")                                          \
    X(next_line, "operate-and-get-next")                                                           \
    X(vi_fetch, "vi-fetch-history")                                                                \
    X(vi_search, "vi-search")                                                                      \
    X(vi_search_again, "vi-search-again")                                                          \
    X(word, "yank-nth-arg")                                                                        \
    X(last_word, "yank-last-arg")                                                                  \
    X(vi_word, "vi-yank-arg")                                                                      \
    X(read_again, "re-read-init-file")                                                             \
    X(paste, "bracketed-paste-begin")                                                              \
    X(vi_delete, "vi-delete-to")                                                                   \
    X(vi_change, "vi-change-to")                                                                   \
    X(vi_yank, "vi-yank-to")                                                                       \
    X(vi_subst, "vi-subst")

#define NAME_INDEX(name, text) INDEX_##name,
enum { COMMANDS(NAME_INDEX) COUNT };

static int run(size_t index, int count, int key);

#define DEFINE(name, text)                                                                         \
    static int fenced_##name(int count, int key)                                                   \
    {                                                                                              \
        return run(INDEX_##name, count, key);                                                      \
    }
COMMANDS(DEFINE)

#define LIST(name, text) {text, fenced_##name, NULL},
static struct command {
    const char *name;
    rl_command_func_t *ours, *readlines;
} commands[] = {COMMANDS(LIST)};

// The lines of the history as they were before they were changed, and where they stand.
static struct {
    char *line;
    int offset;
} * changed;
static size_t changed_count;

static bool is_moving;  // a command waits for its motion
static bool is_pasting; // a text is pasted, or may be

static bool is_changed(int offset)
{
    for (size_t i = 0; i < changed_count; i++)
        if (changed[i].offset == offset)
            return true;
    return false;
}

// Puts [line] in the place of an entry's; the old one is freed or, the first time, kept.
static void replace_line(int offset, const char *line, bool is_kept)
{
    HIST_ENTRY *old = replace_history_entry(offset, line, NULL);
    if (!old)
        return;
    if (is_kept) {
        changed = xrealloc(changed, (changed_count + 1) * sizeof *changed);
        changed[changed_count].offset = offset;
        changed[changed_count++].line = old->line;
        old->line = NULL;
    }
    free_history_entry(old);
}

// Puts what was changed into the entry being edited, unless it is the new line below them all.
static void keep_change(void)
{
    const HIST_ENTRY *entry = current_history();
    if (entry && strcmp(entry->line, rl_line_buffer) != 0)
        replace_line(where_history(), rl_line_buffer, !is_changed(where_history()));
}

// What a key does, changed from one of each pair into the other: ours for Readline's or back.
static void exchange(rl_command_func_t **function, bool is_ours)
{
    for (size_t i = 0; i < COUNT; i++)
        if (*function && *function == (is_ours ? commands[i].readlines : commands[i].ours)) {
            *function = is_ours ? commands[i].ours : commands[i].readlines;
            return;
        }
}

static void exchange_keys(Keymap map, bool is_ours)
{
    for (int key = 0; key < KEYMAP_SIZE; key++)
        if (map[key].type == ISFUNC)
            exchange(&map[key].function, is_ours);
        else if (map[key].type == ISKMAP)
            exchange_keys((Keymap)map[key].function, is_ours);
}

static void exchange_all(bool is_ours)
{
    static const char *const names[] = {"emacs", "vi-insert", "vi-command"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        exchange_keys(rl_get_keymap_by_name(names[i]), is_ours);
}

// Whether two commands are parts of one search, which remembers entries of the history.
static bool is_one_search(size_t index, rl_command_func_t *last)
{
    size_t first = index == INDEX_begun_forward || index == INDEX_begun_backward
                       ? INDEX_begun_forward
                       : INDEX_part_forward;
    return index >= INDEX_begun_forward && index <= INDEX_part_backward &&
           (last == commands[first].readlines || last == commands[first + 1].readlines);
}

// Ends every line of the history in another byte of zero.
static void lengthen_lines(void)
{
    for (HIST_ENTRY **entry = history_list(); entry && *entry; entry++) {
        size_t length = strlen((*entry)->line);
        (*entry)->line = xrealloc((*entry)->line, length + 2);
        (*entry)->line[length + 1] = '\0';
    }
}

// Gets the history ready for a command.
static void prepare(size_t index)
{
    if (index >= INDEX_read_again)
        return;
    if (index >= INDEX_word) {
        lengthen_lines();
        return;
    }
    if (!is_one_search(index, rl_last_func))
        keep_change();
    rl_free_undo_list();
}

static int run(size_t index, int count, int key)
{
    bool is_typed_search = index == INDEX_typed_forward || index == INDEX_typed_reverse;
    bool takes_motion = index >= INDEX_vi_delete;
    if (takes_motion && is_moving)
        return rl_ding();
    is_moving |= takes_motion;
    bool pastes = index == INDEX_paste || (is_typed_search && RL_ISSTATE(RL_STATE_MACROINPUT));
    is_pasting |= pastes;
    exchange(&rl_last_func, false);
    prepare(index);
    if (is_typed_search)
        exchange_all(false);
    int result = commands[index].readlines(count, key);
    if (is_typed_search)
        exchange_all(true);
    if (index == INDEX_read_again)
        rl_variable_bind("horizontal-scroll-mode", "off");
    is_moving &= !takes_motion;
    is_pasting &= !pastes;
    return result;
}

bool readline_commands_paste(void)
{
    return is_pasting;
}

void readline_commands_next(void)
{
    is_moving = is_pasting = false;
}

void readline_commands_start(void)
{
    for (size_t i = 0; i < COUNT; i++)
        commands[i].readlines = rl_named_function(commands[i].name);
    for (FUNMAP **known = funmap; *known; known++)
        exchange(&(*known)->function, true); // for what is bound later
    exchange_all(true);
}

void readline_commands_end(void)
{
    for (size_t i = 0; i < changed_count; i++) {
        replace_line(changed[i].offset, changed[i].line, false);
        free(changed[i].line);
    }
    free(changed);
    changed = NULL;
    changed_count = 0;
}
