"""The learner's desk: started in a minute, and nothing that one did is ever lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asynccourse.course.catalog import find_catalog
from tests.commands import REPOSITORY, run

COUNT = len(find_catalog().all())


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder, made as a learner makes it."""
    made = run("init", cwd=tmp_path)
    assert made.status == 0, made.err
    return tmp_path / "asyncio-course"


def answer(course: Path, name: str, text: str) -> Path:
    """Save a text as the answer to an exercise."""
    file = course / "exercises" / name / f"{name[3:]}.py"
    file.write_text(text)
    return file


def solution(name: str) -> str:
    """Return an exercise's reference solution."""
    return (REPOSITORY / "solutions" / name / f"{name[3:]}.py").read_text()


def test_init_makes_a_course_and_says_the_next_command(tmp_path: Path) -> None:
    """One command makes the folder, without byte code, and names what to type then."""
    made = run("init", "learning/asyncio", cwd=tmp_path)
    folder = tmp_path / "learning" / "asyncio"
    assert (made.status, made.err) == (0, "")
    assert made.out.splitlines()[-2:] == ["  cd learning/asyncio", "  asynccourse"]
    assert len(list(folder.glob("exercises/??_*/README.md"))) == COUNT
    assert {path.name for path in folder.iterdir()} == {
        ".gitignore", ".vscode", "README.md", "exercises", "pyrightconfig.json",
    }  # fmt: skip
    assert not list(folder.rglob("__pycache__"))
    assert run("list", cwd=folder / "exercises" / "03_gather").status == 0


def test_init_overwrites_nothing(tmp_path: Path, course: Path) -> None:
    """A folder with anything in it, a file, and a course that one is in stay as they are."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for folder in ("notes", "file", "asyncio-course"):
        refused = run("init", folder, cwd=tmp_path)
        assert refused.status == 2
        assert len(refused.err.splitlines()) == 1
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["mine.txt"]
    assert "you are in a course already" in run("init", cwd=course / "exercises").err
    assert run("init", tmp_path / "another", cwd=course).status == 0


@pytest.mark.parametrize("command", ["list", "next", "hint", "run", "solution", "watch"])
def test_without_a_course_the_way_to_one_is_said(command: str, tmp_path: Path) -> None:
    """Outside of a course every command of the desk is one line that names the next."""
    refused = run(command, cwd=tmp_path)
    assert (refused.status, refused.out) == (2, "")
    said = "`watch` needs a terminal" if command == "watch" else "`asynccourse init`"
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_pass_is_noted_and_leads_to_the_next(course: Path) -> None:
    """After a pass `check` names the next command, which goes on; `list` tells how far one is."""
    answer(course, "01_hello_await", solution("01_hello_await"))
    passed = run("check", "01", cwd=course)
    assert passed.status == 0
    assert passed.out.rstrip().endswith("The next one: asynccourse next")
    assert run("next", cwd=course).out.startswith("02_in_order")
    listed = run("list", cwd=course).out
    assert "✓ 01_hello_await" in listed
    assert "→  · 02_in_order" in listed
    assert f"1 of {COUNT} solved" in listed
    assert "01_hello_await" not in run("list", "--open", cwd=course).out
    assert "02_in_order" not in run("list", "--done", cwd=course).out
    assert "19_worker_queue" in run("list", "queue", cwd=course).out


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["told", "as JSON"])
def test_a_pass_is_noted_even_if_nobody_reads_of_it(course: Path, options: list[str]) -> None:
    """`check 01 | head` may lose its reader before the first word: what was achieved stays, and
    the exit status is the verdict's."""
    answer(course, "01_hello_await", solution("01_hello_await"))
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "asynccourse", "check", "01", *options]
    done = subprocess.run(
        command, cwd=course, stdout=writer, stderr=subprocess.PIPE, timeout=240, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"1 of {COUNT} solved" in run("list", cwd=course).out


def test_what_has_passed_is_not_judged_again_until_it_changes(course: Path) -> None:
    """`check` without a name goes straight to the first exercise that isn't solved as it is."""
    file = answer(course, "01_hello_await", solution("01_hello_await"))
    run("check", "01", cwd=course)
    assert run("check", "--json", cwd=course).result["exercise"] == "02_in_order"
    file.write_text("broken = True\n")
    assert run("check", "--json", cwd=course).result["exercise"] == "01_hello_await"
    assert "solved, and changed since" in run("list", cwd=course).out


def test_hints_come_one_by_one(course: Path) -> None:
    """Each call gives one more, then says that there are no more."""
    hints = find_catalog().find("03").file.hints
    for count in range(1, len(hints) + 2):
        shown = " ".join(run("hint", "03", cwd=course).out.split())
        given = [hint for hint in hints if " ".join(hint.split())[:40] in shown]
        assert len(given) == min(count, len(hints))
    assert "There are no more" in shown


def test_the_solution_is_shown_after_a_pass(course: Path) -> None:
    """Before, it takes --anyway; then it stands beside one's own."""
    early = run("solution", "03", cwd=course)
    assert (early.status, "TaskGroup" in early.out) == (1, False)
    assert "--anyway" in early.out
    assert "TaskGroup" in run("solution", "03", "--anyway", cwd=course).out
    answer(course, "03_gather", solution("03_gather"))
    run("check", "03", cwd=course)
    wide = run("solution", "03", cwd=course, env={"COLUMNS": "160"}).out
    assert wide.splitlines()[0].split() == ["yours", "reference"]


def test_reset_keeps_what_was_there(course: Path) -> None:
    """The stub comes back as it was, and the learner's text is where the message says."""
    file = course / "exercises/03_gather/gather.py"
    stub, mode = file.read_bytes(), file.stat().st_mode
    for text in ("first = 1\n", "second = 2\n"):
        file.write_text(text)
        said = run("reset", "03", cwd=course).out
        kept = course / said.split("What you had is in ")[1].splitlines()[0]
        assert (kept.read_text(), file.read_bytes(), file.stat().st_mode) == (text, stub, mode)
    assert "What you had" not in run("reset", "03", cwd=course).out


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_reset_works_in_a_clone(tmp_path: Path) -> None:
    """Where the learner's files are the course's own, the stub comes back from git."""
    clone = tmp_path / "clone"
    for part in ("exercises/03_gather", "solutions/03_gather", "grader"):
        shutil.copytree(
            REPOSITORY / part, clone / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    file = clone / "exercises/03_gather/gather.py"
    stub = file.read_bytes()
    author = ("-c", "user.name=a", "-c", "user.email=a@b")
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "The course"]):
        subprocess.run(["git", *command], cwd=clone, check=True)
    file.write_text("mine = 1\n")
    reset = run("reset", "03", cwd=clone, env={"PYTHONPATH": str(clone / "grader")})
    assert (reset.status, file.read_bytes()) == (0, stub), reset.err


def test_run_is_the_program_itself_and_ctrl_c_ends_it(course: Path) -> None:
    """The file runs in its folder, its status is passed on, and Ctrl-C reaches it and not us."""
    answer(course, "01_hello_await", "print('here'); raise SystemExit(7)\n")
    assert (run("run", "01", cwd=course).status, run("run", "01", cwd=course).out) == (7, "here\n")
    answer(
        course,
        "01_hello_await",
        "import time\ntry:\n    print('here', flush=True)\n    time.sleep(100)\n"
        "except KeyboardInterrupt:\n    print('ended', flush=True)\n    raise SystemExit(9)\n",
    )
    command = [sys.executable, "-m", "asynccourse", "run", "01"]
    process = subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    subprocess.run(["kill", "-INT", "--", f"-{process.pid}"], check=True)
    assert process.communicate(timeout=100)[0] == b"ended\n"
    assert process.returncode == 9


def test_doctor_says_how_to_mend_what_is_wrong(course: Path) -> None:
    """A file that is missing is found, with the command that brings it back."""
    assert run("doctor", cwd=course).status == 0
    (course / "exercises/03_gather/gather.py").unlink()
    sick = run("doctor", cwd=course)
    assert sick.status == 1
    assert "gather.py is missing\n  to mend it: `asynccourse reset 03`" in sick.out
    assert run("reset", "03", cwd=course).status == 0
    assert run("doctor", cwd=course).status == 0


@pytest.mark.parametrize(("typed", "meant"), [("lst", "list"), ("chek", "check"), ("nxt", "next")])
def test_a_mistyped_command_is_guessed(typed: str, meant: str) -> None:
    """One line says which command was probably meant."""
    refused = run(typed)
    assert refused.status == 2
    assert f"did you mean `asynccourse {meant}`?" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_to_changes_no_verdict(course: Path) -> None:
    """Where progress can't be noted, `check` says so in one line, and judges all the same."""
    (course / ".asynccourse").write_text("a file where the folder should be\n")
    answer(course, "03_gather", solution("03_gather"))
    judged = run("check", "03", "--json", cwd=course)
    assert (judged.status, judged.result["status"]) == (0, "passed")
    assert judged.err.startswith("asynccourse: your progress can't be written: ")
    assert len(judged.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("asynccourse hi", {"hint"}),
        ("asynccourse check gath", {"gather"}),
        ("asynccourse hint 03", {"03_gather"}),
    ],
)
def test_a_shell_completes_commands_and_exercises(typed: str, offered: set[str]) -> None:
    """What Bash asks with the script of `completion bash` is answered with what one can type."""
    words = typed.split()
    asked = {
        "_ASYNCCOURSE_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    assert {line.split(",")[-1] for line in run(env=asked).out.split()} == offered
    assert "_ASYNCCOURSE_COMPLETE" in run("completion", "bash").out
