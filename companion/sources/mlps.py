"""What others publish of multilayer perceptrons on MNIST, as rows of a table."""

from companion.sources import read

HEAD = ("who", "network", "read right", "time, as told", "machine, as told")


def published_mlps() -> list[list[str]]:
    """Return a row for each: who, with the address, and what is said there."""
    return [
        [f"[{row['who']}]({row['address']})", *(row[key] for key in KEYS)]
        for row in read("mlps.toml")["row"]
    ]


KEYS = ("network", "right", "time", "machine")
