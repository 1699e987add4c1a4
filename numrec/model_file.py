"""Keep a network in a file: .npz, without pickles, written whole or not at all."""

import math
import os
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from numrec.activations import Array, activation
from numrec.errors import FormatError
from numrec.losses import check_choice, loss_by_name
from numrec.network import Network

VERSION = 1
LARGEST = 1 << 28  # weights that a file may declare: a thousand times those of [784, 256, 10]

_WORDS = ("hidden", "output", "loss")
_SMALL = 4096  # bytes of a member beyond its layer's numbers: a header, a word, the sizes
_Shape = tuple[int, ...] | None
_DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # no clock in the file: one network, one sequence of bytes


def save_model(net: Network, path: str | PathLike[str]) -> None:
    """Write a network to a .npz file.

    The file appears whole, or the one that was there stays: it is written beside its
    place, brought to the disk, and then takes its name in one step.

    Raises
    ------
    ValueError
        If the name does not end in .npz, or `load_model` could not give the network
        back: a function that numrec has no name for, numbers that are not finite.
    OSError
        If it cannot be written; the network is still in memory.
    """
    path = Path(path)
    write, _ = _format(path)
    _check(net)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write(net, file)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the new name too; not every system opens folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def load_model(path: str | PathLike[str], loss: str | None = None) -> Network:
    """Read a network from a .npz file.

    Parameters
    ----------
    loss : str, optional
        Train it on with another loss than the file names.

    Raises
    ------
    ValueError
        If the name does not end in .npz, or the loss is none or not for this network.
    FormatError
        If the file is not one that `save_model` writes; names the member.
    """
    path = Path(path)
    _, read = _format(path)
    with path.open("rb") as file:
        net = read(file, path)
    if loss is not None:
        net = replace(net, loss=loss_by_name(loss))
        check_choice(net.hidden, net.output, net.loss)
    return net


def _check(net: Network) -> None:
    """Refuse, in both directions, what a file cannot hold or a network cannot be."""
    slopes = {f.alpha for f in (net.hidden, net.output)} - {None}
    if len(slopes) > 1:
        raise ValueError(f"the slopes are {net.hidden.alpha} and {net.output.alpha}; expected one")
    for f in (net.hidden, net.output):
        activation(f.name)
    check_choice(net.hidden, net.output, loss_by_name(net.loss.name))
    types = sorted({str(array.dtype) for array in (*net.omega.values(), *net.b.values())})
    if types not in (["float32"], ["float64"]):
        raise ValueError(f"the numbers are {' and '.join(types)}; expected float32 or float64")
    for letter, layers in (("omega", net.omega), ("b", net.b)):
        for l, array in layers.items():
            if not np.isfinite(array).all():
                raise ValueError(f"{letter}_{l} holds a number that is not finite")


def _write_npz(net: Network, file: IO[bytes]) -> None:
    alpha = net.output.alpha if net.hidden.alpha is None else net.hidden.alpha
    arrays: dict[str, Array] = {
        "version": np.array(VERSION),
        "sizes": np.array(net.sizes),
        "hidden": np.array(net.hidden.name),
        "alpha": np.array(np.nan if alpha is None else alpha),
        "output": np.array(net.output.name),
        "loss": np.array(net.loss.name),
    }
    for l in range(1, net.L + 1):
        arrays |= {f"omega_{l}": net.omega[l], f"b_{l}": net.b[l]}
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy", _DAY_ZERO), "w") as member:
                np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)


def _read_npz(file: IO[bytes], path: Path) -> Network:
    with _refusing(path, "zip", "broken data"), zipfile.ZipFile(file) as archive:
        if (version := _member(archive, path, "version", "iu", ())) != VERSION:
            raise FormatError(path, "version", str(version), str(VERSION))
        sizes = [int(n) for n in _member(archive, path, "sizes", "iu", None)]
        pairs = list(zip(sizes[1:], sizes[:-1], strict=False))
        if not pairs or min(sizes) < 1 or sum(n * m for n, m in pairs) > LARGEST:
            raise FormatError(path, "sizes", str(sizes), f"layers of at most {LARGEST} weights")
        words = {name: str(_member(archive, path, name, "U", ())) for name in _WORDS}
        alpha = float(_member(archive, path, "alpha", "f", ()))
        omega, b = {}, {}
        for l, (n, m) in enumerate(pairs, start=1):
            omega[l] = _member(archive, path, f"omega_{l}", "f", (n, m))
            b[l] = _member(archive, path, f"b_{l}", "f", (n, 1))
        names = ["version", "sizes", "alpha", *_WORDS]
        names += [f"{letter}_{l}" for letter in ("omega", "b") for l in omega]
        if extra := Counter(archive.namelist()) - Counter(f"{name}.npy" for name in names):
            raise FormatError(path, "members", ", ".join(sorted(extra)), "no others")
    try:
        f, f_L = activation(words["hidden"], alpha), activation(words["output"], alpha)
        net = Network(omega, b, f, f_L, loss_by_name(words["loss"]))
        _check(net)
    except ValueError as error:
        raise FormatError(path, "network", str(error), "what save_model writes") from error
    return net


@contextmanager
def _refusing(path: Path, where: str, found: str) -> Iterator[None]:
    """Turn what zipfile and NumPy raise over bad bytes, a long and open list, into one error."""
    try:
        yield
    except FormatError:
        raise
    except Exception as error:
        raise FormatError(path, where, f"{found} ({error!r})", "what save_model writes") from error


def _member(archive: zipfile.ZipFile, path: Path, name: str, kinds: str, shape: _Shape) -> Any:
    """Read one array, its shape, type and size checked before anything is allocated."""
    if f"{name}.npy" not in archive.namelist():
        raise FormatError(path, name, "nothing", "an array of that name")
    info = archive.getinfo(f"{name}.npy")
    most = _SMALL + (8 * math.prod(shape) if shape else 0)
    if info.file_size > most:
        raise FormatError(path, name, f"{info.file_size} bytes", f"at most {most}")
    # zipfile unpacks these two in bounded pieces, its others not
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FormatError(path, name, f"compression {info.compress_type}", "none, or deflate")
    with _refusing(path, name, "no array"), archive.open(info) as member:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy's advice about odd headers: refused too
            if np.lib.format.read_magic(member) != (1, 0):
                raise ValueError("not version 1.0")
            found, fortran, dtype = np.lib.format.read_array_header_1_0(member)
        fits = found == shape if shape is not None else len(found) == 1
        if not fits or dtype.kind not in kinds or fortran:
            raise FormatError(path, name, f"{dtype} of shape {found}", f"shape {shape} of {kinds}")
        data = member.read(most)
        if len(data) != math.prod(found) * dtype.itemsize:
            raise FormatError(path, name, f"{len(data)} bytes", f"{dtype} of shape {found}")
        return np.frombuffer(data, dtype).reshape(found).astype(dtype.newbyteorder("="))[()]


_Format = tuple[Callable[[Network, IO[bytes]], None], Callable[[IO[bytes], Path], Network]]
_FORMATS: dict[str, _Format] = {".npz": (_write_npz, _read_npz)}


def _format(path: Path) -> _Format:
    if path.suffix not in _FORMATS:
        known = " or ".join(repr(ending) for ending in _FORMATS)
        raise ValueError(f"{path}: the name ends in {path.suffix!r}; expected {known}")
    return _FORMATS[path.suffix]
