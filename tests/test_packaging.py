"""What is installed is the whole course, and works away from the clone."""

from __future__ import annotations

import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.commands import REPOSITORY, run_command


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    ran = run_command([*command, str(folder), str(REPOSITORY)])
    assert ran.status == 0, ran.err
    return next(folder.glob("asynccourse-*.whl"))


def test_the_wheel_holds_the_three_trees_and_nothing_stale(wheel: Path) -> None:
    """Exercises, solutions and suites are in the wheel, under one name; no byte code is."""
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "asynccourse/_course/exercises/03_gather/README.md",
        "asynccourse/_course/exercises/03_gather/gather.py",
        "asynccourse/_course/solutions/03_gather/gather.py",
        "asynccourse/suites/03_gather/exercise.toml",
        "asynccourse/suites/03_gather/wrong/sequential__comprehension.py",
        "asynccourse/py.typed",
    ):
        assert wanted in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"asynccourse"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


def test_an_installed_wheel_judges_away_from_the_clone(wheel: Path, tmp_path: Path) -> None:
    """In a new environment, in another folder, the solution passes and the stub is refused. What it
    depends on is lent to it."""
    venv.create(tmp_path / "venv", symlinks=True)
    bin_ = tmp_path / "venv" / "bin"
    [packages] = (tmp_path / "venv").glob("lib/python*/site-packages")
    pip = [sys.executable, "-m", "pip", "--python", str(bin_ / "python")]
    installed = run_command([*pip, "install", "--quiet", "--no-deps", str(wheel)])
    assert installed.status == 0, installed.err
    (packages / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    command = [str(bin_ / "asynccourse"), "check", "03", "--json"]
    solved = run_command([*command, "--solutions"], cwd=tmp_path)
    assert solved.result["status"] == "passed", solved.err
    assert run_command(command, cwd=tmp_path).result["code"] == "sequential"


def test_a_folder_of_exercises_here_is_judged_before_the_installed_one(tmp_path: Path) -> None:
    """`asynccourse check 03` takes the answer from ./exercises where there is one."""
    answer = tmp_path / "exercises/03_gather/gather.py"
    answer.parent.mkdir(parents=True)
    answer.write_text("raise ImportError('mine')\n")
    command = [sys.executable, "-m", "asynccourse", "check", "03", "--json"]
    assert run_command(command, cwd=tmp_path).result["code"] == "import_error"
