"""Networks kept in files: read back exactly or refused, written whole or not at all."""

from collections.abc import Callable
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import DTypeLike

from numrec.activations import activation
from numrec.errors import FormatError
from numrec.files.atomic import written_whole
from numrec.files.limits import LARGEST_NETWORK, layer_shapes
from numrec.files.npz_model import read_npz, write_npz
from numrec.files.rust_text import read_text, write_text
from numrec.losses import check_choice, loss_by_name
from numrec.network import Network
from numrec.network_parts import as_type, check_shapes


def save_model(net: Network, path: str | PathLike[str]) -> None:
    """Write a network to a .npz file, or to a .txt file as the Rust program reads it.

    The file appears whole, or the one that was there stays: it is written beside its
    place, brought to the disk, and then takes its name in one step.

    Parameters
    ----------
    net : Network
        What is kept: its weights and biases, the names of its functions, leaky ReLU's slope.
    path : path
        A name that ends in .npz or .txt.

    Raises
    ------
    ValueError
        If the name has another ending, or `load_model` could not give the network
        back: a function that numrec has no name for, numbers that are not finite.
    OSError
        If it cannot be written; the network is still in memory.
    """
    _save(net, Path(path))


def try_to_save(net: Network, path: str | PathLike[str]) -> None:
    """Do all that `save_model` does but give the file its name: raise what it would raise."""
    _save(net, Path(path), keep=False)


def _save(net: Network, path: Path, *, keep: bool = True) -> None:
    write, _ = _format(path)
    check_network(net)
    with written_whole(path, keep=keep) as file:
        write(net, file)


def load_model(
    path: str | PathLike[str], loss: str | None = None, dtype: DTypeLike | None = None
) -> Network:
    """Read a network from a .npz or a .txt file.

    Parameters
    ----------
    path : path
        A name that ends in .npz or .txt.
    loss : str, optional
        The loss to train on with. A .npz file names one of its own; a .txt file holds none,
        and without this it is cross-entropy.
    dtype : dtype, optional
        float32 or float64; else as the .npz file has it, and float32 for a .txt file.

    Raises
    ------
    ValueError
        If the name has another ending, the loss is none or not for this network, or dtype is
        another type.
    FormatError
        If the file is not one that `save_model` writes; names the member or the line.
    """
    path = Path(path)
    _, read = _format(path)
    chosen = loss_by_name(loss) if loss is not None else None
    if dtype is None and path.suffix == ".txt":
        dtype = np.float32
    if dtype is not None and np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"dtype is {np.dtype(dtype)}; expected float32 or float64")
    with path.open("rb") as file:
        try:
            net = read(file, path, loss)
            net = net if dtype is None else as_type(net, dtype)
            check_network(net)
        except FormatError:
            raise
        except ValueError as error:
            found, _, expected = str(error).partition("; expected ")
            expected = expected or "what save_model writes"
            raise FormatError(path, "network", found, expected) from error
    if chosen is not None:
        check_choice(net.hidden, net.output, chosen)
        net = replace(net, loss=chosen)
    return net


def check_network(net: Network) -> None:
    """Refuse, in both directions, what a file cannot hold or a network cannot be."""
    slopes = {f.alpha for f in (net.hidden, net.output)} - {None}
    if len(slopes) > 1:
        raise ValueError(f"the slopes are {net.hidden.alpha} and {net.output.alpha}; expected one")
    for f in (net.hidden, net.output):
        if f != activation(f.name, 0.01 if f.alpha is None else f.alpha):
            raise ValueError(
                f"{f.name!r} is a function of your own; expected numrec's of that name"
            )
    if net.loss != loss_by_name(net.loss.name):
        raise ValueError(f"{net.loss.name!r} is a loss of your own; expected numrec's of that name")
    check_choice(net.hidden, net.output, net.loss)
    types = sorted({str(array.dtype) for array in (*net.omega.values(), *net.b.values())})
    if types not in (["float32"], ["float64"]):
        raise ValueError(f"the numbers are {' and '.join(types)}; expected float32 or float64")
    for letter, layers in (("omega", net.omega), ("b", net.b)):
        for l, array in layers.items():
            if not np.isfinite(array).all():
                raise ValueError(f"{letter}_{l} holds a number that is not finite")
    check_shapes(net)
    if not layer_shapes(net.sizes):
        raise ValueError(f"the layers are {net.sizes}; expected at most {LARGEST_NETWORK} weights")


def _read_text(file: IO[bytes], path: Path, loss: str | None) -> Network:
    return read_text(file, path, loss or "cross_entropy")


_Write = Callable[[Network, IO[bytes]], None]
_Read = Callable[[IO[bytes], Path, str | None], Network]
_FORMATS: dict[str, tuple[_Write, _Read]] = {
    ".npz": (write_npz, lambda file, path, loss: read_npz(file, path)),
    ".txt": (write_text, _read_text),
}


def _format(path: Path) -> tuple[_Write, _Read]:
    if path.suffix not in _FORMATS:
        known = " or ".join(repr(ending) for ending in _FORMATS)
        raise ValueError(f"{path}: the name ends in {path.suffix!r}; expected {known}")
    return _FORMATS[path.suffix]
