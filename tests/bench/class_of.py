"""`python -m tests.bench.class_of 300 FOLDER [--seed N] [--marks N] [--only NN]...`: write a class.

A folder for each student, with an answer to each exercise or none: right ones and wrong ones as the
course knows them, stubs, and what blocks, hangs, crashes, is hostile, or is no Python at all. The
same seed writes the same class. Each answer has one of so many marks, by which answers differ that
are otherwise the same, as students' files do; with few of them, many hand in the very same.
FOLDER-kinds.json beside it says of what kind each answer is.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise

SHARES: Final = {
    "right": 45,
    "wrong": 25,
    "stub": 8,
    "missing": 10,
    "blocking": 4,
    "hanging": 1,
    "crashing": 2,
    "hostile": 3,
    "garbled": 2,
}
"""Of a hundred answers, how many are of which kind."""

HANGING: Final = "while True:\n    pass\n"

CRASHING: Final = ("import os\nos._exit(3)\n", "import os\nos.kill(os.getpid(), 11)\n")

HOSTILE: Final = (
    "x = bytearray(2**40)\n",
    "while True:\n    print('x' * 2**16)\n",
    "import os, time\nfor _ in range(8):\n    if not os.fork():\n        time.sleep(600)\n",
    "import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'\\xff' * 99)\n"
    "    except OSError:\n        pass\n",
)
"""Memory, output, children that stay, and noise on whatever is open."""

GARBLED: Final = (b"\x00\xff\xfe", b"def f(:\n", b"", "é".encode("latin-1"))


def main() -> None:
    """Write a class."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.class_of")
    parser.add_argument("students", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--marks", type=int, default=1000)
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    asked = parser.parse_args()
    write(asked.students, asked.folder, asked.seed, asked.only, asked.marks)


def write(
    students: int, folder: Path, seed: int, only: Sequence[str] = (), marks: int = 1000
) -> None:
    """Write a class of so many students into a folder."""
    catalog = find_catalog()
    exercises = [catalog.find(name) for name in only] or catalog.all()
    random_ = random.Random(seed)
    kinds: dict[str, dict[str, str]] = {}
    for number in range(1, students + 1):
        student = f"student-{number:04}"
        kinds[student] = {}
        for exercise in exercises:
            kind = random_.choices(list(SHARES), list(SHARES.values()))[0]
            kinds[student][exercise.name] = kind
            _put(folder / student, exercise, _answer(kind, exercise, random_, marks))
    (folder.parent / f"{folder.name}-kinds.json").write_text(json.dumps(kinds, indent=1))


def _put(folder: Path, exercise: Exercise, data: bytes | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if data is not None:
        path = folder / exercise.name / f"{exercise.slug}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def _answer(kind: str, exercise: Exercise, random_: random.Random, marks: int) -> bytes | None:
    """Return an answer of a kind, with one of so many marks."""
    mine = f"\n# {random_.randrange(marks)}\n".encode()
    match kind:
        case "missing":
            return None
        case "garbled":
            return random_.choice(GARBLED)
        case "hostile":
            return random_.choice(HOSTILE).encode() + mine
        case "crashing":
            return random_.choice(CRASHING).encode() + mine
        case "stub":
            return exercise.stub.read_bytes()
    return random_.choice(_known(kind, exercise)) + mine


def _known(kind: str, exercise: Exercise) -> list[bytes]:
    """Return the answers of a kind that the course knows, or one that is made up."""
    right = [exercise.solution, *exercise.answers("right")]
    if kind == "right":
        return [path.read_bytes() for path in right]
    codes = {"blocking": ("blocked_loop", "busy_wait"), "hanging": ("hang",)}.get(kind, ("",))
    found = [one.read_bytes() for one in exercise.answers("wrong") if one.name.startswith(codes)]
    if kind == "hanging":
        return [HANGING.encode(), *found]
    return found or [b"import time\ntime.sleep(0.2)\n" + exercise.solution.read_bytes()]


if __name__ == "__main__":
    main()
