"""Nothing near a submission, and nothing in the environment, changes a verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import REPOSITORY, run, run_command

SOLUTION = (REPOSITORY / "solutions/03_gather/gather.py").read_text()
STUB = (REPOSITORY / "exercises/03_gather/gather.py").read_text()

SABOTAGE = "raise SystemExit('this file must never be run')\n"

FORCED = """
import pytest
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    outcome = yield
    outcome.get_result().outcome = "passed"
def pytest_collection_modifyitems(items):
    items.clear()
"""

NEIGHBOURS = [
    "asyncio.py",
    "asynccourse.py",
    "asynccourse/__init__.py",
    "click.py",
    "msgspec.py",
    "pytest.py",
    "rich.py",
    "selectors.py",
    "signal.py",
    "sitecustomize.py",
    "types.py",
    "usercustomize.py",
]


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_module_of_a_known_name_beside_the_submission_is_not_imported(
    name: str, tmp_path: Path
) -> None:
    """A file named like a module of Python's or ours changes nothing, also from its own folder."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(SABOTAGE)
    (tmp_path / "gather.py").write_text(SOLUTION)
    command = Path(sys.executable).with_name("asynccourse")
    ran = run_command([str(command), "check", "03", "--file", "gather.py", "--json"], cwd=tmp_path)
    assert ran.result["status"] == "passed", ran.err


def test_pytest_files_beside_the_submission_change_nothing(tmp_path: Path) -> None:
    """conftest.py, pytest.ini, pyproject.toml, setup.cfg and tox.ini neither pass nor fail it."""
    (tmp_path / "conftest.py").write_text(FORCED)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only -p no:asyncio\n")
    (tmp_path / "tox.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (tmp_path / "setup.cfg").write_text("[tool:pytest]\naddopts = --collect-only\n")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--no-such"\n')
    for text, status in ((SOLUTION, "passed"), (STUB, "failed")):
        (tmp_path / "gather.py").write_text(text)
        ran = run("check", "03", "--file", "gather.py", "--json", cwd=tmp_path)
        assert ran.result["status"] == status


@pytest.mark.parametrize(
    "env",
    [
        {"PYTEST_ADDOPTS": "--collect-only"},
        {"PYTEST_PLUGINS": "no_such_plugin"},
        {"PYTHONASYNCIODEBUG": "1"},
        {"PYTHONWARNINGS": "error"},
        {"PYTHONHASHSEED": "0"},
        {"COLUMNS": "20"},
        {"LANG": "C", "LC_ALL": "C"},
    ],
    ids=lambda env: next(iter(env)),
)
def test_the_environment_changes_no_verdict(env: dict[str, str], tmp_path: Path) -> None:
    """Variables of pytest's and Python's leave right answers right and wrong ones wrong."""
    for text, status in ((SOLUTION, "passed"), (STUB, "failed")):
        (tmp_path / "gather.py").write_text(text)
        ran = run("check", "03", "--file", tmp_path / "gather.py", "--json", env=env)
        assert ran.result["status"] == status, ran.err


def test_nothing_is_written_beside_the_submission(tmp_path: Path) -> None:
    """A check leaves the submission's folder as it was: no byte code, no cache, no report."""
    (tmp_path / "gather.py").write_text(SOLUTION)
    run("check", "03", "--file", "gather.py", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["gather.py"]


def test_byte_code_beside_the_submission_is_not_run(tmp_path: Path) -> None:
    """A foreign .pyc in __pycache__ is not taken for the submission."""
    import py_compile  # noqa: PLC0415

    path = tmp_path / "gather.py"
    path.write_text(SOLUTION)
    compiled = py_compile.compile(str(path))
    path.write_text(SOLUTION.replace("tasks]", "tasks][::-1]"))
    assert compiled is not None
    assert run("check", "03", "--file", path, "--json").result["code"] == "out_of_order"


def test_the_submission_gets_none_of_the_judges_environment(tmp_path: Path) -> None:
    """A secret in the judge's environment isn't in the submission's."""
    path = tmp_path / "gather.py"
    path.write_text("import os\nprint(sorted(os.environ))\n" + SOLUTION)
    ran = run("check", "03", "--file", path, "--json", env={"GITHUB_TOKEN": "secret"})
    printed = ran.result["tests"][0]["output"]
    assert "PATH" in printed
    assert "GITHUB_TOKEN" not in printed


@pytest.mark.parametrize(
    "name", ["my answer.py", "Lösung.py", "a'b\"c.py", "no_suffix", "x.y.z.py"]
)
def test_any_file_name_can_be_judged(name: str, tmp_path: Path) -> None:
    """Blanks, quotes, dots and letters beyond ASCII in a file's name do no harm."""
    (tmp_path / name).write_text(SOLUTION)
    assert run("check", "03", "--file", tmp_path / name, "--json").result["status"] == "passed"


def test_what_a_thread_lets_go_of_is_freed_at_once(lab: Callable[..., Any]) -> None:
    """Looking at the submission's threads keeps nothing of theirs alive for the collector.

    A pool's thread may hold a buffer that Python can't free in a cycle without crashing.
    """
    result = lab(
        """
        async def test_freed(submission):
            expect.equal(await submission.work(), True, "work")
        """,
        """
        import asyncio, gc, threading, weakref
        class Thing: pass
        async def work():
            gc.disable()
            kept, go = [], threading.Event()
            def hold():
                thing = Thing()
                kept.append(weakref.ref(thing))
                go.wait()
            thread = threading.Thread(target=hold)
            thread.start()
            while not kept:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.01)
            go.set()
            thread.join()
            return kept[0]() is None
        """,
    )
    assert result["status"] == "passed", result["message"]
