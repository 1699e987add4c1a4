"""A network in a file: read back exactly or refused, written whole or not at all.

A .npz file holds NumPy arrays in a zip, none of them a pickle. A .txt file is as the Rust program
has it: numrec.files.rust_text.
"""

import io
import math
import warnings
import zipfile
from collections import Counter
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike

from numrec.activations import Array, activation
from numrec.errors import FormatError, refusing
from numrec.files.atomic import atomic_write
from numrec.files.limits import LARGEST_NETWORK, layer_shapes, unpack, unpacked_limit
from numrec.files.rust_text import read_text, write_text
from numrec.losses import check_choice, loss_by_name
from numrec.network import Network

VERSION = 1

_SAVED = "what save_model writes"
_WORDS = ("hidden", "output", "loss")
_SMALL = 4096  # bytes of a member beyond its layer's numbers: a header, a word, the sizes


def save_model(net: Network, path: str | PathLike[str]) -> None:
    """Write a network to a .npz file, or to a .txt file as the Rust program reads it.

    The write is atomic (numrec.files.atomic).

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
    write = write_text if _is_text(path) else _write_npz
    _check(net)
    with atomic_write(path, keep=keep) as file:
        write(net, file)


def load_model(
    path: str | PathLike[str], loss: str | None = None, dtype: DTypeLike | None = None
) -> Network:
    """Read a network from a file.

    Parameters
    ----------
    path : path
        A .npz or .txt file.
    loss : str, optional
        The loss of the network. A .npz file names one of its own; a .txt file holds none,
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
    text = _is_text(path)
    chosen = loss_by_name(loss) if loss is not None else None
    if dtype is None and text:
        dtype = np.float32
    if dtype is not None and np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"dtype is {np.dtype(dtype)}; expected float32 or float64")
    with path.open("rb") as file, refusing(path, "network", errors=ValueError):
        net = read_text(file, path, loss or "cross_entropy") if text else _read_npz(file, path)
        net = net if dtype is None else net.astype(dtype)
        _check(net)
    if chosen is not None:
        check_choice(net.hidden, net.output, chosen)
        net = replace(net, loss=chosen)
    return net


def _check(net: Network) -> None:
    """Refuse, in both directions, what a file cannot hold or a network cannot be."""
    slopes = {f.alpha for f in (net.hidden, net.output)} - {None}
    if len(slopes) > 1:
        raise ValueError(f"the slopes are {net.hidden.alpha} and {net.output.alpha}; expected one")
    for f in (net.hidden, net.output):
        if f != activation(f.name, f.alpha or 0):
            raise ValueError(f"activation {f.name!r} is your own; expected numrec's of that name")
    if net.loss != loss_by_name(net.loss.name):
        raise ValueError(f"loss {net.loss.name!r} is your own; expected numrec's of that name")
    check_choice(net.hidden, net.output, net.loss)
    layers = list(range(1, len(net.omega) + 1))
    if not layers or not sorted(net.omega) == sorted(net.b) == layers:
        found = f"omega has the layers {sorted(net.omega)} and b {sorted(net.b)}"
        raise ValueError(f"{found}; expected 1 to L in both")
    arrays, sizes = _arrays(net), net.sizes
    types = sorted({str(array.dtype) for array in arrays.values()})
    if types not in (["float32"], ["float64"]):
        raise ValueError(f"the numbers are {' and '.join(types)}; expected float32 or float64")
    for l in layers:
        for name, shape in ((f"omega_{l}", (sizes[l], sizes[l - 1])), (f"b_{l}", (sizes[l], 1))):
            if arrays[name].shape != shape:
                raise ValueError(f"{name} has shape {arrays[name].shape}; expected {shape}")
            if not np.isfinite(arrays[name]).all():
                found = f"{name} holds a number that is not finite"
                raise ValueError(f"{found}; expected finite numbers")
    if not layer_shapes(sizes):
        raise ValueError(f"the layers are {sizes}; expected at most {LARGEST_NETWORK} weights")


def _is_text(path: Path) -> bool:
    if path.suffix not in (".npz", ".txt"):
        raise ValueError(f"{path}: the name ends in {path.suffix!r}; expected '.npz' or '.txt'")
    return path.suffix == ".txt"


def _arrays(net: Network) -> dict[str, Array]:
    """Each array by its name in the file, layer by layer."""
    layers = range(1, net.L + 1)
    return {f"{name}_{l}": getattr(net, name)[l] for l in layers for name in ("omega", "b")}


def _write_npz(net: Network, file: IO[bytes]) -> None:
    alpha = net.output.alpha if net.hidden.alpha is None else net.hidden.alpha
    told: dict[str, Any] = {
        "version": VERSION,
        "sizes": net.sizes,
        "hidden": net.hidden.name,
        "alpha": np.nan if alpha is None else alpha,
        "output": net.output.name,
        "loss": net.loss.name,
    }
    day_zero = (1980, 1, 1, 0, 0, 0)  # no clock in the file: one network, one sequence of bytes
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in (told | _arrays(net)).items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy", day_zero), "w") as member:
                np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)


def _read_npz(file: IO[bytes], path: Path) -> Network:
    most = min(LARGEST_NETWORK, unpacked_limit(file) // 4)  # a float32 weight has four bytes
    with refusing(path, "zip", "broken data", _SAVED), zipfile.ZipFile(file) as archive:
        member = partial(_member, archive, path)
        if (version := member("version", "iu", ())) != VERSION:
            raise FormatError(path, "version", str(version), str(VERSION))
        sizes = [int(n) for n in member("sizes", "iu", None)]
        if not (shapes := layer_shapes(sizes, most)):
            expected = f"layers of at most {most} weights in a file of this size"
            raise FormatError(path, "sizes", str(sizes), expected)
        words = {name: str(member(name, "U", ())) for name in _WORDS}
        alpha = float(member("alpha", "f", ()))
        omega, b = {}, {}
        for l, (n, m) in enumerate(shapes, start=1):
            omega[l] = member(f"omega_{l}", "f", (n, m))
            b[l] = member(f"b_{l}", "f", (n, 1))
        names = ["version", "sizes", "alpha", *_WORDS]
        names += [f"{name}_{l}" for name in ("omega", "b") for l in omega]
        if extra := Counter(archive.namelist()) - Counter(f"{name}.npy" for name in names):
            raise FormatError(path, "members", ", ".join(sorted(extra)), "no others")
    f, f_L = activation(words["hidden"], alpha), activation(words["output"], alpha)
    return Network(omega, b, f, f_L, loss_by_name(words["loss"]))


def _member(
    archive: zipfile.ZipFile, path: Path, name: str, kinds: str, shape: tuple[int, ...] | None
) -> Any:
    """Read one array, whose shape and type have to fit."""
    if f"{name}.npy" not in archive.namelist():
        raise FormatError(path, name, "nothing", "an array of that name")
    most = _SMALL + (8 * math.prod(shape) if shape else 0)
    data = unpack(archive, archive.getinfo(f"{name}.npy"), path, name, most)
    with refusing(path, name, "no array", _SAVED), warnings.catch_warnings():
        warnings.simplefilter("error")  # NumPy's advice about odd headers: refused too
        header = io.BytesIO(data[:_SMALL])
        if np.lib.format.read_magic(header) != (1, 0):
            raise ValueError("not version 1.0")
        found, fortran, dtype = np.lib.format.read_array_header_1_0(header)
        fits = found == shape if shape is not None else len(found) == 1
        if not fits or dtype.kind not in kinds or fortran:
            raise FormatError(path, name, f"{dtype} of shape {found}", f"shape {shape} of {kinds}")
        size = len(data) - header.tell()
        if size != math.prod(found) * dtype.itemsize:
            raise FormatError(path, name, f"{size} bytes", f"{dtype} of shape {found}")
        array = np.frombuffer(data, dtype, offset=header.tell()).reshape(found)
        return array.astype(dtype.newbyteorder("="), copy=False)[()]
