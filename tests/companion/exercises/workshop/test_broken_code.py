"""Whatever the reader's file does, one clear line tells of it, with the reader's own line."""

from pathlib import Path

import pytest

from companion.exercises.workshop.blank import function_text, solution_text
from companion.exercises.workshop.parent import Look, look_at

# What is broken: the function, its body, the body's line that is told (0: the def), what is said.
BROKEN_FUNCTIONS = {
    "an endless loop": (
        "forward",
        "l = 1\nwhile l < len(omega):\n    z = omega[1] @ a0\nreturn z",
        (2, 3),
        "is still running after 1 s: does a loop never end?",
    ),
    "an exception": (
        "loss",
        "off = a_L - a_hut\nreturn (off**2).sum()",
        (1,),
        "NameError: name 'a_hut' is not defined",
    ),
    "an if for a whole array": (
        "leaky_relu",
        "return z if z > 0 else alpha * z",
        (1,),
        "an `if`, an `and` or an `or` cannot choose for a whole array: choose entry by entry",
    ),
    "math for NumPy": (
        "sigmoid",
        "import math\nreturn 1 / (1 + math.exp(-z))",
        (2,),
        "a function of one number gets an array: take NumPy's, such as np.exp for math.exp",
    ),
    "shapes that do not fit": (
        "hidden_deltas",
        "delta = [None] * len(omega)\ndelta[-1] = delta_L\n"
        "delta[-2] = omega[-1] @ delta_L * f_prime(z[-2])\nreturn delta",
        (3,),
        "the shapes do not fit in a product: 2 columns on the left, 3 rows on the right",
    ),
    "entry 0 taken for a layer": (
        "forward",
        "z = [w @ a0 + c for w, c in zip(omega, b)]\nreturn z, z",
        (1,),
        "or a None: entry 0, or one not filled yet. Layers are counted from 1",
    ),
    "a list taken for an array": (
        "output_delta",
        "return 2 * (np.array(a) - a_hat) * f_L_prime(z[-1])",
        (1,),
        "a whole list is used as an array; a[-1] or a[l] is one layer's",
    ),
    "a print for a return": (
        "loss",
        "C = ((a_L - a_hat) ** 2).sum()\nprint(C)",
        (2,),
        "gives nothing back (None); it prints, and has to return",
    ),
    "no return": ("loss", "C = ((a_L - a_hat) ** 2).sum()", (0,), "nothing back (None)"),
    "a list for an array": (
        "softmax",
        "e = np.exp(z - z.max(axis=0))\nreturn list(e / e.sum(axis=0))",
        (0,),
        "gives back a list of 3; expected an array of shape (3, 1)",
    ),
    "a string for a number": ("loss", "return 'small'", (0,), "gives back a str; expected a num"),
    "an array of objects": (
        "sigmoid",
        "return np.array([[None] * 3] * 2)",
        (0,),
        "gives back an array of object of shape (2, 3); expected an array of shape (2, 3) of real",
    ),
    "another shape": (
        "output_delta",
        "delta = 2 * (a[-1] - a_hat) * f_L_prime(z[-1])\nreturn delta.ravel()",
        (0,),
        "the result has shape (3,); expected (3, 1)",
    ),
    "numbers that are none": (
        "sigmoid",
        "return 0 * z / 0",
        (0,),
        "the result[0, 0] is nan; expected 0.1192",
    ),
    "an array damaged": (
        "leaky_relu",
        "z[z <= 0] *= alpha\nreturn z",
        (1,),
        "changes what was handed in (`z[z <= 0] *= alpha`): work on a copy",
    ),
    "a list damaged": (
        "derivatives",
        "last = delta.pop()\nreturn [None, last], [None, last]",
        (1,),
        "changes what was handed in (`last = delta.pop()`): work on a copy",
    ),
    "one list too few": (
        "forward",
        "return [None] + [b[l] for l in range(1, len(omega))]",
        (0,),
        "gives back a list of 3; expected z and a",
    ),
    "a list taken for a layer": (
        "output_delta",
        "return 2 * (a[-1] - a_hat) * f_L_prime(-z)",
        (1,),
        "a whole list is used as an array; a[-1] or a[l] is one layer's",
    ),
    "a layer too many": (
        "hidden_deltas",
        "for l in range(len(omega) - 1, 0, -1):\n    delta = omega[l + 1].T",
        (2,),
        "list index out of range: of a list of n entries the last is [n - 1]",
    ),
    "numbers too coarse": (
        "sigmoid",
        "return (1 / (1 + np.exp(-z))).astype(np.float32)",
        (0,),
        "; expected 0.119202922022, for z = -2, -0.5, 0, 0.25, 1 and 3. That's near: is",
    ),
    "whole numbers to be moved": (
        "start",
        "pairs = list(zip(sizes, sizes[1:]))\nomega = [rng.normal(0, i**-0.5, (o, i)) for i, o in "
        "pairs]\nreturn [None, *omega], [None, *(np.zeros((o, 1), int) for _, o in pairs)]",
        (0,),
        "of shape (300, 1), and whole numbers cannot move by fractions; expected floats",
    ),
    "something kept from call to call": (
        "loss",
        "loss.calls = getattr(loss, 'calls', 0) + 1\n"
        "return ((a_L - a_hat) ** 2).sum() + loss.calls",
        (0,),
        "gives something else when it is called again with the same",
    ),
    "a debugger": ("loss", "breakpoint()\nreturn 0", (1, 2), "take the breakpoint() out"),
    "other arguments": ("loss", None, (0,), "takes (a_L); expected (a_L, a_hat), in this order"),
    "an end without an end": ("sigmoid", "return sigmoid(z)", (1,), "calls itself again and again"),
    "an exit": ("loss", "raise SystemExit(1)", (1,), "ends the program: take the exit out"),
    "an interrupt": ("loss", "raise KeyboardInterrupt", (1,), "KeyboardInterrupt"),
    "the end of Python": ("loss", "import os\nos._exit(0)", (None,), "ends Python itself"),
    "a crash": ("loss", "import ctypes\nctypes.string_at(0)", (2,), "ends Python itself"),
    "a question": ("loss", "return float(input('C? '))", (1,), "waits for something to be typed"),
    "too much memory": (
        "loss",
        "hoard = []\nwhile True:\n    hoard.append(np.empty((1000, 100)))",
        (3,),
        "asks for more memory than there is",
    ),
}


def with_body(name: str, body: str | None) -> tuple[str, int]:
    """Return the solution with another body in one function, and the line of its def."""
    whole = function_text(name)
    head = whole.splitlines()[0]
    if body is None:
        new = "def loss(a_L):\n    return a_L\n"
    else:
        new = head + "\n" + "".join(f"    {line}\n" for line in body.splitlines())
    text = solution_text().replace(whole, new)
    return text, text.splitlines().index(new.splitlines()[0]) + 1


def look(tmp_path: Path, text: str, last: int = 9, seconds: float = 20) -> Look:
    path = tmp_path / "mine.py"
    path.write_text(text, "utf-8")
    return look_at(path, last, seconds)


@pytest.mark.parametrize("kind", BROKEN_FUNCTIONS)
def test_a_broken_function_is_told_in_one_line_and_takes_no_other_with_it(
    kind: str, tmp_path: Path
) -> None:
    name, body, lines, says = BROKEN_FUNCTIONS[kind]
    text, start = with_body(name, body)
    seen = look(tmp_path, text, seconds=1 if "endless" in kind else 20)
    assert seen.file is None
    findings = [finding for report in seen.reports.values() for finding in report.findings]
    assert [finding.function for finding in findings] == [
        name if lines != (None,) else "a line here"
    ]
    assert says in findings[0].says
    assert "\n" not in findings[0].says
    assert findings[0].line in [None if line is None else start + line for line in lines]
    assert list(seen.reports) == list(range(1, 10))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("def f(:\n    pass\n", 1, "Python cannot read this line"),
        ("import numpy as np\nx = [1, 2\ny = 3\n", 2, "Python cannot read this line"),
        ("import nunpy\n", 1, "ModuleNotFoundError: No module named 'nunpy'"),
        ("x = 1\nwhile True:\n    x += 1\n", (2, 3), "is still running after 1 s"),
        ("x = 1\nraise SystemExit\n", 2, "ends the program"),
        ("1 / 0\n", 1, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_file_that_python_cannot_run_is_told_in_one_line(
    text: str, line: int | tuple[int, ...], says: str, tmp_path: Path
) -> None:
    seen = look(tmp_path, text, seconds=1)
    assert seen.file is not None
    assert seen.reports == {}
    assert says in seen.file.says
    assert seen.file.line in (line if isinstance(line, tuple) else (line,))


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(b"x = '\xff'\n")
    seen = look_at(path, 1)
    assert seen.file is not None
    assert "is no text in UTF-8" in seen.file.says


def test_a_mark_in_front_that_some_editors_write_is_no_part_of_the_file(tmp_path: Path) -> None:
    text, _ = with_body("sigmoid", "...")
    findings = look(tmp_path, "\ufeff" + text, 1).reports[1].findings
    assert [(finding.function, finding.blank) for finding in findings] == [("sigmoid", True)]


def test_arguments_in_another_order_are_told(tmp_path: Path) -> None:
    text = solution_text().replace("def softmax_delta(a_L, a_hat)", "def softmax_delta(a_hat, a_L)")
    (finding,) = look(tmp_path, text, 8).reports[8].findings
    assert finding.says == "takes (a_hat, a_L); expected (a_L, a_hat), in this order"


def test_a_thread_left_behind_keeps_nobody_waiting(tmp_path: Path) -> None:
    body = "import threading\nthreading.Thread(target=threading.Event().wait).start()\nreturn z"
    text, _ = with_body("sigmoid", body)
    assert [finding.function for finding in look(tmp_path, text, 1).reports[1].findings] == [
        "sigmoid"
    ]


def test_missing_functions_are_told_and_the_others_judged(tmp_path: Path) -> None:
    text = solution_text().replace(function_text("loss"), "").replace("def softmax(", "def soft(")
    text += "\nsgd_step = 3\n"
    seen = look(tmp_path, text)
    said = {f.function: f.says for report in seen.reports.values() for f in report.findings}
    assert said == {
        "loss": "is missing; expected def loss(...)",
        "softmax": "is missing; expected def softmax(...)",
        "sgd_step": "is no function; expected def sgd_step(...)",
    }


def test_copies_of_what_is_handed_in_may_be_changed(tmp_path: Path) -> None:
    body = (
        "import copy\nnew, also = copy.deepcopy(omega), copy.copy(z)\nnew.append(also.pop())\n"
        "new[1] *= 2\nomega.copy().clear()\nlist(z)[1:] = []\nright = [None] * len(omega)\n"
        "right[-1] = delta_L\nfor l in range(len(omega) - 2, 0, -1):\n"
        "    right[l] = (omega[l + 1].T @ right[l + 1]) * f_prime(z[l])\nreturn right"
    )
    text, _ = with_body("hidden_deltas", body)
    assert look(tmp_path, text, 5).reports[5].findings == ()


def test_a_right_function_that_prints_holds_and_the_print_is_noted(tmp_path: Path) -> None:
    text, start = with_body("loss", "print('here')\nreturn ((a_L - a_hat) ** 2).sum()")
    seen = look(tmp_path, text, 3)
    assert [report.findings for report in seen.reports.values()] == [(), (), ()]
    assert seen.reports[3].prints == ((start + 1, "here"),)
    assert seen.prints is None
    text += "\nprint('at the end')\n"
    assert look(tmp_path, text, 1).prints == (text.count("\n"), "at the end")


def test_a_stage_whose_helpers_are_broken_is_judged_by_itself(tmp_path: Path) -> None:
    text, _ = with_body("sigmoid", "return z")
    text = text.replace(function_text("forward"), "def forward(*rest):\n    return rest\n")
    seen = look(tmp_path, text, 10)
    wrong = [f.function for report in seen.reports.values() for f in report.findings]
    assert wrong == ["sigmoid", "forward"]  # sigmoid_prime, train_epoch and accuracy call them


def test_the_reader_s_own_check_of_the_reader_s_own_derivatives_is_told(tmp_path: Path) -> None:
    seen = look(tmp_path, solution_text(), 7)
    assert seen.off is not None
    assert 0 < seen.off < 1e-7
    text, _ = with_body("loss", "return ((a_L - a_hat) ** 2).mean()")
    assert look(tmp_path, text, 7).off is None
