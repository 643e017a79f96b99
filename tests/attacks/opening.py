"""Opens hostile archives as `grade` opens what was handed in, and looks at what came of it.

Each lies in a class's folder as one student's, with a good student beside them; and each is opened
as if it were the archive of a whole class. It happens in a process with little memory, which
`python -m tests.attacks.opening FOLDER` is.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asynccourse.course.catalog import find_catalog
from asynccourse.grading.intake.opening import NoClass, open_class
from asynccourse.grading.submission import Submission
from tests.attacks.archives import ANSWER, ARCHIVES, make
from tests.commands import REPOSITORY

MEMORY = 2**30
"""Bytes of memory that the process may use in all."""

TIMEOUT = 300
"""Seconds after which it counts as hung, on the busiest of machines."""

SECRET = "the words of somebody else"
GOOD = "good"
"""The student beside them, in the class's folder."""

RIGHT = {ANSWER.decode(), ANSWER.decode() + "# the other\n"}
"""The answers that the archives do hold."""


@dataclass
class Opened:
    """What came of one archive."""

    name: str
    code: str = ""
    """Why nothing was taken from it as a student's; empty where something was."""
    seconds: float = 0.0
    """How long it took to open it, as the student's and as the class's."""
    faults: list[str] = field(default_factory=list)
    """What is not as it must be, a sentence each."""


def open_all() -> list[Opened]:
    """Open every archive in both ways."""
    with tempfile.TemporaryDirectory(prefix="archives-") as name:
        folder = Path(name)
        _prepare(folder)
        before = sorted(folder.rglob("*"))
        told = _run(folder)
        around = [] if sorted(folder.rglob("*")) == before else ["something was unpacked"]
        if isinstance(told, str):
            return [Opened(name, faults=[told, *around]) for name in ARCHIVES]
        return [_opened(name, told[name], [*told[""], *around]) for name in ARCHIVES]


def _prepare(folder: Path) -> None:
    made, class_ = folder / "made", folder / "class"
    good = class_ / GOOD / "gather.py"
    good.parent.mkdir(parents=True)
    good.write_bytes(ANSWER)
    made.mkdir()
    (made / "secret").write_text(SECRET)
    for name in ARCHIVES:
        path = make(name, made)
        suffix = path.name.partition(".")[2]
        path.rename(class_ / f"{name}.{suffix}")


def _run(folder: Path) -> Any:
    """Return what the process told of each archive, or in a sentence why it told nothing."""
    command = [sys.executable, "-m", "tests.attacks.opening", str(folder / "class")]
    try:
        done = subprocess.run(
            command, cwd=REPOSITORY, capture_output=True, check=False, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return "the archives were not opened when all the time was up"
    if done.returncode:
        return f"opening them ended with {done.returncode}: {done.stderr.decode()[-2000:]}"
    return json.loads(done.stdout)


def _opened(name: str, told: Any, around: list[str]) -> Opened:
    seen = Opened(name, told["code"], told["seconds"], list(around))
    for text in told["answers"]:
        if text not in RIGHT:
            seen.faults.append(f"an answer that it doesn't hold was taken: {text[:80]!r}")
    for line in told["lines"]:
        if not line.isprintable() or len(line) > 1000:
            seen.faults.append(f"this is no line for people: {line[:200]!r}")
    if not (told["answers"] or told["lines"]):
        seen.faults.append("nothing was taken from it, and nobody was told")
    return seen


# -------------------------------------------------------------------- in a process of its own


def main(folder: Path) -> None:
    """Open what lies in a folder, and print as JSON what was seen."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    catalog = find_catalog()
    told: dict[str, Any] = {"": []}
    with open_class(folder, catalog) as class_:
        for student in class_.students:
            with _timed() as row:
                submission = class_.submission(student)
                _take(row, submission)
            told[student.id] = row
    if told.pop(GOOD, {}).get("answers") != [ANSWER.decode()]:
        told[""].append("the good student's answer was lost")
    for path in sorted(folder.iterdir()):
        if path.is_file():
            row = told[path.name.partition(".")[0]]
            with _timed(row):
                _as_a_class(path, row)
    json.dump(told, sys.stdout)


def _as_a_class(path: Path, row: dict[str, Any]) -> None:
    try:
        with open_class(path, find_catalog()) as class_:
            for student in class_.students:
                code = row["code"]
                _take(row, class_.submission(student))
                row["code"] = code
    except NoClass as error:
        row["lines"].append(str(error))


def _take(row: dict[str, Any], submission: Submission) -> None:
    row["answers"] += [answer.data.decode("latin-1") for answer in submission.answers.values()]
    row["lines"] += [unfit.message for unfit in submission.unfit.values()]
    row["code"] = (
        ""
        if submission.answers
        else " ".join(sorted({unfit.code for unfit in submission.unfit.values()}))
    )


@contextlib.contextmanager
def _timed(row: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    row = {"answers": [], "lines": [], "code": "", "seconds": 0.0} if row is None else row
    began = time.monotonic()
    yield row
    row["seconds"] += time.monotonic() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]))
