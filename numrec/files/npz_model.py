"""A network as .npz: NumPy arrays in a zip, none of them a pickle, read back exactly."""

import math
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

from numrec.activations import Array, activation
from numrec.errors import FormatError
from numrec.files.limits import LARGEST_NETWORK, layer_shapes, read_up_to, unpacked_at_most
from numrec.losses import loss_by_name
from numrec.network import Network

VERSION = 1

_WORDS = ("hidden", "output", "loss")
_SMALL = 4096  # bytes of a member beyond its layer's numbers: a header, a word, the sizes
_Shape = tuple[int, ...] | None
_DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # no clock in the file: one network, one sequence of bytes


def write_npz(net: Network, file: IO[bytes]) -> None:
    """Write a network that `check_network` has passed."""
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


def read_npz(file: IO[bytes], path: Path) -> Network:
    """Read what `write_npz` writes.

    Raises
    ------
    FormatError
        If the file is anything else; names the member.
    ValueError
        If its parts make no network.
    """
    most = min(LARGEST_NETWORK, unpacked_at_most(file) // 4)  # a float32 weight has four bytes
    with _refusing(path, "zip", "broken data"), zipfile.ZipFile(file) as archive:
        if (version := _member(archive, path, "version", "iu", ())) != VERSION:
            raise FormatError(path, "version", str(version), str(VERSION))
        sizes = [int(n) for n in _member(archive, path, "sizes", "iu", None)]
        if not (shapes := layer_shapes(sizes, most)):
            expected = f"layers of at most {most} weights in a file of this size"
            raise FormatError(path, "sizes", str(sizes), expected)
        words = {name: str(_member(archive, path, name, "U", ())) for name in _WORDS}
        alpha = float(_member(archive, path, "alpha", "f", ()))
        omega, b = {}, {}
        for l, (n, m) in enumerate(shapes, start=1):
            omega[l] = _member(archive, path, f"omega_{l}", "f", (n, m))
            b[l] = _member(archive, path, f"b_{l}", "f", (n, 1))
        names = ["version", "sizes", "alpha", *_WORDS]
        names += [f"{letter}_{l}" for letter in ("omega", "b") for l in omega]
        if extra := Counter(archive.namelist()) - Counter(f"{name}.npy" for name in names):
            raise FormatError(path, "members", ", ".join(sorted(extra)), "no others")
    f, f_L = activation(words["hidden"], alpha), activation(words["output"], alpha)
    return Network(omega, b, f, f_L, loss_by_name(words["loss"]))


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
        data = read_up_to(member, most)
        if len(data) != math.prod(found) * dtype.itemsize:
            raise FormatError(path, name, f"{len(data)} bytes", f"{dtype} of shape {found}")
        array = np.frombuffer(data, dtype).reshape(found)
        return array.astype(dtype.newbyteorder("="), copy=False)[()]
