"""Run all notebooks from top to bottom and store their outputs: `make notebooks`.

What is written depends on the outputs alone: no time stamps, no versions of the kernel.
So a second run changes no byte.
"""

import sys
from pathlib import Path

import nbclient
import nbformat

from tools.notebook_rules import FOLDED_IN_JUPYTER, METADATA, folded
from tools.settings import use_own_settings_with_fonts

# A cell that raised, one that took too long, a kernel that died or never came up.
FAILURES = (nbclient.exceptions.CellControlSignal, RuntimeError)


def run(path: Path) -> bool:
    """Run one notebook, and write it whole when its outputs changed; tell whether they did."""
    before = path.read_text("utf-8")
    notebook = nbformat.reads(before, as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        record_timing=False,
        coalesce_streams=True,  # a slow cell prints in pieces, as the machine likes
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell, folds in zip(notebook.cells, folded(notebook.cells), strict=True):
        if folds:
            cell.metadata["jupyter"] = FOLDED_IN_JUPYTER
        elif cell.metadata.get("jupyter") == FOLDED_IN_JUPYTER:
            del cell.metadata["jupyter"]
    after = nbformat.writes(notebook).rstrip("\n") + "\n"
    if after == before:
        return False
    beside = path.with_suffix(".ipynb.new")
    beside.write_text(after, "utf-8")
    beside.replace(path)
    return True


def main(paths: list[Path]) -> int:
    """Run each notebook; stop at the first that fails, and name it with its cell's error."""
    use_own_settings_with_fonts()
    for path in paths:
        print(f"{path} ... ", end="", flush=True)
        try:
            print("new outputs" if run(path) else "unchanged")
        except FAILURES as error:
            print(f"FAILED, nothing written\n{error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or sorted(Path("notebooks").glob("*.ipynb"))))
