"""What a training did, pass by pass, kept as JSON beside its model."""

from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path


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
        """Write it as JSON."""
        import json  # slow to load

        Path(path).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "History":
        """Read what `save` wrote."""
        import json

        data = json.loads(Path(path).read_text("utf-8"))
        passes = [Pass(**entry) for entry in data["passes"]]
        return cls(passes, data["recipe"], data.get("interrupted", False))
