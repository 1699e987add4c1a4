"""A function of the reader's is called, and what comes of it is read, whatever it is.

Arrays are handed over locked and lists guarded, so that a line which changes what it was given
raises an error at that very line.
"""

import ast
import bdb
import inspect
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import numpy as np

from companion.exercises.workshop import solution
from numrec.activations import Array

FORMS: dict[str, tuple[str, ...]] = {
    "forward": ("z", "a"),
    "hidden_deltas": ("delta",),
    "derivatives": ("dC_domega", "dC_db"),
    "start": ("omega", "b"),
    "sgd_step": ("omega", "b"),
    "train_epoch": ("omega", "b", "the mean loss"),
}
"""What the parts of a result are called, where it is more than one array or number."""

IN_PLACE = {"sgd_step": 2, "train_epoch": 2}
"""How many of the arguments, from the first, a function is to change."""


PLAIN = {
    "inhomogeneous": "a whole list is used as an array; a[-1] or a[l] is one layer's",
    "'Given'": "a whole list is used as an array; a[-1] or a[l] is one layer's",
    "truth value of an array": "an `if`, an `and` or an `or` cannot choose for a whole array: "
    "choose entry by entry",
    "arrays can be converted to Python scalars": "a function of one number gets an array: "
    "take NumPy's, such as np.exp for math.exp",
    "name 'np' is not defined": "np is not known: is `import numpy as np` missing at the top?",
    "does not have enough dimensions (has 0": "one side of the product is a single number, or a "
    "None: entry 0, or one not filled yet. Layers are counted from 1",
}
"""What an error of Python's or NumPy's comes to here, by words that it has."""


class Trouble(Exception):
    """What went wrong with the reader's code, in words; and the reader's own line, if known."""

    def __init__(self, says: str, line: int | None = None) -> None:
        super().__init__(says)
        self.says, self.line = says, line


class Printed(NamedTuple):
    """The first line of the reader's that printed something, and what it printed."""

    line: int | None
    text: str


class Given(list[Any]):
    """A list that the reader's code may read and not change."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise ChangedError

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = pop = remove = clear = sort = reverse = _refuse

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        """Copy into a list like any other."""
        return [deepcopy(item, memo) for item in self]

    def __copy__(self) -> list[Any]:
        """Copy into a list like any other."""
        return list(self)


class ChangedError(TypeError):
    """A list that was handed over was to be changed."""


class Recorder:
    """Stands in for sys.stdout while the reader's code runs, and keeps who wrote first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.encoding = "utf-8"
        self.first: Printed | None = None

    def write(self, text: str) -> int:
        """Note what is written, and where."""
        if self.first is None and text.strip():
            self.first = Printed(_line_of(sys._getframe(1), self.file), text.strip()[:40])
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def isatty(self) -> bool:
        """No: nobody watches."""
        return False


@contextmanager
def watched(file: str) -> Iterator[Recorder]:
    """While the reader's code runs: note what it prints, and keep NumPy's warnings quiet."""
    recorder, before = Recorder(file), sys.stdout
    sys.stdout = recorder
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield recorder
    finally:
        sys.stdout = before


def told(error: BaseException, file: str) -> Trouble:
    """Return an exception of the reader's code in one line of words, with the reader's line."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    line = frames[-1].lineno if frames else None
    says = str(error).strip().splitlines()[0] if str(error).strip() else ""
    if isinstance(error, SyntaxError):
        return Trouble(f"Python cannot read this line: {error.msg}", error.lineno)
    if isinstance(error, ChangedError) or re.search("read-only|cannot set WRITEABLE", says):
        code = f" (`{frames[-1].line}`)" if frames and frames[-1].line else ""
        return Trouble(f"changes what was handed in{code}: work on a copy", line)
    if isinstance(error, NotImplementedError):
        return Trouble("is still blank", line)
    if isinstance(error, SystemExit):
        return Trouble("ends the program: take the exit out", line)
    if isinstance(error, RecursionError):
        return Trouble("calls itself again and again, without an end", line)
    if isinstance(error, bdb.BdbQuit):
        return Trouble("waits for a debugger: take the breakpoint() out", line)
    if isinstance(error, EOFError):
        return Trouble("waits for something to be typed: take the input() out", line)
    if isinstance(error, MemoryError):
        return Trouble("asks for more memory than there is", line)
    if shapes := re.search(
        r"mismatch in its core dimension.*size (\d+) is different from (\d+)", says
    ):
        columns, rows = (f"{n} {kind}{'s' * (n != '1')}" for n, kind in _sides(shapes))
        says = f"the shapes do not fit in a product: {columns} on the left, {rows} on the right"
    if "NoneType" in says:
        says += ". Is that entry 0, the None, or one not filled yet? Layers are counted from 1"
    if isinstance(error, IndexError) and "list" in says:
        says += ": of a list of n entries the last is [n - 1]"
    says = next((plain for sign, plain in PLAIN.items() if sign in says), says)
    return Trouble(f"{type(error).__name__}: {says}" if says else type(error).__name__, line)


def _sides(shapes: re.Match[str]) -> list[tuple[str, str]]:
    """Return the count that NumPy found on each side of a product, the left one first."""
    return [(shapes[2], "column"), (shapes[1], "row")]


def copied(arguments: tuple[Any, ...], changed: int = 0) -> tuple[Any, ...]:
    """Copy what is handed over; what must not be changed is locked."""

    def copy(x: Any, locked: bool) -> Any:
        if isinstance(x, list):
            items = [copy(item, locked) for item in x]
            return Given(items) if locked else items
        if isinstance(x, np.ndarray):
            x = x.copy()
            x.flags.writeable = not locked
        elif isinstance(x, np.random.Generator):
            x = deepcopy(x)
        return x

    return tuple(copy(x, place >= changed) for place, x in enumerate(arguments))


def run(function: Callable[..., Any], name: str, arguments: tuple[Any, ...], file: str) -> Any:
    """Call a function of the reader's; return what it gave, with what it was to change in front.

    Parameters
    ----------
    function : callable
        The reader's.
    name : str
        What the stage calls it.
    arguments : tuple
        What is handed over, copied.
    file : str
        The reader's file.

    Raises
    ------
    Trouble
        If it cannot be called so, or raises anything.
    """
    changed = IN_PLACE.get(name, 0)
    handed = copied(arguments, changed)
    line = line_of_def(function)
    _check_arguments(function, name, len(handed), line)
    trouble = None
    try:
        result = function(*handed)
    except BaseException as error:  # SystemExit too
        trouble = told(error, file)
    if trouble:  # raised out here, where it keeps nothing of what the reader's call has hoarded
        raise trouble
    if not changed:
        return result
    return (*handed[:changed], result) if len(FORMS[name]) > changed else handed[:changed]


def _check_arguments(function: Callable[..., Any], name: str, count: int, line: int | None) -> None:
    """Refuse a function that cannot be handed so many arguments, or has them in another order."""
    try:
        takes = inspect.signature(function)
    except ValueError:
        return  # it tells of none: the call will tell
    wanted = inspect.signature(getattr(solution, name))
    mine, ours = list(takes.parameters), list(wanted.parameters)
    try:
        takes.bind(*[None] * count)
        fits = mine == ours or set(mine) != set(ours)
    except TypeError:
        fits = False
    if not fits:
        raise Trouble(f"takes {takes}; expected {wanted}, in this order", line)


def line_of_def(function: Callable[..., Any]) -> int | None:
    """Return the line on which a function of the reader's begins."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code.co_firstlineno if isinstance(code, CodeType) else None


def parts_of(name: str, result: Any, expected: tuple[Any, ...]) -> dict[str, Array]:
    """Take a result apart: each array or number by its name, such as `delta[1]`.

    Parameters
    ----------
    name : str
        The function.
    result : Any
        What it gave.
    expected : tuple
        What it should have given.

    Raises
    ------
    Trouble
        If the result has another form: another type, no list, a list of another length.
    """
    names = FORMS.get(name, ("",))
    if result is None:
        raise Trouble("gives nothing back (None): is a return missing?")
    if len(names) == 1:
        result = (result,)
    elif not isinstance(result, tuple | list) or len(result) != len(names):
        raise Trouble(f"gives back {_kind(result)}; expected {' and '.join(names)}")
    parts: dict[str, Array] = {}
    for called, found, right in zip(names, result, expected, strict=True):
        if isinstance(right, list):
            parts |= _list_parts(called, found, right)
        else:
            parts[called] = _numbers(called, found, right)
    return parts


def expected_parts(name: str, expected: tuple[Any, ...]) -> dict[str, Array]:
    """Take apart what is expected."""
    return parts_of(name, expected if len(expected) > 1 else expected[0], expected)


def _list_parts(called: str, found: Any, right: list[Any]) -> dict[str, Array]:
    if isinstance(found, Mapping) and set(found) >= {l for l, x in enumerate(right) if l}:
        found = [found.get(l) for l in range(len(right))]
    if not isinstance(found, list | tuple):
        raise Trouble(f"{called} is {_kind(found)}; expected a list, an entry a layer")
    if len(found) != len(right):
        first = "the first None, so that entry l is layer l" if right[0] is None else "a[0] first"
        raise Trouble(f"{called} has {len(found)} entries; expected {len(right)}, {first}")
    layers = [l for l in range(len(right)) if right[l] is not None]
    return {f"{called}[{l}]": _numbers(f"{called}[{l}]", found[l], right[l]) for l in layers}


def _numbers(called: str, found: Any, right: Any) -> Array:
    """Return found as an array of floats of the shape of right, or refuse it by name."""
    it = f"{called} is" if called else "gives back"
    wants = "a number" if np.ndim(right) == 0 else f"an array of shape {np.shape(right)}"
    if found is None:
        raise Trouble(f"{it} None; expected {wants}")
    if np.ndim(right) and not isinstance(found, np.ndarray):
        raise Trouble(f"{it} {_kind(found)}; expected {wants}")
    if isinstance(found, str | bytes | Mapping | tuple | list) or callable(found):
        raise Trouble(f"{it} {_kind(found)}; expected {wants}")
    array = np.asarray(found)
    if array.dtype.kind not in "biuf":
        raise Trouble(f"{it} {_kind(found)}; expected {wants} of real numbers")
    if array.dtype.kind in "biu" and called.startswith(("omega[", "b[")):
        raise Trouble(
            f"{it} {_kind(found)}, and whole numbers cannot move by fractions; expected floats"
        )
    return array.astype(np.float64)


def _kind(found: Any) -> str:
    if isinstance(found, np.ndarray):
        return f"an array of {found.dtype} of shape {found.shape}"
    if isinstance(found, tuple | list):
        return f"a {type(found).__name__} of {len(found)}"
    article = "an" if type(found).__name__[0] in "aeiou" else "a"
    return "None" if found is None else f"{article} {type(found).__name__}"


def _line_of(frame: FrameType | None, file: str) -> int | None:
    while frame is not None and frame.f_code.co_filename != file:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else None


def parsed(path: Path) -> str:
    """Return the text of the reader's file, once Python can read it.

    Raises
    ------
    Trouble
        If there is no such file, it is no text, or Python cannot read a line of it.
    """
    try:
        text = path.read_text("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError:
        raise Trouble("is no text in UTF-8: save it so in your editor") from None
    except OSError as error:
        raise Trouble(f"cannot be opened: {error.strerror}") from None
    try:
        ast.parse(text, str(path))
    except (SyntaxError, ValueError) as error:
        raise told(error, str(path)) from None
    return text
