"""A class's book on GitHub: annotations at lines, a summary, and a log that commands nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from asynccourse.grading.book import Enrolled
from asynccourse.grading.submission import Student
from asynccourse.reports.book import github, summary, workflow
from tests.books import EVIL, NAMES, MemoryBook
from tests.commands import REPOSITORY

EVIL_ID = NAMES["evil"].id

COMMANDS = {
    *("set-env", "set-output", "save-state", "add-mask", "add-path", "add-matcher", "debug"),
    *("remove-matcher", "warning", "error", "notice", "group", "endgroup", "echo"),
    "stop-commands",
}

Command = tuple[str, dict[str, str], str]


def runner(lines: list[str]) -> Iterator[Command]:
    """Yield the commands that GitHub's runner takes from these lines, as it parses them."""
    token = ""
    for line in lines:
        found = re.match(r"\s*::(.*?)::(.*)", line) or re.search(r"##\[(.*?)\](.*)", line)
        name, _, properties = found[1].partition(" ") if found else ("", "", "")
        if token:
            token = "" if name == token else token
        elif found and name == "stop-commands":
            token = found[2]
        elif found and name in COMMANDS:
            pairs = (one.partition("=") for one in properties.strip().split(",") if one)
            yield name, {key: decoded(value) for key, _, value in pairs}, decoded(found[2])
    assert not token, "commands are never resumed"


def decoded(text: str) -> str:
    """Return what the runner makes of an escaped text."""
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


def test_an_own_repository_gets_an_annotation_at_the_line(
    book: MemoryBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each refused exercise, with the file as GitHub knows it and the cure."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    file = tmp_path / "exercises" / "bert" / "gather.py"
    file.parent.mkdir(parents=True)
    file.write_text("x")
    own = book.of("bert")
    own.run = msgspec.structs.replace(book.run, submissions="exercises")
    found = list(runner(list(workflow.lines(own))))
    kinds = [kind for kind, _, _ in found]
    assert kinds == ["error", "error", "error", "notice"]
    result = book.results["bert", "03_gather"]
    assert found[1][1] == {
        "file": "exercises/bert/gather.py",
        "line": str(result.line),
        "title": "03_gather: sequential",
    }
    assert found[1][2] == f"{result.message}\n{result.tests[0].cure}"
    assert "file" not in found[0][1]
    assert found[3][2] == "0 of 3 exercises solved"


def test_a_command_comes_to_the_runner_as_it_was_meant() -> None:
    """No name ends a property or the command, and a message keeps its lines."""
    name, message = "a,line=9::b: 100 %0A%2C", "one\ntwo %0A ##[error]three"
    [(kind, properties, told)] = runner([workflow.command("error", message, title=name, line=3)])
    assert (kind, properties) == ("error", {"title": name, "line": "3"})
    assert told == "one\ntwo %0A ## [error]three"


@pytest.mark.parametrize("students", [("anna", "bert", EVIL_ID, "../../zoe"), (EVIL_ID,)])
def test_a_students_text_commands_no_runner(book: MemoryBook, students: tuple[str, ...]) -> None:
    """What it prints, raises, and is called stays text, in a class and in its own repository."""
    lines = "\n".join(workflow.lines(book.of(*students))).splitlines()
    found = list(runner(lines))
    assert {kind for kind, _, _ in found} <= {"error", "warning", "notice"}
    assert all(set(properties) <= {"file", "line", "title"} for _, properties, _ in found)
    assert "x" not in {properties.get("file") for _, properties, _ in found}
    told = " ".join(message for _, _, message in found)
    assert EVIL in told
    assert lines[0] != "\n".join(workflow.lines(book)).splitlines()[0], "the token is drawn anew"


def test_the_action_takes_no_input_for_a_command() -> None:
    """No expression stands in a script: what comes from outside is a variable."""
    text = (REPOSITORY / "action.yml").read_text("utf-8")
    scripts = re.findall(r"^ +run: (?:\|\n((?: {8}.*\n)+)|(.*)\n)", text, re.MULTILINE)
    assert len(scripts) == text.count(" run: ") == 3
    assert all("${{" not in script for found in scripts for script in found)


class Seen(HTMLParser):
    """Notes the elements and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[Any] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@pytest.mark.parametrize("students", [("anna", "bert", EVIL_ID, "../../zoe"), (EVIL_ID,)])
def test_a_summary_shows_a_students_text_as_it_is(
    book: MemoryBook, students: tuple[str, ...], tmp_path: Path
) -> None:
    """Markdown makes nothing of it: no link, no emphasis, no element that isn't ours."""
    summary.write(book.of(*students), tmp_path / "summary.md")
    text = (tmp_path / "summary.md").read_text("utf-8")
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    seen = Seen(rendered)
    table = {"table", "tr", "th", "td", "code", "span", "h2", "p", "em", "strong"}
    assert seen.tags <= table | {"details", "summary", "pre", "thead", "tbody"}
    assert seen.attributes == []
    assert EVIL in seen.text
    bare = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    assert Seen(bare).tags <= {"h2", "p", "em"}
    assert EVIL in unescape(Seen(bare).text)


def test_a_summary_of_a_large_class_is_one_that_github_takes(
    book: MemoryBook, tmp_path: Path
) -> None:
    """Under 1 MiB, with a table that is whole, and it says that something was left out."""
    crowd = [Enrolled(Student(f"{number:05} {EVIL * 3}"), "") for number in range(3_000)]
    summary.write(MemoryBook(book.exercises, crowd), tmp_path / "summary.md")
    text = (tmp_path / "summary.md").read_text("utf-8")
    assert 2**19 < len(text.encode()) < summary.MOST
    assert text.count("<table>") == text.count("</table>") == 2
    assert re.search(r"… \d+ more", text)


def test_a_step_gets_its_log_and_its_summary(
    book: MemoryBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary is added to what the step has written, and where there is no room, isn't."""
    path = tmp_path / "step"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    log = io.StringIO()
    github.tell(book, log)
    assert {kind for kind, _, _ in runner(log.getvalue().splitlines())} == {"warning", "notice"}
    path.write_bytes(b"before\n")
    summary.add(book, path)
    assert path.read_text("utf-8").startswith("before\n## 4 students, the median has ")
    path.write_bytes(b"x" * (summary.MOST - 300))
    summary.add(book, path)
    assert summary.MOST - 300 < path.stat().st_size <= summary.MOST
    assert "has no room here" in path.read_text("utf-8")
    path.write_bytes(b"x" * summary.MOST)
    summary.add(book, path)
    assert path.stat().st_size == summary.MOST
