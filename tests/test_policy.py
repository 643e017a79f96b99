"""A class's policy: what it says counts, and what it says wrongly is named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import CourseError
from asynccourse.grading.book import Enrolled, Mark
from asynccourse.grading.lateness import doubts
from asynccourse.grading.marks import Marking
from asynccourse.grading.policy import Policy, find_policy, read_policy
from asynccourse.grading.store import Row
from asynccourse.grading.submission import Student

CATALOG = find_catalog()
DUE = "[deadlines]\ndefault = 2026-03-01T12:00:00+01:00\n"
LATE = DUE + "[late]\npercent = 10\n"


def policy(folder: Path, text: str) -> Policy:
    """Read a policy from its text."""
    path = folder / "grade.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path, CATALOG)


def mark(found: Policy, submitted: str, student: str = "anna", exercise: str = "03") -> Mark:
    """Return the mark of an answer with all 10 points that was handed in then."""
    one = CATALOG.find(exercise)
    row = Row(student, one.name, "a.py", "passed", None, "", None, 10, 10, 0.1)
    when = datetime.fromisoformat(submitted) if submitted else None
    marking = Marking(found, [CATALOG.find("01"), CATALOG.find("03")], {})
    made = marking.mark(Enrolled(Student(student), "", when), row)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "submitted", "points", "told"),
    [
        (LATE, "2026-03-01T12:00:00+01:00", 10, ""),
        (LATE, "2026-03-01T11:00:00+00:00", 10, ""),
        (LATE, "2026-03-01T12:00:01+01:00", 9, "1 day late: 10% less"),
        (LATE, "2026-03-02T12:00:01+01:00", 8, "2 days late: 20% less"),
        (LATE, "2026-04-01T12:00:00+00:00", 0, "32 days late: 100% less"),
        (LATE, "", 10, ""),
        (LATE + "grace_minutes = 15", "2026-03-01T12:15:00+01:00", 10, ""),
        (LATE + "grace_minutes = 15", "2026-03-01T12:16:00+01:00", 9, "1 day late: 10% less"),
        (LATE + 'per = "hour"', "2026-03-01T14:30:00+01:00", 7, "3 hours late: 30% less"),
        (LATE + "cap_percent = 25", "2026-03-09T12:00:00+01:00", 7.5, "8 days late: 25% less"),
        (LATE + "most = 2", "2026-03-04T11:00:00Z", 0, "3 days late, and after 2 nothing counts"),
        (DUE, "2026-03-01T12:00:01+01:00", 0, "1 day late: 100% less"),
        ("", "2030-01-01T00:00:00+00:00", 10, ""),
    ],
)  # fmt: skip
def test_lateness_takes_what_the_policy_says(
    text: str, submitted: str, points: float, told: str, tmp_path: Path
) -> None:
    """Percent for each day or hour begun, after a grace, up to a cap, for so long at most."""
    found = mark(policy(tmp_path, text), submitted)
    assert (found.points, found.late) == (points, told)
    assert (found.max_points, found.earned) == (10, 10)


def test_a_deadline_without_a_zone_is_in_the_policys(tmp_path: Path) -> None:
    """In New York it is due five hours later than in London; a day alone means its end."""
    text = 'timezone = "America/New_York"\n[deadlines]\n"03" = 2026-03-01\n'
    found = policy(tmp_path, text)
    assert mark(found, "2026-03-02T04:59:00+00:00").points == 10
    assert mark(found, "2026-03-02T05:01:00+00:00").points == 0
    assert mark(found, "2026-03-02T05:01:00+00:00", exercise="01").points == 10


def test_an_extension_is_one_students_and_can_be_one_exercises(tmp_path: Path) -> None:
    """Anna has two days more for all, Berta until a moment for 03."""
    text = LATE + (
        '[[extensions]]\nstudent = "anna"\ndays = 1\nhours = 24\n'
        '[[extensions]]\nstudent = "berta"\nuntil = 2026-03-05T12:00:00Z\nexercises = ["gather"]\n'
    )
    found = policy(tmp_path, text)
    late = "2026-03-03T11:00:00+00:00"
    assert [mark(found, late, who).points for who in ("anna", "berta", "carl")] == [10, 10, 8]
    assert mark(found, late, "berta", "01").points == 8
    assert mark(found, "2026-03-03T11:00:01+00:00", "anna").late == "1 day late: 10% less"


def test_a_table_of_times_goes_before_what_files_say(tmp_path: Path) -> None:
    """For all exercises of a student, or for one; a moment without a zone is in the policy's."""
    (tmp_path / "when.csv").write_text(
        "student,submitted,exercise\nanna,2026-03-01 10:00,\nanna,2026-03-02T13:00,03\n"
    )
    found = policy(tmp_path, 'times = "when.csv"\ntimezone = "Europe/Vienna"\n' + LATE)
    late = "2026-03-09T12:00:00+00:00"
    assert mark(found, late, exercise="01").points == 10
    assert mark(found, late, exercise="03").points == 8
    assert mark(found, late, "berta").points == 1


def test_whom_a_policy_names_wrongly_is_said(tmp_path: Path) -> None:
    """A name that nobody has, and students of whom no time is known, though there is a deadline."""
    found = policy(tmp_path, DUE + '[[extensions]]\nstudent = "ana"\ndays = 1\n')
    when = datetime.fromisoformat("2026-03-01T12:00:00Z")
    anna, berta = Enrolled(Student("anna"), "", when), Enrolled(Student("berta"), "")
    assert list(doubts(found, [anna, berta])) == [
        f"{found.path}: nobody here is called ana",
        "nothing says when 1 student handed in: in time, as far as is known",
    ]
    assert list(doubts(Policy(), [anna, berta])) == []


def test_weights_points_and_a_total_scale_what_counts(tmp_path: Path) -> None:
    """An exercise for 4 points, another for three times what its suite says, all of it for 100."""
    found = policy(tmp_path, "[points]\n01 = 4\n[weights]\nin_order = 2\n03 = 3\n")
    assert [mark(found, "", exercise=name).max_points for name in ("01", "03")] == [4, 30]
    found = policy(tmp_path, "total = 100\n[points]\n01 = 4\n[weights]\n03 = 3.6\n")
    assert [mark(found, "", exercise=name).max_points for name in ("01", "03")] == [10, 90]


def test_a_roster_names_students_and_keeps_its_other_columns(tmp_path: Path) -> None:
    """Headings in any case, with a byte order mark and semicolons, as spreadsheets write them."""
    (tmp_path / "all.csv").write_text(
        "\ufeffID;Name;Email;Section\nanna;Anna Ä;a@x.org;B 2\n", encoding="utf-8"
    )
    found = policy(tmp_path, 'roster = "all.csv"')
    assert found.roster == {"anna": Student("anna", "Anna Ä", "a@x.org")}
    assert found.columns == {"anna": {"Section": "B 2"}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "grade.toml: object contains unknown field `x`"),
        ("late = 3", "grade.toml: late: expected `object`, got `int`"),
        ("[late]\npercent = 'ten'", "grade.toml: late: percent: expected `float`, got `str`"),
        ("[late]\npercent = 110", "grade.toml: late.percent: expected 0 to 100"),
        ("[late]\nper = 'week'", "grade.toml: late: per: invalid enum value 'week'"),
        ("[weights]\n99 = 1", "grade.toml: weights.99: no exercise is called '99'"),
        ("[weights]\n03 = -1", "grade.toml: weights.03: expected 0 or more"),
        ("[points]\n03 = '5'", "grade.toml: points.03: expected `float`, got `str`"),
        ("total = 0", "grade.toml: total: expected more than 0"),
        ("exercises = ['1', 'x']", "grade.toml: exercises: no exercise is called 'x'"),
        ("timezone = 'Mars/North'", "grade.toml: timezone: no time zone is called 'Mars/North'"),
        ("[deadlines]\n03 = 2026-03-01T12:00:00", "deadlines.03: 2026-03-01 12:00:00 has no time"),
        ("[deadlines]\n03 = 'soon'", "deadlines.03: expected a moment such as"),
        ("[[extensions]]\nstudent = 'a'", "extensions, number 1: expected either `days`"),
        ("[[extensions]]\ndays = 1", "extensions, number 1: object missing required field"),
        ("roster = 'no.csv'", "no.csv can't be read: No such file"),
        ("roster = 'grade.toml'", "grade.toml: expected a column `id` in its first line"),
        ("= 3", "grade.toml: invalid statement"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_file_and_key(
    text: str, words: str, tmp_path: Path
) -> None:
    """One sentence: file, key, what is expected."""
    with pytest.raises(CourseError) as error:
        policy(tmp_path, text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_the_policy_beside_the_submissions_is_taken_before_the_one_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is named."""
    here, there = tmp_path / "here", tmp_path / "there"
    (there / "class").mkdir(parents=True)
    here.mkdir()
    monkeypatch.chdir(here)
    assert find_policy(there / "class") is None
    (here / "grade.toml").touch()
    assert find_policy(there / "class") == Path("grade.toml")
    (there / "grade.toml").touch()
    assert find_policy(there / "class") == there / "grade.toml"
