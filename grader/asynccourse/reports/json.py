"""Results as one JSON document (schema 1)."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from asynccourse.verdicts.result import ExerciseResult

SCHEMA = 1


def write(results: list[ExerciseResult], stream: BinaryIO, *, timelines: bool) -> None:
    """Write the results to a binary stream; with the tests' timelines only where asked for."""
    document = {"schema": SCHEMA, "results": [plain(result, timelines) for result in results]}
    stream.write(msgspec.json.format(encode(document), indent=2) + b"\n")
    stream.flush()


def plain(result: ExerciseResult, timelines: bool) -> dict[str, Any]:
    """Return a result as plain data."""
    found: dict[str, Any] = msgspec.to_builtins(result)
    if not timelines:
        for test in found["tests"]:
            del test["timeline"]
    return found


def encode(value: object) -> bytes:
    """Return a value as JSON; what no text in UTF-8 can hold, as in some files' names, as �."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_encodable(msgspec.to_builtins(value)))


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_encodable(key): _encodable(one) for key, one in value.items()}
    return [_encodable(one) for one in value] if isinstance(value, list) else value
