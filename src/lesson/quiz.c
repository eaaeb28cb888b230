// SPDX-License-Identifier: GPL-3.0-or-later
// The topics stand in the order in which they are learnt: each needs those before it. What is asked next
// follows from the scores alone, and which element from the question's number, so a session that is played
// again asks the same.
#include "lesson/quiz.h"

#include <math.h>
#include <string.h>

#include "lesson/draw.h"
#include "network/rng.h"
#include "session/session.h"

const struct quiz_topic_row quiz_topics[QUIZ_TOPICS] = {
    [QUIZ_FORWARD] = {"forward", "z and a of one sample and unit"},
    [QUIZ_LOSS] = {"loss", "the loss, or one sample's part of it"},
    [QUIZ_OUTPUT] = {"output", "da and dz of the last layer"},
    [QUIZ_GRADIENT] = {"gradient", "dw and db"},
    [QUIZ_UPDATE] = {"update", "a weight or a bias after the next update"},
    [QUIZ_HIDDEN] = {"hidden", "da and dz of the layers before the last"},
    [QUIZ_SHAPES] = {"shapes", "shapes of matrices, and counts"},
};

bool quiz_topic_find(const char *name, size_t length, enum quiz_topic *topic)
{
    for (int i = 0; i < QUIZ_TOPICS; i++) {
        *topic = (enum quiz_topic)i;
        if (strlen(quiz_topics[i].name) == length && memcmp(quiz_topics[i].name, name, length) == 0)
            return true;
    }
    return false;
}

// ---- which topic --------------------------------------------------------------------------------

// A mastered topic at random, if there is one.
static void repeated_topic(const struct quiz *quiz, struct rng *rng, enum quiz_topic *topic)
{
    size_t mastered = 0;
    for (int i = 0; i < QUIZ_TOPICS; i++)
        mastered += quiz->scores[i].is_mastered;
    if (mastered == 0)
        return;
    size_t which = (size_t)rng_interval(rng, mastered - 1);
    for (int i = 0; i < QUIZ_TOPICS; i++)
        if (quiz->scores[i].is_mastered && which-- == 0)
            *topic = (enum quiz_topic)i;
}

// The first topic that is not mastered, but each fourth time one that is; any, where all are.
static enum quiz_topic next_topic(const struct quiz *quiz, struct rng *rng)
{
    int first = 0;
    while (first < QUIZ_TOPICS && quiz->scores[first].is_mastered)
        first++;
    enum quiz_topic topic = first < QUIZ_TOPICS ? (enum quiz_topic)first : QUIZ_FORWARD;
    if ((quiz->count + 1) % QUIZ_REPEATS == 0 || first == QUIZ_TOPICS)
        repeated_topic(quiz, rng, &topic);
    return topic;
}

// ---- drawing ------------------------------------------------------------------------------------

// The digits for a subject that was asked for by name, which need not be a good question.
static bool draw_subject(const struct drawing *drawing, struct subject subject,
                         struct quiz_draw *draw, struct error *error)
{
    char text[SUBJECT_TEXT_SIZE];
    bool is_number = subject.asked != ASKED_SHAPE;
    *draw = (struct quiz_draw){draw_topic_of(drawing->numbers, subject), subject, 0};
    subject_text(subject, text);
    if (is_number && !isfinite(numbers_value(drawing->numbers, subject)))
        return error_set(error, "%s is not a finite number, so the quiz cannot ask for it", text);
    if (draw->topic == QUIZ_SHAPES)
        return true;
    bool ignored;
    int digits = draw_digits(drawing, subject, &ignored);
    draw->digits = digits ? digits : QUESTION_DIGITS_LEAST;
    return !*drawing->has_failed;
}

// Draws from the topic that is wanted, or whose turn it is; where it has nothing to ask, from the next one.
static bool draw_any(const struct quiz *quiz, const struct drawing *drawing,
                     const struct quiz_wish *wish, struct quiz_draw *draw, struct error *error)
{
    const struct drawn before = {quiz->asked, wish->seed ? 0 : quiz->asked_count};
    if (quiz->wants_twin && (!wish->topic || *wish->topic == quiz->draw.topic) &&
        draw_twin(drawing, &quiz->draw, (struct drawn){quiz->asked, quiz->asked_count}, draw))
        return true;
    enum quiz_topic topic = wish->topic ? *wish->topic : next_topic(quiz, drawing->rng);
    for (int i = 0; i < QUIZ_TOPICS && !*drawing->has_failed; i++) {
        bool is_second = quiz->scores[topic].asked % 2;
        if (draw_topic(drawing, topic, is_second, before, draw))
            return true;
        topic = (enum quiz_topic)((topic + 1) % QUIZ_TOPICS);
    }
    return !*drawing->has_failed &&
           error_set(error, "there is nothing to ask of this network: its numbers are 0 or not "
                            "finite, or its sums too long to be added up by hand");
}

// Notes what the question asks for; the oldest one is forgotten where there is no room.
static void note_asked(struct quiz *quiz)
{
    if (quiz->asked_count == QUIZ_ASKED_MOST)
        memmove(quiz->asked, quiz->asked + 1, --quiz->asked_count * sizeof *quiz->asked);
    quiz->asked[quiz->asked_count++] = quiz->draw.subject;
}

bool quiz_draw(struct quiz *quiz, const struct session *session, const struct quiz_wish *wish,
               struct error *error)
{
    struct rng rng;
    struct quiz_draw draw = quiz->draw;
    rng_seed(&rng, wish->seed ? *wish->seed : (uint32_t)(quiz->count + 1));
    struct numbers *numbers = numbers_create(session, error);
    struct numbers *shown = numbers ? numbers_as_shown(session, numbers, error) : NULL;
    bool has_failed = false;
    struct drawing drawing = {session, numbers, shown, &rng, error, &has_failed};
    bool well = shown && (wish->subject ? draw_subject(&drawing, *wish->subject, &draw, error)
                                        : draw_any(quiz, &drawing, wish, &draw, error));
    numbers_free(shown);
    if (!well) {
        numbers_free(numbers);
        return false;
    }
    numbers_free(quiz->numbers);
    quiz->numbers = numbers;
    quiz->draw = draw;
    quiz->count++;
    note_asked(quiz);
    return true;
}

// What is right: a number, or two of them for a shape.
static bool expected_value(const struct quiz *quiz, struct value *value, struct error *error)
{
    struct subject subject = quiz->draw.subject;
    *value = value_number(0);
    if (subject.asked != ASKED_SHAPE) {
        *value = value_number(numbers_value(quiz->numbers, subject));
        return true;
    }
    struct matrix m = numbers_matrix(quiz->numbers, subject.element.kind, subject.element.layer);
    if (!value_create_shape(value, (struct shape){1, 2, 1}, 2, error))
        return false;
    value->all.data[0] = (double)m.rows;
    value->all.data[1] = (double)m.cols;
    return true;
}

bool quiz_ask(struct quiz *quiz, struct question *question, struct session *session,
              struct question_owner owner, struct error *error)
{
    struct value expected;
    size_t stage = subject_stage(session, quiz->draw.subject);
    bool hides = stage < stage_count(session->network->layer_count);
    if (hides && session->done < stage && !session_walk_until(session, stage, error))
        return false;
    if (!expected_value(quiz, &expected, error))
        return false;
    struct question_plan plan = {.expected = &expected,
                                 .digits = quiz->draw.digits,
                                 .hides = hides,
                                 .stage = stage,
                                 .subject = &quiz->draw.subject,
                                 .owner = owner};
    if (!question_open(question, session, &plan, error))
        return false;
    quiz->is_open = true;
    quiz->is_hinted = quiz->wants_twin = false;
    quiz->edited = session->clock.edited;
    quiz->settings = session->settings;
    return true;
}

// ---- the score ----------------------------------------------------------------------------------

void quiz_right(struct quiz *quiz, size_t tries)
{
    struct quiz_score *score = &quiz->scores[quiz->draw.topic];
    bool is_first = tries == 0 && !quiz->is_hinted;
    score->asked++;
    score->first += is_first;
    score->streak = is_first ? score->streak + 1 : 0;
    score->points += is_first ? QUIZ_POINTS : 1;
    score->is_mastered = score->is_mastered || score->streak >= QUIZ_MASTERY;
}

void quiz_shown(struct quiz *quiz)
{
    struct quiz_score *score = &quiz->scores[quiz->draw.topic];
    score->asked++;
    score->streak = 0;
    quiz->wants_twin = true;
}

void quiz_tally(struct quiz *quiz, const struct slip_match *match)
{
    for (size_t i = 0; i < match->count && i < 2; i++)
        for (size_t row = 0; slip_row_name(row) && row < QUIZ_SLIPS_MOST; row++)
            quiz->slips[row] += strcmp(slip_row_name(row), slip_name(match->slips[i])) == 0;
}

// ---- while it is open ---------------------------------------------------------------------------

// Whether the settings differ in one that acts on what is computed, and not only on how it is shown.
static bool acts_differently(const struct settings *old, const struct settings *new)
{
    struct settings like_old = *new;
    like_old.every = old->every;
    like_old.digits = old->digits;
    like_old.limit = old->limit;
    like_old.detail = old->detail;
    like_old.timeline = old->timeline;
    like_old.color = old->color;
    return !settings_are_equal(old, &like_old);
}

bool quiz_is_outdated(struct quiz *quiz, const struct session *session)
{
    const struct session_clock *clock = &session->clock;
    if (!quiz->is_open || clock->edited == quiz->edited)
        return false;
    bool is_settings = !settings_are_equal(&quiz->settings, &session->settings);
    bool is_outdated = is_settings ? acts_differently(&quiz->settings, &session->settings)
                                   : clock->names != clock->edited;
    quiz->edited = clock->edited;
    quiz->settings = session->settings;
    return is_outdated;
}

void quiz_close(struct quiz *quiz, struct question *question, struct session *session)
{
    if (quiz->is_open)
        question_close(question, session);
    numbers_free(quiz->numbers);
    quiz->numbers = NULL;
    quiz->is_open = false;
}
