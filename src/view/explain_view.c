// SPDX-License-Identifier: GPL-3.0-or-later
// The tree is found breadth first: each element goes where it is needed first, one link below what
// needs it, and nowhere else. So a part that many share is explained once and as near to the root as
// it can be, and all that the depth allows is there. A node's parts are then neighbours in the list
// of nodes, and printing walks it depth first.
//
// A term that is 0 because one of its factors is: only that factor is opened, since the other has no
// share in the sum. Where terms are left out, their parts are, too.
#include "view/explain_view.h"

#include <stdlib.h>
#include <string.h>

#include "view/explain_element.h"
#include "view/explain_sum.h"
#include "view/explain_update.h"
#include "view/formula_parts.h"
#include "view/formula_sum.h"

// The elements a tree opens, at most: more than anybody reads, and few enough to come at once.
enum { ELEMENTS_MOST = 300 };

struct node {
    struct element element;
    size_t level;        // 0 for the root
    size_t parts, count; // its parts are the nodes [parts, parts + count)
};

struct tree {
    const struct session *session;
    const struct pass_view *view;
    struct node *nodes;
    size_t count, capacity;
    unsigned char *seen; // a bit for each z, a, da and dz
    size_t level;        // of the parts being added
    bool is_cut;         // there would be more of them
    bool failed;         // memory ran out
};

// ---- what was opened already ------------------------------------------------------------------

// The elements of one kind: samples times all units.
static size_t elements_of_kind(const struct tree *tree)
{
    size_t units = 0;
    for (size_t k = 0; k < tree->view->network->layer_count; k++)
        units += tree->view->network->layers[k].out;
    return units * tree->view->pass->samples;
}

// Whether the element is met for the first time.
static bool is_new(struct tree *tree, struct element e)
{
    static const enum quantity_kind kinds[] = {QUANTITY_Z, QUANTITY_A, QUANTITY_DA, QUANTITY_DZ};
    size_t place = 0, kind = 0;
    while (kind < 4 && kinds[kind] != e.kind)
        kind++;
    if (kind == 4)
        return true; // dw and db are parts of nothing but the root
    place = kind * elements_of_kind(tree);
    for (size_t k = 0; k + 1 < e.layer; k++)
        place += tree->view->network->layers[k].out * tree->view->pass->samples;
    place += e.row * tree->view->network->layers[e.layer - 1].out + e.col;
    unsigned char bit = (unsigned char)(1u << place % 8);
    bool is_first = !(tree->seen[place / 8] & bit);
    tree->seen[place / 8] |= bit;
    return is_first;
}

static void add(struct tree *tree, enum quantity_kind kind, size_t layer, size_t row, size_t col)
{
    struct element element = {kind, layer, row, col};
    if (layer == 0 && kind != QUANTITY_LOSS) // x is given
        return;
    if (tree->failed || tree->is_cut || !is_new(tree, element))
        return;
    if (tree->count == ELEMENTS_MOST) {
        tree->is_cut = true;
        return;
    }
    if (tree->count == tree->capacity) {
        size_t capacity = tree->capacity ? 2 * tree->capacity : 32;
        struct node *nodes = realloc(tree->nodes, capacity * sizeof *nodes);
        if (!nodes) {
            tree->failed = true;
            return;
        }
        tree->nodes = nodes;
        tree->capacity = capacity;
    }
    tree->nodes[tree->count++] = (struct node){element, tree->level, 0, 0};
}

// ---- parts ------------------------------------------------------------------------------------

// Adds the factors of a sum that are elements themselves; those of dz first, which lead on down the
// chain, then what they are multiplied by.
static void add_term(struct tree *tree, struct element e, size_t k, bool is_second, bool opens)
{
    size_t last = tree->view->network->layer_count;
    if (!opens)
        return;
    if (e.kind == QUANTITY_Z && !is_second)
        add(tree, QUANTITY_A, e.layer - 1, e.row, k);
    else if (e.kind == QUANTITY_A && !is_second)
        add(tree, QUANTITY_Z, e.layer, e.row, k);
    else if (e.kind == QUANTITY_DA && !is_second)
        add(tree, QUANTITY_DZ, e.layer + 1, e.row, k);
    else if (e.kind == QUANTITY_DZ)
        add(tree, is_second ? QUANTITY_A : QUANTITY_DA, e.layer, e.row, k);
    else if ((e.kind == QUANTITY_DW || e.kind == QUANTITY_DB) && !is_second)
        add(tree, QUANTITY_DZ, e.layer, k, e.col);
    else if (e.kind == QUANTITY_DW)
        add(tree, QUANTITY_A, e.layer - 1, k, e.row);
    else if (e.kind == QUANTITY_LOSS && !is_second)
        for (size_t j = 0; j < tree->view->pass->y.cols; j++)
            add(tree, QUANTITY_A, last, k, j);
}

static void add_terms(struct tree *tree, struct element e, const struct sum *sum)
{
    struct explain_pick pick;
    if (!explain_pick(&pick, sum, tree->view->style)) {
        tree->failed = true;
        return;
    }
    // In a dw the factor dz stands on the right, and in every other sum what is opened on the left.
    bool is_dw = e.kind == QUANTITY_DW;
    for (size_t turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < pick.shown; i++) {
            size_t k = pick.order[i];
            double a = is_dw ? sum_right(sum, k) : sum_left(sum, k);
            double b = is_dw ? sum_left(sum, k) : sum_right(sum, k);
            bool opens = turn == 0 ? b != 0 || a == 0 : a != 0 || b == 0;
            add_term(tree, e, k, turn == 1, opens);
        }
    explain_unpick(&pick);
}

// Adds what stands in the formula of a dz outside of any sum.
static void add_dz_parts(struct tree *tree, struct element e)
{
    const struct activation *activation = tree->view->network->layers[e.layer - 1].activation;
    if (formula_is_fused(tree->view, e.layer)) {
        add(tree, QUANTITY_A, e.layer, e.row, e.col);
        return;
    }
    add(tree, QUANTITY_DA, e.layer, e.row, e.col);
    if (strstr(activation->slope, "{a}") || formula_holds_sum(tree->view, e))
        add(tree, QUANTITY_A, e.layer, e.row, e.col);
    if (strstr(activation->slope, "{z}"))
        add(tree, QUANTITY_Z, e.layer, e.row, e.col);
}

// Adds what the element was computed from.
static void add_parts(struct tree *tree, struct element e)
{
    struct sum sum;
    if (e.kind == QUANTITY_W || e.kind == QUANTITY_B) {
        const struct layer *layer = &tree->view->network->layers[e.layer - 1];
        bool is_weight = e.kind == QUANTITY_W;
        if (!(is_weight ? layer->w_is_frozen : layer->b_is_frozen))
            add(tree, is_weight ? QUANTITY_DW : QUANTITY_DB, e.layer, e.row, e.col);
        return;
    }
    if (!formula_sum(tree->view, e, &sum)) {
        tree->failed = true;
        return;
    }
    if (e.kind == QUANTITY_DZ)
        add_dz_parts(tree, e);
    else if (e.kind == QUANTITY_A)
        add(tree, QUANTITY_Z, e.layer, e.row, e.col);
    else if (e.kind == QUANTITY_DA && e.layer == tree->view->network->layer_count)
        add(tree, QUANTITY_A, e.layer, e.row, e.col);
    if (sum.count)
        add_terms(tree, e, &sum);
    sum_clear(&sum);
}

// ---- the tree ---------------------------------------------------------------------------------

static void grow(struct tree *tree, struct element root, size_t depth)
{
    add(tree, root.kind, root.layer, root.row, root.col);
    for (size_t i = 0; i < tree->count && !tree->failed && !tree->is_cut; i++) {
        if (tree->nodes[i].level + 1 >= depth)
            break; // those after it are as deep
        size_t first = tree->count;
        tree->level = tree->nodes[i].level + 1;
        add_parts(tree, tree->nodes[i].element);
        tree->nodes[i].parts = first;
        tree->nodes[i].count = tree->count - first;
    }
}

// A chain has no more links than there are stages, so this does not go deep.
static void print(struct buf *out, const struct tree *tree, const struct node *node)
{
    struct element element = node->element;
    if (element.kind == QUANTITY_W || element.kind == QUANTITY_B)
        explain_update(out, tree->session, tree->view, element);
    else
        element_explain(out, tree->view, element, 2 * node->level);
    for (size_t i = 0; i < node->count; i++)
        print(out, tree, &tree->nodes[node->parts + i]);
}

void explain_view(struct buf *out, const struct session *session, struct style style,
                  struct element element, size_t depth)
{
    struct pass_view view = pass_view_of(session, style);
    struct node root = {element, 0, 0, 0};
    struct tree tree = {.session = session, .view = &view};
    if (depth <= 1 || !view.pass) { // one element: there is no need for a list
        print(out, &tree, &root);
        return;
    }
    tree.seen = calloc(4 * elements_of_kind(&tree) / 8 + 1, 1);
    tree.failed = !tree.seen;
    if (!tree.failed)
        grow(&tree, element, depth);
    if (!tree.failed)
        print(out, &tree, &tree.nodes[0]);
    if (tree.is_cut)
        buf_printf(
            out,
            "the %d elements nearest to the one asked for are shown; 'explain' opens each of "
            "the others by itself\n",
            ELEMENTS_MOST);
    out->failed = out->failed || tree.failed;
    free(tree.nodes);
    free(tree.seen);
}
