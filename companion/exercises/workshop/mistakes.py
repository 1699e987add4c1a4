"""What people write instead, line by line: the catalogue that the checks try on a wrong result.

Each is planted in the solution's own lines, as `companion.proofs.mutants` plants its own in
numrec's. What that catalogue has stands here under the same name, and a test sees to it that both
compute the same.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from companion.exercises.workshop import solution
from companion.exercises.workshop.blank import function_text
from companion.proofs.rewriting import rewritten


class Mistake(NamedTuple):
    """One mistake in one function.

    Attributes
    ----------
    function : str
        The function of the solution.
    name : str
        What the mistake is called; that of `companion.proofs.mutants` where it has it.
    pieces : mapping of str to str
        The pieces of the solution's lines as they stand, and as a human writes them.
    says : str
        The end of a sentence for the reader: "This is what one gets when ...".
    """

    function: str
    name: str
    pieces: Mapping[str, str]
    says: str


def _of(function: str, *rows: tuple[str, dict[str, str], str]) -> list[Mistake]:
    return [Mistake(function, *row) for row in rows]


def _mistakes() -> list[Mistake]:
    return [
        *_of(
            "leaky_relu",
            (
                "alpha forgotten below zero",
                {"alpha * z)": "0)"},
                "alpha is left out: below 0 leaky ReLU keeps alpha times z, it does not cut it off",
            ),
            (
                "alpha above zero",
                {"z, alpha * z)": "alpha * z, z)"},
                "the two sides of 0 change places: alpha belongs to the negative z",
            ),
            ("z for a", {"np.where(z > 0, z, alpha * z)": "z * 1"}, "z is given back unbent"),
            (
                "alpha for alpha z",
                {"alpha * z)": "alpha)"},
                "alpha itself stands below 0, and not alpha times z",
            ),
            ("sign turned", {"alpha * z)": "-alpha * z)"}, "alpha z has the wrong sign below 0"),
            (
                "f' for f",
                {"np.where(z > 0, z, alpha * z)": "np.where(z > 0, 1.0, alpha)"},
                "the slope is given back in place of the value",
            ),
            (
                "0.01 for alpha",
                {"alpha * z)": "0.01 * z)"},
                "0.01 stands where alpha belongs; alpha may be another number",
            ),
        ),
        *_of(
            "leaky_relu_prime",
            (
                "alpha forgotten below zero",
                {"1.0, alpha": "1.0, 0.0"},
                "alpha is left out: below 0 the slope is alpha, not 0",
            ),
            (
                "f for f'",
                {"np.where(z > 0, 1.0, alpha)": "np.where(z > 0, z, alpha * z)"},
                "f itself is taken, and not its slope f'",
            ),
            (
                "f' of the other side",
                {"1.0, alpha": "alpha, 1.0"},
                "the two sides of 0 change places: the slope is 1 above 0, alpha below",
            ),
            (
                "the other convention at zero",
                {"z > 0": "z >= 0"},
                "the slope at 0 itself is 1; there is none there, and the book says alpha",
            ),
            (
                "alpha z for alpha",
                {"1.0, alpha": "1.0, alpha * z"},
                "the slope below 0 is taken as alpha z; that is the value, its slope is alpha",
            ),
            (
                "0.01 for alpha",
                {"1.0, alpha": "1.0, 0.01"},
                "0.01 stands where alpha belongs; alpha may be another number",
            ),
            (
                "z above zero",
                {"1.0, alpha": "z, alpha"},
                "z is given back above 0; its slope there is 1",
            ),
        ),
        *_of(
            "sigmoid",
            ("sign in the exponent", {"np.exp(-z)": "np.exp(z)"}, "the exponent is z and not -z"),
            (
                "f' for f",
                {"1 / (1 + np.exp(-z))": "np.exp(-z) / (1 + np.exp(-z)) ** 2"},
                "the slope is given back in place of the value",
            ),
            (
                "tanh for the sigmoid",
                {"1 / (1 + np.exp(-z))": "np.tanh(z)"},
                "tanh is taken: another S, from -1 to 1",
            ),
            (
                "minus in the denominator",
                {"(1 + np": "(1 - np"},
                "a minus stands in the denominator, where e^-z is added",
            ),
            (
                "brackets missing",
                {"1 / (1 + np.exp(-z))": "1 / 1 + np.exp(-z)"},
                "1 is not divided by the whole sum: its brackets are missing, or the division",
            ),
        ),
        *_of(
            "sigmoid_prime",
            ("f for f'", {" * (1 - sigmoid(z))": ""}, "f itself is taken, and not its slope f'"),
            (
                "half of the product",
                {"sigmoid(z) * (": "("},
                "only 1 - sigma is taken; the factor sigma is missing",
            ),
            (
                "f' taken at a",
                {"sigmoid(z) * (1 - sigmoid(z))": "z * (1 - z)"},
                "z is put where sigma(z) belongs: a (1 - a) wants a, and this is handed z",
            ),
            (
                "sigma taken twice",
                {"return sigmoid(z)": "z = sigmoid(z); return sigmoid(z)"},
                "f' is taken at a, not at z: sigma is applied twice",
            ),
            (
                "sign turned",
                {"(1 - sigmoid(z))": "(sigmoid(z) - 1)"},
                "the sign is turned: two minus signs cancel, and the slope is never below 0",
            ),
        ),
        *_of(
            "forward",
            ("bias missing", {" + b[l]": ""}, "the bias is left out"),
            ("bias taken off", {" + b[l]": " - b[l]"}, "the bias is subtracted, not added"),
            (
                "transpose too many",
                {"omega[l] @": "omega[l].T @"},
                "omega is transposed; a node's weights stand in its row already",
            ),
            (
                "z for a",
                {"@ a[l - 1]": "@ (a[0] if l == 1 else z[l - 1])"},
                "z of the layer below goes on, and not its a",
            ),
            (
                "f forgotten in the hidden layers",
                {"f(z[l]))": "z[l])"},
                "f is left out of the hidden layers",
            ),
            (
                "f forgotten in the output layer",
                {"f_L(z[l]) if": "z[l] if"},
                "f_L is left out: the last layer has its f too",
            ),
            (
                "f of the hidden layers at the output",
                {"f_L(z[l]) if": "f(z[l]) if"},
                "the last layer takes f, and it has f_L",
            ),
            (
                "f_L in the hidden layers",
                {"f(z[l]))": "f_L(z[l]))"},
                "the hidden layers take f_L, which belongs to the last",
            ),
            (
                "bias added behind f",
                {
                    " + b[l]": "",
                    "f_L(z[l]) if": "f_L(z[l]) + b[l] if",
                    "f(z[l]))": "f(z[l]) + b[l])",
                },
                "the bias is added behind f; it is a part of z",
            ),
            (
                "the input for every layer",
                {"a[l - 1]": "a[0]"},
                "each layer gets the input a[0], and not what the layer below gives",
            ),
            (
                "elementwise product",
                {"omega[l] @ a[l - 1]": "omega[l] * a[l - 1]"},
                "* multiplies entry by entry; the product of matrices is @",
            ),
            (
                "f twice",
                {"f(z[l]))": "f(f(z[l])))"},
                "f is applied twice in the hidden layers",
            ),
            (
                "f below f_L",
                {"f_L(z[l]) if": "f_L(f(z[l])) if"},
                "the last layer takes f, and f_L of that; it takes f_L alone",
            ),
            (
                "product turned round",
                {"omega[l] @ a[l - 1]": "a[l - 1] @ omega[l]"},
                "the product is turned round: omega stands on the left of a",
            ),
        ),
        *_of(
            "loss",
            (
                "a factor one half",
                {"((a": "0.5 * ((a"},
                "there is a factor 1/2; this loss has none",
            ),
            (
                "mean over the outputs for the sum",
                {".sum()": ".sum() / a_L.shape[0]"},
                "the mean over the outputs is taken, and not their sum",
            ),
            (
                "mean over the batch for the sum",
                {".sum()": ".sum() / a_L.shape[1]"},
                "it is divided by the m samples; here the loss is their sum, "
                "and the step divides by m",
            ),
            (
                "mean over everything",
                {".sum()": ".mean()"},
                "the mean of all entries is taken, and not their sum",
            ),
            (
                "root taken",
                {"((a_L - a_hat) ** 2).sum()": "np.sqrt(((a_L - a_hat) ** 2).sum())"},
                "a square root is taken at the end",
            ),
            (
                "not squared",
                {"((a_L - a_hat) ** 2)": "(a_L - a_hat)"},
                "the errors are added as they are and may cancel: square them first",
            ),
            (
                "absolute value for the square",
                {"((a_L - a_hat) ** 2)": "np.abs(a_L - a_hat)"},
                "the absolute value is taken in place of the square",
            ),
            (
                "squared too late",
                {"((a_L - a_hat) ** 2).sum()": "(a_L - a_hat).sum() ** 2"},
                "the sum is squared, and not each error before it is added",
            ),
            (
                "squares subtracted",
                {"((a_L - a_hat) ** 2)": "(a_L**2 - a_hat**2)"},
                "the squares are subtracted: square the difference",
            ),
            ("sign turned", {"((a": "-((a"}, "the sign is turned: a square is never below 0"),
            (
                "one number a sample",
                {".sum()": ".sum(axis=0)"},
                "the outputs are added for each sample apart; add the samples too",
            ),
            ("nothing added", {".sum()": ""}, "nothing is added up: the loss is one number"),
            (
                "one number an output",
                {".sum()": ".sum(axis=1)"},
                "the samples are added for each output apart; add the outputs too",
            ),
        ),
        *_of(
            "output_delta",
            (
                "factor 2 missing",
                {"2 * (a": "(a"},
                "a factor 2 is missing: it comes down from the square",
            ),
            (
                "sign turned",
                {"a[-1] - a_hat": "a_hat - a[-1]"},
                "the sign is turned: it is a minus a_hat",
            ),
            (
                "mean over the outputs for the sum",
                {"2 * (a": "2 / len(a_hat) * (a"},
                "it is divided by the number of outputs; the loss is a sum, not a mean",
            ),
            (
                "mean over the batch for the sum",
                {"2 * (a": "2 / a_hat.shape[1] * (a"},
                "it is divided by the m samples; the step does that, not delta",
            ),
            (
                "f' taken at a, in the output layer",
                {"f_L_prime(z[-1])": "f_L_prime(a[-1])"},
                "f' is taken at a, not at z",
            ),
            ("f' forgotten", {" * f_L_prime(z[-1])": ""}, "f'(z) is left out: this is dC/da alone"),
            (
                "z for a",
                {"a[-1] - a_hat": "z[-1] - a_hat"},
                "z stands in the error where a belongs",
            ),
            (
                "the loss for its slope",
                {"2 * (a[-1] - a_hat)": "(a[-1] - a_hat) ** 2"},
                "the square itself is taken, and not its slope",
            ),
            (
                "the error forgotten",
                {"2 * (a[-1] - a_hat) * ": ""},
                "f'(z) stands alone: the factor dC/da is missing",
            ),
            (
                "f' of the layer below",
                {"f_L_prime(z[-1])": "f_L_prime(z[-2])"},
                "f' is taken in the layer below the last",
            ),
            (
                "divided by f'",
                {") * f_L_prime(z[-1])": ") / f_L_prime(z[-1])"},
                "it is divided by f' where it is multiplied",
            ),
            (
                "matrix product",
                {") * f_L_prime": ") @ f_L_prime"},
                "@ multiplies matrices; here it is entry by entry, with *",
            ),
            (
                "the sigmoid's slope for f'",
                {"f_L_prime(z[-1])": "a[-1] * (1 - a[-1])"},
                "a (1 - a) stands there, the sigmoid's slope: f_L may be another, take f_L_prime",
            ),
        ),
        *_of(
            "hidden_deltas",
            (
                "transpose missing",
                {"omega[l + 1].T": "omega[l + 1]"},
                "omega is not transposed: the way back goes down its columns",
            ),
            (
                "weights of the wrong layer",
                {"omega[l + 1].T": "omega[l].T"},
                "the weights below the layer are taken; those above it, omega[l + 1], lead to "
                "the loss",
            ),
            (
                "f' taken at a, in the hidden layers",
                {"f_prime(z[l])": "f_prime(a[l])"},
                "f' is taken at a, not at z",
            ),
            (
                "f' forgotten",
                {" * f_prime(z[l])": ""},
                "f'(z) is left out: this is dC/da, and delta is dC/dz",
            ),
            (
                "f' of the layer above",
                {"f_prime(z[l])": "f_prime(z[l + 1])"},
                "f' is taken at z of the layer above",
            ),
            (
                "f' of the layer below",
                {"f_prime(z[l])": "f_prime(z[l - 1] if l > 1 else a[0])"},
                "f' is taken at z of the layer below",
            ),
            (
                "one path left out",
                {"omega[l + 1].T": "omega[l + 1][1:].T", "delta[l + 1])": "delta[l + 1][1:])"},
                "the path by the first node above is left out of the sum",
            ),
            (
                "the last path left out",
                {"omega[l + 1].T": "omega[l + 1][:-1].T", "delta[l + 1])": "delta[l + 1][:-1])"},
                "the path by the last node above is left out of the sum",
            ),
            (
                "delta of the output everywhere",
                {"@ delta[l + 1]": "@ delta_L"},
                "delta_L is used in each layer, and not the delta of the layer above",
            ),
            (
                "weights moved too early",
                {
                    "omega[l + 1].T": "(omega[l + 1] - 0.1 * delta[l + 1] @ a[l].T).T",
                },
                "the weights have moved before they are used: the old ones count",
            ),
            (
                "the layer's own values in the product",
                {"* f_prime(z[l])": "* a[l]"},
                "it is multiplied by a of the layer, where f' of its z belongs",
            ),
            (
                "factor 2 once more",
                {"(omega[l + 1].T": "2 * (omega[l + 1].T"},
                "a factor 2 comes in at each layer; it stands in delta_L already",
            ),
            (
                "sign turned",
                {"(omega[l + 1].T": "-(omega[l + 1].T"},
                "the sign turns at each layer",
            ),
            (
                "matrix product",
                {") * f_prime": ") @ f_prime"},
                "@ multiplies matrices; with f' it is entry by entry, *",
            ),
            (
                "elementwise product",
                {"omega[l + 1].T @": "omega[l + 1].T *"},
                "* multiplies entry by entry; the product of matrices is @",
            ),
            (
                "product turned round",
                {"omega[l + 1].T @ delta[l + 1]": "delta[l + 1].T @ omega[l + 1]"},
                "the product is turned round: that gives the transpose",
            ),
            (
                "f' inside the product",
                {
                    "(omega[l + 1].T @ delta[l + 1]) * f_prime(z[l])": (
                        "omega[l + 1].T @ (delta[l + 1] * f_prime(z[l + 1]))"
                    )
                },
                "f' of the layer above is multiplied in again; f' of this layer belongs outside",
            ),
            (
                "list upside down",
                {"return delta": "return delta[:1] + delta[:0:-1]"},
                "the list is upside down: delta[1] comes first, delta_L last",
            ),
        ),
        *_of(
            "derivatives",
            (
                "values of the wrong layer",
                {"a[l - 1].T": "a[l].T"},
                "a of the layer itself is taken; what came in is a of the layer below",
            ),
            (
                "product turned round",
                {"delta[l] @ a[l - 1].T": "a[l - 1] @ delta[l].T"},
                "the product is turned round: delta goes with the rows, a with the columns",
            ),
            (
                "np.outer of a whole batch",
                {"delta[l] @ a[l - 1].T": "np.outer(delta[l], a[l - 1])"},
                "np.outer is used, which is for one sample; the product delta @ a.T adds up m",
            ),
            (
                "bias derivative not summed over the batch",
                {"delta[l].sum(axis=1, keepdims=True)": "delta[l] * 1"},
                "the samples are not added up: a bias has one derivative, not one a sample",
            ),
            (
                "mean over the batch for the sum",
                {
                    "a[l - 1].T)": "a[l - 1].T / a[0].shape[1])",
                    "keepdims=True)": "keepdims=True) / a[0].shape[1]",
                },
                "it is divided by the m samples; the step does that",
            ),
            (
                "mean over the batch, of the weights alone",
                {"a[l - 1].T)": "a[l - 1].T / a[0].shape[1])"},
                "the weights' derivatives are divided by the m samples; the step does that",
            ),
            (
                "mean over the batch, of the biases alone",
                {".sum(axis": ".mean(axis"},
                "the biases' derivatives are a mean over the samples, and not their sum",
            ),
            (
                "added over the nodes",
                {"sum(axis=1": "sum(axis=0"},
                "delta is added over the nodes, and not over the samples",
            ),
            (
                "everything added",
                {"delta[l].sum(axis=1, keepdims=True)": "delta[l].sum() + 0 * delta[l][:, :1]"},
                "all of delta is added to one number; each bias has its own row",
            ),
            (
                "column lost",
                {", keepdims=True": ""},
                "the sum loses its axis: keepdims=True keeps a column (n_l, 1)",
            ),
            (
                "delta of the layer above",
                {"delta[l] @": "delta[min(l + 1, len(delta) - 1)] @"},
                "delta of the layer above is taken",
            ),
            (
                "sign turned",
                {"delta[l] @": "-delta[l] @", "delta[l].sum": "-delta[l].sum"},
                "the sign is turned: the step takes the derivative off, it does not add it",
            ),
            (
                "the bias times what came in",
                {"delta[l].sum(axis=1": "(delta[l] * a[l - 1][:1]).sum(axis=1"},
                "a bias is multiplied by what came in; it stands alone in z, so its factor is 1",
            ),
            (
                "the two changed round",
                {"return dC_domega, dC_db": "return dC_db, dC_domega"},
                "the two lists change places: the weights' come first",
            ),
            (
                "a not transposed",
                {"a[l - 1].T)": "a[l - 1])"},
                "a is not transposed: (n_l, m) times (m, n_{l-1})",
            ),
            (
                "elementwise product",
                {"delta[l] @": "delta[l] *"},
                "* multiplies entry by entry; the product of matrices is @",
            ),
        ),
        *_of(
            "central_difference",
            (
                "divided by h",
                {"(2 * h)": "h"},
                "it is divided by h: from h down to h up it is 2 h",
            ),
            (
                "divided by two, times h",
                {"/ (2 * h)": "/ 2 * h"},
                "brackets are missing: / 2 * h divides by 2 and multiplies by h",
            ),
            (
                "one-sided",
                {"C(down)) / (2 * h)": "C(theta)) / h"},
                "the step is made to one side alone; go down as well",
            ),
            (
                "one-sided, divided by 2h",
                {"C(down)) /": "C(theta)) /"},
                "the step is made to one side alone, and divided by 2 h",
            ),
            (
                "one-sided, downwards",
                {"(C(up) - C(down)) / (2 * h)": "(C(theta) - C(down)) / h"},
                "the step is made downwards alone; go up as well",
            ),
            (
                "sign turned",
                {"C(up) - C(down)": "C(down) - C(up)"},
                "the two losses change places, and the sign turns",
            ),
            (
                "every entry moved",
                {"up[entry] += h": "up += h", "down[entry] -= h": "down -= h"},
                "all entries move at once; one at a time tells one slope at a time",
            ),
            (
                "not put back",
                {
                    "slopes = np.zeros(theta.shape)": (
                        "slopes = np.zeros(theta.shape); up, down = theta.copy(), theta.copy()"
                    ),
                    "up, down = theta.copy(), theta.copy()\n": "pass\n",
                },
                "an entry is not put back before the next one is moved",
            ),
            ("not divided", {" / (2 * h)": ""}, "the difference is not divided by 2 h"),
            (
                "losses added",
                {"C(up) - C(down)": "C(up) + C(down)"},
                "the two losses are added, where their difference is the slope",
            ),
            (
                "brackets around the difference missing",
                {"(C(up) - C(down)) /": "C(up) - C(down) /"},
                "brackets are missing: only the second loss is divided",
            ),
        ),
        *_of(
            "softmax",
            (
                "added over everything",
                {"e.sum(axis=0)": "e.sum()"},
                "the sum goes over all samples; each column has to add up to 1 by itself",
            ),
            (
                "added over the batch",
                {"e.sum(axis=0)": "e.sum(axis=1, keepdims=True)"},
                "the sum goes along the rows; a sample is a column, so axis=0",
            ),
            (
                "maximum not taken off",
                {" - z.max(axis=0)": ""},
                "the maximum is not subtracted first: e to the 1000 overflows",
            ),
            (
                "maximum of everything",
                {"z.max(axis=0)": "z.max()"},
                "the largest z of all samples is subtracted; take each column's own",
            ),
            ("not divided", {" / e.sum(axis=0)": ""}, "it is not divided by the sum"),
            (
                "sigmoid for softmax",
                {"e / e.sum(axis=0)": "1 / (1 + np.exp(-z))"},
                "the sigmoid is taken, of each node alone",
            ),
            ("sign in the exponent", {"np.exp(z -": "np.exp(-z +"}, "the exponent has a minus"),
            (
                "the exponential forgotten",
                {"e = np.exp(z - z.max(axis=0))": "e = z * 1"},
                "z is divided by its own sum: the exponential is missing",
            ),
            (
                "a logarithm at the end",
                {"e / e.sum(axis=0)": "np.log(e / e.sum(axis=0))"},
                "a logarithm is taken at the end; it belongs to the loss",
            ),
            (
                "added over the batch, and its axis lost",
                {"e.sum(axis=0)": "e.sum(axis=1)"},
                "the sum goes along the rows; a sample is a column, so axis=0",
            ),
            (
                "mean of each column taken off",
                {"z.max(axis=0)": "z.mean(axis=0)"},
                "less than the largest is subtracted, such as the mean: e to the z still overflows",
            ),
            (
                "all along the rows",
                {
                    "z.max(axis=0)": "z.max(axis=1, keepdims=True)",
                    "e.sum(axis=0)": "e.sum(axis=1, keepdims=True)",
                },
                "it goes along the rows; a sample is a column, so axis=0",
            ),
        ),
        *_of(
            "cross_entropy",
            ("sign turned", {"-(a": "(a"}, "the minus in front is missing"),
            (
                "mean over the outputs for the sum",
                {".sum()": ".sum() / len(a_L)"},
                "the mean over the outputs is taken, and not their sum",
            ),
            (
                "mean over the batch for the sum",
                {".sum()": ".sum() / a_L.shape[1]"},
                "it is divided by the m samples; here the loss is their sum",
            ),
            (
                "mean over everything",
                {".sum()": ".mean()"},
                "the mean of all entries is taken, and not their sum",
            ),
            (
                "logarithm of the target",
                {"a_hat * np.log(a_L)": "a_L * np.log(a_hat)"},
                "a and a_hat change places: the logarithm is of a",
            ),
            (
                "logarithm to base 2",
                {"np.log(": "np.log2("},
                "the logarithm is to base 2; it is the natural one, np.log",
            ),
            (
                "logarithm to base 10",
                {"np.log(": "np.log10("},
                "the logarithm is to base 10; it is the natural one, np.log",
            ),
            (
                "the other half as well",
                {"np.log(a_L))": "np.log(a_L) + (1 - a_hat) * np.log(1 - a_L))"},
                "the nodes that are not meant are punished too: that is the loss for sigmoids",
            ),
            (
                "the target forgotten",
                {"a_hat * np.log(a_L)": "np.log(a_L)"},
                "every node's logarithm is added; only the target's share of each counts",
            ),
            (
                "one number a sample",
                {".sum()": ".sum(axis=0)"},
                "the outputs are added for each sample apart; add the samples too",
            ),
            (
                "the quadratic loss",
                {"-(a_hat * np.log(a_L)).sum()": "((a_L - a_hat) ** 2).sum()"},
                "the quadratic loss is given back, and not cross-entropy",
            ),
            ("nothing added", {".sum()": ""}, "nothing is added up: the loss is one number"),
            (
                "one number an output",
                {".sum()": ".sum(axis=1)"},
                "the samples are added for each output apart; add the outputs too",
            ),
        ),
        *_of(
            "softmax_delta",
            (
                "sign turned",
                {"a_L - a_hat": "a_hat - a_L"},
                "the sign is turned: it is a minus a_hat",
            ),
            (
                "factor 2 where none is",
                {"a_L - a_hat": "2 * (a_L - a_hat)"},
                "there is a factor 2; cross-entropy has no square that it could come from",
            ),
            (
                "f' where none is",
                {"a_L - a_hat": "(a_L - a_hat) * a_L * (1 - a_L)"},
                "it is multiplied by a slope as well; the softmax's own has cancelled already",
            ),
            (
                "mean over the batch for the sum",
                {"a_L - a_hat": "(a_L - a_hat) / a_L.shape[1]"},
                "it is divided by the m samples; the step does that",
            ),
            (
                "mean over the outputs for the sum",
                {"a_L - a_hat": "(a_L - a_hat) / len(a_L)"},
                "it is divided by the number of outputs",
            ),
            (
                "dC/da for delta",
                {"a_L - a_hat": "-a_hat / a_L"},
                "dC/da is given back; delta is dC/dz, behind the softmax",
            ),
            (
                "the quadratic loss's delta",
                {"a_L - a_hat": "2 * (a_L - a_hat) * a_L * (1 - a_L)"},
                "delta of the quadratic loss is taken; here it is that of cross-entropy",
            ),
        ),
        *_of(
            "start",
            (
                "the variance for the spread",
                {"np.sqrt(2 / sizes[l - 1])": "2 / sizes[l - 1]"},
                "the root is missing: 2 / n_in is the variance, rng.normal wants its root",
            ),
            (
                "n_out for n_in",
                {"2 / sizes[l - 1]": "2 / sizes[l]"},
                "the size of the layer itself is taken; n_in is that of the layer below",
            ),
            (
                "factor 2 missing",
                {"2 / sizes[l - 1]": "1 / sizes[l - 1]"},
                "a factor 2 is missing: ReLU lets half of the variance through",
            ),
            (
                "a spread of one",
                {"np.sqrt(2 / sizes[l - 1])": "1.0"},
                "the spread is 1 in each layer, and not sqrt(2 / n_in)",
            ),
            (
                "a uniform start",
                {"rng.normal(0, spread,": "rng.uniform(-1, 1,"},
                "the weights are drawn evenly from -1 to 1, the older rule (I1)",
            ),
            (
                "all weights zero",
                {"rng.normal(0, spread, (": "0 * rng.normal(0, 1, ("},
                "all weights begin at 0: then all nodes of a layer stay equal for ever",
            ),
            (
                "biases not zero",
                {"np.zeros((sizes[l], 1))": "rng.normal(0, spread, (sizes[l], 1))"},
                "the biases are drawn too; they begin at 0",
            ),
            (
                "shape turned",
                {"(sizes[l], sizes[l - 1])": "(sizes[l - 1], sizes[l])"},
                "the shape is turned: the rows of omega are the layer's own nodes",
            ),
            (
                "bias without its column",
                {"np.zeros((sizes[l], 1))": "np.zeros(sizes[l])"},
                "b has no second axis: (n_l, 1) is a column, (n_l,) would be added along rows",
            ),
            (
                "the spread squared away",
                {"np.sqrt(2 / sizes[l - 1])": "np.sqrt(2) / sizes[l - 1]"},
                "the root stands over the 2 alone: it goes over 2 / n_in",
            ),
            (
                "the root of n_in alone",
                {"np.sqrt(2 / sizes[l - 1])": "2 / np.sqrt(sizes[l - 1])"},
                "the root stands over n_in alone: it goes over 2 / n_in",
            ),
            (
                "Glorot's rule",
                {"2 / sizes[l - 1]": "2 / (sizes[l - 1] + sizes[l])"},
                "n_in + n_out is taken, which is Glorot's rule; He's has n_in alone",
            ),
            (
                "bias as a row",
                {"np.zeros((sizes[l], 1))": "np.zeros((1, sizes[l]))"},
                "b is a row; a sample is a column, and so is b",
            ),
        ),
        *_of(
            "sgd_step",
            (
                "sign turned",
                {"omega[l] -=": "omega[l] +=", "b[l] -=": "b[l] +="},
                "the step goes uphill: take the derivative off",
            ),
            (
                "not divided by the batch",
                {"eta / m * dC_domega": "eta * dC_domega", "eta / m * dC_db": "eta * dC_db"},
                "it is not divided by the m samples",
            ),
            (
                "eta forgotten",
                {"eta / m * dC_domega": "1 / m * dC_domega", "eta / m * dC_db": "1 / m * dC_db"},
                "the learning rate eta is left out",
            ),
            (
                "biases left where they are",
                {"b[l] -= eta / m * dC_db[l]": "pass"},
                "the biases do not move",
            ),
            (
                "weights left where they are",
                {"omega[l] -= eta / m * dC_domega[l]": "pass"},
                "the weights do not move",
            ),
            (
                "not in place",
                {
                    "omega[l] -= eta / m * dC_domega[l]": "w = omega[l] - eta / m * dC_domega[l]",
                    "b[l] -= eta / m * dC_db[l]": "c = b[l] - eta / m * dC_db[l]",
                },
                "omega and b stay as they were: move them in place, with -=",
            ),
            (
                "multiplied by the batch",
                {
                    "eta / m * dC_domega": "eta * m * dC_domega",
                    "eta / m * dC_db": "eta * m * dC_db",
                },
                "it is multiplied by m where it is divided",
            ),
            (
                "the first layer forgotten",
                {"range(1, len": "range(2, len"},
                "layer 1 does not move: layers are counted from 1",
            ),
            (
                "the last layer forgotten",
                {"len(omega))": "len(omega) - 1)"},
                "the last layer does not move: a range ends before its end",
            ),
            (
                "set to the step",
                {"omega[l] -=": "omega[l] = -", "b[l] -=": "b[l] = -"},
                "omega and b become the step itself; it is subtracted from what they were",
            ),
        ),
        *_of(
            "train_epoch",
            (
                "f for f'",
                {"delta_L, leaky_relu_prime": "delta_L, leaky_relu"},
                "f itself is handed to hidden_deltas, and not its slope f'",
            ),
            (
                "f' of the output layer, in the hidden layers",
                {"delta_L, leaky_relu_prime": "delta_L, sigmoid_prime"},
                "the slope of another activation is handed down; inside it is leaky ReLU's",
            ),
            (
                "sigmoid for softmax",
                {"leaky_relu, softmax)": "leaky_relu, sigmoid)"},
                "the last layer is a sigmoid; it is softmax here",
            ),
            (
                "sigmoid inside",
                {"a0, leaky_relu, softmax)": "a0, sigmoid, softmax)"},
                "the hidden layers are sigmoids; they are leaky ReLU here",
            ),
            (
                "the last batch left out",
                {"range(0, m, batch_size)": "range(0, m - batch_size + 1, batch_size)"},
                "the last, smaller batch is left out",
            ),
            (
                "a full batch at the end",
                {"a0.shape[1])": "batch_size)"},
                "the last batch is smaller, and it is divided by the size of a full one",
            ),
            (
                "divided by all images",
                {"a0.shape[1])": "m)"},
                "the step is divided by all images, and not by those of its batch",
            ),
            (
                "the sum for the mean",
                {"total / m": "total"},
                "the loss is the sum; give back the mean, divided by all m samples",
            ),
            (
                "mean of the batches",
                {"py(a[-1], target)": "py(a[-1], target) / a0.shape[1]"},
                "each batch's loss is divided by its size, and the sum by m once more",
            ),
            (
                "the first batch each time",
                {
                    "images[:, k : k + batch_size]": "images[:, :batch_size][:, : m - k]",
                    "a_hat[:, k : k + batch_size]": "a_hat[:, :batch_size][:, : m - k]",
                },
                "the first images come again in each batch: move on by k",
            ),
            (
                "all images at once",
                {
                    "range(0, m, batch_size)": "range(0, m, m)",
                    "images[:, k : k + batch_size]": "images",
                    "a_hat[:, k : k + batch_size]": "a_hat",
                },
                "one step is made with all images; it is one for each batch",
            ),
            (
                "no step taken",
                {"sgd_step(omega, b, dC_domega, dC_db, eta, a0.shape[1])": "pass"},
                "nothing moves: sgd_step is not called",
            ),
            (
                "the loss of the last batch",
                {"total += ": "total = "},
                "only the last batch's loss is kept: add them up",
            ),
            (
                "rows counted in the loop",
                {"range(0, m, batch_size)": "range(0, len(images), batch_size)"},
                "the loop counts the rows, which are pixels; a sample is a column",
            ),
            (
                "samples in rows",
                {"images.shape[1], 0": "images.shape[0], 0"},
                "the rows are counted for the samples; a sample is a column",
            ),
            (
                "the quadratic loss's delta",
                {"softmax_delta(a[-1], target)": "output_delta(z, a, target, sigmoid_prime)"},
                "delta of the quadratic loss is taken; here it is that of cross-entropy",
            ),
            (
                "not divided by the batch",
                {"a0.shape[1])": "1)"},
                "the step is not divided by the size of its batch",
            ),
            (
                "the quadratic loss",
                {"cross_entropy(a[-1], target)": "loss(a[-1], target)"},
                "the quadratic loss is added up; here it is cross-entropy",
            ),
            (
                "mean of the batches' means",
                {
                    "py(a[-1], target)": "py(a[-1], target) / a0.shape[1]",
                    "total / m": "total / np.ceil(m / batch_size)",
                },
                "it is the mean of the batches' means, in which a smaller batch counts too much",
            ),
            (
                "the error turned",
                {"softmax_delta(a[-1], target)": "softmax_delta(target, a[-1])"},
                "it goes uphill: a and a_hat change places in softmax_delta, or eta has a minus",
            ),
            (
                "logarithm of the target",
                {"py(a[-1], target)": "py(target, a[-1])"},
                "a and a_hat change places in cross_entropy",
            ),
        ),
        *_of(
            "accuracy",
            (
                "the count for the share",
                {".mean()": ".sum()"},
                "the right ones are counted: divide by all of them",
            ),
            (
                "per cent",
                {"return (": "return 100 * ("},
                "it is given in per cent; a share is from 0 to 1",
            ),
            (
                "the wrong ones",
                {"== labels": "!= labels"},
                "the share that is read wrong is given back",
            ),
            (
                "sigmoid for softmax, and inside",
                {"leaky_relu, softmax)": "sigmoid, softmax)"},
                "the hidden layers are sigmoids; they are leaky ReLU here",
            ),
            (
                "the least output",
                {"argmax": "argmin"},
                "the least output is taken for the answer",
            ),
            (
                "argmax along the rows",
                {"argmax(axis=0)": "argmax(axis=1)"},
                "argmax goes along the rows; a sample is a column, so axis=0",
            ),
            (
                "argmax of everything",
                {"argmax(axis=0)": "argmax()"},
                "argmax has no axis: it finds one place in all outputs; each column has its own",
            ),
            (
                "divided by the rows",
                {".mean()": ".sum() / len(images)"},
                "it is divided by the number of rows, which are pixels; a sample is a column",
            ),
            (
                "the outputs for the answers",
                {"a[-1].argmax(axis=0)": "a[-1]"},
                "outputs are compared with labels; argmax says which of them is the largest",
            ),
            (
                "one answer a sample",
                {".mean()": ""},
                "it is one True or False for each sample: take their mean",
            ),
        ),
    ]


MISTAKES: tuple[Mistake, ...] = tuple(_mistakes())
"""All of them, the likelier first within a function."""


@cache
def mistakes_in(function: str) -> tuple[Mistake, ...]:
    """Return the mistakes of one function."""
    return tuple(mistake for mistake in MISTAKES if mistake.function == function)


def plant(*mistakes: Mistake) -> Callable[..., Any]:
    """Return the solution's function with one mistake in it, or several of the same function.

    Raises
    ------
    ValueError
        If a piece is not in the solution once: the solution has moved on, and the catalogue
        has to follow.
    """
    pieces = {piece: wrong for mistake in mistakes for piece, wrong in mistake.pieces.items()}
    return rewritten(getattr(solution, mistakes[0].function), pieces)


def pairs_in(function: str) -> list[tuple[Mistake, Mistake]]:
    """Return two mistakes at once, of those that touch different pieces of the lines."""

    def apart(one: Mistake, other: Mistake) -> bool:
        touch = ((p, q) for p in one.pieces for q in other.pieces)
        return not any(p in q or q in p or _overlap(function, p, q) for p, q in touch)

    return [pair for pair in combinations(mistakes_in(function), 2) if apart(*pair)]


def _overlap(function: str, p: str, q: str) -> bool:
    text = function_text(function)
    at_p, at_q = text.find(p), text.find(q)
    return at_p < at_q + len(q) and at_q < at_p + len(p)
