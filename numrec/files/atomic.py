"""An atomic write: the file appears whole, or the one that was there stays."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import IO


@contextmanager
def atomic_write(path: str | PathLike[str], *, keep: bool = True) -> Iterator[IO[bytes]]:
    """Open a file that takes its name in one step, once it is whole and on the disk.

    It is written beside its place. A link stays a link, and the file that it leads to is
    replaced; the new file has the rights of the old one, or those of any new file. Without `keep`
    it is only tried: all is done but the last step, and nothing is left. An OSError names `path`,
    whatever the file beside is called.
    """
    target = Path(path).resolve()
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, f"there is no folder {target.parent} to save in")
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        try:
            with beside.open("xb") as file:
                with suppress(FileNotFoundError):
                    shutil.copymode(target, beside)
                yield file
                file.flush()
                os.fsync(file.fileno())
            if keep:
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise OSError(error.errno or errno.EIO, why, str(path)) from error
    if keep:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too."""
    with suppress(OSError):  # not every system opens folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
