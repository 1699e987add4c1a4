"""Fuzzing: every reader is given broken files, many of them (`make fuzz`).

A mutated file is read, or refused with FormatError. Anything else is a fault: another error, a
second of work, more memory than a few times the file's size. A faulty file is kept, with its seed.
"""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import numpy as np
from rich.progress import track

from numrec.data.image_files import LARGEST
from numrec.errors import FormatError
from tools.fuzz_seeds import Read, bombs, seeds

SECONDS = 1.0
"""Of the processor's time, so that a busy machine is no fault of the reader's."""

TIMES = 24
"""Bytes that a reader may take for each byte of the file: a packed one may hold sixteen."""

BESIDE = {"bmp": 24 * LARGEST**2, "png": 24 * LARGEST**2}
"""Bytes that it may take besides; a picture's pixels are bounded by the header alone."""

BESIDE_OF_OTHERS = 16 << 20

STATUS = Path("/proc/self/statm")
HAS_LIMIT = STATUS.is_file()
"""Whether the system tells of the memory in use, and can limit it: Linux."""

HAS_ALARM = hasattr(signal, "setitimer")
"""Whether the system rings after some time of work: not Windows."""

TELLING = [0, 1, 2, 127, 128, 255, 256, 32767, 65535, 2**31 - 1, 2**31, 2**32 - 1]


class TooSlowError(Exception):
    """A reader took longer than SECONDS."""


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
            case 1:  # any byte, or one that means something here
                data[place] = rng.choice([int(rng.integers(256)), data[rng.integers(len(data))]])
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
    most = TIMES * path.stat().st_size + BESIDE.get(path.suffix[1:], BESIDE_OF_OTHERS)
    try:
        with _alarm(), limited_memory(most):
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
        raise TooSlowError(f"no answer after {SECONDS} s of work")

    if not HAS_ALARM:  # a hang is then seen by who waits
        yield
        return
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def limited_memory(most: int) -> Iterator[None]:
    """Let an allocation fail that would take more than so many bytes beyond those in use now."""
    if not HAS_LIMIT:
        yield
        return
    import ctypes
    import resource

    with contextlib.suppress(AttributeError):  # what was freed before is no room to hide in
        ctypes.CDLL(None).malloc_trim(0)
    used = int(STATUS.read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + most, before[1]))
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
    with tempfile.TemporaryDirectory() as name:
        sound, packed = seeds(), bombs()
        chosen = list(kinds or sound)
        for k in track(range(count), "mutated files", disable=not show):
            kind = chosen[k % len(chosen)]
            rng = np.random.default_rng([seed, k])
            files, read = sound[kind][0] + packed.get(kind, []), sound[kind][1]
            path = Path(name) / f"mutated.{kind}"
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
    """Run from the command line; return 1 when there is a fault."""
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
