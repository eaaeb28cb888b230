// SPDX-License-Identifier: GPL-3.0-or-later
// A word is compared in one spelling: small letters, spaces between its parts, no s at its end. Both the
// typed word and the table's names are brought to it.
#include "shell/glossary.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"

const struct glossary_word glossary[] = {
    {"neuron", "unit,node,artificial neuron",
     "A unit multiplies each of its inputs by a weight, adds the products and a\n"
     "bias, and sends the sum z through its activation function: a = f(z). Units\n"
     "that share their inputs stand side by side in a layer.",
     "init; forward 1", NULL},
    {"weight", "synapse,coefficient",
     "A weight says how strongly one unit counts in the sum of another: w1[i,j]\n"
     "leads from input i to unit j of layer 1. Training changes nothing but the\n"
     "weights and the biases.",
     "init; w1", "shapes"},
    {"bias", "biases,intercept,threshold",
     "A bias is a number that a unit adds to its sum, whatever the inputs are. It\n"
     "moves the place where the unit begins to answer; without it every border\n"
     "would pass through the origin.",
     "init; b1", "shapes"},
    {"parameter", "learnable parameter,trainable parameter",
     "The parameters are the weights and biases: the numbers that training\n"
     "changes. A layer of m inputs and n units has m·n weights and n biases.",
     "init; show net", NULL},
    {"hyperparameter", "hyper parameter",
     "What you choose and training does not change: the number of units and\n"
     "layers, the learning rate, the loss, the size of a batch, the seed.",
     "show settings", NULL},
    {"layer", "fully connected layer,dense,dense layer,linear layer",
     "A layer is a row of units that all take the same inputs: z = x @ w + b, and\n"
     "a = f(z) is what it hands on. Here every unit of a layer is connected to\n"
     "every unit of the one before it.",
     "init 2 3 1; show net", "shapes"},
    {"hidden unit", "hidden layer,hidden,hidden neuron,hidden node",
     "A hidden layer stands between the inputs and the outputs; nobody says what\n"
     "its units should answer, training finds that out. Each hidden unit bends\n"
     "the network's answer at one more place, which XOR needs.",
     "init 2 4 1; show net", NULL},
    {"input", "feature,input layer,attribute",
     "The inputs are what the network is told of a sample: one number for each\n"
     "feature, one row of x for each sample.",
     "show data; x", "shapes"},
    {"output", "output layer,output unit,prediction",
     "The outputs are the activations of the last layer: the prediction. A sigmoid\n"
     "output says how probable class 1 is, softmax outputs share 1 among the\n"
     "classes, a linear output is any number.",
     "init; predict", NULL},
    {"target", "label,ground truth,desired output",
     "The target y is the answer that the network should give for a sample.\n"
     "Learning from samples with targets is called supervised.",
     "y; show data", "testing"},
    {"sample", "example,instance,observation,data point,pattern",
     "A sample is one case to learn from: its inputs, a row of x, and its target,\n"
     "the same row of y.",
     "show data", "testing"},
    {"network", "neural network,neural net,mlp,multilayer perceptron,multi layer perceptron,model",
     "A network is layers one after the other: the activations of each are the\n"
     "inputs of the next. With its weights and biases it is one function, from the\n"
     "inputs to a prediction.",
     "init; show net", NULL},
    {"perceptron", "single layer perceptron,rosenblatt",
     "The oldest network: one layer and no hidden units. It separates classes by a\n"
     "straight line, so it learns 'and' and 'or', but never XOR.",
     "data and; init 2 1; train; predict", NULL},
    {"XOR", "exclusive or,xor problem",
     "One or the other, but not both. No straight line separates its ones from its\n"
     "zeros, so it takes a hidden layer: the smallest task that shows why.",
     "data xor; init; train; plot boundary", NULL},
    {"activation", "activation function,nonlinearity,transfer function,squashing function",
     "A layer's activation function f makes a = f(z) of each sum z. Without a bend\n"
     "in it, several layers would be no more than one. The values a are called\n"
     "activations too.",
     "init 2 3:tanh 1; forward 1", NULL},
    {"pre-activation", "net input,weighted sum,logit",
     "z = x @ w + b, the sum of a unit before its activation function. In the last\n"
     "layer it is also called the logit.",
     "init; forward; z1", NULL},
    {"linear unit", "linear activation,identity",
     "A linear unit hands its sum on as it is: a = z. That suits outputs that are\n"
     "numbers of any size; hidden layers of linear units add nothing.",
     "data plane; init 2 1:linear; train; show metrics", NULL},
    {"dead unit", "dead relu,dying relu,dead neuron",
     "A relu unit is dead when its z is negative for every sample: it answers 0,\n"
     "its gradient is 0, and so it stays as it is for ever. leaky_relu cannot die.",
     "init; w1 = -w1; diagnose", NULL},
    {"saturation", "saturated,saturated unit,saturate",
     "Far from 0 sigmoid and tanh are flat: the unit hardly reacts, its slope is\n"
     "near 0, and it learns very slowly. Large weights or inputs cause it;\n"
     "'data normalize' and a scheme such as xavier_normal help.",
     "init 2 2:sigmoid 1; w1 = 50*w1; diagnose", NULL},
    {"one-hot", "one hot encoding,dummy variable",
     "A class as a row of zeros with a single 1 at its place: the second of three\n"
     "classes is [0, 1, 0]. So a network has one output for each class.",
     "data blobs; y[0:3,:]", "testing"},
    {"class", "classification,classifier,category,binary classification",
     "In classification the target is one of several classes. Two classes take one\n"
     "sigmoid output, more take one softmax output each; the prediction is the\n"
     "class with the largest output, or 1 from 0.5 on.",
     "data iris; show data", "testing"},
    {"regression", "linear regression",
     "In regression the target is a number and not a class: the last layer is\n"
     "linear and the loss mse. r² says how much of the ups and downs is explained.",
     "data sine; init 1 8:tanh 1:linear; train; show metrics", NULL},
    {"forward pass", "forward propagation,feedforward,inference",
     "From the inputs to the prediction, layer by layer: z1, a1, z2, a2, and last\n"
     "the loss.",
     "init; forward 1", NULL},
    {"backward pass", "backpropagation,back propagation,backprop,error backpropagation",
     "From the loss back to every weight, layer by layer: how does the loss change\n"
     "with each number? Each step multiplies by one slope, by the chain rule, and\n"
     "uses what the layer after it has found.",
     "init; forward 1; backward 1", "chain rule"},
    {"gradient", "derivative,slope,partial derivative",
     "The gradient says for each parameter how the loss changes when the parameter\n"
     "grows a little: dw1 for w1, db1 for b1. An update goes the other way. 'check'\n"
     "compares it with the loss itself, a little to the left and to the right.",
     "init; forward; backward; dw1; check", "chain rule"},
    {"gradient descent", "batch gradient descent,steepest descent,descent",
     "Go down the slope, again and again: w = w - lr·dw for every parameter. The\n"
     "loss becomes smaller as long as the step is small enough.",
     "init; step 3", "chain rule"},
    {"stochastic gradient descent", "mini batch gradient descent",
     "Gradient descent with the gradient of a few samples, the batch, in place of\n"
     "all. The steps are rough but many more; each epoch has a new order with\n"
     "'shuffle on'.",
     "data circle; batch = 20; shuffle = on; init 2 8 1; train 100", NULL},
    {"learning rate", "step size,alpha,eta",
     "The learning rate lr says how large a step is: w changes by -lr·dw. Too\n"
     "small, and learning takes for ever; too large, and the loss jumps about or\n"
     "grows. 'whatif' compares several.",
     "init; lr = 0.5; whatif lr 0.1 lr 1 lr 10", NULL},
    {"iteration", "training step,weight update",
     "An iteration, or update, changes every parameter once, against its gradient.\n"
     "'step' shows it with old and new values, 'train' does many.",
     "init; step", NULL},
    {"epoch", NULL,
     "An epoch is once through all training samples. With the full batch it is one\n"
     "update, with batches as many as there are batches. 'train 100' is 100 epochs.",
     "init; train 100; epoch", NULL},
    {"batch", "batches,mini batch,mini batches,minibatch,minibatches,batch size,full batch",
     "The samples whose gradients are added up for one update. The full batch takes\n"
     "all of them; small ones make more updates an epoch, each less exact.",
     "data iris; batch = 30; show settings", NULL},
    {"loss function",
     "losses,cost,cost function,objective,objective function,error function,criterion",
     "One number that says how wrong the predictions are: 0 is perfect. Training\n"
     "makes it small. mse suits numbers, bce a sigmoid output, ce softmax outputs.",
     "init; loss", "loss"},
    {"mean squared error", "squared error,quadratic loss",
     "mse: the mean of (a - y)², over samples and outputs. A large error counts\n"
     "much more than a small one.",
     "init; forward; mean((a2 - y)**2)", "loss"},
    {"cross-entropy",
     "crossentropy,log loss,binary cross entropy,categorical cross entropy,"
     "negative log likelihood",
     "The loss for probabilities: -log of the probability given to the right class,\n"
     "averaged. It grows without limit when the network is sure and wrong. 'bce' is\n"
     "for sigmoid outputs, 'ce' for softmax outputs.",
     "init; loss = bce; loss", "loss"},
    {"accuracy", "error rate,hit rate",
     "The share of samples that are predicted right. The loss can become smaller\n"
     "while accuracy stays: it is the loss that training sees.",
     "init; train; accuracy", NULL},
    {"probability", "probabilities,confidence",
     "A sigmoid output from 0 to 1 can be read as the probability of class 1, and\n"
     "softmax outputs as one for each class: they add up to 1.",
     "data iris; init 4 8 3:softmax; train 300; predict 6 3 5 2", NULL},
    {"r²", "r2,r squared,r-squared,coefficient of determination",
     "For targets that are numbers: 1 minus the squared errors divided by the\n"
     "squared distances from the mean. 1 is perfect, 0 is as good as answering with\n"
     "the mean.",
     "data sine; init; train; show metrics", "testing"},
    {"confusion matrix", "confusion,contingency table",
     "A row for each true class, a column for each predicted one. What stands off\n"
     "the diagonal was confused: who is taken for whom.",
     "data iris; init 4 8 3:softmax scheme=he_normal; train 300; show metrics", NULL},
    {"precision", "positive predictive value",
     "Of the samples that the network calls this class, the share that are of it:\n"
     "right / (right + false alarms).",
     "data iris; init 4 8 3:softmax scheme=he_normal; train 300; show metrics", NULL},
    {"recall", "sensitivity,true positive rate",
     "Of the samples that are of this class, the share that the network finds:\n"
     "right / (right + missed).",
     "data iris; init 4 8 3:softmax scheme=he_normal; train 300; show metrics", NULL},
    {"f1", "f1 score,f score,f measure",
     "Precision and recall in one number, their harmonic mean:\n"
     "2 · precision · recall / (precision + recall).",
     "data iris; init 4 8 3:softmax scheme=he_normal; train 300; show metrics", NULL},
    {"overfitting", "overfit,memorization,memorisation",
     "The network learns its samples by heart, noise and all: the loss over them\n"
     "falls and the test loss rises. More samples, fewer units, l2 or stopping\n"
     "early help.",
     "data sine noise=1; data split 0.2; init 1 20:tanh 1; lr = 0.03; train", "testing"},
    {"underfitting", "underfit",
     "The network is too small, or was trained too little, to follow the data: even\n"
     "the loss over its own samples stays high.",
     "data circle; init 2 1; train; diagnose", "testing"},
    {"generalization", "generalisation,generalize,generalise",
     "How well the network does with samples it has never seen. Only the test part\n"
     "tells.",
     "data iris; data split 0.8; init 4 8 3:softmax; train; test_loss", "testing"},
    {"training set", "training data,train set,training part",
     "The samples that the network learns from; the rest is kept for the\n"
     "test.",
     "data iris; data split 0.8", "testing"},
    {"test set", "test data,validation,validation set,holdout,test part,train test split",
     "Samples that are never learnt from: what the network makes of them is\n"
     "what it can do. 'train' prints the loss over both parts.",
     "data iris; data split 0.8; init 4 8 3:softmax; train", "testing"},
    {"early stopping", NULL,
     "Stop when the test loss begins to rise: from there on the network learns by\n"
     "heart.",
     "data sine; data split 0.5; init 1 8:tanh 1; train until test_loss rises", "testing"},
    {"bias and variance", "bias variance,bias variance tradeoff,bias vs variance,variance",
     "Two ways to be wrong on new samples. Too simple a network misses the curve,\n"
     "whatever its samples are (bias: underfitting); too free a one follows their\n"
     "noise, and other samples would give another answer (variance: overfitting).",
     "data sine noise=1; data split 0.2; init 1 20:tanh 1; lr = 0.03; train", "testing"},
    {"regularization", "regularisation,weight decay,ridge,lasso,l2 regularization,penalty",
     "Something that keeps the weights small, so that the network cannot bend as\n"
     "it likes: l2 adds l2·w to each weight's gradient, l1 adds l1·sign(w).",
     "l2 = 0.01; init; step", NULL},
    {"normalization", "normalisation,standardization,standardisation,feature scaling",
     "Columns of very different scale make learning slow. 'data normalize standard'\n"
     "gives every input column mean 0 and standard deviation 1; minmax brings it\n"
     "into 0 to 1.",
     "data iris; data normalize standard; mean(x, axis=0)", "data normalize"},
    {"initialization", "initialisation,weight initialization,initial weight",
     "Training begins from random weights. All equal, and the units of a layer\n"
     "would stay equal; too large, and they saturate. The schemes he_ and xavier_\n"
     "choose the size that suits the layer.",
     "init scheme=xavier_normal; w1", "init"},
    {"seed", "random seed,random state,random number",
     "The seed decides which random numbers are drawn. The same seed gives the same\n"
     "weights, and so the same training, on every machine.",
     "init seed=2; w1; sweep 10", NULL},
    {"optimizer", "optimiser,optimization,optimisation",
     "How a gradient becomes a step. sgd takes lr times the gradient; momentum goes\n"
     "on in the direction it had; adam and rmsprop give each parameter a step size\n"
     "of its own.",
     "optimizer = adam; lr = 0.05; init; step", NULL},
    {"momentum", NULL,
     "The step keeps a part of the last one, as a ball that rolls: it goes on\n"
     "through flat places and sways less across narrow valleys.",
     "optimizer = momentum; init; step 3", NULL},
    {"schedule", "learning rate schedule,learning rate decay,annealing",
     "A schedule changes the learning rate as the epochs go by: large steps first,\n"
     "small ones at the end.",
     "schedule = cosine; init; train", NULL},
    {"gradient clipping", "clipping",
     "Where the norm of all gradients together is larger than 'clip', they are made\n"
     "smaller to it, so that one steep place does not throw the weights far away.",
     "clip = 1; init; step", NULL},
    {"vanishing gradient", "vanishing,vanishing gradient problem",
     "Going back, each layer multiplies the gradient by slopes and weights. Where\n"
     "these are small, as in many sigmoid layers, the first layers get almost no\n"
     "gradient and hardly learn. relu and a suitable scheme help.",
     "init 2 4:sigmoid 4:sigmoid 4:sigmoid 1; diagnose", "chain rule"},
    {"exploding gradient", "exploding,exploding gradient problem",
     "Where weights are large, the gradient grows from layer to layer going back,\n"
     "and a step throws the weights far away. A smaller lr, 'clip' or a suitable\n"
     "scheme help.",
     "init 2 8 8 1; clip = 1; step; diagnose", "chain rule"},
    {"divergence", "diverge,diverging,nan",
     "The loss grows in place of falling, in the end beyond every number (inf, nan):\n"
     "mostly the learning rate is too large.",
     "init; lr = 1000; train 20; diagnose", NULL},
    {"convergence", "converge,convergence rate",
     "Training has converged when the loss does not fall any more. That may be the\n"
     "best there is, or a flat place; 'diagnose' tells what it looks like.",
     "init; train 5000; plot loss", NULL},
    {"local minimum", "local minima,global minimum,plateau,saddle point",
     "A place from which every small step makes the loss larger, though elsewhere it\n"
     "is smaller. Other random weights may lead elsewhere: 'sweep' tries many.",
     "init; sweep 20", NULL},
    {"decision boundary", "boundary,decision region",
     "The line along which the network's answer changes from one class to the\n"
     "other. Each hidden unit can add a bend.",
     "data circle; init 2 8:tanh 1; train; plot boundary", NULL},
    {"loss surface", "loss landscape,error surface",
     "The loss over two of the parameters, drawn as a map: training walks down on\n"
     "it.",
     "init; train 100; plot surface w1[0,0] w2[0,0]", NULL},
    {"training", "learning,fit,supervised learning",
     "Change the weights, a little at a time, so that the loss becomes smaller:\n"
     "forward, backward, update, and again.",
     "init; train", NULL},
    {"matrix", "matrices,array,ndarray,vector,tensor",
     "Values here are numbers, rows of numbers and matrices, with NumPy's rules:\n"
     "@ is the matrix product, .T swaps rows and columns.",
     "init; shape(w1); x @ w1", "shapes"},
    {"dropout", NULL,
     "Dropout turns off random units in training, against overfitting. nnsh does not\n"
     "have it; fewer units, l2 and early stopping serve the same end.",
     "l2 = 0.01; init; train", "testing"},
    {"convolution", "cnn,convolutional,recurrent,rnn,lstm,transformer,attention",
     "Networks with other connections than from every unit to every unit. nnsh has\n"
     "fully connected layers only; the chain rule is the same there.",
     "init; show net", "chain rule"},
};

const size_t glossary_count = sizeof glossary / sizeof *glossary;

enum { SPELLING_SIZE = 48 };

// Writes the word in the one spelling that is compared. False where it is too long to be any.
static bool spell(char *out, const char *word, size_t length)
{
    if (length == 0 || length >= SPELLING_SIZE)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = word[i];
        out[i] = c == '-' || c == '_' ? ' ' : ascii_lower(c);
    }
    bool is_plural = length > 3 && out[length - 1] == 's' && out[length - 2] != 's';
    bool is_es = is_plural && length > 5 && memcmp(out + length - 4, "sses", 4) == 0;
    out[length - is_plural - is_es] = '\0';
    return true;
}

// Whether the typed spelling is that of word[0, length).
static bool is_spelled(const char *typed, const char *word, size_t length)
{
    char spelling[SPELLING_SIZE];
    return spell(spelling, word, length) && strcmp(spelling, typed) == 0;
}

// Whether one of the names, which are separated by commas, is the typed one.
static bool is_among(const char *typed, const char *names)
{
    while (names && *names) {
        size_t length = strcspn(names, ",");
        if (is_spelled(typed, names, length))
            return true;
        names += length + (names[length] == ',');
    }
    return false;
}

const struct glossary_word *glossary_find(const char *word, size_t length)
{
    char typed[SPELLING_SIZE];
    if (!spell(typed, word, length))
        return NULL;
    for (size_t i = 0; i < glossary_count; i++)
        if (is_among(typed, glossary[i].name) || is_among(typed, glossary[i].others))
            return &glossary[i];
    return NULL;
}

void glossary_suggest(struct suggestions *suggestions)
{
    for (size_t i = 0; i < glossary_count; i++)
        suggest_consider(suggestions, glossary[i].name);
}
