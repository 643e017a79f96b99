"""What a grader keeps: nothing that was told is lost, and no file is taken for what it isn't."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from asynccourse.course.exercise import CourseError
from asynccourse.grading.book import Enrolled
from asynccourse.grading.database import NAME, database
from asynccourse.grading.store import Cell, Store
from asynccourse.grading.submission import Student
from asynccourse.grading.task import undecided


def fill(folder: Path) -> None:
    """Make a database with one student, whose answer has a verdict."""
    with database(folder, fresh=False) as (connection, _):
        store = Store(connection)
        store.take_in([(enrolled("anna"), [Cell("03_gather", "a.py", b"x = 1", "key")])])
        store.record([("key", undecided("03_gather", "no disk", 10, 1))])


def enrolled(name: str) -> Enrolled:
    """Return a student of whom nothing else is known."""
    return Enrolled(Student(name), "a folder")


def foreign(path: Path) -> None:
    """Write another program's database."""
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmark (url TEXT)")
    other.commit()
    other.close()


def newer(path: Path) -> None:
    """Make it one of a later version."""
    fill(path.parent)
    later = sqlite3.connect(path)
    later.execute("PRAGMA user_version = 99")
    later.close()


def torn(path: Path) -> None:
    """Cut it off in the middle."""
    fill(path.parent)
    path.write_bytes(path.read_bytes()[:10_000])


def overwritten(path: Path) -> None:
    """Put noise over one of its pages."""
    fill(path.parent)
    data = bytearray(path.read_bytes())
    data[4096 * 5 : 4096 * 6] = b"\x5a" * 4096
    path.write_bytes(data)


def text(path: Path) -> None:
    """Write no database at all."""
    path.write_text("student,points\nanna,3\n" * 100)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (foreign, "another program's database"),
        (newer, "written by a newer asynccourse"),
        (torn, "is damaged"),
        (overwritten, "is damaged"),
        (text, "is not a database"),
    ],
)
def test_what_is_no_sound_database_is_refused_and_left_as_it_is(
    spoil: object, words: str, tmp_path: Path
) -> None:
    """One sentence; the file keeps every byte, and --fresh puts it aside and begins anew."""
    path = tmp_path / NAME
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(CourseError, match=words), database(tmp_path, fresh=False):
        pass
    assert path.read_bytes() == before
    with database(tmp_path, fresh=True) as (connection, aside):
        assert Store(connection).students() == []
    assert (tmp_path / aside).read_bytes() == before


def test_two_databases_put_aside_in_one_second_both_stay(tmp_path: Path) -> None:
    """The second gets a number."""
    names = []
    for _ in range(3):
        with database(tmp_path, fresh=True) as (_, aside):
            names.append(aside)
    assert names[0] == ""
    assert len({*names}) == 3
    assert all((tmp_path / name).exists() for name in names)


def test_a_class_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where reading the submissions ends in the middle, the class is as it was."""
    fill(tmp_path)

    def broken() -> object:
        yield enrolled("berta"), []
        raise KeyboardInterrupt

    with database(tmp_path, fresh=False) as (connection, _):
        store = Store(connection)
        with pytest.raises(KeyboardInterrupt):
            store.take_in(broken())  # type: ignore[arg-type]
        assert [one.student.id for one in store.students()] == ["anna"]
        assert store.text("anna", "03_gather") == "x = 1"


def test_what_has_no_verdict_is_pending_until_it_has_one(tmp_path: Path) -> None:
    """An inconclusive result is shown, and its answer is still to be judged."""
    fill(tmp_path)
    with database(tmp_path, fresh=False) as (connection, _):
        store = Store(connection)
        (pending,) = store.pending({"03_gather"})
        assert (pending.students, pending.reason) == (["anna"], "no disk")
        (row,) = store.rows()
        assert (row.status, row.message) == ("inconclusive", "no disk")
        result = store.result("anna", "03_gather")
        assert result is not None
        assert result.file == "a.py"
