"""MNIST unpacked, kept for the next time: never needed, and harmless where it cannot be written.

It lies in the user's cache folder ($XDG_CACHE_HOME, or ~/.cache), in numrec/, as one file of
bytes whose name hangs on the four files it was made from: their places, sizes and times.
"""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


def read(files: Sequence[Path], pixels: int) -> list[Bytes] | None:
    """Give the arrays made from these files, or None where there are none.

    Returns
    -------
    list of array
        Images (m, pixels) and labels (m,), of the training files and then of the test files.
    """
    for path in _folder().glob(f"{_name(files)}-*.npy"):
        with suppress(OSError, ValueError, EOFError):
            counts = [int(m) for m in path.stem.split("-")[2:]]
            whole = np.load(path, allow_pickle=False)
            lengths = [length for m in counts for length in (m * pixels, m)]
            if whole.dtype == np.uint8 and whole.shape == (sum(lengths),) and len(counts) == 2:
                parts = np.split(whole, np.cumsum(lengths)[:-1])
                return [p.reshape(-1, pixels) if k % 2 == 0 else p for k, p in enumerate(parts)]
    return None


def write(files: Sequence[Path], arrays: Sequence[Bytes]) -> None:
    """Keep arrays as `read` gives them; whole or not at all, and in silence."""
    counts = "-".join(str(len(labels)) for labels in arrays[1::2])
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".mnist", dir=_folder())
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, np.concatenate([array.ravel() for array in arrays]))
            Path(beside).replace(_folder() / f"{_name(files)}-{counts}.npy")
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numrec"


def _name(files: Sequence[Path]) -> str:
    import hashlib  # slow to load

    stamps = [(str(p.resolve()), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return f"mnist-{hashlib.sha256(repr(stamps).encode()).hexdigest()[:16]}"
