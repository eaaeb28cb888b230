// SPDX-License-Identifier: GPL-3.0-or-later
// What safe mode forbids is absent from the host, so no command can reach it; and what it allows is
// listed, so a member that is added later is absent too. Reading below a folder is decided by the file that
// a name leads to and not by the name: links and ".." are followed first (realpath), and what then lies
// outside is refused, as is what is not a regular file, before it is opened. The system's own ways to open
// descriptors (/dev/stdin, /proc/self/fd) lie outside too.
//
// Nothing that runs here can make a link or move a file, so between the look and the opening the file stays
// what it was, unless somebody else changes the folder.
//
// At the limit of what may be printed a run goes on, so that its status still tells how it went; at that of
// time it stops as by a signal.
//
// The sentence about a file outside is the same whether it is there or not: a script cannot find out which
// files there are.
#define _XOPEN_SOURCE 700 // realpath
#include "front/safe_host.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "front/data_file.h"
#include "front/folder.h"
#include "front/input_file.h"
#include "front/limits.h"
#include "front/signals.h"

static char root[PATH_MAX]; // the folder's real path
static bool (*withheld)(const struct stat *file);

// Whether the real path lies below the folder.
static bool is_below(const char *path)
{
    size_t length = strlen(root);
    bool is_top = strcmp(root, "/") == 0;
    return strncmp(path, root, length) == 0 && (is_top || path[length] == '/');
}

static bool refuse_outside(const char *name, struct error *error)
{
    error_set(error, "in safe mode '%s' cannot be read: it is outside the folder that may be read",
              error_quote(name, strlen(name)).text);
    return error_hint(error, "name a file in that folder by its path from there");
}

// Whether [name] could lead out of the folder without a link's help.
static bool leads_out(const char *name)
{
    return name[0] == '/' || strstr(name, "..");
}

// Finds where the missing [joined], named [name], would be, so that whoever opens it can say so and name
// its neighbours. False with [error] set when that is not inside the folder.
static bool find_missing(const char *joined, const char *name, char *path, struct error *error)
{
    struct buf full = BUF_EMPTY;
    bool is_known = folder_full_path(&full, joined);
    bool is_inside = is_known && full.length < PATH_MAX && is_below(buf_text(&full));
    if (is_inside)
        strcpy(path, buf_text(&full));
    buf_free(&full);
    if (is_inside)
        return true;
    if (is_known || leads_out(name))
        return refuse_outside(name, error);
    return error_set(error, "cannot open '%s': %s", error_quote(name, strlen(name)).text,
                     strerror(ENOENT));
}

// Finds the file that [name] leads to, from the folder on. False with [error] set when it may not be read.
// [path] has room for PATH_MAX.
static bool find(const char *name, char *path, struct error *error)
{
    char joined[PATH_MAX];
    struct stat file;
    int length = name[0] == '/' ? snprintf(joined, sizeof joined, "%s", name)
                                : snprintf(joined, sizeof joined, "%s/%s", root, name);
    if (length < 0 || (size_t)length >= sizeof joined)
        return refuse_outside(name, error);
    if (!realpath(joined, path))
        return errno == ENOENT ? find_missing(joined, name, path, error)
                               : refuse_outside(name, error);
    if (strcmp(path, root) != 0 && !is_below(path))
        return refuse_outside(name, error);
    if (stat(path, &file) != 0 || S_ISDIR(file.st_mode))
        return true; // whoever opens it says what is wrong
    if (!S_ISREG(file.st_mode))
        return error_set(error, "'%s' is not a regular file", error_quote(name, strlen(name)).text);
    return !(withheld && withheld(&file)) ||
           error_set(error, "'%s' cannot be read while answers are graded",
                     error_quote(name, strlen(name)).text);
}

static struct input *open_script(void *context, const char *name, struct error *error)
{
    char path[PATH_MAX] = "";
    if (*name && !find(name, path, error))
        return NULL;
    return input_file_open_as(path, name, context, error);
}

static struct source *open_data(void *context, const char *name, struct error *error)
{
    char path[PATH_MAX];
    (void)context;
    if (strcmp(name, "-") == 0) {
        error_set(error, "in safe mode data cannot be read from stdin");
        error_hint(error, "put them into a file that may be read");
        return NULL;
    }
    return find(name, path, error) ? data_file_open_as(path, name, error) : NULL;
}

bool safe_host(struct host *host, const char *folder, struct error *error)
{
    char path[PATH_MAX];
    struct stat there;
    struct quoted name = error_quote(folder, strlen(folder));
    if (!realpath(folder, path) || stat(path, &there) != 0)
        return error_set(error, "cannot read the folder '%s': %s", name.text, strerror(errno));
    if (!S_ISDIR(there.st_mode))
        return error_set(error, "'%s' is not a folder", name.text);
    strcpy(root, path);
    *host = (struct host){
        .context = host->context,
        .write = host->write,
        .note = host->note,
        .status = host->status,
        .has_status = host->has_status,
        .clear_screen = host->clear_screen,
        .seconds = host->seconds,
        .wants_color = host->wants_color,
        .writes_utf8 = host->writes_utf8,
        .terminal = host->terminal,
        .open_script = open_script,
        .open_data = open_data,
        .stop = host->stop,
        .memory = host->memory,
        .cores = 1,
        .is_safe = true,
    };
    return true;
}

// ---- names ----------------------------------------------------------------------------------------

const char *safe_host_folder(void)
{
    return root;
}

// Opens the folder that is the first [length] bytes of the text; NULL where it may not be read.
static DIR *open_entries(const char *text, size_t length)
{
    char path[PATH_MAX];
    struct error ignored;
    char *name = length ? strndup(text, length) : strdup(".");
    DIR *entries = name && find(name, path, &ignored) ? opendir(path) : NULL;
    free(name);
    return entries;
}

// Whether the name begins with the text, and leads to what may be read. What is hidden is offered only where
// its dot was typed.
static bool is_offered(const char *name, const char *text, size_t folder)
{
    char path[PATH_MAX];
    struct error ignored;
    const char *own = name + folder;
    bool is_hidden = own[0] == '.' && (text[folder] != '.' || strcmp(own, ".") == 0);
    return !is_hidden && strcmp(own, "..") != 0 && strncmp(name, text, strlen(text)) == 0 &&
           find(name, path, &ignored);
}

char *safe_host_next_file(const char *text, int state)
{
    static DIR *entries;
    const char *slash = strrchr(text, '/');
    size_t folder = slash ? (size_t)(slash + 1 - text) : 0;
    if (state == 0)
        entries = open_entries(text, folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        struct buf name = BUF_EMPTY;
        buf_printf(&name, "%.*s%s", (int)folder, text, entry->d_name);
        if (!name.failed && is_offered(buf_text(&name), text, folder))
            return name.data; // malloc made it, as Readline wants
        buf_free(&name);
    }
    if (entries)
        closedir(entries);
    entries = NULL;
    return NULL;
}

// ---- limits ---------------------------------------------------------------------------------------

static struct {
    struct host plain; // which really writes
    size_t seconds;
    size_t printed; // bytes of answers and messages
    bool is_cut;    // which was said
} run;

enum { NEWLINE = 1 }; // there is room for the end of a line that is cut

// Says that something is left out.
static void tell_cut(void)
{
    static const char text[] =
        "nnsh: more than 1 MB was printed, the most in safe mode; the rest is left out\n";
    if (!run.is_cut)
        run.plain.note(run.plain.context, text, strlen(text));
    run.is_cut = true;
}

static bool write_some(void *context, const char *text, size_t length)
{
    size_t fits = limits_cut(&run.printed, text, length);
    bool well = fits == 0 || run.plain.write(context, text, fits);
    if (well && fits > 0 && fits < length && text[fits - 1] != '\n')
        well = run.plain.write(context, "\n", 1);
    if (fits < length)
        tell_cut();
    return well;
}

static void note_some(void *context, const char *text, size_t length)
{
    size_t fits = limits_cut(&run.printed, text, length);
    if (fits > 0)
        run.plain.note(context, text, fits);
    if (fits < length)
        tell_cut();
}

void safe_host_limit(struct host *host, size_t seconds, bool each_command)
{
    run.plain = *host;
    run.seconds = seconds;
    run.printed = NEWLINE;
    host->write = write_some;
    host->note = note_some;
    host->more_memory = "--memory MB gives safe mode more";
    signals_catch_time();
    limits_grant_time(seconds, each_command ? 0 : seconds + LIMITS_SLACK);
}

void safe_host_renew(void)
{
    if (signals_ending() == SIGXCPU) {
        safe_host_end();
        signals_forget();
    }
    run.printed = NEWLINE;
    run.is_cut = false;
    limits_grant_time(run.seconds, 0);
}

void safe_host_end(void)
{
    struct buf text = BUF_EMPTY;
    if (signals_ending() != SIGXCPU)
        return;
    buf_printf(&text,
               "nnsh: stopped after %zu second%s of computing, the most in safe mode; --seconds N "
               "allows more\n",
               run.seconds, plural(run.seconds));
    run.plain.note(run.plain.context, buf_text(&text), text.length);
    buf_free(&text);
}

void safe_host_withhold(bool (*is_withheld)(const struct stat *file))
{
    withheld = is_withheld;
}
