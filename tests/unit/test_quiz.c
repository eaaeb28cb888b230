// SPDX-License-Identifier: GPL-3.0-or-later
// Questions and answers. The figures are worked out from the notebook's first network, whose numbers stand in
// docs/language.md: they are what a student gets who makes that slip, not what the program says.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "lesson/slip.h"
#include "session/session.h"
#include "shell/commands.h"

#include "harness.h"
#include "suites.h"

// ---- verdicts and slips -------------------------------------------------------------------------

// A question, an answer, how what is said begins, and two texts in it, or NULL.
static const struct answer_case {
    const char *question, *answer, *begins, *names, *names_too;
} answers[] = {
    {"dw2[1,0]", "0.00786", "right", NULL, NULL},
    {"dw2[1,0]", "7.859e-3", "right", NULL, NULL},
    {"dw2[1,0]", "a1[:,1].T @ dz2", "right", NULL, NULL},
    {"dw2[1,0]", "11/1400", "right", NULL, NULL},
    {"dw2[1,0]", "[[0.007859]]", "right", NULL, NULL},
    {"dw2[1,0]", "0,00786", "right", "read as 0.00786", NULL},
    {"dw2[1,0]", "0.0079", "too few digits", NULL, NULL},
    {"dw2[1,0]", "0.008", "too few digits", NULL, NULL},
    {"dw2[1,0]", "-0.00786", "not yet", "(sign)", NULL},
    {"dw2[1,0]", "0.00196", "not yet", "(mean-again)", NULL},
    {"dw2[1,0]", "0.0314", "not yet", "(no-mean)", NULL},
    {"dw2[1,0]", "0.0324", "not yet", "(no-slope)", NULL},
    {"dw2[1,0]", "0.00509", "not yet", "(output-for-input)", NULL},
    {"dw2[1,0]", "0.00956", "not yet", "(no-input)", NULL},
    {"dw2[1,0]", "0.0685", "not yet", "(one-share)", "sample 3"},
    {"dw2[1,0]", "0.0786", "not yet", "(point)", NULL},
    {"dw2[1,0]", "inf", "not an answer", NULL, NULL},
    {"dw2[1,0]", "nan", "not an answer", NULL, NULL},
    {"dw2[1,0]", "w1", "not an answer", "has 4", NULL},
    {"dw2[1,0]", "0.5", "not yet", NULL, NULL},
    {"dz2[0,0]", "0.250", "not yet", "(no-slope)", "(no-mean)"},
    {"dz2[1,0]", "-0.0578", "not yet", "(slope-at-a)", NULL},
    {"dz2[1,0]", "-0.00669", "not yet", "(z-in-formula)", NULL},
    {"dz2[1,0]", "-0.24651", "not yet", "(no-slope)", NULL},
    {"dz2[1,0]", "-0.0583", "not yet", "(index)", "dz2[2,0]"},
    {"da1[1,0]", "-0.0362", "not yet", "(skipped-slope)", NULL},
    {"da1[1,0]", "-0.00900", "not yet", "(new-weights)", NULL},
    {"w2[1,0]", "0.0908", "right", NULL, NULL},
    {"w2[1,0]", "0.0939", "not yet", "(uphill)", NULL},
    {"w2[1,0]", "0.0845", "not yet", "(no-lr)", NULL},
    {"w2[1,0]", "0.0923", "not yet", "(unchanged)", NULL},
    {"w2[1,0]", "-0.00157", "not yet", "(step-only)", NULL},
    {"loss", "0.5013", "not yet", "(half-sum)", NULL},
    {"loss", "0.5006", "not yet", "(root)", NULL},
    {"loss", "0.501", "not yet", "(half-sum)", "(root)"},
    {"loss[3]", "0.290", "right", NULL, NULL},
    {"loss[3]", "0.539", "not yet", "(no-square)", NULL},
    {"a2[1,0]", "0.507", "right", NULL, NULL},
    {"a2[1,0]", "0.250", "not yet", "(slope-for-value)", NULL},
    {"a2[1,0]", "0.493", "not yet", "(sign-in-exp)", NULL},
    {"a2[1,0]", "0.0279", "not yet", "(z-for-a)", "(other-bend)"},
    {"shape(w2)", "[2, 1]", "right", NULL, NULL},
    {"shape(w2)", "(2, 1)", "right", NULL, NULL},
    {"shape(w2)", "2 1", "right", NULL, NULL},
    {"shape(w2)", "2,1", "right", NULL, NULL},
    {"shape(w2)", "1 2", "not yet", "(swapped)", NULL},
    {"shape(w2)", "2", "not an answer", NULL, NULL},
    {"parameters", "9", "right", NULL, NULL},
    {"parameters", "6", "not yet", "(no-biases)", NULL},
};

START_TEST(an_answer_is_judged_and_its_slip_named)
{
    const struct answer_case *row = &answers[_i];
    struct harness *harness = harness_create();
    char text[200];
    snprintf(text, sizeof text, "init\nquiz %s\n", row->question);
    harness_do(harness, text);
    const char *out = harness_do(harness, row->answer);
    ck_assert_msg(strncmp(out, row->begins, strlen(row->begins)) == 0, "%s: %s", row->answer, out);
    ck_assert_msg(!row->names || strstr(out, row->names), "%s: %s", row->answer, out);
    ck_assert_msg(!row->names_too || strstr(out, row->names_too), "%s: %s", row->answer, out);
    ck_assert_msg(row->names_too || !strstr(out, "either"), "%s: %s", row->answer, out);
    ck_assert_uint_eq(harness->shell->question.tries, row->begins[4] == 'y');
    harness_free(harness);
}
END_TEST

// The network of the tanh lesson and one with several outputs: slips that the notebook's cannot show.
START_TEST(slips_of_other_networks)
{
    static const struct {
        const char *before, *question, *slip, *name;
    } rows[] = {
        {"init 2 3:tanh 2:sigmoid 1", "z2[1,0]", "(z1 @ w2 + b2)[1,0]", "(z-for-a)"},
        {"init 2 3:tanh 2:sigmoid 1", "a1[1,0]", "maximum(0, z1)[1,0]", "(other-bend)"},
        {"init 2 3:tanh 2:sigmoid 1", "dz1[1,0]", "(da1*(1 - z1**2))[1,0]", "(z-in-formula)"},
        {"init 2 3:tanh 2:sigmoid 1", "dz1[1,0]", "(da1*a1)[1,0]", "(value-for-slope)"},
        {"init 2 3:tanh 2:sigmoid 1", "da1[1,0]", "sum(dz2[1,:])", "(no-weight)"},
        {"init 2 3:tanh 2:sigmoid 1", "da1[1,0]", "dz2[1,0]*w2[0,0]", "(one-unit)"},
        {"init 2 2:tanh 2:sigmoid 1", "da1[1,0]", "(dz2 @ w2)[1,0]", "(transposed)"},
        {"init 2 2:tanh 1; b1[0,0] = 0.3", "z1[1,0]", "(x @ w1)[1,0]", "(no-bias)"},
        {"init 2 3:tanh 2:sigmoid 1", "dw3[0,0]", "-2*(a2.T @ dz3)[0,0]", "(sign, "},
        {"set optimizer momentum; init", "w2[1,0]", "w2[1,0] - 0.2*dw2[1,0]", NULL},
        {"set optimizer momentum; init; train 5", "w2[1,0]", "w2[1,0] - lr*dw2[1,0]",
         "(plain-step)"},
        {"data iris; init 4 3 3:softmax; loss = ce", "a2[0,0]", "exp(z2[0,0])", "(not-normalised)"},
        {"data iris; init 4 3 3:softmax; loss = ce", "a2[0,0]", "sigmoid(z2[0,0])",
         "(not-normalised)"},
        {"data iris; init 4 3 3:softmax; loss = ce", "dz2[0,0]", "(a2[0,0] - y[0,0])", "(no-mean)"},
        {"data iris; init 4 3 3:softmax; loss = ce", "dz2[0,0]",
         "(a2[0,0]-y[0,0])/150*a2[0,0]*(1-a2[0,0])", "(slope-twice)"},
        {"data xor; init; loss = bce", "loss[1]", "-log(a2[1,0])/log(10)", "(log10)"},
        {"data xor; init; loss = bce", "loss[1]", "log(a2[1,0])", "(no-minus)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct harness *harness = harness_create();
        char text[200];
        harness_run(harness, rows[i].before);
        snprintf(text, sizeof text, "quiz %s\n", rows[i].question);
        harness_run(harness, text);
        const char *out = harness_run(harness, rows[i].slip);
        if (rows[i].name)
            ck_assert_msg(strstr(out, rows[i].name), "%s, %s: %s", rows[i].question, rows[i].slip,
                          out);
        else
            ck_assert_msg(strncmp(out, "right", 5) == 0, "%s: %s", rows[i].slip, out);
        harness_free(harness);
    }
}
END_TEST

START_TEST(three_wrong_answers_close_a_question)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init\nquiz dw2[1,0]\n");
    ck_assert_ptr_null(strstr(harness_do(harness, "0.111"), "Σ"));
    ck_assert_str_eq(harness_do(harness, "0.111"),
                     "as before: this answer was not right already\n");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "0.222"), "dw2[1,0] = Σn a1[n,1] · dz2[n,0]"));
    ck_assert(harness->shell->question.is_open);
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "0.333"), "= 0.007859"));
    ck_assert(!harness->shell->question.is_open && !harness->shell->session->hides);
    ck_assert_uint_eq(harness->shell->quiz.scores[QUIZ_GRADIENT].points, 0);
    // The next one is a twin: another element of the same matrix.
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "quiz"), "(quiz dw2[0,0])"));
    harness_free(harness);
}
END_TEST

START_TEST(points_and_mastery)
{
    struct harness *harness = harness_create();
    const struct quiz_score *score = &harness->shell->quiz.scores[QUIZ_UPDATE];
    harness_do(harness, "init\nquiz w2[1,0]; 0.0908\n");
    ck_assert_uint_eq(score->points, 2);
    harness_do(harness, "quiz w2[1,0]; 0.0939; 0.0908\n");
    ck_assert(score->points == 3 && score->streak == 0);
    harness_do(harness, "quiz w2[1,0]; hint; 0.0908\n");
    ck_assert(score->points == 4 && score->streak == 0);
    harness_do(harness, "quiz w2[1,0]; 0.0908; quiz w2[1,0]; 0.0908\n");
    ck_assert(!score->is_mastered);
    const char *out = harness_do(harness, "quiz w2[1,0]; 0.0908\n");
    ck_assert_ptr_nonnull(strstr(out, "'update' is mastered"));
    ck_assert(score->is_mastered && score->points == 10 && score->asked == 6);
    out = harness_do(harness, "quiz score");
    ck_assert_ptr_nonnull(strstr(out, "10 of 12 points"));
    ck_assert_ptr_nonnull(strstr(out, "slips met: uphill 1\n"));
    harness_free(harness);
}
END_TEST

START_TEST(the_same_seed_asks_the_same)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness, "init\ntrain 100\n");
    harness_do(other, "init\ntrain 100\n");
    for (int i = 0; i < 20; i++) {
        harness_do(harness, "quiz");
        ck_assert_str_eq(harness_do(other, "quiz"), buf_text(&harness->out));
        harness_do(harness, "skip");
        harness_do(other, "skip");
    }
    harness_do(harness, "quiz gradient seed=7");
    ck_assert_str_eq(harness_do(other, "quiz gradient seed=7"), buf_text(&harness->out));
    harness_free(harness);
    harness_free(other);
}
END_TEST

// No element is asked for twice while the topic has others: neither in new questions nor in twins of one that was
// shown. Where it has no others, the one before is still not put again.
START_TEST(no_element_is_asked_for_twice)
{
    struct harness *harness = harness_create();
    const struct quiz *quiz = &harness->shell->quiz;
    struct subject asked[24];
    harness_do(harness, "init 2 4:tanh 1");
    for (size_t i = 0; i < 24; i++) {
        harness_do(harness, i < 8    ? "quiz forward"
                            : i < 16 ? "quiz gradient"
                                     : "quiz hidden; skip");
        asked[i] = quiz->draw.subject;
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(!subject_is_equal(asked[j], asked[i]), "%zu is %zu again", i, j);
    }
    for (size_t i = 0; i < 12; i++) {
        struct subject last = quiz->draw.subject;
        harness_do(harness, "quiz loss");
        ck_assert(!subject_is_equal(quiz->draw.subject, last));
    }
    harness_free(harness);
}
END_TEST

// ---- what an answer is --------------------------------------------------------------------------

START_TEST(a_line_is_an_answer_only_while_a_question_is_open)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    ck_assert_str_eq(harness_do(harness, "exp(0.3)"), "1.349859\n");
    harness_do(harness, "quiz a2[1,0]\n");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "exp(0.3)"), "not yet"));
    harness_do(harness, "let s = 0.507"); // a name of one's own is not a change of the network
    ck_assert(harness->shell->question.is_open);
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "s"), "'step' would show the answer"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "answer s"), "right"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "answer 1"), "no question is open"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "hint"), "no question"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "skip"), "no question"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "quiz off"), "no question"));
    harness_free(harness);
}
END_TEST

// ---- hiding -------------------------------------------------------------------------------------

START_TEST(what_is_hidden_is_refused_and_nothing_changes)
{
    static const char *const refused[] = {
        "forward",
        "backward",
        "next",
        "update",
        "step",
        "train 10",
        "predict",
        "sweep 2",
        "diagnose",
        "check",
        "undo",
        "redo",
        "goto 0",
        "plot loss",
        "watch w1",
        "whatif lr 1",
        "save a.nn",
        "source a.nn",
        "load a.nn",
        "diff now now",
        "show a1",
        "show z1",
        "show loss",
        "show metrics",
        "show timeline",
        "print z1",
        "print loss",
        "print accuracy",
        "answer z1",
        "answer z1[2,1]",
        "z1[2,1]",
        "show gradients",
        "explain z1[2,1]",
        "explain loss",
        "explain w1[0,0]",
        "batch_loss",
        "expect loss < 1",
        "let q = z1",
        "export data a.csv",
        "break a1[0,0] > 1",
    };
    struct harness *harness = harness_create();
    harness_do(harness, "init\ntrain 3\nforward\nbackward\nquiz z1[2,1]\n");
    struct buf before = harness_bytes(harness->shell->session);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *error = harness_fail(harness, refused[i]);
        ck_assert_msg(strstr(error, "hidden while the question is open") ||
                          strstr(error, "would show the answer"),
                      "%s: %s", refused[i], error);
        ck_assert(harness->shell->question.is_open && harness->shell->question.tries == 0);
    }
    struct buf after = harness_bytes(harness->shell->session);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_int_eq(memcmp(before.data, after.data, before.length), 0);
    buf_free(&before);
    buf_free(&after);
    harness_do(harness,
               "show w1\nprint x @ w1\nshow all\nshow net\nhelp forward\nmark m\nhistory\n");
    ck_assert_ptr_null(strstr(harness_do(harness, "help forward"), "0.5"));
    struct buf prompt = BUF_EMPTY;
    shell_prompt(harness->shell, &prompt);
    ck_assert_str_eq(buf_text(&prompt), "nnsh [epoch 3]> ");
    buf_free(&prompt);
    harness_do(harness, "skip\nforward\nshow a1\nprint z1\nprint loss\npredict\n");
    harness_free(harness);
}
END_TEST

// A lesson hides by the same means; it is saved and loaded with its question, which a quiz is not.
START_TEST(a_lesson_hides_too)
{
    static const struct harness_script scripts[] = {
        {"hide.nn", "title \"t\"\ninit seed=6\nsay \"s\"\n"
                    "ask \"z?\" (x @ w1 + b1)[1,1] hide=z1\n"
                    "slip w1[0,1] \"own words\"\nsolution \"0.0417\"\n"
                    "forward\nbackward\n"
                    "ask \"dw?\" (a1.T @ dz2)[1,0]\nsolution \"dw2[1,0]\"\n"},
        {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    harness_do(harness, "init\nquiz z2[1,0]\n");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "lesson hide.nn"), "closed, without score"));
    ck_assert(!harness->shell->quiz.is_open && harness->shell->question.is_open);
    harness_fail(harness, "print z1");
    harness_fail(harness, "forward");
    harness_fail(harness, "quiz");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "w1[0,1]"), "not yet: own words"));
    harness_do(harness, "w1[0,0] = 3"); // a lesson's question stays open
    ck_assert(harness->shell->question.is_open && harness->shell->session->hides);
    harness_do(harness, "retry\nsave a.nn\n");
    harness_fail(harness, "print z1");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "0.0417"), "right"));
    ck_assert(!harness->shell->session->hides);
    // The second question is an element without saying so.
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "-dw2[1,0]"), "(sign)"));
    harness_do(harness, "lesson off\nprint w1\n");
    harness_free(harness);
}
END_TEST

START_TEST(a_quiz_leaves_training_as_it_is)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness, "data moons n=60\ninit 2 4:tanh 1\nset batch 16\nset shuffle on\n"
                        "set optimizer adam\ntrain 3\n");
    harness_do(other, "data moons n=60\ninit 2 4:tanh 1\nset batch 16\nset shuffle on\n"
                      "set optimizer adam\ntrain 3\n");
    harness_do(harness, "quiz z2[1,0]\nskip\nquiz w1[0,1]\nskip\nquiz\nquiz off\n");
    harness_do(harness, "train 1000\n");
    harness_do(other, "train 1000\n");
    struct buf quizzed = harness_bytes(harness->shell->session);
    struct buf plain = harness_bytes(other->shell->session);
    ck_assert_uint_eq(quizzed.length, plain.length);
    ck_assert_int_eq(memcmp(quizzed.data, plain.data, plain.length), 0);
    buf_free(&quizzed);
    buf_free(&plain);
    harness_free(harness);
    harness_free(other);
}
END_TEST

START_TEST(a_change_closes_the_question)
{
    static const char *const changes[] = {
        "w1[0,0] = 2",
        "set lr 0.5",
        "set loss sse",
        "init",
        "reset",
        "data and",
        "x[0,0] = 3",
        "freeze w1",
        "set batch 2",
        "data shuffle seed=2",
        "restore w1 [[1,2],[3,4]]",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init\nquiz z1[2,1]\n");
        const char *out = harness_do(harness, changes[i]);
        ck_assert_msg(strstr(out, "closed without score"), "%s: %s", changes[i], out);
        ck_assert(!harness->shell->question.is_open && !harness->shell->session->hides);
        ck_assert_uint_eq(harness->shell->quiz.scores[QUIZ_FORWARD].asked, 0);
        harness_do(harness, "forward\nundo\n");
        harness_free(harness);
    }
    struct harness *harness = harness_create();
    harness_do(harness, "init\nquiz z1[2,1]\nset digits 12\nset limit 20\nset color never\n"
                        "let mine = 3\nmark here\n");
    ck_assert(harness->shell->question.is_open);
    harness_free(harness);
}
END_TEST

START_TEST(a_question_of_shapes_hides_nothing)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init\nquiz shape(z1)\ntrain 10\nundo\nredo\ngoto 3\nforward\nshow z1\n");
    ck_assert(harness->shell->question.is_open);
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "4 2"), "right"));
    harness_free(harness);
}
END_TEST

START_TEST(a_question_that_cannot_be_asked_is_refused)
{
    static const char *const wrong[] = {"quiz dw9[0,0]", "quiz dw2[5,0]",  "quiz dw2",
                                        "quiz nonsense", "quiz lr",        "quiz shape(q)",
                                        "quiz loss[9]",  "quiz updates(0)"};
    struct harness *harness = harness_create();
    harness_fail(harness, "quiz");
    harness_fail(harness, "quiz dw2[1,0]");
    harness_do(harness, "init\nquiz z1[2,1]\n");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        harness_fail(harness, wrong[i]);
        ck_assert_msg(harness->shell->question.is_open, "%s", wrong[i]);
    }
    harness_do(harness, "quiz off\nw1[0,0] = 1e308\nw1[1,0] = 1e308\n");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "quiz z1[3,0]"), "not a finite number"));
    harness_free(harness);
}
END_TEST

Suite *quiz_suite(void)
{
    Suite *suite = suite_create("quiz");
    TCase *tcase = tcase_create("quiz");
    tcase_add_loop_test(tcase, an_answer_is_judged_and_its_slip_named, 0,
                        sizeof answers / sizeof *answers);
    tcase_add_test(tcase, slips_of_other_networks);
    tcase_add_test(tcase, three_wrong_answers_close_a_question);
    tcase_add_test(tcase, points_and_mastery);
    tcase_add_test(tcase, the_same_seed_asks_the_same);
    tcase_add_test(tcase, no_element_is_asked_for_twice);
    tcase_add_test(tcase, a_line_is_an_answer_only_while_a_question_is_open);
    tcase_add_test(tcase, what_is_hidden_is_refused_and_nothing_changes);
    tcase_add_test(tcase, a_lesson_hides_too);
    tcase_add_test(tcase, a_quiz_leaves_training_as_it_is);
    tcase_add_test(tcase, a_change_closes_the_question);
    tcase_add_test(tcase, a_question_of_shapes_hides_nothing);
    tcase_add_test(tcase, a_question_that_cannot_be_asked_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
