"""The command line keeps its contract: options, exit statuses, one line for every mistake."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asynccourse.course.catalog import find_catalog
from tests.commands import REPOSITORY, run, run_command

SOLUTION = REPOSITORY / "solutions/03_gather/gather.py"
STUB = REPOSITORY / "exercises/03_gather/gather.py"


def test_a_right_answer_passes_with_status_0() -> None:
    """`check 03 --file` of a right answer says passed and exits with 0."""
    ran = run("check", "03", "--file", SOLUTION)
    assert ran.status == 0
    assert "passed, 10 of 10 points" in ran.out


def test_a_stub_is_refused_with_status_1_its_line_and_the_way_on() -> None:
    """`check 03 --file` of the stub names code, figures, line, source, cure and next command."""
    ran = run("check", "03", "--file", STUB)
    assert ran.status == 1
    for told in (
        "not passed",
        "sequential: never more than 1 of 10 calls of fetch() in flight at once",
        "gather.py:19",
        "results.append(await fetch(key))",
        "asynccourse check 03",
        "what ran when",
    ):
        assert told in ran.out


@pytest.mark.parametrize("name", ["03", "3", "gather", "03_gather", "03_gather/"])
def test_an_exercise_goes_by_number_slug_or_folder(name: str) -> None:
    """All the ways to name an exercise find it."""
    assert run("check", name, "--solutions", "--json").result["exercise"] == "03_gather"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "99"], "no exercise is called '99'"),
        (["check", "gahter"], "did you mean gather?"),
        (["check", "--file", "nowhere.py", "03"], "there is no file nowhere.py"),
        (["check", "--file", ".", "03"], "is not a file"),
        (["check", "--file", "/dev/zero", "03"], "is not a file"),
        (["check", "--file", str(STUB)], "name its one exercise"),
        (["check", "--all", "03"], "leave out"),
        (["check", "03", "--file", str(STUB), "--solutions"], "leave one out"),
        (["check", "--no-such-option"], "No such option"),
        (["chekc"], "did you mean `asynccourse check`?"),
        (["dev", "check", "99"], "no exercise is called '99'"),
    ],
)
def test_a_mistake_is_one_line_on_stderr_and_status_2(arguments: list[str], told: str) -> None:
    """Wrong usage says in one line what is wrong, and prints nothing else."""
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


def test_json_is_one_document_of_schema_1() -> None:
    """`--json` prints the contract's fields, and nothing but the document."""
    ran = run("check", "03", "--file", STUB, "--json")
    assert (ran.status, ran.err) == (1, "")
    assert ran.document["schema"] == 1
    result = ran.result
    wanted = {"exercise": "03_gather", "status": "failed", "code": "sequential", "line": 19}
    assert wanted.items() <= result.items()
    assert {"message", "points", "max_points", "seconds", "tests"} <= result.keys()
    assert {"name", "status", "code", "message", "line", "seconds"} <= result["tests"][0].keys()
    passed = run("check", "03", "--solutions", "--json").result
    assert (passed["status"], passed["code"], passed["line"]) == ("passed", None, None)
    assert passed["points"] == passed["max_points"] == 10


def test_without_a_name_the_first_unsolved_exercise_is_judged(tmp_path: Path) -> None:
    """`check` alone goes up to the first exercise that isn't solved, and stops there."""
    exercises = tmp_path / "exercises"
    for solution in sorted((REPOSITORY / "solutions").glob("0[12]_*/*.py")):
        folder = exercises / solution.parent.name
        folder.mkdir(parents=True)
        (folder / solution.name).write_bytes(solution.read_bytes())
    for untouched in sorted((REPOSITORY / "exercises").glob("[0-9]*")):
        if not (exercises / untouched.name).exists():
            shutil.copytree(untouched, exercises / untouched.name)
    ran = run("check", "--json", cwd=tmp_path)
    told = [(result["exercise"], result["status"]) for result in ran.document["results"]]
    assert told == [
        ("01_hello_await", "passed"),
        ("02_in_order", "passed"),
        ("03_gather", "failed"),
    ]


def test_all_solutions_pass() -> None:
    """`check --all --solutions` judges every exercise, and exits with 0."""
    solved = run("check", "--all", "--solutions", "--json")
    refused = [one for one in solved.document["results"] if one["status"] == "failed"]
    assert (solved.status, refused) == (0, [])
    assert len(solved.document["results"]) == len(find_catalog().all())


def test_untouched_stubs_are_refused() -> None:
    """Each says why it isn't an answer yet, and the status is 1."""
    stubs = run("check", "01", "03", "12", "25", "36", "--json", cwd=Path("/"))
    assert stubs.status == 1
    assert len(stubs.document["results"]) == 5
    for result in stubs.document["results"]:
        assert result["status"] == "failed"
        assert len(result["message"]) > 20


def test_timeline_draws_a_bar_for_every_call() -> None:
    """`--timeline` shows what ran when, also for what passed."""
    ran = run("check", "03", "--solutions", "--timeline", "--seed", "1")
    assert ran.out.count("fetch('key-") >= 40
    assert "virtual clock" in ran.out
    assert "real clock" in ran.out


def test_piped_output_has_no_escape_sequences_and_fits_80_columns() -> None:
    """What isn't a terminal gets plain text of at most 80 columns; only links may be longer."""
    ran = run("check", "03", "--file", STUB)
    assert "\x1b" not in ran.out
    assert [
        line for line in ran.out.splitlines() if len(line) > 80 and "https://" not in line
    ] == []
    assert [line for line in ran.out.splitlines() if line != line.rstrip()] == []


def test_a_terminal_gets_colour_unless_no_color_is_set(tmp_path: Path) -> None:
    """On a terminal the words are coloured; with NO_COLOR they are not."""
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        screen = on_a_terminal(["check", "03", "--file", str(STUB)], env)
        assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]m", screen)) is coloured
        assert "never more than 1 of 10" in screen


def on_a_terminal(arguments: list[str], env: dict[str, str]) -> str:
    """Run `asynccourse` on a pseudo terminal and return all that it wrote there."""
    command = " ".join([sys.executable, "-m", "asynccourse", *arguments])
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        env={"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", **env},
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=240,
        check=False,
    )
    return done.stdout.decode()


def test_version_and_help_need_no_course() -> None:
    """`--version` and `--help` answer, and the help shows how to begin."""
    assert re.fullmatch(r"asynccourse, version \d+\.\d+\.\d+\n", run("--version").out)
    assert "asynccourse check 03" in run("--help").out
    assert "--file" in run("check", "--help").out


def test_a_closed_pipe_is_no_error() -> None:
    """`asynccourse check 03 | head -1` ends without a traceback."""
    command = f"{sys.executable} -m asynccourse check 03 --file {STUB} | head -1"
    ran = run_command(["bash", "-c", command])
    assert ran.out.startswith("03_gather")
    assert "Traceback" not in ran.err
