"""The door of the command line: the commands are loaded within, so that this works without them."""

import sys

EXTRAS = {"click": "cli", "rich": "cli", "PIL": "pictures"}
"""Which extra of the package brings a module."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status, 2 for bad use.

    Ctrl-C gives 130, but for a training, which saves, and for a predict that watches or asks, which
    it is to end: 0.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without a character shows a question mark
            stream.reconfigure(errors="replace")
    try:
        from numrec.cli.commands import run

        return run(arguments)
    except ModuleNotFoundError as error:
        module = (error.name or "").split(".")[0]
        if module not in EXTRAS:
            raise
        cure = f'pip install "numrec[{EXTRAS[module]}]"'
        print(f"numrec: {module} is not installed: {cure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("numrec: stopped by Ctrl-C", file=sys.stderr)
        return 130
