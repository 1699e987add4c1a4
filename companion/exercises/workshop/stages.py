"""What each stage asks of the reader, and the hints, one more for each time that one is asked."""

from companion.exercises.workshop.blank import body_of, functions_of, titles

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

_HINTS: dict[int, tuple[str, ...]] = {
    1: (
        "np.where(condition, here, there) chooses entry by entry; np.exp works on whole arrays.",
        "sigma' can be written with sigma alone: look at the equation (A2). "
        "For leaky ReLU ask only whether z > 0.",
    ),
    2: (
        "omega[l] @ a[l - 1] is a product of matrices; a column b[l] is added to each of its "
        "columns by itself.",
        "Let l run from 1 to L = len(omega) - 1, and append to both lists. "
        "Only at l == L it is f_L.",
    ),
    3: (
        "Subtract, square, add. Which of the three does (N3) do first?",
        "There is no 1/2, no mean and no root. .sum() without an axis adds everything.",
    ),
    4: (
        "Two factors: how the loss changes with a (B1), and how a changes with z (B2).",
        "a[-1] is the last layer's a. f_L_prime is a function of z.",
    ),
    5: (
        "Begin with a list of None of the right length, put delta_L at its end, and go down.",
        "A node's paths to the loss go through its column of omega[l + 1]; "
        "a sum over that column is a product with the transpose.",
        "range(L - 1, 0, -1) counts down to 1. f' is taken of z[l], in the layer you arrive at.",
    ),
    6: (
        "dC_domega[l] has the shape of omega[l]: n_l rows and n_{l-1} columns. Which two arrays "
        "have these as their numbers of rows?",
        "A product of (n_l, m) with (m, n_{l-1}) adds up the samples by itself. "
        "For the bias add along axis 1, and keep the column.",
    ),
    7: (
        "np.ndindex(theta.shape) gives the place of each entry in turn.",
        "Take a copy for up and a copy for down, move one entry in each, "
        "and divide by the whole way from one to the other.",
    ),
    8: (
        "A column is a sample: along which axis do its nodes lie?",
        "What happens to e^z at z = 1000? (S2) says what you may subtract first.",
        "(S5): nearly everything cancels. One subtraction is left.",
    ),
    9: (
        "rng.normal(mean, spread, shape) wants the spread: the root of the variance 2 / n_in.",
        "omega[l] -= something changes the array in place. What was summed over m samples is "
        "divided by m.",
    ),
    10: (
        "range(0, m, batch_size) gives where each batch begins; a slice past the end just stops.",
        "Per batch: forward, softmax_delta, hidden_deltas, derivatives, sgd_step. "
        "How many samples has the last one?",
        "argmax(axis=0) is the answer to each column; the mean of True and False is a share.",
    ),
}


def hints_of(stage: int) -> tuple[str, ...]:
    """Return the hints of a stage in order; the last one is the solution."""
    whole = "\n".join(f"{name}:\n{body_of(name)}" for name in functions_of(stage))
    return (*_HINTS[stage], f"The solution, since you ask once more:\n\n{whole}")


LAST = max(titles())
"""The number of the last stage."""
