// SPDX-License-Identifier: GPL-3.0-or-later
// What is right is computed once, when the question is opened, and so are the slips: nothing that happens
// while it is open moves the goal. An answer is right when it is near enough, however it is spelled; only a
// plain number can have too few digits.
#include "lesson/question.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "lesson/answer.h"
#include "lesson/numbers.h"
#include "session/session.h"

// ---- opening ------------------------------------------------------------------------------------

// Whether the subject's value is that number, to the bit.
static bool has_value(const struct numbers *numbers, struct subject subject, double value)
{
    return numbers_value(numbers, subject) == value;
}

// Finds an element of the matrix that has that value.
static bool find_in(const struct numbers *numbers, enum asked asked, enum quantity_kind kind,
                    size_t layer, double value, struct subject *found)
{
    struct matrix m = numbers_matrix(numbers, kind, layer);
    for (size_t i = 0; i < matrix_count(m); i++) {
        *found = (struct subject){asked, {kind, layer, i / m.cols, i % m.cols}};
        if (has_value(numbers, *found, value))
            return true;
    }
    return false;
}

// Finds what the number is: of all that the stages from [first] to [last] compute, the first that equals it to
// the bit. A whole number equals too many things by chance.
static bool find_subject(const struct session *session, const struct numbers *numbers, size_t first,
                         size_t last, double value, struct subject *found)
{
    static const enum quantity_kind kinds[] = {QUANTITY_Z,  QUANTITY_A,  QUANTITY_DA, QUANTITY_DZ,
                                               QUANTITY_DW, QUANTITY_DB, QUANTITY_W,  QUANTITY_B};
    for (size_t k = 1; k <= numbers->network->layer_count; k++)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            bool is_next = kinds[i] == QUANTITY_W || kinds[i] == QUANTITY_B;
            enum asked asked = is_next ? ASKED_NEXT : ASKED_ELEMENT;
            struct subject any = {asked, {kinds[i], k, 0, 0}};
            size_t stage = subject_stage(session, any);
            if (stage >= first && stage <= last &&
                find_in(numbers, asked, kinds[i], k, value, found))
                return true;
        }
    *found = (struct subject){.asked = ASKED_LOSS, .element = {.kind = QUANTITY_LOSS}};
    size_t stage = subject_stage(session, *found);
    return stage >= first && stage <= last && has_value(numbers, *found, value);
}

// Finds out which element is asked for: what the plan says, else what equals the expected value.
static void know_subject(struct question *question, const struct session *session,
                         const struct question_plan *plan, const struct numbers *numbers)
{
    double value = question->expected.number;
    size_t stages = stage_count(session->network->layer_count);
    question->has_subject = plan->subject != NULL;
    if (plan->subject)
        question->subject = *plan->subject;
    else if (!question->expected.is_matrix && isfinite(value) && value != floor(value))
        question->has_subject =
            (plan->hides &&
             find_subject(session, numbers, plan->stage, plan->stage, value, &question->subject)) ||
            find_subject(session, numbers, 0, stages, value, &question->subject);
}

// Computes the slips, where there is a network that could have led to any.
static bool find_slips(struct question *question, struct session *session,
                       const struct question_plan *plan, struct error *error)
{
    struct error ignored;
    if (!session->network || !session_prepare(session, &ignored))
        return true;
    struct numbers *numbers = numbers_create(session, error);
    if (!numbers)
        return false;
    know_subject(question, session, plan, numbers);
    bool well =
        !question->has_subject || slips_find(&question->slips, numbers, question->subject, error);
    numbers_free(numbers);
    return well;
}

bool question_open(struct question *question, struct session *session,
                   const struct question_plan *plan, struct error *error)
{
    *question = (struct question){.is_open = true,
                                  .expected = *plan->expected,
                                  .tolerance = plan->tolerance,
                                  .digits = plan->digits,
                                  .hides = plan->hides,
                                  .owner = plan->owner};
    *plan->expected = value_number(0);
    // An array of one element is a number.
    struct matrix m = value_view(&question->expected);
    if (question->expected.is_matrix && matrix_count(m) == 1) {
        double number = m.data[0];
        value_clear(&question->expected);
        question->expected = value_number(number);
    }
    if (!find_slips(question, session, plan, error)) {
        question_close(question, session);
        return false;
    }
    if (plan->hides)
        session_hide(session, plan->stage);
    return true;
}

bool question_add_slip(struct question *question, struct value *value, const char *text,
                       size_t line, struct error *error)
{
    struct own_slip *grown =
        realloc(question->own, (question->own_count + 1) * sizeof *question->own);
    if (grown)
        question->own = grown;
    char *copy = grown ? strdup(text) : NULL;
    if (!copy) {
        value_clear(value);
        return error_memory(error);
    }
    question->own[question->own_count++] = (struct own_slip){*value, copy, line};
    *value = value_number(0);
    return true;
}

void question_close(struct question *question, struct session *session)
{
    if (!question->is_open)
        return;
    if (question->hides)
        session_reveal(session);
    value_clear(&question->expected);
    slips_clear(&question->slips);
    for (size_t i = 0; i < question->own_count; i++) {
        value_clear(&question->own[i].value);
        free(question->own[i].text);
    }
    for (size_t i = 0; i < question->earlier_count; i++)
        value_clear(&question->earlier[i]);
    free(question->own);
    free(question->earlier);
    *question = (struct question){.is_open = false};
}

// ---- judging ------------------------------------------------------------------------------------

// How far an answer may be from [value].
static double tolerance_at(const struct question *question, double value)
{
    return question->digits ? slip_half_unit(value, question->digits) : question->tolerance;
}

// Whether both have as many elements in the same order: a row, a column and a 1-d array count as alike.
static bool is_alike(struct value *one, struct value *other)
{
    struct matrix a = value_view(one), b = value_view(other);
    bool are_lines = (a.rows == 1 || a.cols == 1) && (b.rows == 1 || b.cols == 1);
    return matrix_count(a) == matrix_count(b) && (are_lines || a.rows == b.rows);
}

// Whether each element of the answer is near enough to that of [value].
static bool is_near(const struct question *question, struct value *value, struct value *answer)
{
    struct matrix a = value_view(answer), t = value_view(value);
    for (size_t i = 0; i < matrix_count(t); i++) {
        // A decimal number is itself rounded to a double; so much is on top.
        double bound = tolerance_at(question, t.data[i]) + 1e-14 * fabs(t.data[i]);
        if (!(fabs(a.data[i] - t.data[i]) <= bound))
            return false;
    }
    return true;
}

static bool is_finite(struct value *value)
{
    struct matrix m = value_view(value);
    for (size_t i = 0; i < matrix_count(m); i++)
        if (!isfinite(m.data[i]))
            return false;
    return true;
}

// Whether the same wrong answer was given before.
static bool is_known(const struct question *question, struct value *answer)
{
    struct matrix a = value_view(answer);
    for (size_t i = 0; i < question->earlier_count; i++) {
        struct matrix b = value_view(&question->earlier[i]);
        if (memcmp(a.data, b.data, matrix_count(a) * sizeof(double)) == 0)
            return true;
    }
    return false;
}

// Remembers a wrong answer.
static bool keep(struct question *question, struct value *answer, struct error *error)
{
    struct value *grown =
        realloc(question->earlier, (question->earlier_count + 1) * sizeof *question->earlier);
    if (!grown)
        return error_memory(error);
    question->earlier = grown;
    if (!value_copy(&grown[question->earlier_count], answer, error))
        return false;
    question->earlier_count++;
    question->tries++;
    return true;
}

// Finds the author's slip that the answer is, if it is one.
static const struct own_slip *find_own(const struct question *question, struct answer *answer)
{
    for (size_t i = 0; i < question->own_count; i++) {
        struct value *value = &question->own[i].value;
        if (is_alike(value, &answer->value) && is_near(question, value, &answer->value))
            return &question->own[i];
    }
    return NULL;
}

// Whether the answer has fewer digits than are asked for. A plain 0 is a wrong answer, and not a rounded
// one; and what the author has something to say about is that.
static bool is_short(const struct question *question, struct answer *answer)
{
    bool is_zero = answer->value.number == 0 && answer->half >= 0.5;
    return question->digits && answer->is_plain && answer->digits < question->digits && !is_zero &&
           !find_own(question, answer);
}

static enum verdict verdict_of(struct question *question, struct answer *answer)
{
    if (!is_alike(&question->expected, &answer->value) || !is_finite(&answer->value))
        return VERDICT_NO_ANSWER;
    if (is_near(question, &question->expected, &answer->value))
        return VERDICT_RIGHT;
    if (is_short(question, answer) &&
        fabs(answer->value.number - question->expected.number) <= answer->half)
        return VERDICT_TOO_FEW;
    return is_known(question, &answer->value) ? VERDICT_AS_BEFORE : VERDICT_NOT_YET;
}

// ---- sentences ----------------------------------------------------------------------------------

// Appends a number, or up to eight elements of an array.
static void put_value(struct buf *out, const struct session *session, struct value *value)
{
    enum { ELEMENTS_MOST = 8 };
    struct matrix m = value_view(value);
    int digits = session->settings.digits;
    if (!value->is_matrix) {
        buf_puts(out, number_string(value->number, digits).text);
        return;
    }
    for (size_t i = 0; i < matrix_count(m) && i < ELEMENTS_MOST; i++)
        buf_printf(out, "%s%s", i ? ", " : "[", number_string(m.data[i], digits).text);
    buf_puts(out, matrix_count(m) > ELEMENTS_MOST ? ", …]" : "]");
}

// Says why something is not an answer.
static void put_no_answer(struct buf *out, struct question *question, struct answer *answer)
{
    struct matrix wanted = value_view(&question->expected), m = value_view(&answer->value);
    if (is_alike(&question->expected, &answer->value))
        buf_puts(out, "it is not a finite number");
    else if (!question->expected.is_matrix)
        buf_printf(out, "one number is asked for, and this has %zu; 'show' and 'print' show values",
                   matrix_count(m));
    else if (matrix_count(m) == 1)
        buf_printf(out, "%zu numbers are asked for, as in '3 5'", matrix_count(wanted));
    else
        buf_printf(out, "%zu×%zu numbers are asked for, and this has %zu×%zu", wanted.rows,
                   wanted.cols, m.rows, m.cols);
}

// Appends what the wrong answer looks like, if like anything.
static void put_slip(struct question *question, struct answer *answer, struct judgement *judgement)
{
    struct buf *out = &judgement->sentence;
    const struct own_slip *own = find_own(question, answer);
    struct matrix m = value_view(&answer->value);
    if (own) {
        judgement->own_line = own->line;
        buf_printf(out, ": %s", own->text);
        return;
    }
    bool is_exact = !question->digits; // counts and shapes are not rounded
    if (m.data && matrix_count(m) <= 2 &&
        (is_exact || !answer->is_plain || answer->digits >= QUESTION_DIGITS_LEAST)) {
        struct slip_answer typed = {m.data, matrix_count(m), answer->half, question->tolerance,
                                    question->digits};
        slips_match(&question->slips, &typed, &judgement->match);
    }
    if (judgement->match.count > 0) {
        buf_puts(out, ": ");
        slip_sentence(out, &question->slips, &judgement->match);
    }
}

static void put_sentence(struct question *question, const struct session *session,
                         struct answer *answer, struct judgement *judgement)
{
    static const char *const words[] = {
        [VERDICT_RIGHT] = "right",
        [VERDICT_TOO_FEW] = "too few digits",
        [VERDICT_NO_ANSWER] = "not an answer",
        [VERDICT_AS_BEFORE] = "as before",
        [VERDICT_NOT_YET] = "not yet",
    };
    struct buf *out = &judgement->sentence;
    buf_puts(out, words[judgement->verdict]);
    if (judgement->verdict == VERDICT_RIGHT) {
        buf_puts(out, ": ");
        put_value(out, session, &question->expected);
    } else if (judgement->verdict == VERDICT_TOO_FEW) {
        buf_printf(out, ": %d are asked for, and this has %d", question->digits,
                   answer->digits ? answer->digits : 1);
    } else if (judgement->verdict == VERDICT_NO_ANSWER) {
        buf_puts(out, ": ");
        put_no_answer(out, question, answer);
    } else if (judgement->verdict == VERDICT_AS_BEFORE) {
        buf_puts(out, ": this answer was not right already");
    } else {
        put_slip(question, answer, judgement);
    }
    if (answer->had_comma)
        buf_printf(out, "   (read as %s)", number_string(answer->value.number, 15).text);
    buf_puts(out, "\n");
}

bool question_judge(struct question *question, struct session *session, const char *text,
                    size_t length, struct judgement *judgement, struct error *error)
{
    struct answer answer;
    *judgement = (struct judgement){.sentence = BUF_EMPTY};
    if (!answer_read(session, text, length, question->expected.is_matrix, &answer, error))
        return false;
    struct matrix m = value_view(&answer.value);
    if (answer.value.is_matrix && matrix_count(m) == 1) {
        double number = m.data[0];
        value_clear(&answer.value);
        answer.value = value_number(number);
    }
    judgement->verdict = verdict_of(question, &answer);
    put_sentence(question, session, &answer, judgement);
    bool well = judgement->verdict != VERDICT_NOT_YET || keep(question, &answer.value, error);
    answer_clear(&answer);
    if (!well)
        buf_free(&judgement->sentence);
    return well;
}
