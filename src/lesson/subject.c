// SPDX-License-Identifier: GPL-3.0-or-later
// A text is read as a place is, by the expression language, so that an index may be negative or computed.
#include "lesson/subject.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "expr/expr.h"
#include "session/session.h"

void subject_text(struct subject subject, char text[SUBJECT_TEXT_SIZE])
{
    char name[ELEMENT_NAME_SIZE];
    quantity_name((struct quantity){subject.element.kind, subject.element.layer}, name);
    switch (subject.asked) {
    case ASKED_LOSS:
        snprintf(text, SUBJECT_TEXT_SIZE, "loss");
        return;
    case ASKED_PART:
        snprintf(text, SUBJECT_TEXT_SIZE, "loss[%zu]", subject.element.row);
        return;
    case ASKED_SHAPE:
        snprintf(text, SUBJECT_TEXT_SIZE, "shape(%s)", name);
        return;
    case ASKED_PARAMETERS:
        snprintf(text, SUBJECT_TEXT_SIZE, "parameters");
        return;
    case ASKED_UPDATES:
        snprintf(text, SUBJECT_TEXT_SIZE, "updates(%zu)", subject.element.row);
        return;
    default:
        element_name(subject.element, name);
        snprintf(text, SUBJECT_TEXT_SIZE, "%s", name);
    }
}

// The samples of the batch under way or to come.
static size_t batch_rows(const struct session *session)
{
    return session->pass && session->batch.is_loaded ? session->pass->samples
                                                     : session_batch_size(session);
}

struct shape subject_shape(const struct session *session, struct element element)
{
    const struct layer *layer = &session->network->layers[element.layer - 1];
    bool is_weight = element.kind == QUANTITY_W || element.kind == QUANTITY_DW;
    bool is_bias = element.kind == QUANTITY_B || element.kind == QUANTITY_DB;
    size_t rows = is_weight ? layer->in : is_bias ? 1 : batch_rows(session);
    return (struct shape){rows, layer->out, 2};
}

size_t subject_stage(const struct session *session, struct subject subject)
{
    size_t layers = session->network->layer_count;
    static const enum stage_kind stages[] = {
        [QUANTITY_Z] = STAGE_Z,   [QUANTITY_A] = STAGE_A,   [QUANTITY_DA] = STAGE_DA,
        [QUANTITY_DZ] = STAGE_DZ, [QUANTITY_DW] = STAGE_DW, [QUANTITY_DB] = STAGE_DW,
    };
    switch (subject.asked) {
    case ASKED_ELEMENT:
        return stage_index(layers,
                           (struct stage){stages[subject.element.kind], subject.element.layer});
    case ASKED_NEXT:
        return stage_update(layers);
    case ASKED_LOSS:
    case ASKED_PART:
        return stage_index(layers, (struct stage){STAGE_LOSS, 0});
    default:
        return stage_count(layers);
    }
}

bool subject_is_equal(struct subject one, struct subject other)
{
    return one.asked == other.asked && one.element.kind == other.element.kind &&
           one.element.layer == other.element.layer && one.element.row == other.element.row &&
           one.element.col == other.element.col;
}

// ---- reading ------------------------------------------------------------------------------------

static bool refuse(const char *text, size_t length, struct error *error)
{
    error_set(error, "the quiz cannot ask for '%s'", error_quote(text, length).text);
    return error_hint(error, "it asks for an element such as dw2[1,0] or w1[0,1], for loss, or for "
                             "shape(w1); 'help quiz' lists its topics");
}

// The text between the parentheses of WORD(...). False where the text is none.
static bool find_inside(const char *text, size_t length, const char *word, const char **inside,
                        size_t *size)
{
    size_t begin = strlen(word);
    if (length < begin + 3 || memcmp(text, word, begin) != 0 || text[begin] != '(' ||
        text[length - 1] != ')')
        return false;
    *inside = text + begin + 1;
    *size = length - begin - 2;
    return true;
}

// The name of a matrix of the network, which must have that layer.
static bool parse_matrix(const struct session *session, const char *text, size_t length,
                         struct element *element)
{
    struct quantity quantity;
    if (!quantity_parse(text, length, &quantity) || quantity.layer < 1 ||
        quantity.layer > session->network->layer_count)
        return false;
    *element = (struct element){quantity.kind, quantity.layer, 0, 0};
    return true;
}

// What is written as a word, with a count or a matrix in parentheses.
static bool parse_word(const struct session *session, const char *text, size_t length,
                       struct subject *subject)
{
    const char *inside;
    size_t size;
    *subject = (struct subject){.element = {.kind = QUANTITY_LOSS}};
    if (length == 4 && memcmp(text, "loss", 4) == 0) {
        subject->asked = ASKED_LOSS;
        return true;
    }
    if (length == 10 && memcmp(text, "parameters", 10) == 0) {
        subject->asked = ASKED_PARAMETERS;
        return true;
    }
    if (find_inside(text, length, "shape", &inside, &size)) {
        subject->asked = ASKED_SHAPE;
        return parse_matrix(session, inside, size, &subject->element);
    }
    subject->asked = ASKED_UPDATES;
    return find_inside(text, length, "updates", &inside, &size) &&
           number_parse_count(inside, size, 1000000, &subject->element.row) &&
           subject->element.row > 0;
}

// The element that an indexed name means. False with [error] set where there is none.
static bool parse_element(struct session *session, const struct place *place,
                          struct subject *subject, struct error *error)
{
    struct scope scope = session_scope(session);
    struct element *element = &subject->element;
    struct region region;
    bool is_part = place->name_length == 4 && memcmp(place->name, "loss", 4) == 0;
    struct shape shape = {1, batch_rows(session), 1};
    if (!is_part) {
        if (!parse_matrix(session, place->name, place->name_length, element))
            return false;
        shape = subject_shape(session, *element);
    }
    if (!expr_region(place, &scope, shape, &region, error) || !region.is_element)
        return false;
    bool is_parameter = element->kind == QUANTITY_W || element->kind == QUANTITY_B;
    subject->asked = is_part ? ASKED_PART : is_parameter ? ASKED_NEXT : ASKED_ELEMENT;
    element->row = is_part ? region.col : region.row;
    element->col = is_part ? 0 : region.col;
    return true;
}

bool subject_parse(struct session *session, const char *text, size_t length,
                   struct subject *subject, struct error *error)
{
    struct place place;
    size_t end = 0;
    bool well = false;
    if (parse_word(session, text, length, subject))
        return true;
    error_set(error, "%s", "");
    struct expr *expr = expr_parse_place(text, length, 0, &end, error);
    *subject = (struct subject){.element = {.kind = QUANTITY_LOSS}};
    if (expr && end == length && expr_place(expr, &place))
        well = parse_element(session, &place, subject, error);
    expr_free(expr);
    if (!well && !error->what[0]) // it is a place, or an expression, but none that can be asked for
        refuse(text, length, error);
    return well;
}
