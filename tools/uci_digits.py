"""Take the strangers' digits out of scikit-learn, which ships them: `python -m tools.uci_digits`.

It reads the file of the environment that `make bench` sets up, .venv-bench, and asks no network.
"""

import gzip
import hashlib
import sys
from pathlib import Path

import numpy as np

from companion.strangers import FOLDER, IMAGES, LABELS
from tools.fuzz_seeds import idx

SOURCE = "lib/python*/site-packages/sklearn/datasets/data/digits.csv.gz"

SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
"""Of that file in scikit-learn 1.9.1."""


def files(packed: bytes) -> dict[str, bytes]:
    """Return both files by name, gzip'd, the same bytes each time.

    Parameters
    ----------
    packed : bytes
        scikit-learn's table: 64 counts and a label a row.

    Raises
    ------
    ValueError
        If it is another table than the one that the pinned version has.
    """
    found = hashlib.sha256(packed).hexdigest()
    if found != SHA256:
        raise ValueError(f"the table has SHA-256 {found}; expected {SHA256}")
    lines = gzip.decompress(packed).decode().split()
    rows = np.array([line.split(",") for line in lines], float).astype(np.uint8)
    plain = {IMAGES: idx(rows[:, :-1].reshape(-1, 8, 8)), LABELS: idx(rows[:, -1])}
    return {name: gzip.compress(data, mtime=0) for name, data in plain.items()}


if __name__ == "__main__":
    source = next((Path(__file__).parent.parent / ".venv-bench").glob(SOURCE), None)
    if source is None:
        sys.exit("scikit-learn is not there: say make .venv-bench/.ready first")
    for name, data in files(source.read_bytes()).items():
        (FOLDER / name).write_bytes(data)
        print(f"{hashlib.sha256(data).hexdigest()}  {name}")
