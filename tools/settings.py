"""Settings of the tests' own: a person's, which lie at home, move no output of a notebook.

Nor need the home folder be there, or be writable.
"""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

MARK = "NUMREC_OWN_SETTINGS"
FOLDERS = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR",
)


def use_own_settings() -> None:
    """Set the folders of IPython, Jupyter and Matplotlib anew, here and for every child."""
    if MARK in os.environ:  # a child
        return
    folder = mkdtemp(prefix="numrec-settings-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[MARK] = folder
    for name in FOLDERS:
        os.environ[name] = str(Path(folder) / name)
        Path(os.environ[name]).mkdir()


def use_own_settings_with_fonts() -> None:
    """Do so, and let Matplotlib list the fonts at once: a cell in which it does may say so."""
    use_own_settings()
    import matplotlib.font_manager  # noqa: F401
