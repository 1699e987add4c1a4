"""Play every notebook as other processors, as .ci/run does: what rounds differently is refused.

NumPy and its BLAS choose their code by the processor. Each one played here is an older one than
this, and is played where it gives other bits than this one does; else it is said that it is not
shown here. With --bits: what the two are compared by.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

# NumPy has no public name for this; np.show_runtime() prints it.
from numpy._core._multiarray_umath import (  # type: ignore[import-not-found]
    __cpu_dispatch__ as choices,
)

from numrec.activations import Array

ROOT = Path(__file__).parent.parent
OTHERS = {
    "an older processor's products, on one thread": {
        "OPENBLAS_CORETYPE": "Prescott",
        "OPENBLAS_NUM_THREADS": "1",
    },
    "none of the vector instructions that NumPy can do without": {
        "NPY_DISABLE_CPU_FEATURES": " ".join(choices)
    },
}


def bits() -> dict[str, str]:
    """Results of what the network and the notebooks compute with, as digests of their bits."""
    found = {}
    for kind in ("float32", "float64"):
        x: Array = np.random.default_rng(0).normal(size=(99, 101)).astype(kind)
        z: Array = x + 1j * x[::-1]
        results = {
            "exp": np.exp(x),
            "log": np.log(np.abs(x)),
            "tanh": np.tanh(x),
            "power": np.abs(x) ** 0.3,
            "sqrt": np.sqrt(np.abs(x)),
            "sum": x.sum(axis=1),
            "a product": x @ x.T,
            "a small product": x[:3, :4] @ x[:4, :2],
            "a complex product of numbers": z * z,
            "a complex product": z @ z.T,
        }
        for name, result in results.items():
            digest = hashlib.sha256(np.ascontiguousarray(result).tobytes()).hexdigest()
            found[f"{name} ({kind})"] = digest
    return found


def moved(environment: Mapping[str, str]) -> list[str]:
    """Names of what has other bits on another processor than on this one."""
    here, there = _bits_in({}), _bits_in(environment)
    return [name for name in here if here[name] != there[name]]


def _bits_in(environment: Mapping[str, str]) -> dict[str, str]:
    command = [sys.executable, "-W", "error", "-m", "tools.other_processors", "--bits"]
    shown = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    return dict(json.loads(shown.stdout))


def check_notebooks(environment: Mapping[str, str]) -> int:
    """Run every notebook against its stored outputs; return the exit status."""
    command = [sys.executable, "-m", "tools.check", "notebooks"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


def main(check: Callable[[Mapping[str, str]], int] = check_notebooks) -> int:
    """Play each processor that differs from this one; return the status of the first failure."""
    for name, environment in OTHERS.items():
        differ = moved(environment)
        if not differ:
            print(f"== not shown here: {name}: that moves no bit on this processor", flush=True)
            continue
        print(f"== the notebooks with {name}; it moves {', '.join(differ)}", flush=True)
        if status := check(environment):
            return status
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--bits"]:
        print(json.dumps(bits()))
    else:
        sys.exit(main())
