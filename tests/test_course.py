"""The course keeps its own rules, and every known answer meets its verdict."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.commands import REPOSITORY, run, run_command


def test_dev_check_finds_no_fault_in_the_course() -> None:
    """Stubs, solutions, right and wrong answers of every exercise meet the verdict they must."""
    ran = run("dev", "check")
    assert ran.status == 0, ran.out
    assert ", 0 faults" in ran.out


def test_dev_check_finds_what_is_wrong_with_an_exercise(tmp_path: Path) -> None:
    """A missing hint, a wrong answer that passes and one with another code are each told."""
    for tree in ("exercises", "solutions", "grader"):
        shutil.copytree(REPOSITORY / tree, tmp_path / tree)
    suite = tmp_path / "grader/asynccourse/suites/03_gather"
    toml = suite / "exercise.toml"
    toml.write_text(toml.read_text().replace("points = 10", "points = 11").replace("Fetch", "Get"))
    right = (suite / "right/gather_call.py").read_text()
    (suite / "wrong/sequential__is_not.py").write_text(right)
    (suite / "wrong/hang__comprehension.py").write_text(
        (suite / "wrong/sequential__comprehension.py").read_text()
    )
    (suite / "wrong/nonsense__name.py").write_text(right)
    (tmp_path / "exercises/03_gather/README.md").unlink()
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'grader')!r}); "
    program += "from asynccourse.cli.start import main; main()"
    command = [sys.executable, "-c", program, "dev", "check", "03", "--spawn"]
    ran = run_command(command, cwd=tmp_path)
    assert ran.status == 1
    for told in (
        "its tests give 10 points, exercise.toml says 11",
        "wrong/sequential__is_not.py: passed instead of sequential",
        "wrong/hang__comprehension.py: sequential instead of hang",
        "wrong/nonsense__name.py is not named <code>__<name>.py",
        "README.md",
    ):
        assert told in ran.out
