// SPDX-License-Identifier: GPL-3.0-or-later
// The topics of help: short texts in the words of a first course, each no longer than a screen.
#include "shell/help.h"

const struct help_topic help_topics[] = {
    {"chain rule", "The chain rule: how the loss reaches back to a weight",
     "A weight changes the loss through a chain of steps. For the last layer of a\n"
     "network with two layers:\n"
     "\n"
     "    w2  →  z2 = a1 @ w2 + b2  →  a2 = sigmoid(z2)  →  loss\n"
     "\n"
     "Each step has a slope: how fast its result changes with its input. The chain\n"
     "rule says that the slope of the whole chain is the product of the slopes:\n"
     "\n"
     "    da2 = the loss's slope by a2          (for mse: 2·(a2 - y) / count)\n"
     "    dz2 = da2 · a2·(1 - a2)               (the slope of sigmoid)\n"
     "    dw2 = a1 · dz2, summed over the samples\n"
     "\n"
     "To reach layer 1 the chain goes on: a1 enters every unit of layer 2, once\n"
     "with each weight, so da1 = dz2 @ w2.T sums over those units; then dz1 and\n"
     "dw1 follow as above. 'backward 1' shows every link with its numbers; 'next'\n"
     "stops at each.\n"},
    {"loss", "The loss: one number that says how wrong the network is",
     "A prediction a and a target y differ by a - y. Squared, every difference\n"
     "counts as positive and large ones count more. The loss gathers them all:\n"
     "\n"
     "    mse   mean of (a - y)², over samples and outputs       (the default)\n"
     "    sse   sum of (a - y)² / 2\n"
     "    bce   mean of -(y·log(a) + (1 - y)·log(1 - a))        for sigmoid outputs\n"
     "    ce    mean over samples of -sum of y·log(a)           for softmax outputs\n"
     "\n"
     "Training makes the loss small. Its gradient says, for each weight, in which\n"
     "direction the loss grows; an update goes the other way, lr times the\n"
     "gradient. mse and sse have gradients of different size: 2/count times (a -\n"
     "y) and (a - y) itself. For the four samples of xor, mse with lr 0.2 and sse\n"
     "with lr 0.1 therefore take the very same steps. 'show loss' computes it,\n"
     "'set loss sse' changes it.\n"},
    {"notebook", "The notebook this shell grew out of",
     "A short NumPy program builds a network from 2 inputs, 2 hidden relu units\n"
     "and 1 sigmoid output, draws its weights with np.random.seed(1) and rand, and\n"
     "trains it on the four samples of xor with plain gradient descent. Here the\n"
     "same is\n"
     "\n"
     "    init\n"
     "    train 10000\n"
     "    predict\n"
     "\n"
     "and the losses and predictions agree with the notebook's to the last digit\n"
     "it prints. The notebook goes down the gradient of half the sum of squares\n"
     "with lr 0.1 and prints the mean of squares: 'set loss sse; set lr 0.1' is\n"
     "its walk, and the default, mse with lr 0.2, is the same walk to the bit.\n"
     "Names are the notebook's: x, y, w1, b1, z1, a1, and d in front for the\n"
     "loss's derivative.\n"},
    {"shapes", "Shapes: which matrix has how many rows and columns",
     "One sample is one row. With N samples, a layer from 'in' units to 'out'\n"
     "units has\n"
     "\n"
     "    its input      x or a1     N×in\n"
     "    weights        w1          in×out     w1[i,j] leads from input i to unit j\n"
     "    biases         b1          1×out\n"
     "    z1, a1         N×out                  z1 = x @ w1 + b1\n"
     "\n"
     "A matrix product needs the same inner sizes: (N×in) @ (in×out) is N×out. The\n"
     "bias row is added to every row. Each derivative has the shape of the thing\n"
     "itself: dw1 is in×out like w1, dz1 is N×out like z1. Indices count from 0,\n"
     "rows first, and a part is taken by a slice: w1[0,:] is the first row, x[:,1]\n"
     "the second column. 'print shape(w1)' tells the shape of anything.\n"},
    {"expressions", "Expressions: the calculator inside the shell",
     "Numbers, names and matrices [[1, 2], [3, 4]]; + - * / ** element by element,\n"
     "as NumPy does, a row or a column being repeated to fit; @ is the matrix\n"
     "product; .T swaps rows and columns; == != < <= > >= give 1 for true and 0\n"
     "for false, element by element; and, or, not join them; w1[0,1], z1[2],\n"
     "x[:,1] take parts.\n"
     "\n"
     "Functions: exp log sqrt abs tanh sigmoid relu softmax, sum mean min max\n"
     "argmax (whole, or by axis=0 or axis=1), round, zeros(m, n), ones(m, n),\n"
     "shape.\n"
     "\n"
     "    print sigmoid(a1 @ w2 + b2) - a2          what the shell computed, by hand\n"
     "    print mean((a2 - y)**2)                    the loss\n"
     "    let grad = a1.T @ dz2                      a name of your own\n"
     "    train until loss < 0.01                    a condition\n"
     "    expect abs(w1[0,1] - 0.72) < 0.001         a check\n"},
};

const size_t help_topic_count = sizeof help_topics / sizeof *help_topics;
