"""Streams that end where they must: what is read of a file is counted, whatever its headers say."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Protocol

from asynccourse.grading.intake import limits

CHUNK = 2**16


class Metered:
    """A file of which so many bytes may be read in all, until it is set free."""

    def __init__(self, file: IO[bytes], spend: Callable[[int], None]) -> None:
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable
        self._file = file
        self._spend: Callable[[int], None] | None = spend

    def set_free(self) -> None:
        """Count no longer."""
        self._spend = None

    def read(self, size: int = -1) -> bytes:
        """Read as the file does. What is asked for is counted before it stands in memory."""
        if self._spend is not None and size > 0:
            self._spend(size)
        return self._file.read(size)


class Decoder(Protocol):
    """What the libraries of compressed formats have in common."""

    @property
    def eof(self) -> bool:
        """Whether a stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether it can go on only with more of the file."""

    @property
    def unused_data(self) -> bytes:
        """What was given to it from behind its stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most so many bytes of what the data, and what was left of it, unpack to."""


class _Gzip:
    """zlib's decoder, made like the other ones."""

    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return not self._decoder.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._decoder.decompress(self._decoder.unconsumed_tail + data, max_length)


def _xz() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=limits.DICTIONARY_BYTES)


PACKED: dict[bytes, Callable[[], Decoder]] = {
    b"\x1f\x8b": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": _xz,
}
"""By what a file begins with: how it is unpacked."""


class Unpacked:
    """What a packed file unpacks to. A chain of packed streams is one, as packers write them."""

    def __init__(self, file: Metered, make: Callable[[], Decoder]) -> None:
        self._file = file
        self._make = make
        self._decoder = make()
        self._waiting = b""
        self._streams = 1

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end. Raises what the libraries raise, and
        EOFError where the file ends too early."""
        while not self._decoder.eof or self._goes_on():
            if not self._waiting and self._decoder.needs_input:
                self._waiting = self._file.read(CHUNK)
            given, self._waiting = self._waiting, b""
            if data := self._decoder.decompress(given, size):
                return data
            if not given and self._decoder.needs_input and not self._decoder.eof:
                raise EOFError("it ends too early")
        return b""

    def _goes_on(self) -> bool:
        """Begin the next stream of the chain; false where there is none."""
        rest = self._decoder.unused_data or self._file.read(CHUNK)
        self._waiting = rest.lstrip(b"\0")
        self._streams += 1
        if not self._waiting:
            return False
        if self._streams > limits.STREAMS:
            raise EOFError("it is a chain of too many packed streams")
        self._decoder = self._make()
        return True
