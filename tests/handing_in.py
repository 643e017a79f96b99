"""Submissions as students make them: real folders and real archives."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from asynccourse.course.catalog import find_catalog
from asynccourse.grading.intake.classes import Class
from asynccourse.grading.intake.opening import open_class
from asynccourse.grading.submission import Submission

CATALOG = find_catalog()

GRADESCOPE = """\
submission_409194023:
  :submitters:
  - :name: "Zo\\u00EB Example"
    :sid: '0123'
    :email: zoe@school.example
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :results:
    :tests: !ruby/object:Unknown
      :submitters: nobody
    output: |-
      submission_1:
  :history:
  - :created_at: 2026-04-01 10:00:00.000000000 Z
submission_500000001:
  :submitters:
  - :name: Ben Pair
    :sid: 77
    :email: ben@school.example
  - :name: Cleo Pair
    :sid:
    :email: cleo@school.example
  :created_at: 2026-04-26 20:00:00 +02:00
submission_700000003:
  :submitters: []
"""
"""A submission_metadata.yml as Gradescope writes it, shortened."""


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; a name that ends in a slash is an empty folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = path / name
        if name.endswith("/"):
            file.mkdir(parents=True, exist_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write an archive of the kind that its name says, with these files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive(path.name, files))
    return path


def archive(name: str, files: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of the kind that its name says, with these files."""
    data = {file: text.encode() if isinstance(text, str) else text for file, text in files.items()}
    buffer = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
            for file, content in data.items():
                zipped.writestr(file, content)
        return buffer.getvalue()
    kind = next((kind for kind in ("gz", "bz2", "xz") if name.endswith(kind[0] + "z")), "")
    kind = {".tar.bz2": "bz2"}.get("".join(Path(name).suffixes), kind)
    with tarfile.open(name, f"w:{kind}", buffer) as tar:  # type: ignore[call-overload]
        for file, content in data.items():
            info = tarfile.TarInfo(file)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def opened(path: Path) -> Class:
    """Open a class."""
    return open_class(path, CATALOG)


def read_all(path: Path) -> dict[str, Submission]:
    """Return everything that was handed in, by the students' ids."""
    with opened(path) as these:
        return {student.id: these.submission(student) for student in these.students}


def answers(submission: Submission) -> dict[str, str]:
    """Return a submission's answers as text, by the exercise's name."""
    return {
        name: answer.data.decode("utf-8", "replace") for name, answer in submission.answers.items()
    }


def refused(submission: Submission, code: str, *told: str, exercise: str = "") -> None:
    """Check that nothing of an exercise was taken, and that one printable line says why."""
    unfit = submission.unfit[exercise]
    assert unfit.code == code
    assert all(text in unfit.message for text in told), unfit.message
    assert unfit.message.isprintable()
    assert exercise not in submission.answers
