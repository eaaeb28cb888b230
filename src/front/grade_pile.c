// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of answers come as students packed them: with folders inside, pictures, links. Every file
// gets a row, whatever its ending, so that no answer is lost for a wrong name. But a link in a folder
// is not followed: it may lead to a file of the teacher's, and what fails in a file is told to its
// student.
#include "front/grade_pile.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { FOLDERS_DEEP = 16 };

static bool is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

static bool add_file(struct grade_pile *pile, const char *path, const struct stat *status,
                     struct error *error)
{
    struct grade_file *files = realloc(pile->files, (pile->count + 1) * sizeof *files);
    if (!files)
        return error_memory(error);
    pile->files = files;
    files[pile->count] = (struct grade_file){strdup(path), *status, S_ISREG(status->st_mode) != 0};
    if (!files[pile->count].path)
        return error_memory(error);
    pile->count++;
    return true;
}

// Whether the file at one of the paths is that one.
static bool is_among(const struct stat *file, const char *const paths[])
{
    struct stat other;
    for (size_t i = 0; paths[i]; i++)
        if (stat(paths[i], &other) == 0 && is_same(file, &other))
            return true;
    return false;
}

static bool refuse(const char *path, int reason, struct error *error)
{
    return error_set(error, "cannot read '%s': %s", error_quote(path, strlen(path)).text,
                     strerror(reason));
}

static bool add_folder(struct grade_pile *pile, const char *path, const char *const others[],
                       size_t depth, struct error *error);

// Adds what is at [path] in a folder, of which the links are not followed.
static bool add_entry(struct grade_pile *pile, const char *path, const char *const others[],
                      size_t depth, struct error *error)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return refuse(path, errno, error);
    if (is_among(&status, others))
        return true;
    if (S_ISDIR(status.st_mode))
        return add_folder(pile, path, others, depth + 1, error);
    return add_file(pile, path, &status, error);
}

static bool add_folder(struct grade_pile *pile, const char *path, const char *const others[],
                       size_t depth, struct error *error)
{
    DIR *entries = opendir(path);
    struct buf name = BUF_EMPTY;
    bool well = entries != NULL && depth < FOLDERS_DEEP;
    if (!well)
        refuse(path, entries ? ELOOP : errno, error);
    for (struct dirent *entry; well && (entry = readdir(entries));) {
        if (entry->d_name[0] == '.')
            continue;
        buf_clear(&name);
        buf_printf(&name, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
        well = name.failed ? error_memory(error)
                           : add_entry(pile, buf_text(&name), others, depth, error);
    }
    buf_free(&name);
    if (entries)
        closedir(entries);
    return well;
}

bool grade_pile_add(struct grade_pile *pile, const char *path, const char *const others[],
                    struct error *error)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return refuse(path, errno, error);
    if (S_ISDIR(status.st_mode))
        return add_folder(pile, path, others, 0, error);
    return add_file(pile, path, &status, error);
}

static int compare(const void *one, const void *other)
{
    const struct grade_file *a = one, *b = other;
    return strcmp(a->path, b->path);
}

void grade_pile_sort(struct grade_pile *pile)
{
    size_t kept = 0;
    if (pile->count > 0)
        qsort(pile->files, pile->count, sizeof *pile->files, compare);
    for (size_t i = 0; i < pile->count; i++)
        if (kept > 0 && strcmp(pile->files[kept - 1].path, pile->files[i].path) == 0)
            free(pile->files[i].path);
        else
            pile->files[kept++] = pile->files[i];
    pile->count = kept;
}

bool grade_pile_has(const struct grade_pile *pile, const struct stat *file)
{
    for (size_t i = 0; i < pile->count; i++)
        if (is_same(&pile->files[i].status, file))
            return true;
    return false;
}

void grade_pile_clear(struct grade_pile *pile)
{
    for (size_t i = 0; i < pile->count; i++)
        free(pile->files[i].path);
    free(pile->files);
    *pile = (struct grade_pile){NULL, 0};
}
