"""The ladder from 96 to 99 %, as the study `ladder` stored it."""

from statistics import median
from typing import Any, NamedTuple

import numpy as np

from companion.studies import FOLDER, paired, percent, study
from numrec.activations import Array
from numrec.data.augment import Perturbation


class Rung(NamedTuple):
    """One change of the recipe, and what five seeds came to.

    Attributes
    ----------
    name : str
        The change.
    way : dict
        The whole recipe with it.
    stays : bool
        Whether it helped, and is part of the rungs above.
    learned, validation, test : list of float
        The share read right, a number for each seed: of the images that it learned from, of those
        that chose, and of the test images.
    gain, test_gain : (float, float) or None
        The mean difference to the rung that it stands on, and how far its interval reaches, on the
        validation images and on the test images; the foot stands on none.
    curves : array
        (seeds, epochs): the validation score after each epoch.
    seconds : float or None
        What an epoch takes, the median, on `Ladder.cores`; the reader's own was not timed.
    """

    name: str
    way: dict[str, Any]
    stays: bool
    learned: list[float]
    validation: list[float]
    test: list[float]
    gain: tuple[float, float] | None
    test_gain: tuple[float, float] | None
    curves: Array
    seconds: float | None

    @property
    def gain_in_points(self) -> str:
        """The gain in words, such as "+0.32 ± 0.14"; "" for the foot."""
        return _in_points(self.gain)

    @property
    def test_gain_in_points(self) -> str:
        """The gain on the test images, in the same words."""
        return _in_points(self.test_gain)

    def row(self) -> list[str]:
        """Return what the table of the climb says of it; a rung that is out stands in italics."""
        chose, test = (self.read(images)[:-2] for images in ("validation", "test"))
        name = self.name if self.stays else f"*{self.name}*"
        seconds = "" if self.seconds is None else f"{self.seconds:.1f}"
        return [name, chose, self.gain_in_points, test, self.test_gain_in_points, seconds]

    def settings(self) -> list[tuple[str, str]]:
        """Return the whole recipe in words, for a rung with momentum, one cycle and copies."""
        way, up = self.way, study("ladder").recipe["one cycle's rise"]
        most = {name: way["copies"] * x for name, x in vars(Perturbation()).items()}
        return [
            ("layers", f"{way['sizes']}; leaky ReLU, softmax and cross-entropy"),
            ("start", "He's weights, biases zero"),
            ("images", "the first 50,000, in the file's order"),
            ("batches, epochs", f"{way['batch']} images, {way['epochs']} epochs"),
            ("momentum", f"{way['momentum']}"),
            (
                "rate",
                f"up to {way['rate']} in the first {100 * up:.0f} % of the steps, then down to "
                "nearly 0, both in a straight line",
            ),
            (
                "copies",
                "of each image, anew in each epoch: shifted "
                f"by up to {most['shift']:g} pixel, stretched by {100 * most['scale']:g} %, "
                f"turned by {most['turn']:g}°, slanted by {most['slant']:g}, "
                f"thickened by {most['thickness']:g}, each either way",
            ),
            ("weight decay", f"{way['decay']:g}"),
        ]

    def read(self, images: str) -> str:
        """Say how many of the "learned", "validation" or "test" images are read right."""
        return percent(getattr(self, images), 2)


class Ladder(NamedTuple):
    """The rungs, foot first; the top rung's networks together; and the minutes that all took.

    Attributes
    ----------
    rungs : list of Rung
        In the order in which they were tried.
    together : dict
        "validation" and "test": what the mean of the five networks' outputs reads right.
    minutes : float
        Of one core, the search for the settings with it.
    cores : int
        On how many cores the epochs were timed: one, while it climbed beside other work, until
        `python -m tools.studies ladder_times` was run on a quiet machine.
    """

    rungs: list[Rung]
    together: dict[str, float]
    minutes: float
    cores: int

    @property
    def top(self) -> Rung:
        """The last rung that helped."""
        return [rung for rung in self.rungs if rung.stays][-1]


def ladder() -> Ladder:
    """Load what was found."""
    made, rungs = study("ladder"), list[Rung]()
    seeds = made.recipe["seeds"]
    timed = study("ladder_times") if (FOLDER / "ladder_times.json").exists() else None
    told = [row for row in made.rows if "rung" in row["of"]]
    for number, row in enumerate(told[:-1]):
        way = {key: value for key, value in row["of"].items() if key not in ("rung", "name")}

        def of_seeds(name: str, way: dict[str, Any] = way) -> list[Any]:
            return [made.found(name, seed=seed, **way)[0] for seed in seeds]

        seconds = timed.found("seconds", rung=number) if timed else of_seeds("seconds an epoch")
        below, found = [rung for rung in rungs if rung.stays], row["found"]
        rungs.append(
            Rung(
                row["of"]["name"],
                way,
                **found,
                gain=paired(found["validation"], below[-1].validation) if below else None,
                test_gain=paired(found["test"], below[-1].test) if below else None,
                curves=np.array(of_seeds("validation")),
                seconds=median(seconds),
            )
        )
    each = [row["found"] for row in made.rows if "seconds an epoch" in row["found"]]
    minutes = sum(len(one["validation"]) * one["seconds an epoch"] for one in each) / 60
    cores = timed.recipe["cores"] if timed else 1
    return Ladder(rungs, told[-1]["found"], minutes, cores)


def own() -> Rung:
    """Load what the network of *Build it* came to when nobody stopped it."""
    made = study("own")
    curves, learned, test = (made.found(name) for name in ("validation", "learned", "test"))
    end = [scores[-1] for scores in curves]
    name, drawn = "a network like yours", np.array(curves)
    return Rung(name, {}, True, learned, end, test, None, None, drawn, None)


def _in_points(gain: tuple[float, float] | None) -> str:
    return "" if gain is None else "{:+.2f} ± {:.2f}".format(*(100 * x for x in gain))
