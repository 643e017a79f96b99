"""Tar archives, read from front to back, once.

The standard library reads each header; what lies between is read here, so that no name, size or
extension that an archive claims can make it hold more, go back or look for longer than it may.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from functools import partial
from typing import IO, Protocol

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.places import LINK, Keep, Leaf, Node, moment
from asynccourse.grading.intake.refused import Budget
from asynccourse.grading.intake.streams import CHUNK, PACKED, Metered, Unpacked

Store = Callable[[bytes], Callable[[], IO[bytes]]]
"""Keeps a file's bytes, and returns what opens them."""

_BLOCK = 512
_REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_EXTENSIONS = (*_PAX, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Tar:
    """The way through one tar archive, plain or packed."""

    def __init__(self, file: IO[bytes], path: str, budget: Budget) -> None:
        metered = Metered(file, lambda size: budget.unpack(size, path))
        start = file.read(len(max(PACKED, key=len)))
        file.seek(0)
        packed = (make for magic, make in PACKED.items() if start.startswith(magic))
        make = next(packed, None)
        self._stream: _Readable = Unpacked(metered, make) if make else metered
        self._is_counted = make is None
        self._path = path
        self._budget = budget
        self._said: dict[str, bytes] = {}
        self._extensions = 0

    def read_into(self, root: Node, keep: Keep, store: Store) -> None:
        """Note every entry below a root, and store the files that matter.

        Raises `Refused`, and tarfile.TarError, EOFError, ValueError and what unpacking raises
        where the archive is broken.
        """
        while (block := self._block()) is not None:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            if info.type in _EXTENSIONS:
                self._listen(info)
                continue
            self._budget.enter(1, self._path)
            self._amend(info)
            self._note(info, root, keep, store)

    def _block(self) -> bytes | None:
        """Return the next header; None at the end, which a block of zeros or the file's is."""
        block = self._read(_BLOCK, at_least=0)
        if block.count(0) == len(block):
            return None
        if len(block) < _BLOCK:
            raise EOFError("it ends too early")
        return block

    def _listen(self, info: tarfile.TarInfo) -> None:
        """Take in what an extension header says of the next entry."""
        self._extensions += 1
        if not 0 <= info.size <= limits.HEADER_BYTES or self._extensions > len(_EXTENSIONS):
            raise tarfile.HeaderError("extension headers are too large or too many")
        data = self._read(info.size)
        self._skip_padding(info.size)
        if info.type == tarfile.GNUTYPE_LONGNAME:
            self._said["path"] = data.split(b"\0", 1)[0]
        elif info.type in _PAX:
            self._records(data)

    def _records(self, data: bytes) -> None:
        """Take in the records of an extension header, each of which begins with its length."""
        at = 0
        for _ in range(limits.RECORDS):
            if at >= len(data) or not data[at]:
                return
            length = int(data[at : at + 8].split(b" ", 1)[0])
            key, equals, value = data[at : at + length].partition(b" ")[2].partition(b"=")
            if length <= 0 or not equals:
                raise tarfile.HeaderError("an extension header is broken")
            self._said[key.decode("utf-8", "replace")] = value.removesuffix(b"\n")
            at += length
        raise tarfile.HeaderError("an extension header says too much")

    def _amend(self, info: tarfile.TarInfo) -> None:
        """Let an entry be as the extension headers before it say."""
        said, self._said, self._extensions = self._said, {}, 0
        if any(key.startswith("GNU.sparse") for key in said):
            info.type = tarfile.GNUTYPE_SPARSE
        if "path" in said:
            info.name = said["path"].decode("utf-8", "surrogateescape")
        if "size" in said:
            info.size = int(said["size"])
        if "mtime" in said:
            info.mtime = float(said["mtime"])
        if info.size < 0:
            raise tarfile.HeaderError("an entry has a size below zero")

    def _note(self, info: tarfile.TarInfo, root: Node, keep: Keep, store: Store) -> None:
        if info.type == tarfile.DIRTYPE:
            root.add_folder(info.name)
            return self._skip(info.size)
        opening, left = _unread, info.size
        name = info.name.replace("\\", "/").rpartition("/")[2]
        if info.type in _REGULAR and keep(name) and info.size <= limits.NESTED_BYTES:
            self._budget.hold(info.size, self._path)
            opening, left = store(self._read(info.size)), 0
            self._skip_padding(info.size)
        self._skip(left)
        leaf = partial(
            Leaf, open=opening, size=info.size, changed=moment(info.mtime), fault=_fault(info)
        )
        root.add_file(info.name, leaf, keep)
        return None

    def _skip(self, size: int) -> None:
        """Go past an entry's data."""
        left = size
        while left > 0:
            left -= len(self._read(min(left, CHUNK)))
        self._skip_padding(size)

    def _skip_padding(self, size: int) -> None:
        self._read(-size % _BLOCK)

    def _read(self, size: int, at_least: int | None = None) -> bytes:
        """Read so many bytes. Raises EOFError where there are fewer than there must be."""
        pieces, left = [], size
        while left > 0 and (piece := self._stream.read(min(left, CHUNK))):
            pieces.append(piece)
            left -= len(piece)
        if not self._is_counted:
            self._budget.unpack(size - left, self._path)
        if size - left < (size if at_least is None else at_least):
            raise EOFError("it ends too early")
        return b"".join(pieces)


def _fault(info: tarfile.TarInfo) -> str:
    if info.type in _REGULAR:
        return ""
    if info.type in _LINKS:
        return LINK
    if info.type == tarfile.GNUTYPE_SPARSE:
        return "is a sparse file, and those are not read"
    return "is a pipe or a device, and no file"


def _unread() -> IO[bytes]:
    raise EOFError("it was too large to be kept")
