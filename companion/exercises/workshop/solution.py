"""A network that learns to read digits, in NumPy alone.

A sample is a column. omega[l] is (n_l, n_{l-1}) and b[l] is (n_l, 1), for
l = 1 .. L; z[l] and a[l] are (n_l, m) for m samples. All of them are lists, and
entry 0 of omega, b, z and delta is None, so that index l is layer l.
f and f_prime are functions of z.
"""

import numpy as np


# Stage 1: bend, and slope
def leaky_relu(z, alpha=0.01):
    """A1: keep z where it is above 0, else alpha z. z (n, m) to (n, m)."""
    return np.where(z > 0, z, alpha * z)


def leaky_relu_prime(z, alpha=0.01):
    """A1: the slope of leaky_relu, at 0 alpha. z (n, m) to (n, m)."""
    return np.where(z > 0, 1.0, alpha)


def sigmoid(z):
    """A2: squash z into (0, 1). z (n, m) to (n, m)."""
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    """A2: the slope of sigmoid. z (n, m) to (n, m)."""
    return sigmoid(z) * (1 - sigmoid(z))


# Stage 2: the forward pass
def forward(omega, b, a0, f, f_L):
    """F1, F2: run m samples a0 (n_0, m); f_L is the last layer's f.

    Return the lists z = [None, z[1], ..] and a = [a0, a[1], ..].
    """
    z, a, L = [None], [a0], len(omega) - 1
    for l in range(1, L + 1):
        z.append(omega[l] @ a[l - 1] + b[l])
        a.append(f_L(z[l]) if l == L else f(z[l]))
    return z, a


# Stage 3: the loss
def loss(a_L, a_hat):
    """N3: the quadratic loss of all samples, a number. Both are (n_L, m)."""
    return ((a_L - a_hat) ** 2).sum()


# Stage 4: delta of the output
def output_delta(z, a, a_hat, f_L_prime):
    """B9: delta[L], (n_L, m), for the quadratic loss. a_hat is (n_L, m)."""
    return 2 * (a[-1] - a_hat) * f_L_prime(z[-1])


# Stage 5: delta of the hidden layers
def hidden_deltas(omega, z, a, delta_L, f_prime):
    """H7: carry delta_L (n_L, m) down to layer 1; you may not need all of z, a.

    Return the list delta = [None, delta[1], .., delta_L], each (n_l, m).
    """
    delta = [None] * len(omega)
    delta[-1] = delta_L
    for l in range(len(omega) - 2, 0, -1):
        delta[l] = (omega[l + 1].T @ delta[l + 1]) * f_prime(z[l])
    return delta


# Stage 6: the derivatives
def derivatives(delta, a):
    """H8, V1: the loss by each weight and bias, summed over the m samples.

    Return the lists dC_domega and dC_db, shaped as omega and b, entry 0 None.
    """
    dC_domega, dC_db = [None], [None]
    for l in range(1, len(delta)):
        dC_domega.append(delta[l] @ a[l - 1].T)
        dC_db.append(delta[l].sum(axis=1, keepdims=True))
    return dC_domega, dC_db


# Stage 7: the gradient check
def central_difference(C, theta, h=1e-5):
    """Measure dC/dtheta, shaped as theta, where C(theta) gives a number.

    Move one entry of a copy at a time, by h up and by h down.
    """
    slopes = np.zeros(theta.shape)
    for entry in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[entry] += h
        down[entry] -= h
        slopes[entry] = (C(up) - C(down)) / (2 * h)
    return slopes


# Stage 8: softmax and cross-entropy
def softmax(z):
    """S1, S2: columns that add up to 1, for any z. z (n, m) to (n, m)."""
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def cross_entropy(a_L, a_hat):
    """S4: the loss of all samples, a number. Both are (n_L, m)."""
    return -(a_hat * np.log(a_L)).sum()


def softmax_delta(a_L, a_hat):
    """S5: delta[L] of the two above, (n_L, m), for targets that add up to 1."""
    return a_L - a_hat


# Stage 9: a start and a step
def start(sizes, rng):
    """I2, I3: draw omega by He's rule with rng.normal; all biases are zero.

    Return the lists omega and b for sizes [n_0, .., n_L], entry 0 None.
    """
    omega, b = [None], [None]
    for l in range(1, len(sizes)):
        spread = np.sqrt(2 / sizes[l - 1])
        omega.append(rng.normal(0, spread, (sizes[l], sizes[l - 1])))
        b.append(np.zeros((sizes[l], 1)))
    return omega, b


def sgd_step(omega, b, dC_domega, dC_db, eta, m):
    """O1: move omega and b, in place, by the sums over m samples."""
    for l in range(1, len(omega)):
        omega[l] -= eta / m * dC_domega[l]
        b[l] -= eta / m * dC_db[l]


# Stage 10: training
def train_epoch(omega, b, images, a_hat, eta, batch_size):
    """T1: a step of SGD for each batch, in order; the last may be smaller.

    leaky_relu inside, softmax and cross_entropy at the end. omega and b move in
    place. images (n_0, m), a_hat (n_L, m). Return the mean loss of a sample.
    """
    m, total = images.shape[1], 0
    for k in range(0, m, batch_size):
        a0, target = images[:, k : k + batch_size], a_hat[:, k : k + batch_size]
        z, a = forward(omega, b, a0, leaky_relu, softmax)
        delta_L = softmax_delta(a[-1], target)
        delta = hidden_deltas(omega, z, a, delta_L, leaky_relu_prime)
        dC_domega, dC_db = derivatives(delta, a)
        sgd_step(omega, b, dC_domega, dC_db, eta, a0.shape[1])
        total += cross_entropy(a[-1], target)
    return total / m


def accuracy(omega, b, images, labels):
    """T1: return the share, 0 to 1, of the m images read as labels (m,) say."""
    _, a = forward(omega, b, images, leaky_relu, softmax)
    return (a[-1].argmax(axis=0) == labels).mean()
