// SPDX-License-Identifier: GPL-3.0-or-later
// A question is good when its answer is a number that is neither 0 nor infinite, when a person can add it up,
// when the digits on the screen are enough to find it, and when a slip shows: at least two of them must lead
// to other answers. Elements are drawn at random until one is good; after some of them all are tried in turn,
// so that a question is found where there is one.
#include "lesson/draw.h"

#include <math.h>
#include <string.h>

#include "session/session.h"

enum {
    SLIPS_LEAST = 2,  // that must show
    DRAWS_MOST = 64,  // at random, from one matrix
    WALK_MOST = 2000, // elements that are then tried in turn
    EPOCHS_MOST = 9,  // whose updates are asked for, and the least
    EPOCHS_LEAST = 2,
};

// ---- one element --------------------------------------------------------------------------------

// Whether the numbers shown lead to the right value: near enough themselves, and also once they are rounded to
// the digits that are asked for, upwards or downwards where they lie in the middle between two.
static bool leads_to(double found, double right, int digits)
{
    double half = slip_half_unit(right, digits), unit = 2 * slip_half_unit(found, digits);
    double down = unit * floor(found / unit + 0.5 - 1e-6);
    double up = unit * floor(found / unit + 0.5 + 1e-6);
    return fabs(found - right) <= half / 2 && fabs(down - right) <= half &&
           fabs(up - right) <= half;
}

// The digits from 3 on that the numbers shown give, of which the least is taken at which the most slips show.
static int digits_of(const struct drawing *drawing, struct subject subject,
                     const struct slips *slips)
{
    double right = numbers_value(drawing->numbers, subject);
    double found = numbers_by_formula(drawing->shown, subject);
    size_t most = 0;
    int best = 0;
    for (int digits = QUESTION_DIGITS_LEAST; digits <= QUESTION_DIGITS_MOST; digits++) {
        size_t count = slips_apart(slips, SLIP_SINGLE, right, digits);
        if (leads_to(found, right, digits) && (best == 0 || count > most)) {
            best = digits;
            most = count;
        }
    }
    return best;
}

int draw_digits(const struct drawing *drawing, struct subject subject, bool *shows_slips)
{
    struct slips slips;
    double right = numbers_value(drawing->numbers, subject);
    *shows_slips = false;
    *drawing->has_failed = !slips_find(&slips, drawing->numbers, subject, drawing->error);
    if (*drawing->has_failed)
        return 0;
    int digits = digits_of(drawing, subject, &slips);
    *shows_slips = slips_apart(&slips, SLIP_SINGLE, right, digits) +
                       slips_apart(&slips, SLIP_INDEX, right, digits) >=
                   SLIPS_LEAST;
    slips_clear(&slips);
    return digits;
}

// Whether the subject makes a good question; the digits to ask for then.
static bool is_good(const struct drawing *drawing, struct subject subject, int *digits)
{
    struct matrix m;
    *digits = 0;
    switch (subject.asked) {
    case ASKED_PARAMETERS:
        return true;
    case ASKED_UPDATES:
        return drawing->numbers->batches > 1;
    case ASKED_SHAPE:
        m = numbers_matrix(drawing->numbers, subject.element.kind, subject.element.layer);
        return m.rows != m.cols;
    default:
        break;
    }
    double value = numbers_value(drawing->numbers, subject);
    if (!isfinite(value) || value == 0 ||
        numbers_terms(drawing->numbers, subject) > QUIZ_TERMS_MOST)
        return false;
    bool shows_slips;
    *digits = draw_digits(drawing, subject, &shows_slips);
    return *digits > 0 && shows_slips;
}

// ---- topics -------------------------------------------------------------------------------------

// A set of subjects that differ in their element only.
struct group {
    enum asked asked;
    enum quantity_kind kind;
    size_t layer;
};

// How many elements a group has.
static size_t group_size(const struct drawing *drawing, struct group group)
{
    switch (group.asked) {
    case ASKED_LOSS:
    case ASKED_SHAPE:
    case ASKED_PARAMETERS:
        return 1;
    case ASKED_PART:
        return drawing->numbers->network->outputs == 1 ? drawing->numbers->pass->samples : 0;
    case ASKED_UPDATES:
        return EPOCHS_MOST - EPOCHS_LEAST + 1;
    default:
        return matrix_count(numbers_matrix(drawing->numbers, group.kind, group.layer));
    }
}

static struct subject group_subject(const struct drawing *drawing, struct group group, size_t index)
{
    struct subject subject = {group.asked, {group.kind, group.layer, 0, 0}};
    if (group.asked == ASKED_PART)
        subject.element.row = index;
    else if (group.asked == ASKED_UPDATES)
        subject.element.row = index + EPOCHS_LEAST;
    else if (group.layer > 0 && group.asked != ASKED_SHAPE) {
        size_t cols = numbers_matrix(drawing->numbers, group.kind, group.layer).cols;
        subject.element.row = index / cols;
        subject.element.col = index % cols;
    }
    return subject;
}

static bool was_drawn(struct drawn before, struct subject subject)
{
    size_t i = 0;
    while (i < before.count && !subject_is_equal(before.list[i], subject))
        i++;
    return i < before.count;
}

// Without the older half.
static struct drawn newer_half(struct drawn before)
{
    size_t count = before.count / 2;
    return (struct drawn){before.list + (before.count - count), count};
}

// Draws a good element of the group that was not drawn before.
static bool draw_from(const struct drawing *drawing, struct group group, struct drawn before,
                      struct quiz_draw *draw)
{
    size_t size = group_size(drawing, group), at = 0;
    for (size_t i = 0; size > 0 && i < DRAWS_MOST + WALK_MOST; i++) {
        bool is_random = i < DRAWS_MOST && size > 1;
        at = is_random ? (size_t)rng_interval(drawing->rng, size - 1) : (at + 1) % size;
        draw->subject = group_subject(drawing, group, at);
        if (!was_drawn(before, draw->subject) && is_good(drawing, draw->subject, &draw->digits))
            return true;
        if (i >= DRAWS_MOST + size || (size == 1 && i > 0) || *drawing->has_failed)
            break;
    }
    return false;
}

// The groups of a topic, of its first or its second kind of question, into [groups], for a layer or for the
// network; how many.
static size_t find_groups(enum quiz_topic topic, bool is_second, size_t layer, size_t layers,
                          struct group groups[4])
{
    bool is_last = layer == layers;
    size_t count = 0;
#define GROUP(...)                                                                                 \
    groups[count++] = (struct group)                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
    if (topic == QUIZ_FORWARD)
        GROUP(ASKED_ELEMENT, is_second ? QUANTITY_A : QUANTITY_Z, layer);
    else if (topic == QUIZ_LOSS && is_last)
        GROUP(is_second ? ASKED_PART : ASKED_LOSS, QUANTITY_LOSS, 0);
    else if ((topic == QUIZ_OUTPUT && is_last) || (topic == QUIZ_HIDDEN && !is_last))
        GROUP(ASKED_ELEMENT, is_second ? QUANTITY_DZ : QUANTITY_DA, layer);
    else if (topic == QUIZ_GRADIENT && (is_second || is_last)) {
        GROUP(ASKED_ELEMENT, QUANTITY_DW, layer);
        GROUP(ASKED_ELEMENT, QUANTITY_DB, layer);
    } else if (topic == QUIZ_UPDATE) {
        GROUP(ASKED_NEXT, QUANTITY_W, layer);
        GROUP(ASKED_NEXT, QUANTITY_B, layer);
    } else if (topic == QUIZ_SHAPES && !is_second) {
        GROUP(ASKED_SHAPE, QUANTITY_W, layer);
        GROUP(ASKED_SHAPE, QUANTITY_Z, layer);
        GROUP(ASKED_SHAPE, QUANTITY_DW, layer);
    } else if (topic == QUIZ_SHAPES && is_last) {
        GROUP(ASKED_PARAMETERS, QUANTITY_LOSS, 0);
        GROUP(ASKED_UPDATES, QUANTITY_LOSS, 0);
    }
#undef GROUP
    return count;
}

// Draws from the groups of one kind of question, beginning with one at random.
static bool draw_kind(const struct drawing *drawing, enum quiz_topic topic, bool is_second,
                      struct drawn before, struct quiz_draw *draw)
{
    enum { GROUPS_MOST = 64 };
    struct group groups[GROUPS_MOST + 4];
    size_t layers = drawing->numbers->network->layer_count, count = 0;
    for (size_t k = 1; k <= layers && count < GROUPS_MOST; k++)
        count += find_groups(topic, is_second, k, layers, groups + count);
    size_t first = count > 1 ? (size_t)rng_interval(drawing->rng, count - 1) : 0;
    draw->topic = topic;
    for (size_t i = 0; i < count && !*drawing->has_failed; i++)
        if (draw_from(drawing, groups[(first + i) % count], before, draw))
            return true;
    return false;
}

bool draw_topic(const struct drawing *drawing, enum quiz_topic topic, bool is_second,
                struct drawn before, struct quiz_draw *draw)
{
    while (!draw_kind(drawing, topic, is_second, before, draw) &&
           !draw_kind(drawing, topic, !is_second, before, draw)) {
        if (before.count == 0 || *drawing->has_failed)
            return false;
        before = newer_half(before);
    }
    return true;
}

bool draw_twin(const struct drawing *drawing, const struct quiz_draw *last, struct drawn before,
               struct quiz_draw *draw)
{
    struct subject subject = last->subject;
    struct group group = {subject.asked, subject.element.kind, subject.element.layer};
    draw->topic = last->topic;
    if (group.layer > drawing->numbers->network->layer_count)
        return false;
    while (!draw_from(drawing, group, before, draw)) {
        if (before.count < 2 || *drawing->has_failed) // the newest is the one whose twin is wanted
            return false;
        before = newer_half(before);
    }
    return true;
}

enum quiz_topic draw_topic_of(const struct numbers *numbers, struct subject subject)
{
    bool is_last = subject.element.layer == numbers->network->layer_count;
    switch (subject.asked) {
    case ASKED_LOSS:
    case ASKED_PART:
        return QUIZ_LOSS;
    case ASKED_NEXT:
        return QUIZ_UPDATE;
    case ASKED_ELEMENT:
        break;
    default:
        return QUIZ_SHAPES;
    }
    switch (subject.element.kind) {
    case QUANTITY_Z:
    case QUANTITY_A:
        return QUIZ_FORWARD;
    case QUANTITY_DW:
    case QUANTITY_DB:
        return QUIZ_GRADIENT;
    default:
        return is_last ? QUIZ_OUTPUT : QUIZ_HIDDEN;
    }
}
