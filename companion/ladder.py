"""The ladder from 96 to 99 %, as the study `ladder` stored it."""

from typing import Any, NamedTuple

import numpy as np

from companion.studies import paired, percent, study
from numrec.activations import Array


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
    gain : (float, float) or None
        The mean difference to the rung that it stands on, and how far its interval reaches; the
        foot stands on none.
    curves : array
        (seeds, epochs): the validation score after each epoch.
    """

    name: str
    way: dict[str, Any]
    stays: bool
    learned: list[float]
    validation: list[float]
    test: list[float]
    gain: tuple[float, float] | None
    curves: Array

    @property
    def gain_in_points(self) -> str:
        """The gain in words, such as "+0.32 ± 0.14"; "" for the foot."""
        return "" if self.gain is None else "{:+.2f} ± {:.2f}".format(*(100 * x for x in self.gain))

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
    """

    rungs: list[Rung]
    together: dict[str, float]
    minutes: float

    @property
    def top(self) -> Rung:
        """The last rung that helped."""
        return [rung for rung in self.rungs if rung.stays][-1]


def ladder() -> Ladder:
    """Load what was found."""
    made, rungs = study("ladder"), list[Rung]()
    told = [row for row in made.rows if "rung" in row["of"]]
    for row in told[:-1]:
        way = {key: value for key, value in row["of"].items() if key not in ("rung", "name")}
        curves = [made.found("validation", seed=seed, **way)[0] for seed in made.recipe["seeds"]]
        below = [rung for rung in rungs if rung.stays]
        found = row["found"]
        gain = paired(found["validation"], below[-1].validation) if below else None
        rungs.append(Rung(row["of"]["name"], way, **found, gain=gain, curves=np.array(curves)))
    epochs = [
        (len(row["found"]["validation"]), row["found"]["seconds an epoch"])
        for row in made.rows
        if "seconds an epoch" in row["found"]
    ]
    return Ladder(rungs, told[-1]["found"], sum(count * each for count, each in epochs) / 60)
