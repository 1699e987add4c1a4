"""A pytest plugin of `make test`: what runs and how far it is, and the seconds by group.

On a terminal one line is written again and again; in a log a line stands for each tenth.
"""

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from shutil import get_terminal_size

import pytest


class Progress:
    """Tell of the tests while they run.

    Parameters
    ----------
    terminal : pytest.TerminalReporter
        Where to tell it.
    """

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal
        self._total = 0
        self._done = 0
        self._tenths = 0
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._tests: Counter[str] = Counter()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note how many tests there are."""
        self._total = len(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Note how many tests there are, as a worker found them."""
        self._total = len(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Write no dot for a test that passes: the line tells of it."""
        return ("passed", "", "") if report.passed and report.when == "call" else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test, and its time for its group."""
        group = group_of(report.nodeid)
        self._seconds[group] += report.duration
        if report.when == "teardown":
            self._tests[group] += 1
            self._done += 1
            self._tell(report.nodeid)

    def _tell(self, test: str) -> None:
        share = self._done / max(self._total, 1)
        said = f"{share:4.0%}  {self._done} of {self._total}  {test}"
        if self._terminal.isatty:
            self._terminal.rewrite(said[: get_terminal_size().columns - 1], erase=True)
        elif int(10 * share) > self._tenths:
            self._terminal.write_line(said)
        self._tenths = int(10 * share)

    def pytest_terminal_summary(self) -> None:
        """Say how many seconds each group took, all workers together."""
        self._terminal.section("seconds by group, of all workers together", sep="-")
        for group, seconds in sorted(self._seconds.items(), key=lambda item: -item[1]):
            self._terminal.write_line(f"{seconds:7.1f}  {self._tests[group]:5} tests  {group}")


def group_of(test: str) -> str:
    """Return the folder of a test, or its notebook."""
    file = PurePosixPath(test.partition("::")[0])
    return str(file if file.suffix == ".ipynb" else file.parent)


@pytest.hookimpl(trylast=True)  # when the terminal is there
def pytest_configure(config: pytest.Config) -> None:
    """Tell of the tests where they are told of: not in a worker."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(terminal), "progress")
