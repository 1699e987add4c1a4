"""What several commands share: options, and examples below their help."""

from pathlib import Path

import click

MODELS = Path(__file__).parents[2] / "models"
model_option = click.option(
    "--model",
    "-m",
    type=click.Path(path_type=Path),
    default=MODELS / "drawn-digits.npz",
    show_default="the model for drawn digits",
    help="The network to ask: a .npz or .txt file.",
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of the four MNIST files.  [default: $NUMREC_DATA, or the project's]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")


def examples(*lines: str) -> str:
    """Give lines to stand below a command's help, as they are."""
    return "\b\n" + "\n".join(lines)


def in_words(error: Exception) -> str:
    """Say what went wrong in one line, with the file's name in front where there is one."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)
