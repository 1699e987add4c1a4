"""What each stage asks of the reader, and the hints, one more for each time that one is asked."""

from companion.exercises.workshop.blank import body_of, titles

TASKS: dict[int, str] = {
    1: "Two functions that bend, and the slope of each. How do you treat every entry of an array "
    "at once, without a loop?",
    2: "Run a network: z of each layer from a of the layer below, and a from z. Where do the "
    "layers begin, and which f does the last one take?",
    3: "How wrong is an answer? One number for all samples together.",
    4: "How does the loss change with z of the last layer? You are handed both z and a: which of "
    "them goes where?",
    5: "From delta of a layer to delta of the one below, down to layer 1. Which weights, which "
    "way round, and f' at what?",
    6: "From delta to the derivatives of weights and biases. What shape must each have, and "
    "what becomes of the samples?",
    7: "Measure a slope without any derivation. Then you can check your own stages 4 to 6.",
    8: "Outputs that add up to one, the loss that goes with them, and the surprise: their delta.",
    9: "Where do the weights begin, and how far does one step take them?",
    10: "All of it together: one epoch, batch by batch. Then the workshop trains your network.",
}
"""The task of each stage, with a question to start from."""

_HINTS: dict[str, tuple[str, ...]] = {
    "leaky_relu": (
        "np.where(condition, here, there) chooses entry by entry.",
        "Ask only whether z > 0; (A1) says what stands on either side.",
    ),
    "leaky_relu_prime": (
        "How steep is leaky_relu above 0, and how steep below? Neither slope has z in it.",
        "np.where takes plain numbers too. At 0 itself the slope is alpha, so it's z > 0 again.",
    ),
    "sigmoid": (
        "np.exp works on whole arrays, entry by entry.",
        "Mind the sign in the exponent: where z is large, the sigmoid is close to 1.",
    ),
    "sigmoid_prime": (
        "sigma' can be written with sigma alone: look at the equation (A2).",
        "You are handed z, not sigma(z): call your own sigmoid.",
    ),
    "forward": (
        "omega[l] @ a[l - 1] is a product of matrices; a column b[l] is added to each of its "
        "columns by itself.",
        "Let l run from 1 to L = len(omega) - 1, and append to both lists. "
        "Only at l == L it is f_L.",
    ),
    "loss": (
        "Subtract, square, add. Which of the three does (N3) do first?",
        "There is no 1/2, no mean and no root. .sum() without an axis adds everything.",
    ),
    "output_delta": (
        "Two factors: how the loss changes with a (B1), and how a changes with z (B2).",
        "a[-1] is the last layer's a. f_L_prime is a function of z.",
    ),
    "hidden_deltas": (
        "Begin with a list of None of the right length, put delta_L at its end, and go down.",
        "A node's paths to the loss go through its column of omega[l + 1]; "
        "a sum over that column is a product with the transpose.",
        "range(L - 1, 0, -1) counts down to 1. f' is taken of z[l], in the layer you arrive at.",
    ),
    "derivatives": (
        "dC_domega[l] has the shape of omega[l]: n_l rows and n_{l-1} columns. Which two arrays "
        "have these as their numbers of rows?",
        "A product of (n_l, m) with (m, n_{l-1}) adds up the samples by itself. "
        "For the bias add along axis 1, and keep the column.",
    ),
    "central_difference": (
        "np.ndindex(theta.shape) gives the place of each entry in turn.",
        "Take a copy for up and a copy for down, move one entry in each, "
        "and divide by the whole way from one to the other.",
    ),
    "softmax": (
        "A column is a sample: along which axis do its nodes lie?",
        "What happens to e^z at z = 1000? (S2) says what you may subtract first.",
    ),
    "cross_entropy": (
        "np.log is the natural logarithm. Does (S4) take it of a, or of a_hat?",
        "Multiply entry by entry, and add everything. Which sign has a logarithm of a share?",
    ),
    "softmax_delta": (
        "(S5): nearly everything cancels. One subtraction is left.",
        "Which way round? delta has to be below 0 where the answer should grow.",
    ),
    "start": (
        "rng.normal(mean, spread, shape) wants the spread: the root of the variance 2 / n_in.",
        "Both lists begin with None. A row of omega[l] belongs to a node of layer l; b[l] is one "
        "column.",
    ),
    "sgd_step": (
        "omega[l] -= something changes the array in place.",
        "What was summed over m samples is divided by m; eta says how much of that to go.",
    ),
    "train_epoch": (
        "range(0, m, batch_size) gives where each batch begins; a slice past the end just stops.",
        "Per batch: forward, softmax_delta, hidden_deltas, derivatives, sgd_step. "
        "How many samples has the last one?",
    ),
    "accuracy": (
        "argmax(axis=0) is the answer to each column.",
        "Compare it with labels; the mean of True and False is a share.",
    ),
}


def hints_of(function: str) -> tuple[str, ...]:
    """Return the hints of a function in order; the last one is the solution."""
    return (*_HINTS[function], f"The solution, since you ask once more:\n\n{body_of(function)}")


LAST = max(titles())
"""The number of the last stage."""
