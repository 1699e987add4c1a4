"""Give every reader broken files, many of them: `make fuzz`.

A mutated file is read, or refused with FormatError. Anything else is a fault: another error, a
second of silence, far more memory than the file is large. A faulty file is kept, with its seed.
"""

import argparse
import contextlib
import gzip
import io
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import numpy as np
from rich.progress import track

from numrec.errors import FormatError
from numrec.idx import read_idx
from numrec.model_file import load_model, save_model
from numrec.network import new_network
from numrec.pictures import read_digit

Read = Callable[[Path], object]

SECONDS = 1.0
MEMORY = 256 << 20
"""Bytes beyond those in use when it begins; every sound file here has less than a megabyte."""

TELLING = [0, 1, 2, 127, 128, 255, 256, 32767, 65535, 2**31 - 1, 2**31, 2**32 - 1]


class TooSlowError(Exception):
    """A reader took longer than SECONDS."""


def seeds(folder: Path) -> dict[str, tuple[list[bytes], Read]]:
    """Give sound files of each kind, and what reads them."""
    from PIL import Image

    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (6, 28, 28)).astype(np.uint8)
    idx = bytes([0, 0, 8, 3]) + np.array(images.shape, ">u4").tobytes() + images.tobytes()
    net = new_network([6, 5, 3], rng)
    kinds: dict[str, list[bytes]] = {"npz": [], "txt": []}
    for kind, found in kinds.items():
        save_model(net, folder / f"seed.{kind}")
        found.append((folder / f"seed.{kind}").read_bytes())
    digit = np.zeros((40, 31), np.uint8)
    digit[5:30, 10:20] = rng.integers(1, 256, (25, 10))
    pictures = [Image.fromarray(digit), Image.fromarray(digit).convert("P")]
    pictures += [Image.fromarray(digit).convert(mode) for mode in ("RGB", "RGBA", "1", "LA")]
    for kind in ("BMP", "PNG"):
        kinds[kind] = []
        for picture in pictures:
            out = io.BytesIO()
            with contextlib.suppress(OSError):  # BMP has no LA
                picture.save(out, kind)
                kinds[kind].append(out.getvalue())
    model, digits = load_model, read_digit
    return {
        "idx": ([idx, bytes([0, 0, 8, 1, 0, 0, 0, 6]) + bytes(6)], read_idx),
        "gz": ([gzip.compress(idx), gzip.compress(bytes(10_000_000))], read_idx),
        "npz": (kinds["npz"], model),
        "txt": (kinds["txt"], model),
        "bmp": (kinds["BMP"], digits),
        "png": (kinds["PNG"], digits),
    }


def mutated(sound: bytes, rng: np.random.Generator) -> bytes:
    """Break a file in one to four places, more often near its start than near its end."""
    data = bytearray(sound)
    for _ in range(rng.integers(1, 5)):
        if not data:
            break
        place = int(len(data) * rng.random() ** rng.choice([1, 3]))
        length = int(rng.integers(1, 1 + min(64, len(data))))
        match rng.integers(6):
            case 0:
                data[place] ^= 1 << int(rng.integers(8))
            case 1:
                data[place] = int(rng.integers(256))
            case 2:
                number = TELLING[rng.integers(len(TELLING))]
                data[place : place + 4] = number.to_bytes(
                    4, "big" if rng.random() < 0.5 else "little"
                )
            case 3:
                del data[place:]
            case 4:
                del data[place : place + length]
            case 5:
                start = int(rng.integers(len(data)))
                data[place:place] = data[start : start + length] * int(rng.integers(1, 4))
    return bytes(data)


def trial(read: Read, path: Path) -> str:
    """Read a file; say "read" or "refused", or what went wrong."""
    try:
        with _alarm():
            read(path)
        return "read"
    except FormatError as error:
        if isinstance(error.__cause__, MemoryError):
            return "took more memory than it may"
        return "refused" if path.name in str(error) else f"a refusal without the file: {error}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"{type(error).__name__}: {error}"[:200]


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    def ring(signal_number: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"no answer after {SECONDS} s")

    if not hasattr(signal, "setitimer"):  # Windows: a hang is then seen by who waits
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def limited_memory() -> Iterator[None]:
    """Let an allocation past the limit fail, where the system can be asked for it."""
    status = Path("/proc/self/statm")
    if not status.is_file():
        yield
        return
    import resource

    used = int(status.read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def fuzz(
    count: int, seed: int, keep: Path, kinds: dict[str, Read] | None = None, show: bool = False
) -> tuple[Counter[str], list[str]]:
    """Try count mutated files, the kinds in turn.

    Parameters
    ----------
    keep : Path
        Folder for the files that a reader did not survive.
    kinds : dict, optional
        Other readers for these kinds only: to see a faulty one refused.

    Returns
    -------
    counts, faults : Counter, list of str
        How many of each kind were read and refused; each fault with its file.
    """
    counts: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name, limited_memory():
        folder = Path(name)
        sound = seeds(folder)
        chosen = list(kinds or sound)
        for k in track(range(count), "mutated files", disable=not show):
            kind = chosen[k % len(chosen)]
            rng = np.random.default_rng([seed, k])
            files, read = sound[kind]
            path = folder / f"mutated.{kind}"
            path.write_bytes(mutated(files[rng.integers(len(files))], rng))
            found = trial((kinds or {}).get(kind, read), path)
            counts[f"{kind}: {found}" if found in ("read", "refused") else f"{kind}: FAULT"] += 1
            if found not in ("read", "refused"):
                keep.mkdir(parents=True, exist_ok=True)
                kept = keep / f"{seed}-{k}.{kind}"
                kept.write_bytes(path.read_bytes())
                faults.append(f"{kept}: {found}")
    return counts, faults


def main() -> int:
    """Run from the command line; give 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("_build/fuzz"))
    chosen = parser.parse_args()
    counts, faults = fuzz(chosen.count, chosen.seed, chosen.keep, show=True)
    for name, number in sorted(counts.items()):
        print(f"{name:<20} {number:>8,}")
    print(*faults[:20], sep="\n")
    print(f"{len(faults)} faults in {chosen.count:,} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
