"""What a person at the terminal sees of a training, and how it is asked to end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from numrec.history import Epoch

_SIGNALS = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}


@contextmanager
def progress_bar(progress: bool, max_epochs: int) -> Iterator[Callable[[Epoch], None]]:
    """Show a bar with the loss and the test accuracy; yield what tells it of an epoch."""
    if not progress:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    words = TextColumn("{task.fields[says]}")
    with Progress(TextColumn("epoch"), MofNCompleteColumn(), BarColumn(), words) as bar:
        task = bar.add_task("training", total=max_epochs, says="")

        def show(done: Epoch) -> None:
            says = f"loss {done.loss:.4f}  test accuracy {done.test_accuracy:.2%}"
            bar.update(task, advance=1, says=says)

        yield show


@contextmanager
def stop_signals() -> Iterator[Callable[[], str | None]]:
    """While it lasts, Ctrl-C and SIGTERM ask for the end and break nothing off.

    Yields what names the first that came, or None. A second one changes nothing, so a save
    under way is finished. A signal that was ignored before, as Ctrl-C is for a job in the
    background, stays ignored.
    """
    asked: list[str] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(_SIGNALS[signal.Signals(number)])

    before = {}
    if threading.current_thread() is threading.main_thread():  # Python hands signals to it alone
        handlers = {number: signal.getsignal(number) for number in _SIGNALS}
        left_alone = (signal.SIG_IGN, None)  # None: not set by Python, which could not restore it
        before = {number: h for number, h in handlers.items() if h not in left_alone}
    try:
        for number in before:
            signal.signal(number, ask)
        yield lambda: asked[0] if asked else None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
