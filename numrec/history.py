"""What a training did, epoch by epoch, kept as JSON beside its model."""

import json
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path

from numrec.errors import refusing
from numrec.files.atomic import atomic_write


@dataclass(frozen=True)
class Epoch:
    """One epoch: each training image once.

    Attributes
    ----------
    loss : float
        The mean loss of a training image, taken while the network learned.
    test_accuracy : float
        The share of the test images read right after it, from 0 to 1.
    """

    loss: float
    test_accuracy: float


@dataclass(frozen=True)
class History:
    """What training did, and the recipe it followed.

    Attributes
    ----------
    epochs : list of Epoch
        The whole epochs, in order.
    recipe : dict
        What was asked for, by name.
    interrupted : bool
        Whether a signal ended it; what was learned since the last whole epoch is in the network.
    """

    epochs: list[Epoch]
    recipe: dict[str, str | int | float]
    interrupted: bool = False

    def save(self, path: str | PathLike[str]) -> None:
        """Write it as JSON, whole or not at all."""
        told = asdict(self)
        told = {"passes": told.pop("epochs"), **told}  # as the files that exist call them
        with atomic_write(path) as file:
            file.write((json.dumps(told, indent=1) + "\n").encode())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "History":
        """Read what `save` wrote; anything else is a FormatError."""
        errors = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
        with refusing(path, "file", "no history", "what History.save writes", errors):
            data = json.loads(Path(path).read_bytes())
            epochs = [Epoch(float(e["loss"]), float(e["test_accuracy"])) for e in data["passes"]]
            return cls(epochs, dict(data["recipe"].items()), bool(data.get("interrupted", False)))


def history_of(model: Path) -> Path:
    """Return the place of a model's history: beside it, NAME.history.json for NAME.npz."""
    return model.with_suffix(".history.json")
