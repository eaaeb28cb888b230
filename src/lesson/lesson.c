// SPDX-License-Identifier: GPL-3.0-or-later
// Lists grow by one, since a lesson has tens of items. The version and a student's variant are 64-bit FNV-1a
// hashes (http://www.isthe.com/chongo/tech/comp/fnv/): nobody has a reason to forge one, as whoever grades
// plays the teacher's own file.
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r') // a file is the same with the line ends of another system
            hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
    return hash;
}

// The name of a file without its folder and its ending, as one word.
static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    char *word = strndup(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
    for (char *c = word; c && *c; c++)
        if (*c == ' ')
            *c = '-';
    return word;
}

struct lesson *lesson_create(const char *path, const char *text, size_t length)
{
    struct lesson *lesson = calloc(1, sizeof *lesson);
    if (!lesson)
        return NULL;
    lesson->name = name_of(path);
    lesson->path = strdup(path);
    lesson->version = hash_of(text, length);
    if (lesson->name && lesson->path)
        return lesson;
    lesson_free(lesson);
    return NULL;
}

static void clear_item(struct lesson_item *item)
{
    for (size_t i = 0; i < item->hint_count; i++)
        free(item->hints[i].text);
    for (size_t i = 0; i < item->slip_count; i++) {
        free(item->slips[i].expression);
        free(item->slips[i].text);
    }
    free(item->hints);
    free(item->slips);
    free(item->text);
    free(item->expression);
    free(item->used);
    free(item->hide);
    free(item->solution);
}

void lesson_free(struct lesson *lesson)
{
    if (!lesson)
        return;
    for (size_t i = 0; i < lesson->item_count; i++)
        clear_item(&lesson->items[i]);
    free(lesson->items);
    free(lesson->variants);
    free(lesson->name);
    free(lesson->path);
    free(lesson->title);
    free(lesson);
}

bool lesson_is_step(const struct lesson_item *item)
{
    return item->kind >= LESSON_ASK;
}

size_t lesson_step_number(const struct lesson *lesson, size_t index)
{
    size_t step = 1;
    for (size_t i = 0; i < index && i < lesson->item_count; i++)
        step += lesson_is_step(&lesson->items[i]);
    return step;
}

size_t lesson_step_item(const struct lesson *lesson, size_t step)
{
    size_t index = 0;
    while (!lesson_is_step(&lesson->items[index]) || --step > 0)
        index++;
    return index;
}

size_t lesson_first_say(const struct lesson *lesson)
{
    size_t index = 0;
    while (index < lesson->item_count && lesson->items[index].kind != LESSON_SAY)
        index++;
    return index;
}

// Room for one more of [size] bytes after [count] of them; NULL, and the list as it was, without memory.
static void *grow(void *list, size_t count, size_t size)
{
    return realloc(list, (count + 1) * size);
}

static bool add_variant(struct lesson *lesson, const char *text, size_t length, struct error *error)
{
    size_t number;
    if (!number_parse_count(text, length, UINT32_MAX, &number))
        return error_set(error, "variants are whole numbers separated by blanks, not '%s'",
                         error_quote(text, length).text);
    size_t *variants = grow(lesson->variants, lesson->variant_count, sizeof *variants);
    if (!variants)
        return error_memory(error);
    lesson->variants = variants;
    lesson->variants[lesson->variant_count++] = number;
    return true;
}

bool lesson_set_title(struct lesson *lesson, const char *title, size_t minutes,
                      const char *variants, struct error *error)
{
    const char *text = variants ? variants : "1";
    lesson->title = strdup(title);
    lesson->minutes = minutes;
    if (!lesson->title)
        return error_memory(error);
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t length = strcspn(text, " ");
        if (!add_variant(lesson, text, length, error))
            return false;
        text += length;
    }
    return lesson->variant_count > 0 || error_set(error, "variants=\"\" names no number");
}

struct lesson_item *lesson_add(struct lesson *lesson, enum lesson_kind kind, size_t line,
                               const char *text, size_t length, struct error *error)
{
    struct lesson_item *items = grow(lesson->items, lesson->item_count, sizeof *items);
    char *copy = text ? strndup(text, length) : NULL;
    if (items)
        lesson->items = items;
    if (!items || (text && !copy)) {
        free(copy);
        error_memory(error);
        return NULL;
    }
    struct lesson_item *item = &items[lesson->item_count++];
    *item = (struct lesson_item){.kind = kind, .line = line, .text = copy, .points = 1};
    lesson->step_count += lesson_is_step(item);
    return item;
}

// The question or task that was added last, to which a [word] belongs; NULL with [error] set where the
// line above is something else.
static struct lesson_item *last_of(struct lesson *lesson, const char *word, struct error *error)
{
    struct lesson_item *item =
        lesson->item_count > 0 ? &lesson->items[lesson->item_count - 1] : NULL;
    if (item && (item->kind == LESSON_ASK || item->kind == LESSON_DO))
        return item;
    error_set(error, "a %s stands below an 'ask' or a 'do'", word);
    return NULL;
}

bool lesson_add_hint(struct lesson *lesson, size_t line, const char *text, struct error *error)
{
    struct lesson_item *item = last_of(lesson, "hint", error);
    if (!item)
        return false;
    struct lesson_hint *hints = grow(item->hints, item->hint_count, sizeof *hints);
    char *copy = strdup(text);
    if (hints)
        item->hints = hints;
    if (!hints || !copy) {
        free(copy);
        return error_memory(error);
    }
    hints[item->hint_count++] = (struct lesson_hint){copy, line};
    return true;
}

bool lesson_add_slip(struct lesson *lesson, size_t line, const char *expression, size_t length,
                     const char *text, struct error *error)
{
    struct lesson_item *item = last_of(lesson, "slip", error);
    if (!item)
        return false;
    if (item->kind != LESSON_ASK)
        return error_set(error, "a slip is a wrong answer, and a 'do' has no answer");
    struct lesson_slip *slips = grow(item->slips, item->slip_count, sizeof *slips);
    struct lesson_slip slip = {strndup(expression, length), strdup(text), line};
    if (slips)
        item->slips = slips;
    if (!slips || !slip.expression || !slip.text) {
        free(slip.expression);
        free(slip.text);
        return error_memory(error);
    }
    slips[item->slip_count++] = slip;
    return true;
}

bool lesson_set_solution(struct lesson *lesson, size_t line, const char *text, struct error *error)
{
    struct lesson_item *item = last_of(lesson, "solution", error);
    if (!item)
        return false;
    if (item->solution)
        return error_set(error, "this step has a solution already, on line %zu",
                         item->solution_line);
    item->solution = strdup(text);
    item->solution_line = line;
    return item->solution || error_memory(error);
}

size_t lesson_variant_of(const struct lesson *lesson, const char *who)
{
    return lesson->variants[hash_of(who, strlen(who)) % lesson->variant_count];
}

bool lesson_has_variant(const struct lesson *lesson, size_t variant)
{
    for (size_t i = 0; i < lesson->variant_count; i++)
        if (lesson->variants[i] == variant)
            return true;
    return false;
}
