"""Fuzzes the wall's decoder, guided by coverage, for as long as you let it: needs atheris.

pip install atheris && python -m tests.attacks.fuzz_wall -max_total_time=60
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

from asynccourse.wall import values
from asynccourse.wall.decoding import Decoder
from asynccourse.wall.framing import HEADER, WallError, from_runner, pack
from asynccourse.wall.messages import Result

SEEDS: list[values.Value] = [
    None,
    values.List([1, "two", 3.0, True, values.Tuple([values.Bytes(b"b"), values.BigInt(b"i")])]),
    values.Set([1, values.Set([2], frozen=True)], frozen=False),
    values.Dict([("key", values.Dict([(1, values.List([]))]))]),
    values.Error("Kind", ["Base"], ["argument"], "text", ["note"], frames=[values.Frame(3, "f")]),
    values.Handle("runner", 7, "label", "object"),
]
"""What it begins with: the decoder is in C, so that no coverage would lead there."""


def take(body: bytes) -> None:
    """Take in one frame as the judge does, up to the objects that it stands for."""
    try:
        message = from_runner(body)
        if isinstance(message, Result):
            Decoder(lambda handle: handle, lambda error: error).decode(message.value)
    except WallError:
        pass


def main() -> int:
    """Fuzz until told to stop, or until something else than a `WallError` comes out."""
    with tempfile.TemporaryDirectory() as seeds:
        for number, value in enumerate(SEEDS):
            frame = pack(Result(1, "returned", value))
            Path(seeds, str(number)).write_bytes(frame[HEADER.size :])
        child = os.fork()  # which ends without a word to Python
        if not child:
            fuzz([*sys.argv, seeds])
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fuzz(arguments: list[str]) -> None:
    """Fuzz, and end the process."""
    atheris = importlib.import_module("atheris")  # it isn't installed with the tests
    atheris.instrument_func(Decoder.decode)
    atheris.Setup(arguments, take)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
