"""A class's book in each format: read back by real parsers, and inert whatever a student wrote."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from asynccourse.grading.book import Enrolled
from asynccourse.grading.submission import Student
from asynccourse.reports.book import gradescope, junit, moodle
from asynccourse.reports.book.cells import cell
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.formats import FORMATS, write
from asynccourse.reports.book.html.students import details
from asynccourse.reports.book.json import write as write_json
from asynccourse.reports.page.markup import html
from asynccourse.verdicts.result import ExerciseResult
from tests.books import EVIL, NAMES, MemoryBook
from tests.commands import REPOSITORY

BEGINS = "=+-@|%\t\r\n−\uff1d\uff0b\uff0d\uff20"  # noqa: RUF001 - what no cell may begin with
EVIL_ID = NAMES["evil"].id


@pytest.fixture(scope="module")
def reports(book: MemoryBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the class in every format."""
    folder = tmp_path_factory.mktemp("reports")
    for name in FORMATS:
        write(name, book, folder)
    return folder


# ---------------------------------------------------------------------------------- the files


def test_every_format_writes_its_files_and_leaves_no_other(reports: Path, book: MemoryBook) -> None:
    """What a format promises is there, with nothing half-written beside it."""
    wanted = {report.file for files in FORMATS.values() for report in files}
    written = {path.name for path in reports.iterdir()}
    assert written == (wanted - {"results.json"}) | {"gradescope"}
    assert len(list((reports / "gradescope").iterdir())) == len(book.students)


def test_a_report_that_fails_leaves_the_former_one(book: MemoryBook, tmp_path: Path) -> None:
    """A reader never meets half a file."""

    class Broken(MemoryBook):
        def result(self, student: str, exercise: str) -> ExerciseResult | None:
            raise OSError("the disk is gone")

    broken = Broken(book.exercises, book.students)
    broken.marked = book.marked
    path = tmp_path / "junit.xml"
    junit.write(book, path)
    before = path.read_bytes()
    with pytest.raises(OSError, match="the disk is gone"):
        junit.write(broken, path)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (before, [path])


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """Also in a folder that isn't there yet."""
    path = tmp_path / "results" / "a.csv"
    with writing(path) as file:
        file.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"


# -------------------------------------------------------------------------------------- CSV


@pytest.mark.parametrize(
    "file", ["grades.csv", "marks.csv", "canvas.csv", "moodle.csv", "moodle-worksheet.csv"]
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_is_a_formula(reports: Path, file: str, delimiter: str) -> None:
    """Not where commas part cells, and not where semicolons do; a lone hyphen is none."""
    with (reports / file).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream, delimiter=delimiter):
            for one in row:
                bare = one.lstrip(" \"'")
                guarded = "'" in one[: len(one) - len(bare)]
                assert bare == "-" or not bare.startswith(tuple(BEGINS)) or guarded, one


def test_a_table_has_a_row_for_each_student_whatever_their_names(
    reports: Path, book: MemoryBook
) -> None:
    """Line ends in names are no line ends; the figures are numbers that add up."""
    rows = table(reports / "grades.csv")
    assert [row["student"] for row in rows][:2] == ["anna", "bert"]
    assert len(rows) == len(book.students)
    for row, enrolled in zip(rows, book.students, strict=True):
        points = [float(row[one.name]) for one in book.exercises if row[one.name]]
        assert (sum(points), float(row["max"])) == (float(row["total"]), 30)
        assert float(row["total"]) == book.total(enrolled.student.id)[0]
    assert (rows[0]["name"], rows[0]["percent"], rows[0]["no_verdict"]) == (
        "Anna Ångström",
        "100",
        "0",
    )
    assert (rows[3]["total"], rows[3]["no_verdict"]) == ("0", "2")


def test_cells_keep_what_is_harmless() -> None:
    """Numbers stay numbers, also negative ones; texts are only marked where they must be."""
    assert [cell(one) for one in (-1.5, 3, 12.0, None)] == ["-1.5", "3", "12", ""]
    assert [cell(one) for one in ("O'Neill", "a-b", "x = 1", "-", "03:hang")] == [
        "O'Neill",
        "a-b",
        "x = 1",
        "-",
        "03:hang",
    ]
    assert [
        cell(one) for one in ("=1", " +1", '"-1', "a;@b", "\uff1d1", "a\nb", "a\x00\ud800")
    ] == [
        "'=1",
        "' +1",
        "'\"-1",
        "a;'@b",
        "'\uff1d1",
        "a b",
        r"a\x00\ud800",
    ]


def test_every_mark_is_in_the_long_table(reports: Path, book: MemoryBook) -> None:
    """With the code, the line and the message of what was refused."""
    rows = table(reports / "marks.csv")
    assert len(rows) == len(book.marked)
    refused = next(row for row in rows if row["student"] == "bert" and "gather" in row["exercise"])
    assert (refused["code"], refused["points"], refused["max_points"]) == ("sequential", "3", "10")
    assert refused["line"].isdigit()
    assert refused["message"] == "never more than 1 of 10 calls of fetch() in flight at once"


def test_canvas_gets_its_columns_and_its_points_possible(reports: Path) -> None:
    """As Canvas's importer checks them; what has no verdict is left empty, and no zero."""
    with (reports / "canvas.csv").open(encoding="utf-8", newline="") as stream:
        head, possible, *rows = csv.reader(stream)
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert head[5:] == ["01_hello_await", "03_gather", "17_semaphore"]
    assert (possible[0].strip(), possible[5:]) == ("Points Possible", ["10", "10", "10"])
    assert rows[0] == ["Anna Ångström", "", "anna", "anna@example.org", "", "10", "10", "10"]
    assert rows[3][5:] == ["0", "", ""]


def test_moodle_gets_grades_that_it_takes(reports: Path, book: MemoryBook) -> None:
    """A hyphen where there is no grade, and no sum that is over a hundred."""
    rows = table(reports / "moodle.csv", encoding="utf-8")
    assert list(rows[0])[:2] == ["Email address", "ID number"]
    assert [rows[3][one] for one in ("01_hello_await", "03_gather")] == ["0", "-"]
    assert [float(row["asynccourse (percent)"]) for row in rows] == shares(book)


def test_moodles_worksheet_has_who_handed_in_there(
    reports: Path, book: MemoryBook, tmp_path: Path
) -> None:
    """By participants' numbers, with feedback that has no markup of a student's."""
    rows = table(reports / "moodle-worksheet.csv", encoding="utf-8")
    assert [row["Identifier"] for row in rows][:2] == ["Participant 101", "Participant 102"]
    assert {"Grade", "Last modified (grade)", "Feedback comments"} <= set(rows[0])
    assert [float(row["Grade"]) for row in rows] == shares(book)[:3]
    for row in rows:
        assert set(re.findall(r"<[^>]*>?", row["Feedback comments"])) <= {"<br>"}
    moodle.write_worksheet(book.of("../../zoe"), tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()


# ------------------------------------------------------------------------------------- JSON


def test_the_document_has_everything_but_timelines(
    reports: Path, book: MemoryBook, tmp_path: Path
) -> None:
    """Schema 1: the run, the exercises, and each student's marks with their tests."""
    document = json.loads((reports / "grades.json").read_bytes())
    assert (document["schema"], document["run"]["seed"]) == (1, 7)
    assert [one["name"] for one in document["exercises"]] == [one.name for one in book.exercises]
    bert = document["students"][1]
    assert (bert["id"], bert["total"], bert["max"]) == ("bert", book.total("bert")[0], 30)
    result = book.results["bert", "03_gather"]
    assert bert["marks"][1]["message"] == result.message
    assert [test["name"] for test in bert["marks"][1]["tests"]] == [
        test.name for test in result.tests
    ]
    assert "timeline" not in bert["marks"][1]["tests"][0]
    write_json(book, tmp_path / "all.json", timelines=True)
    whole = json.loads((tmp_path / "all.json").read_bytes())
    assert whole["students"][1]["marks"][1]["tests"][0]["timeline"]["spans"]


def test_names_that_no_text_can_hold_are_still_json(reports: Path) -> None:
    """A file's name of odd bytes is told with a mark in it."""
    evil = json.loads((reports / "grades.json").read_bytes())["students"][2]
    assert evil["id"] == EVIL_ID.replace("\udcff", "�")
    assert evil["name"] == EVIL


# ------------------------------------------------------------------------------------ JUnit


def test_junit_counts_what_it_tells(reports: Path, book: MemoryBook) -> None:
    """A suite for each student, a case for each test, with code and message of each failure."""
    suites = ElementTree.parse(reports / "junit.xml").getroot()
    assert (suites.tag, len(suites)) == ("testsuites", len(book.students))
    for suite in suites:
        for name, path in (("tests", "testcase"), ("failures", "testcase/failure")):
            assert int(suite.get(name, "")) == len(suite.findall(path))
    assert suites[0].get("failures") == "0"
    failed = suites[1].find("testcase[@name='all_in_flight_together']/failure")
    assert failed is not None
    assert failed.get("type") == "sequential"
    assert failed.get("message") == "never more than 1 of 10 calls of fetch() in flight at once"
    missing = suites[2].find("testcase[@classname]/failure[@type='not_submitted']")
    assert missing is not None


def test_junit_carries_no_character_or_file_of_a_students(
    reports: Path, book: MemoryBook, tmp_path: Path
) -> None:
    """What XML forbids is out, output is bounded, and nothing is attached to the report."""
    text = (reports / "junit.xml").read_text("utf-8")
    assert "[[ATTACHMENT|" not in text
    assert re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe\uffff]", text) is None
    result = book.results["bert", "03_gather"]
    chatty = [msgspec.structs.replace(test, output="\x1b\ufffe" * 100_000) for test in result.tests]
    loud = MemoryBook(book.exercises, book.students[1:2])
    loud.put("bert", msgspec.structs.replace(result, tests=chatty), "")
    junit.write(loud, tmp_path / "junit.xml")
    for output in ElementTree.parse(tmp_path / "junit.xml").iter("system-out"):
        assert 1_000 < len(output.text or "") <= junit.OUTPUT


def test_no_verdict_is_an_error_and_no_failure(book: MemoryBook, tmp_path: Path) -> None:
    """It is the machine's; what can't be judged here is skipped."""
    result = msgspec.structs.replace(book.results["bert", "03_gather"], status="inconclusive")
    unclear = MemoryBook(book.exercises, book.students[1:2])
    tests = [msgspec.structs.replace(test, status="inconclusive") for test in result.tests[:1]]
    unclear.put("bert", msgspec.structs.replace(result, tests=tests), "")
    left = msgspec.structs.replace(result, exercise="17_semaphore", tests=[], missing=["postgres"])
    unclear.put("bert", left, "")
    junit.write(unclear, tmp_path / "junit.xml")
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert [suite.get(one) for one in ("tests", "failures", "errors", "skipped")] == list("2011")


# -------------------------------------------------------------------------------- Gradescope


def test_gradescope_gets_a_students_results(book: MemoryBook, tmp_path: Path) -> None:
    """One student's stand in results.json; the tests' points add up, and all text is plain."""
    gradescope.write(book.of("bert"), tmp_path / "results.json")
    results = json.loads((tmp_path / "results.json").read_bytes())
    total = book.total("bert")[0]
    assert (results["score"], results["stdout_visibility"]) == (total, "hidden")
    assert sum(test["score"] for test in results["tests"]) == total > 0
    assert sum(test["max_score"] for test in results["tests"]) == 30
    first = next(one for one in results["tests"] if one["tags"] == ["03_gather", "sequential"])
    assert (first["status"], first["visibility"]) == ("failed", "visible")
    assert "never more than 1 of 10 calls" in first["output"]
    assert {test["output_format"] for test in results["tests"]} == {"text"}
    assert {test["name_format"] for test in results["tests"]} == {"text"}


def test_gradescopes_files_have_names_of_ours(book: MemoryBook, tmp_path: Path) -> None:
    """No student's id leads out of the folder, and two that look alike get two files."""
    twins = [*book.students, Enrolled(Student("ZOE"), ""), Enrolled(Student(".."), "")]
    gradescope.write(MemoryBook(book.exercises, twins), tmp_path / "results.json")
    written = sorted(path.name for path in tmp_path.rglob("*.json"))
    assert written == ["1.json", "101.json", "102.json", "ZOE_2.json", "student.json", "zoe.json"]
    assert {path.parent for path in tmp_path.rglob("*.json")} == {tmp_path / "gradescope"}


# -------------------------------------------------------------------------------------- HTML


@pytest.mark.parametrize(("room", "figures"), [(2**20, 2), (13_000, 1), (0, 0)])
def test_a_students_details_keep_to_their_room(book: MemoryBook, room: int, figures: int) -> None:
    """First the pictures go, then the tests; each verdict stays, and what went is said."""
    told = html(*details(book, book.students[1], room))
    assert told.count("<summary>") == 3
    assert "sequential" in told
    assert told.count("<figure") == figures
    assert ("no room here" in told) == (figures < 2)
    assert len(told.encode()) < room + 3_000


def shares(book: MemoryBook) -> list[float]:
    """Return what each student has in percent."""
    return [round(100 * book.total(one.student.id)[0] / 30, 2) for one in book.students]


def table(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """Return a CSV file's rows by its head."""
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


# ------------------------------------------------------------------------------------- the docs


def test_the_docs_name_every_format_and_its_files() -> None:
    """Who reads of the formats reads of all."""
    text = (REPOSITORY / "docs" / "grading" / "reports.md").read_text("utf-8")
    for name, files in FORMATS.items():
        [row] = re.findall(rf"^\| `{name}` \|.*$", text, re.MULTILINE)
        assert all(f"`{report.file}`" in row for report in files)
