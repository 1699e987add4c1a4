"""What a person at the terminal sees of a training, and how they end it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from numrec.history import Pass


@contextmanager
def shown(progress: bool, max_epochs: int) -> Iterator[Callable[[Pass], None]]:
    """Show a bar with the loss and the test accuracy; give what tells it of a pass."""
    if not progress:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("pass"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.fields[says]}"),
    )
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=max_epochs, says="")

        def show(done: Pass) -> None:
            says = f"loss {done.loss:.4f}  test accuracy {done.test_accuracy:.2%}"
            bar.update(task, advance=1, says=says)

        yield show


@contextmanager
def ctrl_c_asks() -> Iterator[Callable[[], bool]]:
    """While it lasts, Ctrl-C asks for the end and breaks nothing off; give what tells of it.

    A second Ctrl-C asks once more and changes nothing, so a save under way is finished.
    """
    asked = threading.Event()

    def ask(signal_number: int, frame: FrameType | None) -> None:
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set  # Python hands signals to the main thread alone
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
