"""Keep a network in a file: .npz, without pickles, written whole or not at all."""

import math
import os
import tempfile
import zipfile
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from numrec.activations import Array, activation
from numrec.errors import FormatError
from numrec.losses import loss_by_name
from numrec.network import Network

VERSION = 1
LARGEST = 1 << 28
"""Parameters that a file may declare: a thousand times those of [784, 256, 10]."""

_WORDS = ("hidden", "output", "loss")
_DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # no clock in the file: one network, one sequence of bytes


def save_model(net: Network, path: str | PathLike[str]) -> None:
    """Write a network to a .npz file.

    The file appears whole, or the one that was there stays: it is written beside its
    place, brought to the disk, and then takes its name in one step.

    Raises
    ------
    ValueError
        If the name does not end in .npz.
    OSError
        If it cannot be written; the network is still in memory.
    """
    path = _known_ending(path)
    arrays: dict[str, Array] = {
        "version": np.array(VERSION),
        "sizes": np.array(net.sizes),
        "hidden": np.array(net.hidden.name),
        "alpha": np.array(np.nan if net.hidden.alpha is None else net.hidden.alpha),
        "output": np.array(net.output.name),
        "loss": np.array(net.loss.name),
    }
    for l in range(1, net.L + 1):
        arrays |= {f"omega_{l}": net.omega[l], f"b_{l}": net.b[l]}
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, arrays)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def load_model(path: str | PathLike[str], loss: str | None = None) -> Network:
    """Read a network from a .npz file.

    Parameters
    ----------
    loss : str, optional
        Train it on with another loss than the file names.

    Raises
    ------
    ValueError
        If the name does not end in .npz.
    FormatError
        If the file is not one that `save_model` writes; names the member.
    """
    path = _known_ending(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path, loss)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise FormatError(path, "zip", f"broken data ({error})", "a model file") from error


def _known_ending(path: str | PathLike[str]) -> Path:
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"{path}: the name ends in {path.suffix!r}; expected '.npz'")
    return path


def _write(file: IO[bytes], arrays: dict[str, Array]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy", _DAY_ZERO), "w") as member:
                np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)


def _read(archive: zipfile.ZipFile, path: Path, loss: str | None) -> Network:
    version = _member(archive, path, "version", (), "iu", 64)
    if version != VERSION:
        raise FormatError(path, "version", str(version), str(VERSION))
    sizes = [int(n) for n in _member(archive, path, "sizes", None, "iu", 4096)]
    pairs = list(zip(sizes[1:], sizes[:-1], strict=True))
    if not pairs or min(sizes) < 1 or sum(n * m for n, m in pairs) > LARGEST:
        raise FormatError(path, "sizes", str(sizes), f"layers of at most {LARGEST} weights")
    words = {name: str(_member(archive, path, name, (), "U", 4096)) for name in _WORDS}
    alpha = float(_member(archive, path, "alpha", (), "f", 64))
    omega, b = {}, {}
    for l, (n, n_before) in enumerate(pairs, start=1):
        omega[l] = _member(archive, path, f"omega_{l}", (n, n_before), "f", 8 * n * n_before)
        b[l] = _member(archive, path, f"b_{l}", (n, 1), "f", 8 * n)
        for name, array in ((f"omega_{l}", omega[l]), (f"b_{l}", b[l])):
            if not np.isfinite(array).all():
                raise FormatError(path, name, "a number that is not finite", "finite numbers")
    extra = set(archive.namelist()) - {
        f"{name}.npy"
        for name in ("version", "sizes", "alpha", *_WORDS, *_layers("omega", b), *_layers("b", b))
    }
    if extra:
        raise FormatError(path, "members", ", ".join(sorted(extra)), "no others")
    try:
        hidden = activation(words["hidden"], alpha)
        output = activation(words["output"])
        return Network(omega, b, hidden, output, loss_by_name(loss or words["loss"]))
    except ValueError as error:
        raise FormatError(path, "names", str(error), "names that numrec knows") from error


def _layers(letter: str, layers: dict[int, Any]) -> list[str]:
    return [f"{letter}_{l}" for l in layers]


def _member(
    archive: zipfile.ZipFile,
    path: Path,
    name: str,
    shape: tuple[int, ...] | None,
    kinds: str,
    largest: int,
) -> Any:
    """Read one array, its shape, type and size checked before anything is allocated."""
    try:
        info = archive.getinfo(f"{name}.npy")
    except KeyError:
        raise FormatError(path, name, "nothing", "an array of that name") from None
    if info.file_size > largest + 4096:  # the header of an .npy has less than 4096 bytes
        raise FormatError(path, name, f"{info.file_size} bytes", f"at most {largest + 4096}")
    with archive.open(info) as member:
        try:
            if np.lib.format.read_magic(member) != (1, 0):
                raise ValueError("not version 1.0")
            found, fortran, dtype = np.lib.format.read_array_header_1_0(member)
        except (ValueError, SyntaxError, TypeError, UnicodeDecodeError) as error:
            raise FormatError(path, name, f"no array ({error})", "an .npy array") from error
        fits = found == shape if shape is not None else len(found) == 1
        if not fits or dtype.kind not in kinds or fortran:
            raise FormatError(path, name, f"{dtype} of shape {found}", f"shape {shape} of {kinds}")
        data = member.read(largest + 4096)
    if len(data) != math.prod(found) * dtype.itemsize:
        raise FormatError(path, name, f"{len(data)} bytes", f"{dtype} of shape {found}")
    array = np.frombuffer(data, dtype).reshape(found)
    return array[()] if shape == () else array.copy()
