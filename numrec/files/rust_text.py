"""A network in the Rust program's text format: four headed parts, one line a matrix.

    [layers]
    [3, 2, 3]

    [weights]
    [-0.75, 0.25, 0.5, -0.5, -0.25, 0.75]
    ...

A weight matrix stands column by column, a bias as it is; the slope of leaky ReLU ends the file.
The format does not hold the loss, nor whether the numbers were float32 or float64.
"""

import warnings
from pathlib import Path
from typing import IO

import numpy as np

from numrec.activations import Array, activation
from numrec.errors import FormatError
from numrec.files.limits import LARGEST_NETWORK, layer_shapes
from numrec.losses import loss_by_name
from numrec.network import Network

_LONGEST = 64
"""Characters of one number with its comma; a float32 written out in full has fewer."""

_MOST_LAYERS = 128


def write_text(net: Network, file: IO[bytes]) -> None:
    """Write a network with the fewest digits that give the same numbers back.

    Raises
    ------
    ValueError
        If the format cannot hold it: hidden layers must be leaky ReLU, and the output the
        one that the loss chooses.
    """
    alpha = net.hidden.alpha
    if alpha is None or net.hidden.name != "leaky_relu" or net.output.name != net.loss.output:
        raise ValueError(
            f"hidden is {net.hidden.name!r} and output {net.output.name!r}; the text format is for "
            f"'leaky_relu' and, with this loss, {net.loss.output!r}: save it as .npz"
        )
    layers = range(1, net.L + 1)
    parts = {
        "layers": ["[" + ", ".join(map(str, net.sizes)) + "]"],
        "weights": [_as_line(net.omega[l]) for l in layers],
        "biases": [_as_line(net.b[l]) for l in layers],
        "alpha": [_as_text(alpha)],
    }
    text = "\n\n".join("\n".join([f"[{name}]", *lines]) for name, lines in parts.items())
    file.write(f"{text}\n".encode("ascii"))


def _as_line(matrix: Array) -> str:
    return "[" + ", ".join(map(_as_text, matrix.ravel(order="F"))) + "]"


def _as_text(x: float) -> str:
    """Write a number out in full, as the Rust program does, or with an exponent where it is long.

    Rust's parse reads both.
    """
    text = np.format_float_positional(x, trim="0")
    return text if len(text) <= _LONGEST - 2 else np.format_float_scientific(x, trim="0")


def read_text(file: IO[bytes], path: Path, loss: str) -> Network:
    """Read what `write_text` or the Rust program writes, as float64; the loss is said.

    Raises
    ------
    FormatError
        If the file is anything else; names the line.
    """
    lines = _Lines(file, path)
    lines.expect("[layers]")
    sizes = [int(n) for n in lines.numbers(None)]
    if not (shapes := layer_shapes(sizes)):
        raise lines.refused(str(sizes), f"two or more layers, at most {LARGEST_NETWORK} weights")
    lines.expect("[weights]")
    matrices = [lines.numbers(n * m).reshape((n, m), order="F") for n, m in shapes]
    lines.expect("[biases]")
    columns = [lines.numbers(n).reshape(n, 1) for n, _ in shapes]
    lines.expect("[alpha]")
    (alpha,) = lines.numbers(1, bare=True)
    lines.expect("")
    chosen = loss_by_name(loss)
    return Network(
        dict(enumerate(matrices, start=1)),
        dict(enumerate(columns, start=1)),
        activation("leaky_relu", float(alpha)),
        activation(chosen.output),
        chosen,
    )


class _Lines:
    """The file's lines with something in them, each read only as far as it may be long."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path, self._number = file, path, 0

    def refused(self, found: str, expected: str) -> FormatError:
        return FormatError(self._path, f"line {self._number}", found, expected)

    def expect(self, text: str) -> None:
        """Read one line that must be this; "" is the end."""
        if (found := self._next(_LONGEST)) != text:
            raise self.refused(_quoted(found), text or "the end")

    def numbers(self, count: int | None, *, bare: bool = False) -> Array:
        """Read one line of count numbers (any number of whole ones for None)."""
        text = self._next(_LONGEST * (count or _MOST_LAYERS) + 4)
        kind = "whole numbers" if count is None else "numbers"
        if not (text if bare else text.startswith("[") and text.endswith("]")):
            raise self.refused(_quoted(text), kind if bare else f"{kind} in square brackets")
        inside = text if bare else text[1:-1]
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy's way to say that something else stood there
            try:
                found: Array = np.fromstring(inside, np.int64 if count is None else float, sep=",")
            except (ValueError, DeprecationWarning):
                raise self.refused(_quoted(text), f"{kind} with commas between") from None
        if count is not None and len(found) != count:
            raise self.refused(f"{len(found)} numbers", f"{count}")
        return found

    def _next(self, longest: int) -> str:
        """Read one line; "" at the end."""
        while line := self._file.readline(longest + 1):
            self._number += 1
            if len(line) > longest:
                raise self.refused(f"more than {longest} characters", "a shorter line")
            if not line.isascii():
                raise self.refused("characters that are not ASCII", "numbers")
            if text := line.decode("ascii").strip():
                return text
        return ""


def _quoted(text: str) -> str:
    return repr(text if len(text) < 40 else text[:40] + "…") if text else "the end"
