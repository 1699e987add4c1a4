"""`make studies`: make every study, or the named ones; what was found before stays."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import numpy as np

import tools.studies
from companion.studies import FOLDER
from numrec.data.mnist import MNIST, load_mnist
from tools.studies import Rows

STUDIES = sorted(module.name for module in iter_modules(tools.studies.__path__, ""))
STUDIES.remove("__main__")


def make(name: str, data: MNIST) -> None:
    """Make the rows of one study that are not there yet."""
    study = import_module(f"tools.studies.{name}")
    command = f"python -m tools.studies {name}"
    about = {"study": name, "question": study.QUESTION, "command": command}
    rows = Rows(FOLDER / f"{name}.json", about | {"recipe": study.RECIPE, "numpy": np.__version__})
    study.run(rows, data)
    rows.close()


if __name__ == "__main__":
    for unknown in set(sys.argv[1:]) - set(STUDIES):
        sys.exit(f"no study is called {unknown}; there are {', '.join(STUDIES)}")
    for name in sys.argv[1:] or STUDIES:
        make(name, load_mnist())
