"""Read a few members of a small zip file that anybody may have made; nothing is unpacked to disk.

The table at its end is judged before it is read, and each member has a limit of its own, so that
memory follows neither what a header claims nor what a few bytes unpack to.
"""

import io
import zipfile
from collections.abc import Mapping
from os import PathLike

from numrec.errors import FormatError, refusing
from numrec.files.limits import unpack

LARGEST = 8 << 20
"""Bytes of the file."""

ENTRIES = 1100
"""Files in it: a thousand pictures, and what is beside them."""

_TABLE = 256 * ENTRIES
"""Bytes of the table of its entries."""

_ODD = set('\\<>"&|:*?\x7f') | {chr(code) for code in range(32)}
"""What stands in no name that we or a packer of files give."""


def read_members(
    path: str | PathLike[str], data: bytes, most: Mapping[str, int]
) -> dict[str, bytes]:
    """Return by name the wanted members that are there, in the archive's root or in a folder of it.

    `data` is all of the file, at most LARGEST, and `most` says by name how many bytes a member may
    have. It is a FormatError if that is no zip file, is broken, has too many entries, one whose
    name leads elsewhere, or one that is wanted and is too large, packed in an uncommon way, or
    there twice.
    """
    if len(data) > LARGEST:
        raise FormatError(path, "file", f"{len(data)} bytes", f"at most {LARGEST}")
    _judge_the_end(path, data)
    with (
        refusing(path, "zip", "broken data", "a whole zip file"),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
    ):
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise FormatError(path, "zip", f"{len(entries)} entries", f"at most {ENTRIES}")
        found: dict[str, bytes] = {}
        for place, entry in enumerate(entries, 1):
            parts = entry.orig_filename.split("/")
            if ".." in parts or parts[0] == "" or _ODD & set(entry.orig_filename):
                raise FormatError(path, f"entry {place}", "an odd name", "that of a plain file")
            if (name := parts[-1]) not in most:
                continue
            if name in found:
                raise FormatError(path, name, "two of that name", "one")
            found[name] = bytes(unpack(archive, entry, path, name, most[name]))
    return found


def _judge_the_end(path: str | PathLike[str], data: bytes) -> None:
    """Refuse a file without the last record of a zip, and one whose table is too large to read."""
    end = data[-22:]
    if len(end) < 22 or not end.startswith(b"PK\5\6"):
        found = "no end of a zip file: it may be cut short"
        raise FormatError(path, "zip", found, "a whole zip file, without a comment")
    if data[-42:-38] == b"PK\6\7" or int.from_bytes(end[12:16], "little") > _TABLE:
        found = f"a table of more than {_TABLE} bytes"
        raise FormatError(path, "zip", found, f"at most {ENTRIES} entries")
