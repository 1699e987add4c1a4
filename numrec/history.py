"""What a training did, pass by pass, kept as JSON beside its model."""

from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path

from numrec.errors import FormatError
from numrec.files.atomic import atomic_write


@dataclass(frozen=True)
class Pass:
    """One pass over the training images.

    Attributes
    ----------
    loss : float
        The mean loss of a training image, taken while the network learned.
    test_accuracy : float
        The share of the test images read right after the pass, from 0 to 1.
    """

    loss: float
    test_accuracy: float


@dataclass(frozen=True)
class History:
    """What training did, and the recipe it followed.

    Attributes
    ----------
    passes : list of Pass
        The whole passes, in order.
    recipe : dict
        What was asked for, by name.
    interrupted : bool
        Whether Ctrl-C ended it; what was learned since the last whole pass is in the network.
    """

    passes: list[Pass]
    recipe: dict[str, str | int | float]
    interrupted: bool = False

    def save(self, path: str | PathLike[str]) -> None:
        """Write it as JSON, whole or not at all."""
        import json  # slow to load

        with atomic_write(path) as file:
            file.write((json.dumps(asdict(self), indent=1) + "\n").encode())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "History":
        """Read what `save` wrote.

        Raises
        ------
        FormatError
            If the file is anything else.
        """
        import json

        try:
            data = json.loads(Path(path).read_bytes())
            passes = [Pass(float(p["loss"]), float(p["test_accuracy"])) for p in data["passes"]]
            return cls(passes, dict(data["recipe"].items()), bool(data.get("interrupted", False)))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            found = f"no history ({type(error).__name__}: {error})"
            raise FormatError(path, "file", found, "what History.save writes") from error


def history_of(model: Path) -> Path:
    """Give the place of a model's history: beside it, NAME.history.json for NAME.npz."""
    return model.with_suffix(".history.json")
