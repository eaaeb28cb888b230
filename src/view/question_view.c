// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas and arithmetic are those of `explain`, on the numbers that the quiz computed beside the session.
#include "view/question_view.h"

#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "session/session.h"
#include "view/explain_element.h"
#include "view/explain_update.h"
#include "view/formula.h"
#include "view/formula_loss.h"
#include "view/pass_view.h"
#include "view/table.h"

// The numbers of the quiz as the views of a pass see them.
static struct pass_view view_of(const struct quiz *quiz, const struct session *session,
                                struct style style)
{
    return (struct pass_view){.network = quiz->numbers->network,
                              .pass = quiz->numbers->pass,
                              .is_part = session_has_batches(session),
                              .config = quiz->numbers->config,
                              .style = style};
}

// The loss as it is called where an update sees only a part of the samples.
static const char *loss_name(const struct session *session)
{
    return session_has_batches(session) ? "batch_loss" : "the loss";
}

// ---- the question -------------------------------------------------------------------------------

// What is asked, as a sentence.
static void put_question(struct buf *out, struct subject subject, const struct session *session)
{
    struct element e = subject.element;
    char name[ELEMENT_NAME_SIZE];
    element_name(e, name);
    switch (subject.asked) {
    case ASKED_ELEMENT:
        buf_printf(out, "What is %s?", name);
        break;
    case ASKED_NEXT:
        buf_printf(out, "What is %s after the next update?", name);
        break;
    case ASKED_LOSS:
        buf_printf(out, "What is %s?", loss_name(session));
        break;
    case ASKED_PART:
        buf_printf(out, "What is the part of sample %zu in the loss, before %s?", e.row,
                   session->settings.loss->is_mean ? "the mean is taken" : "all parts are added");
        break;
    case ASKED_SHAPE:
        quantity_name((struct quantity){e.kind, e.layer}, name);
        buf_printf(out, "What is the shape of %s? Give its rows and its columns.", name);
        break;
    case ASKED_PARAMETERS:
        buf_puts(out, "How many parameters does the network have?");
        break;
    case ASKED_UPDATES:
        buf_printf(out, "How many updates are done in %zu epochs?", e.row);
        break;
    }
}

// What the optimizer keeps for the parameter, which is nowhere else to be seen.
static void put_kept(struct buf *out, const struct quiz *quiz, struct style style)
{
    const struct network *network = quiz->numbers->network;
    const struct optimizer *optimizer = quiz->numbers->config.optimizer;
    struct element e = quiz->draw.subject.element;
    struct matrix m = numbers_matrix(quiz->numbers, e.kind, e.layer);
    size_t index = (size_t)(m.data - network->parameters) + e.row * m.cols + e.col;
    for (size_t i = 0; i < optimizer->states; i++)
        buf_printf(out, "%s %c = %s", i ? "," : " The optimizer keeps for it",
                   optimizer->letters[i],
                   style_number(style, network->states[i] ? network->states[i][index] : 0).text);
    buf_puts(out, optimizer->states ? "." : "");
}

void question_view_ask(struct buf *out, const struct quiz *quiz, const struct session *session,
                       struct style style)
{
    const struct quiz_draw *draw = &quiz->draw;
    char text[SUBJECT_TEXT_SIZE];
    struct buf question = BUF_EMPTY;
    put_question(&question, draw->subject, session);
    subject_text(draw->subject, text);
    style_put(out, style, INK_BOLD, buf_text(&question));
    if (draw->subject.asked == ASKED_NEXT)
        put_kept(out, quiz, style);
    if (draw->digits)
        buf_printf(out, " Give %d significant digits.", draw->digits);
    buf_printf(out, "   (quiz %s)\n", text);
    out->failed = out->failed || question.failed;
    buf_free(&question);
}

// ---- how it is answered -------------------------------------------------------------------------

// The formulas of what no pass computes.
static const char *count_formula(struct subject subject)
{
    static const char shape_by_sample[] =
        "a row for each sample, a column for each unit of the layer";
    static const char shape_of_weights[] =
        "a row for each input of the layer, a column for each of its units";
    bool is_weight = subject.element.kind == QUANTITY_W || subject.element.kind == QUANTITY_DW;
    bool is_bias = subject.element.kind == QUANTITY_B || subject.element.kind == QUANTITY_DB;
    if (subject.asked == ASKED_PARAMETERS)
        return "weights and biases: inputs·units + units, added up over the layers";
    if (subject.asked == ASKED_UPDATES)
        return "epochs times the updates of one: its samples divided by the batch, rounded up";
    return is_weight ? shape_of_weights
           : is_bias ? "one row, a column for each unit of the layer"
                     : shape_by_sample;
}

// The optimizer's lines, with names.
static void put_update(struct buf *out, const struct quiz *quiz)
{
    struct element e = quiz->draw.subject.element, gradient = e;
    char name[ELEMENT_NAME_SIZE], slope[ELEMENT_NAME_SIZE];
    gradient.kind = e.kind == QUANTITY_W ? QUANTITY_DW : QUANTITY_DB;
    element_name(e, name);
    element_name(gradient, slope);
    const struct optimizer *optimizer = quiz->numbers->config.optimizer;
    if (optimizer->is_plain)
        buf_printf(out, "%s - lr·%s", name, slope);
    else
        buf_printf(out, "%s, with w = %s and dw = %s", optimizer->formula, name, slope);
    if (!regularization_is_none(&quiz->numbers->config.regularization))
        buf_printf(out, ", where clip, l1 and l2 act on %s first", slope);
}

static void put_formula(struct buf *out, const struct quiz *quiz, const struct pass_view *view)
{
    struct subject subject = quiz->draw.subject;
    struct element last = {QUANTITY_A, view->network->layer_count, subject.element.row, 0};
    switch (subject.asked) {
    case ASKED_ELEMENT:
    case ASKED_LOSS:
        formula_names(out, view, subject.element);
        break;
    case ASKED_PART:
        formula_template(out, view, last, view->config.loss->term_formula);
        break;
    case ASKED_NEXT:
        put_update(out, quiz);
        break;
    default:
        buf_puts(out, count_formula(subject));
        break;
    }
}

void question_view_formula(struct buf *out, const struct quiz *quiz, const struct session *session,
                           struct style style)
{
    struct pass_view view = view_of(quiz, session, style);
    struct subject subject = quiz->draw.subject;
    char text[SUBJECT_TEXT_SIZE];
    subject_text(subject, text);
    buf_printf(out, "  %s%s = ", subject.asked == ASKED_NEXT ? "new " : "", text);
    put_formula(out, quiz, &view);
    buf_puts(out, "\n");
}

// Writes the answer of what no pass computes.
static void put_count(struct buf *out, const struct quiz *quiz)
{
    struct subject subject = quiz->draw.subject;
    char text[SUBJECT_TEXT_SIZE];
    subject_text(subject, text);
    struct matrix m =
        subject.asked == ASKED_SHAPE
            ? numbers_matrix(quiz->numbers, subject.element.kind, subject.element.layer)
            : (struct matrix){0, 0, NULL};
    if (subject.asked == ASKED_SHAPE)
        buf_printf(out, "  %s = [%zu, %zu]: %s\n", text, m.rows, m.cols, count_formula(subject));
    else
        buf_printf(out, "  %s = %.0f: %s\n", text, numbers_value(quiz->numbers, subject),
                   count_formula(subject));
}

static void put_part(struct buf *out, const struct quiz *quiz, const struct pass_view *view)
{
    size_t n = quiz->draw.subject.element.row;
    buf_printf(out, "  loss[%zu] = ", n);
    put_formula(out, quiz, view);
    buf_puts(out, " = ");
    formula_loss_part(out, view, n); // with its value
    buf_puts(out, "\n");
}

void question_view_working(struct buf *out, const struct quiz *quiz, const struct session *session,
                           struct style style)
{
    struct pass_view view = view_of(quiz, session, style);
    struct subject subject = quiz->draw.subject;
    switch (subject.asked) {
    case ASKED_ELEMENT:
    case ASKED_LOSS:
        element_explain(out, &view, subject.element, 0);
        break;
    case ASKED_PART:
        put_part(out, quiz, &view);
        break;
    case ASKED_NEXT:
        explain_update(out, session, &view, subject.element);
        break;
    default:
        put_count(out, quiz);
        break;
    }
}

// ---- the score ----------------------------------------------------------------------------------

static void put_topics(struct buf *out, const struct quiz *quiz, struct style style)
{
    struct table table = TABLE_EMPTY;
    static const char *const heads[] = {"topic", "asked", "at first try", "in a row", "points", ""};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        table_cell(&table, heads[i]);
    table_row(&table);
    for (int i = 0; i < QUIZ_TOPICS; i++) {
        const struct quiz_score *score = &quiz->scores[i];
        table_cell(&table, quiz_topics[i].name);
        table_format(&table, "%zu", score->asked);
        table_format(&table, "%zu", score->first);
        table_format(&table, "%zu", score->streak);
        table_format(&table, "%zu", score->points);
        table_cell(&table, score->is_mastered ? "mastered" : "");
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "lrrrrl");
}

void question_view_score(struct buf *out, const struct quiz *quiz, struct style style)
{
    size_t points = 0, most = 0, slips = 0;
    for (int i = 0; i < QUIZ_TOPICS; i++) {
        points += quiz->scores[i].points;
        most += QUIZ_POINTS * quiz->scores[i].asked;
    }
    put_topics(out, quiz, style);
    buf_printf(out, "%zu of %zu points; a topic is mastered after %d in a row at first try\n",
               points, most, QUIZ_MASTERY);
    for (size_t i = 0; slip_row_name(i) && i < QUIZ_SLIPS_MOST; i++)
        if (quiz->slips[i] > 0)
            buf_printf(out, "%s%s %zu", slips++ ? ", " : "slips met: ", slip_row_name(i),
                       quiz->slips[i]);
    buf_puts(out, slips ? "\n" : "");
}
