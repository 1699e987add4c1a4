"""Print the vector instruction sets to take from NumPy here, to play an older processor.

NumPy refuses a name that this processor has not, so only those it has are named.
"""

# NumPy has no public name for this; np.show_runtime() prints it.
from numpy._core._multiarray_umath import (  # type: ignore[import-not-found]
    __cpu_features__ as has,
)

WANTED = ("X86_V3", "X86_V4")

if __name__ == "__main__":
    print(" ".join(name for name in WANTED if has.get(name)))
