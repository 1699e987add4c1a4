"""Print the vector instruction sets to take from NumPy here, to play an older processor.

Only those that this processor has are named: NumPy says nothing of one that it has not, and
warns of one that its build does not know, as each of these is on another kind of processor.
"""

from collections.abc import Mapping

# NumPy has no public name for this; np.show_runtime() prints it.
from numpy._core._multiarray_umath import (  # type: ignore[import-not-found]
    __cpu_features__ as here,
)

WANTED = ("X86_V3", "X86_V4")


def older_features(has: Mapping[str, bool] = here) -> list[str]:
    """Give those of the wanted sets that a processor has."""
    return [name for name in WANTED if has.get(name)]


if __name__ == "__main__":
    print(" ".join(older_features()))
