"""Results as one JSON document (schema 1)."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from asynccourse.verdicts.result import ExerciseResult

SCHEMA = 1


def write(results: list[ExerciseResult], stream: BinaryIO, *, timelines: bool) -> None:
    """Write the results to a binary stream; with the tests' timelines only where asked for."""
    document = {"schema": SCHEMA, "results": [_plain(result, timelines) for result in results]}
    stream.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    stream.flush()


def _plain(result: ExerciseResult, timelines: bool) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(result)
    if not timelines:
        for test in plain["tests"]:
            del test["timeline"]
    return plain
