"""MNIST unpacked, kept for the next time: never needed, and harmless where it cannot be written.

It lies in the user's cache folder ($XDG_CACHE_HOME, or ~/.cache), in numrec/, as one file of
bytes. Its name hangs on the four files it was made from, their places, sizes and times, and
tells how many images it holds and the sum of its bytes: what has changed since is passed over.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from numrec.files.atomic import atomic_write

Bytes = NDArray[np.uint8]

KEPT = 4
"""Files that stay, the newest; a data set that was moved leaves one behind."""


def read(files: Sequence[Path], pixels: int, classes: int) -> list[Bytes] | None:
    """Give the arrays made from these files, or None where there are none.

    Parameters
    ----------
    files : sequence of Path
        Images and labels for training, then for testing.
    pixels, classes : int
        Of an image; and of labels, which are less.

    Returns
    -------
    list of array
        Images (m, pixels) and labels (m,), of the training files and then of the test files.
    """
    with suppress(OSError, RuntimeError, ValueError, EOFError):
        for path in _folder().glob(f"{_name(files)}-*.npy"):
            *counts, total = (int(n) for n in path.stem.split("-")[2:])
            whole = np.load(path, allow_pickle=False)
            lengths = [length for m in counts for length in (m * pixels, m)]
            right = whole.dtype == np.uint8 and whole.shape == (sum(lengths),) and len(counts) == 2
            if right and _sum(whole) == total:
                parts = np.split(whole, np.cumsum(lengths)[:-1])
                if all(labels.max(initial=0) < classes for labels in parts[1::2]):
                    return [p.reshape(-1, pixels) if k % 2 == 0 else p for k, p in enumerate(parts)]
    return None


def write(files: Sequence[Path], arrays: Sequence[Bytes]) -> None:
    """Keep arrays as `read` gives them; whole or not at all, and in silence."""
    with suppress(OSError, RuntimeError):
        _folder().mkdir(parents=True, exist_ok=True)
        whole = np.concatenate([array.ravel() for array in arrays])
        about = "-".join(str(n) for n in (*map(len, arrays[1::2]), _sum(whole)))
        for older in _folder().glob(f"{_name(files)}-*.npy"):
            older.unlink(missing_ok=True)
        with atomic_write(_folder() / f"{_name(files)}-{about}.npy") as file:
            np.save(file, whole)
        left = [path for pattern in ("mnist-*", ".mnist*") for path in _folder().glob(pattern)]
        for old in sorted(left, key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def _sum(whole: Bytes) -> int:
    """Add eight bytes at a time, in a hundredth of a second: one changed byte changes it."""
    words = whole[: whole.size // 8 * 8].view(np.uint64)
    return int(words.sum()) ^ int(whole[words.size * 8 :].sum())


def _folder() -> Path:
    """Give the folder; a RuntimeError where the user has no home."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numrec"


def _name(files: Sequence[Path]) -> str:
    import hashlib  # slow to load

    stamps = [(str(p.resolve()), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return f"mnist-{hashlib.sha256(repr(stamps).encode()).hexdigest()[:16]}"
