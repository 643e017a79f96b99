"""`watch` on a real terminal: what is saved is judged, keys do what they say, all is given back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands import REPOSITORY, run

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals here")
termios = pytest.importorskip("termios", reason="there are no terminals of that kind here")

PATIENCE = 120
"""Seconds after which something on the screen won't come any more."""

LEFT = "\x1b\\[\\?1049l"
"""What gives the terminal's own screen back."""

Watch = Callable[..., Any]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder."""
    run("init", "course", cwd=tmp_path)
    return tmp_path / "course"


@pytest.fixture
def watch(course: Path) -> Iterator[Watch]:
    """Start `asynccourse` in the course, on a terminal of its own."""
    started = []

    def start(*arguments: str, rows: int = 40, columns: int = 100) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "asynccourse", *arguments],
            cwd=course,
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",  # Ctrl-C makes a terminal forget what it has yet to show
            timeout=PATIENCE,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "40", "LINES": "10"},
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def solve(course: Path, name: str) -> None:
    """Save the reference solution as the learner's file, as an editor would: by renaming."""
    draft = course / "exercises" / name / ".draft"
    draft.write_bytes((REPOSITORY / "solutions" / name / f"{name[3:]}.py").read_bytes())
    draft.replace(draft.with_name(f"{name[3:]}.py"))


def test_a_newcomer_gets_from_the_first_text_to_the_next_exercise(
    course: Path, watch: Watch
) -> None:
    """Text first; enter shows the refusal; a save passes; n goes on; q ends with status 0."""
    child = watch()
    child.expect("Wait without blocking")
    child.expect("enter: the verdict on it so far")
    child.send("\r")
    child.expect("not_implemented")
    solve(course, "01_hello_await")
    child.expect("1 of 40 solved")
    child.expect("Solved. Type n for the next one")
    child.send("n")
    child.expect("02_in_order")
    child.expect("enter: the verdict on it so far")
    child.send("q")
    child.expect(LEFT)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "✓ 01_hello_await" in run("list", cwd=course).out


def test_a_save_of_another_file_goes_over_to_its_exercise(course: Path, watch: Watch) -> None:
    """Whoever edits 03 while 01 is shown gets the verdict on 03."""
    child = watch("watch", "01")
    child.expect("enter: the verdict on it so far")
    solve(course, "03_gather")
    child.expect("Fetch many things at once")


def test_keys_show_hints_the_list_and_reset(course: Path, watch: Watch) -> None:
    """h gives hints one by one, l lists, x asks before it starts anew and says what it keeps."""
    file = course / "exercises/01_hello_await/hello_await.py"
    stub = file.read_bytes()
    child = watch()
    child.expect("enter: the verdict on it so far")
    child.send("h")
    child.expect("1 of 3")
    child.send("h")
    child.expect("2 of 3")
    child.send("l")
    child.expect("40_gateway|more lines")
    file.write_text("mine = 1\n")
    child.expect("missing_function")
    child.send("x")
    child.expect("Your file is kept. y or n")
    child.send("n")
    child.expect("missing_function")
    assert file.read_text() == "mine = 1\n"
    child.send("xy")
    child.expect("What you had is in ")
    assert file.read_bytes() == stub


def test_the_newest_save_is_judged(course: Path, watch: Watch) -> None:
    """A file that is saved while an older text hangs in the judge is judged at once."""
    file = course / "exercises/01_hello_await/hello_await.py"
    child = watch()
    child.expect("enter: the verdict on it so far")
    began = course / "began"
    file.write_text(f"open({str(began)!r}, 'w').close()\nwhile True: pass\n")
    while not began.exists():
        child.expect("judging", timeout=PATIENCE)
    solve(course, "01_hello_await")
    child.expect("Solved. Type n for the next one")


def test_a_resized_terminal_is_drawn_anew(watch: Watch) -> None:
    """Narrower, the same is shown with other breaks, and scrolling moves it."""
    child = watch(rows=30, columns=120)
    child.expect("enter: the verdict on it so far")
    child.setwinsize(12, 60)
    child.expect(r"\d+ more lines")
    child.send(" ")
    child.expect("01_hello_await")


@pytest.mark.parametrize("ending", ["ctrl-c", "terminated"])
def test_however_it_ends_the_terminal_is_as_it_was(ending: str, watch: Watch) -> None:
    """Ctrl-C and a plain kill both give back the screen, the cursor and the way keys are read."""
    child = watch()
    before = termios.tcgetattr(child.child_fd)
    child.expect("enter: the verdict on it so far")
    assert termios.tcgetattr(child.child_fd) != before
    if ending == "ctrl-c":
        child.sendintr()
    else:
        child.kill(signal.SIGTERM)
    child.expect(LEFT)
    child.expect(pexpect.EOF)
    assert termios.tcgetattr(child.child_fd) == before
