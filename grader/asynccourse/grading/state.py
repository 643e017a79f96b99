"""What a verdict depends on beside the answer: digests of the suite, the judge and the Python."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

import asynccourse
from asynccourse.course.exercise import Exercise

SHOWING = {"board", "cli", "desk", "dev", "grading", "reports", "suites", "_course"}
"""The parts of the package that no verdict comes from: they show it, or lead to it."""

KNOWN_ANSWERS = {"right", "wrong"}
"""The folders of a suite that prove it and don't take part in judging."""


@cache
def judge_state() -> str:
    """Return a digest of all that judges, as it was when this process first asked: the package's
    own files and the Python."""
    package = Path(asynccourse.__file__).parent
    digest = hashlib.sha256(f"{platform.python_implementation()} {_python()}".encode())
    for part in sorted(package.iterdir()):
        if part.is_dir() and part.name not in SHOWING:
            _add(digest, part, _files(part))
    return digest.hexdigest()


def suite_state(exercise: Exercise) -> str:
    """Return a digest of an exercise's suite; of nothing where there is none."""
    digest = hashlib.sha256(exercise.name.encode())
    folder = exercise.suite_folder
    taking_part = (
        path for path in _files(folder) if path.relative_to(folder).parts[0] not in KNOWN_ANSWERS
    )
    _add(digest, folder, taking_part)
    return digest.hexdigest()


def key(data: bytes, suite: str, judge: str, seed: int, sandbox: str) -> str:
    """Return what a verdict is kept under: with the same key, it would be the same verdict."""
    parts = (hashlib.sha256(data).digest(), suite, judge, seed, sandbox)
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()


def _python() -> str:
    return platform.python_version()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and "__pycache__" not in path.parts:
            yield path


def _add(digest: hashlib._Hash, root: Path, files: Iterator[Path]) -> None:
    for path in files:
        name, data = path.relative_to(root).as_posix(), path.read_bytes()
        digest.update(f"{root.name}/{name}\0{len(data)}\0".encode() + data)
