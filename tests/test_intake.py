"""Submissions are taken as they come: which layouts, and which file of several."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asynccourse.course.exercise import CourseError
from asynccourse.desk.making import make_course
from asynccourse.grading.intake.opening import NoClass
from asynccourse.grading.submission import Student
from tests.commands import REPOSITORY
from tests.handing_in import CATALOG, GRADESCOPE, answers, archive, folder, opened, packed, read_all

FORMS = ["exercises/03_gather/gather.py", "03_gather/gather.py", "gather.py"]
ARCHIVES = ["zip", "tar", "tgz", "tar.gz", "tar.bz2", "tar.xz"]


@pytest.mark.parametrize("around", ["", "homework/", "homework/week 1/"])
@pytest.mark.parametrize("form", FORMS)
def test_an_answer_is_found_in_every_form(tmp_path: Path, form: str, around: str) -> None:
    """A course folder, a folder for the exercise or a bare file, and two folders around it."""
    folder(tmp_path, {f"anna/{around}{form}": "a", "ben/notes.txt": "b"})
    got = read_all(tmp_path)
    assert answers(got["anna"]) == {"03_gather": "a"}
    assert got["anna"].answers["03_gather"].path == f"anna/{around}{form}"
    assert (got["ben"].answers, got["ben"].unfit) == ({}, {})


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("form", [FORMS[0], "anna/" + FORMS[1], "./" + FORMS[2]])
def test_archives_of_every_kind_are_looked_into(tmp_path: Path, kind: str, form: str) -> None:
    """One for each student, or in a student's folder; the path says which archive it was."""
    packed(tmp_path / f"anna.{kind}", {form: "a", "README.md": "hello"})
    packed(tmp_path / f"ben/upload/homework.{kind}", {form: "b"})
    got = read_all(tmp_path)
    assert {name: answers(one) for name, one in got.items()} == {
        "anna": {"03_gather": "a"},
        "ben": {"03_gather": "b"},
    }
    place = form.removeprefix("./")
    assert got["anna"].answers["03_gather"].path == f"anna.{kind}: {place}"
    assert got["ben"].answers["03_gather"].path == f"ben/upload/homework.{kind}: {place}"


@pytest.mark.parametrize("around", ["", "submissions/", "export/submissions/"])
@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_whole_class_comes_in_one_archive(tmp_path: Path, kind: str, around: str) -> None:
    """Folders and archives of students in an archive are the same class as on disk."""
    inner = archive("x.zip", {"03_gather/gather.py": "b"})
    files = {"anna/gather.py": b"a", "ben.zip": inner, "cleo/x.py": b"c"}
    files = {around + name: data for name, data in files.items()}
    got = read_all(packed(tmp_path / f"class.{kind}", files))
    assert {name: answers(one) for name, one in got.items()} == {
        "anna": {"03_gather": "a"},
        "ben": {"03_gather": "b"},
        "cleo": {},
    }


def test_a_course_folder_and_a_whole_clone_give_every_exercise(tmp_path: Path) -> None:
    """What `init` made, and a clone of the course: each exercise's own file, never a solution."""
    make_course(tmp_path / "class/anna")
    clone = tmp_path / "class/ben/asynccourse"
    ignore = shutil.ignore_patterns("__pycache__")
    for tree in ("exercises", "solutions", "grader", "tests"):
        shutil.copytree(REPOSITORY / tree, clone / tree, ignore=ignore)
    shutil.rmtree(clone / "exercises/03_gather")
    got = read_all(tmp_path / "class")
    every = {
        one.name: (REPOSITORY / f"exercises/{one.name}/{one.slug}.py") for one in CATALOG.all()
    }
    assert {name: text.read_text() for name, text in every.items()} == answers(got["anna"])
    assert answers(got["ben"]).keys() == every.keys() - {"03_gather"}
    assert got["ben"].layout == "a course folder"


@pytest.mark.parametrize(
    ("taken", "other"),
    [
        ("exercises/03_gather/gather.py", "03_gather/gather.py"),
        ("a/b/exercises/03_gather/gather.py", "03_gather/gather.py"),
        ("03_gather/gather.py", "gather.py"),
        ("a/b/03_gather/gather.py", "gather.py"),
        ("gather.py", "week/gather.py"),
        ("gather.py", "Gather.py"),
        ("gather.py", "gather (2).py"),
        ("Gather.py", "gather (2).py"),
        ("gather (10).py", "gather (9).py"),
        ("gather-2.py", "gather copy.py"),
        ("gather (1).py", "week/gather.py"),
        ("03_gather/gather (1).py", "gather.py"),
    ],
)
def test_of_two_files_the_more_specific_one_counts(tmp_path: Path, taken: str, other: str) -> None:
    """The rule of precedence, pair by pair; that the other one was left aside is told."""
    folder(tmp_path, {f"anna/{taken}": "taken", f"anna/{other}": "other"})
    got = read_all(tmp_path)["anna"]
    assert answers(got) == {"03_gather": "taken"}
    assert got.layout.endswith(f"; not taken: anna/{other}")


def test_what_lies_open_counts_before_what_is_packed(tmp_path: Path) -> None:
    """Of a folder and an archive with the same student's name, the folder's file is taken."""
    packed(tmp_path / "anna.zip", {FORMS[0]: "packed", "04_create_task/create_task.py": "more"})
    folder(tmp_path, {"anna/gather.py": "open"})
    got = read_all(tmp_path)
    assert got.keys() == {"anna"}
    assert answers(got["anna"]) == {"03_gather": "open", "04_create_task": "more"}


def test_files_that_are_equally_near_are_refused_unless_they_are_the_same(tmp_path: Path) -> None:
    """Nothing is taken by chance: which of two different files is meant, the student must say."""
    folder(tmp_path, {"anna/one/gather.py": "1", "anna/two/gather.py": "2"})
    folder(tmp_path, {"ben/one/gather.py": "1", "ben/two/gather.py": "1"})
    got = read_all(tmp_path)
    told = "anna/one/gather.py and anna/two/gather.py differ, and either could be the answer"
    assert got["anna"].answers == {}
    assert got["anna"].unfit["03_gather"].code == "forbidden"
    assert told in got["anna"].unfit["03_gather"].message
    assert answers(got["ben"]) == {"03_gather": "1"}


@pytest.mark.parametrize(
    "name",
    [
        "Create_Task.py",
        "create-task.PY",
        "create task.py",
        " create_task.py ",
        "04_create_task.py",
        "4-create-task.py",
        "create_task (1).py",
        "create_task(1).py",
        "create_task-2.py",
        "Create Task - Copy (3).py",
        "Copy of create_task.py",
    ],
)
def test_names_that_can_mean_one_exercise_only_are_taken(tmp_path: Path, name: str) -> None:
    """Letters' case, spaces, hyphens, the exercise's number, and copies that systems number."""
    folder(tmp_path, {f"anna/{name}": "a"})
    assert answers(read_all(tmp_path)["anna"]) == {"04_create_task": "a"}


@pytest.mark.parametrize(
    "path",
    [
        "gather2.py",
        "gather.txt",
        "gather.py.txt",
        "my_gather.py",
        "._gather.py",
        "04_create_task/gather.py",
        "a/b/c/gather.py",
        "solutions/03_gather/gather.py",
        ".venv/gather.py",
        ".git/gather.py",
        "__MACOSX/gather.py",
        "node_modules/gather.py",
    ],
)
def test_what_is_no_answer_is_passed_over(tmp_path: Path, path: str) -> None:
    """Other names, other exercises' folders, too deep ones, and what tools and the course leave."""
    folder(tmp_path, {f"anna/{path}": "a", "ben/gather.py": "b"})
    got = read_all(tmp_path)["anna"]
    assert (got.answers, got.unfit) == ({}, {})
    assert got.layout == "nothing named like an exercise"


def test_a_github_checkout_goes_by_logins(tmp_path: Path) -> None:
    """Clones whose names begin with the assignment's: what follows is the login."""
    names = ["gather-anna-x", "gather-anna-y", "gather-ben"]
    folder(tmp_path / "gather-submissions", {f"{name}/.git/HEAD": "" for name in names})
    folder(tmp_path / "gather-submissions", {f"{names[0]}/exercises/03_gather/gather.py": "a"})
    with opened(tmp_path / "gather-submissions") as these:
        assert these.layout == "a GitHub checkout of the assignment gather: each of 3 clones"
        assert [student.id for student in these.students] == ["anna-x", "anna-y", "ben"]
        assert answers(these.submission(these.students[0])) == {"03_gather": "a"}


@pytest.mark.parametrize("kind", ["", ".zip"])
def test_a_gradescope_export_says_who_and_when(tmp_path: Path, kind: str) -> None:
    """Names, numbers, emails and times are those of its metadata; pairs are one submission."""
    files = {
        "assignment_1_export/submission_metadata.yml": GRADESCOPE,
        "assignment_1_export/submission_409194023/gather.py": "z",
        "assignment_1_export/submission_500000001/03_gather/gather.py": "p",
    }
    path = tmp_path / f"export{kind}"
    _ = packed(path, files) if kind else folder(path, files)
    with opened(path) as these:
        assert these.layout == "a Gradescope export of 3 submissions"
        assert these.students == [
            Student("0123", "Zoë Example", "zoe@school.example", "409194023"),
            Student(
                "77+cleo@school.example",
                "Ben Pair, Cleo Pair",
                "ben@school.example, cleo@school.example",
                "500000001",
            ),
            Student("submission_700000003", key="700000003"),
        ]
        got = [these.submission(student) for student in these.students]
    assert [answers(one) for one in got] == [{"03_gather": "z"}, {"03_gather": "p"}, {}]
    assert got[0].submitted == datetime(2026, 4, 26, 17, 34, 0, 861687, UTC)
    assert got[1].submitted == datetime(2026, 4, 26, 18, tzinfo=UTC)
    assert got[2].submitted is None


def test_a_broken_gradescope_export_is_told(tmp_path: Path) -> None:
    """Metadata that isn't Gradescope's is one sentence, and no traceback."""
    folder(
        tmp_path,
        {"submission_metadata.yml": "submission_1:\n  :submitters: {", "submission_1/": ""},
    )
    with pytest.raises(CourseError, match=r"submission_metadata\.yml is not as Gradescope writes"):
        opened(tmp_path)


@pytest.mark.parametrize("kind", ["", ".zip"])
@pytest.mark.parametrize("form", ["_/", "/", "_/week/", "_"])
def test_a_moodle_export_goes_by_participants(tmp_path: Path, form: str, kind: str) -> None:
    """Folders with and without the last underscore, and flat files, of newer and older Moodles."""
    files: dict[str, str | bytes] = {
        f"Anna Example_123_assignsubmission_file{form}gather.py": "a",
        f"Anna Example_123_assignsubmission_onlinetext{form}onlinetext.html": "<p>",
        f"Zoë O'Neill_45_assignsubmission_file{form}work.zip": archive("x.zip", {FORMS[0]: "z"}),
        f"Default group_assignsubmission_file{form}gather (1).py": "g",
        f"Ben_6_assignsubmission_onlinetext{form}onlinetext.html": "<p>",
    }
    path = tmp_path / f"moodle{kind}"
    _ = packed(path, files) if kind else folder(path, files)
    with opened(path) as these:
        assert these.layout == "a Moodle export of 4 submissions"
        assert these.students == [
            Student("123", "Anna Example", key="123"),
            Student("45", "Zoë O'Neill", key="45"),
            Student("6", "Ben", key="6"),
            Student("Default group", "Default group"),
        ]
        got = [these.submission(student) for student in these.students]
    gathered = [answers(one).get("03_gather") for one in got]
    assert gathered == ["a", "z", None, "g"]
    assert {one.submitted for one in got} == {None}, "Moodle's files have the download's time"


@pytest.mark.parametrize("form", FORMS)
def test_ones_own_repository_is_a_class_of_one(tmp_path: Path, form: str) -> None:
    """`grade .` takes one student, called as the folder is; other folders are not students."""
    folder(
        tmp_path / "anna", {form: "a", "docs/x.md": "", "old/04_create_task/create_task.py": "c"}
    )
    with opened(tmp_path / "anna") as these:
        assert these.layout == "one student's own repository, anna"
        assert [student.id for student in these.students] == ["anna"]
        assert answers(these.submission(these.students[0]))["03_gather"] == "a"


def test_a_stray_file_makes_no_class_of_one(tmp_path: Path) -> None:
    """A bare answer beside the students' folders is nobody's."""
    folder(tmp_path, {"gather.py": "stray", "anna/gather.py": "a", "ben/gather.py": "b"})
    assert {name: answers(one) for name, one in read_all(tmp_path).items()} == {
        "anna": {"03_gather": "a"},
        "ben": {"03_gather": "b"},
    }


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"anna/": "", "ben/gather.py": "b"}, "a folder for each of 2 students"),
        ({"anna.zip": b"", "ben.tgz": b""}, "an archive for each of 2 students"),
        ({"anna/": "", "ben.zip": b""}, "a folder or an archive for each of 2 students"),
        ({"anna/gather.py": ""}, "a folder for one student"),
    ],
)
def test_which_layout_was_taken_is_said(
    tmp_path: Path, files: dict[str, str | bytes], told: str
) -> None:
    """In a sentence, with how many there are; who handed in nothing is there too."""
    with opened(folder(tmp_path, files)) as these:
        assert these.layout == told


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nowhere", r"^there is no .*nowhere: name the folder or the archive"),
        ("class/empty", r"no student's folder or archive with hello_await\.py, 01_hello_await/"),
        ("class/other", r"type `asynccourse grade SUBMISSIONS`"),
        ("class/gather.py", r"is one answer, and no class: type `asynccourse check 03 --file "),
        ("class/notes.zip", r"notes\.zip can't be unpacked: .* name the folder"),
    ],
)
def test_where_there_is_no_class_one_sentence_says_what_to_type(
    tmp_path: Path, path: str, told: str
) -> None:
    """Nothing there, nothing in it that anyone handed in, one answer, or a broken archive."""
    files = {"empty/": "", "other/docs/x.md": "", "gather.py": "", "notes.zip": "no zip at all"}
    folder(tmp_path / "class", files)
    with pytest.raises(NoClass, match=told) as caught:
        opened(tmp_path / path)
    assert len(str(caught.value).splitlines()) == 1
