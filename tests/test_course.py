"""The proof of the course: that it finds what is wrong, and loses nothing of what it has done."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import REPOSITORY, Ran, run, run_command


def test_dev_check_counts_verdicts_and_does_nothing_twice(tmp_path: Path) -> None:
    """A proof that is taken up again runs what is missing only, and shows the table of all."""
    record = tmp_path / "proof.jsonl"
    options = ("dev", "check", "03", "--answers", "solution", "--jobs", "2", "--record", record)
    ran = run(*options)
    assert ran.status == 0, ran.out
    assert "0 faults" in ran.out
    first = record.read_bytes()
    record.write_bytes(first + b'{"round": {"exer')
    ran = run(*options, "--load", "0", "--load", "1", "--repeat", "2")
    assert ran.status == 0, ran.out
    assert record.read_bytes().startswith(first)
    rounds = [
        json.loads(line)["round"] for line in record.read_text().splitlines() if line.endswith("}")
    ]
    done = [(one["load"], one["seed"]) for one in rounds]
    assert sorted(done) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def copy_repository(folder: Path) -> None:
    """Copy what the course is made of into a folder, to be changed there."""
    for tree in ("exercises", "solutions", "grader"):
        shutil.copytree(REPOSITORY / tree, folder / tree)


def dev_check(folder: Path, *arguments: str) -> Ran:
    """Run `dev check` as it is in a copy of the repository."""
    return dev(folder, "check", *arguments)


def dev(folder: Path, *arguments: str) -> Ran:
    """Run `dev` as it is in a copy of the repository."""
    return run_command(dev_command(folder, *arguments), cwd=folder)


def dev_command(folder: Path, *arguments: str) -> list[str]:
    """Return the command line of that."""
    program = f"import sys; sys.path.insert(0, {str(folder / 'grader')!r}); "
    program += "from asynccourse.cli.start import main; main()"
    return [sys.executable, "-c", program, "dev", *arguments]


def test_dev_check_tells_where_a_suite_itself_failed(tmp_path: Path) -> None:
    """A test that raises what it shouldn't is a fault, also where another test gives the code."""
    copy_repository(tmp_path)
    suite = tmp_path / "grader/asynccourse/suites/03_gather"
    for answer in suite.glob("wrong/*.py"):
        if answer.name != "sequential__comprehension.py":
            answer.unlink()
    test = suite / "test_gather.py"
    broken = "async def test_broken(submission):\n    raise LookupError('lost')\n"
    test.write_text(f"{test.read_text()}\n\n{broken}")
    ran = dev_check(tmp_path, "03")
    told = "wrong/sequential__comprehension.py: broken: the suite itself failed: LookupError: lost"
    assert (ran.status, told in ran.out) == (1, True), ran.out


def test_dev_check_may_stop_at_the_first_refusal(tmp_path: Path) -> None:
    """Asked so, a wrong answer's tests are run until one refuses it, and a right one's all are."""
    copy_repository(tmp_path)
    suite = tmp_path / "grader/asynccourse/suites/03_gather"
    for answer in (*suite.glob("wrong/*.py"), *suite.glob("right/*.py")):
        if answer.stem not in ("sequential__comprehension", "gather_call", "task_group"):
            answer.unlink()
    test, ran_last = suite / "test_gather.py", tmp_path / "ran last"
    last = f"async def test_last(submission):\n    open({str(ran_last)!r}, 'a').write('once ')\n"
    test.write_text(f"{test.read_text()}\n\n@pytest.mark.points(0)\n{last}")
    ran = dev_check(tmp_path, "03", "--first-refusal")
    assert (ran.status, "0 wrong of 5 verdicts" in ran.out) == (0, True), ran.out
    assert ran_last.read_text() == 3 * "once "  # the solution and the right ones


def test_dev_check_finds_what_is_wrong_with_an_exercise(tmp_path: Path) -> None:
    """A missing hint, a wrong answer that passes and one with another code are each told."""
    copy_repository(tmp_path)
    suite = tmp_path / "grader/asynccourse/suites/03_gather"
    for answer in (*suite.glob("wrong/*.py"), *suite.glob("right/*.py")):
        if answer.stem not in ("sequential__comprehension", "gather_call", "task_group"):
            answer.unlink()
    toml = suite / "exercise.toml"
    toml.write_text(toml.read_text().replace("points = 10", "points = 11").replace("Fetch", "Get"))
    right = (suite / "right/gather_call.py").read_text()
    (suite / "wrong/sequential__is_not.py").write_text(right)
    (suite / "wrong/hang__comprehension.py").write_text(
        (suite / "wrong/sequential__comprehension.py").read_text()
    )
    (suite / "wrong/nonsense__name.py").write_text(right)
    (tmp_path / "exercises/03_gather/README.md").unlink()
    answer = tmp_path / "solutions/03_gather/gather.py"
    answer.write_text("import asyncpg\n" + answer.read_text())
    ran = dev_check(tmp_path, "03", "--spawn")
    assert ran.status == 1
    for told in (
        "its tests give 10 points, exercise.toml says 11",
        "wrong/sequential__is_not.py: passed instead of sequential",
        "wrong/hang__comprehension.py: sequential instead of hang",
        "wrong/nonsense__name.py is not named <code>__<name>.py",
        "README.md",
        "its solution imports asyncpg, which isn't in its needs",
    ):
        assert told in ran.out


NEEDY = """
import sys
sys.path.insert(0, {grader!r})
from asynccourse.parts.needs import NEEDS, Need
NEEDS["unicorn"] = Need("unicorn", "a unicorn", "apt install unicorn", lambda: False)
from asynccourse.cli.start import main
main()
"""


def test_a_new_exercise_is_whole_from_the_start(tmp_path: Path) -> None:
    """`dev new` makes what `dev check` finds nothing wrong with, and overwrites nothing."""
    copy_repository(tmp_path)
    made = dev(tmp_path, "new", "77_relay")
    assert made.status == 0, made.err
    proven = dev_check(tmp_path, "77")
    assert (proven.status, "0 wrong of 6 verdicts, 0 faults" in proven.out) == (0, True), proven.out
    for name, told in {
        "77_other": "there is 77_relay already",
        "78_relay": "there is 77_relay already",
        "78_json": "would shadow a module",
        "seven": "two digits and a slug",
    }.items():
        refused = dev(tmp_path, "new", name)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)
        assert told in refused.err


def test_an_exercise_whose_needs_are_missing_is_left_out(tmp_path: Path) -> None:
    """It says what to install, counts neither way, and is no verdict where nothing else ran."""
    copy_repository(tmp_path)
    toml = tmp_path / "grader/asynccourse/suites/03_gather/exercise.toml"
    toml.write_text('needs = ["unicorn"]\n' + toml.read_text())
    command = [sys.executable, "-c", NEEDY.format(grader=str(tmp_path / "grader"))]
    told = "it needs a unicorn, which is not here: apt install unicorn"

    alone = run_command([*command, "check", "03", "--solutions"], cwd=tmp_path)
    assert (alone.status, told in alone.out) == (3, True), alone.err
    both = run_command([*command, "check", "02", "03", "--solutions"], cwd=tmp_path)
    assert (both.status, told in both.out) == (0, True)
    assert "1 passed, 1 left out" in both.out
    failed = run_command([*command, "check", "03", "05"], cwd=tmp_path)
    assert failed.status == 1
    document = run_command([*command, "check", "03", "--json"], cwd=tmp_path).document
    (result,) = document["results"]
    assert (result["status"], result["code"], result["tests"]) == ("inconclusive", None, [])
    proof = run_command(
        [*command, "dev", "check", "03", "05", "--answers", "solution"], cwd=tmp_path
    )
    assert (proof.status, f"03_gather is left out: {told}" in proof.out) == (0, True), proof.out


def test_the_client_to_be_tested_is_the_one_that_its_tests_are_proved_on() -> None:
    """What lies beside exercise 39 is what the judge takes for the right client."""
    given = REPOSITORY / "exercises/39_test_it/client.py"
    suite = REPOSITORY / "grader/asynccourse/suites/39_test_it"
    assert given.read_text() == (suite / "clients/right.py").read_text()


def test_a_suite_takes_nothing_from_another_exercises_folder() -> None:
    """A verdict kept by `grade` or by a proof is void when anything changes that it came from.

    Each of both looks at what judges and at the exercise's own folder, and so must the suite.
    """
    for path in (REPOSITORY / "grader/asynccourse/suites").glob("*/*.py"):
        named = set(re.findall(r"asynccourse\.suites\.(\d\d_\w+)", path.read_text()))
        assert named <= {path.parent.name}, path


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_proof_that_is_stopped_begins_no_other_round(
    ending: signal.Signals, tmp_path: Path
) -> None:
    """What waits for a worker is dropped with what it was doing, as it might take minutes."""
    copy_repository(tmp_path)
    begun = tmp_path / "begun"
    test = tmp_path / "grader/asynccourse/suites/03_gather/test_gather.py"
    marking = f"""
async def test_begun(submission):
    import asyncio, pathlib
    begun = pathlib.Path({str(begun)!r})
    first = not begun.exists()
    with begun.open("a") as file:
        file.write("x")
    await asyncio.sleep(3600 if first else 0)
"""
    test.write_text(f"{test.read_text()}\n\n{marking}")
    command = dev_command(tmp_path, "check", "03", "--answers", "solution", "--repeat", "4")
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as proof:
        while not begun.exists() and proof.poll() is None:
            time.sleep(0.01)
        proof.send_signal(ending)
    assert (begun.read_text(), proof.returncode) == ("x", 130)
