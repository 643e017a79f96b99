"""What a submission can reach at each level of the sandbox, and what it can't."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynccourse.sandbox.level import LEVELS, Level
from asynccourse.sandbox.machine import landlock_abi, missing
from tests.commands import REPOSITORY, run

AVAILABLE = [level for level in LEVELS if not missing(level)]
CONFINED = [level for level in AVAILABLE if level != "off"]

SUITE = """
async def test_told(submission, witness, folder):
    told = await submission.work({argument!r})
    assert told == "unseen", repr(told)
"""


def told(lab: Callable[..., Any], level: Level, work: str, argument: str = "") -> str:
    """Return what a submission's `work(argument)` returns at a level."""
    answer = "import os, socket, subprocess, sys\nfrom pathlib import Path\n"
    answer += "async def work(it):\n" + "".join(f"    {line}\n" for line in work.splitlines())
    result = lab(SUITE.format(argument=argument), answer, sandbox=level)
    return str(result["tests"][0]["message"])


ATTEMPT = """
try:
    {}
except OSError as error:
    return type(error).__name__
"""


def attempt(lab: Callable[..., Any], level: Level, line: str, argument: object) -> str:
    """Return what one line returns, or the name of the OSError that it meets."""
    return told(lab, level, ATTEMPT.format(line), str(argument))


@pytest.mark.parametrize("level", AVAILABLE)
def test_a_file_of_somebody_elses_can_be_read_only_without_a_sandbox(
    level: Level, lab: Callable[..., Any], tmp_path: Path
) -> None:
    """Another student's folder is unreadable as soon as files are confined."""
    tmp_path.chmod(0o755)
    (tmp_path / "answer.py").write_text("a secret")
    said = attempt(lab, level, "return Path(it).read_text()", tmp_path / "answer.py")
    assert ("a secret" in said) == (level == "off"), said


@pytest.mark.parametrize("level", AVAILABLE)
def test_a_file_of_somebody_elses_can_be_written_only_without_a_sandbox(
    level: Level, lab: Callable[..., Any], tmp_path: Path
) -> None:
    """Neither is anything written outside of the runner's own folder, nor anything removed."""
    results = tmp_path / "results"
    results.mkdir(mode=0o777)
    (results / "grades.csv").write_text("anna,10")
    attempt(lab, level, "Path(it).write_text('mallory,10'); return ''", results / "grades.csv")
    attempt(lab, level, "Path(it).unlink(); return ''", results / "grades.csv")
    left = [path.read_text() for path in results.iterdir()]
    assert left == ([] if level == "off" else ["anna,10"])


@pytest.mark.parametrize("level", CONFINED)
@pytest.mark.parametrize("name", ["suites/03_gather/test_gather.py", "judge/session.py"])
def test_the_suites_and_the_judge_cannot_be_read_in_a_sandbox(
    level: Level, name: str, lab: Callable[..., Any]
) -> None:
    """Expected values stand in the suites: they are out of reach where files are confined."""
    path = REPOSITORY / "grader/asynccourse" / name
    said = attempt(lab, level, "return Path(it).read_text()[:20]", path)
    assert "PermissionError" in said or "FileNotFoundError" in said, said


@pytest.mark.parametrize("level", CONFINED)
def test_the_reference_solutions_cannot_be_read_in_a_sandbox(
    level: Level, lab: Callable[..., Any]
) -> None:
    """Nor can the answers that came with the course."""
    path = REPOSITORY / "solutions/03_gather/gather.py"
    said = attempt(lab, level, "return Path(it).read_text()[:20]", path)
    assert "PermissionError" in said or "FileNotFoundError" in said, said


@pytest.mark.parametrize("level", AVAILABLE)
def test_the_network_is_out_of_reach_in_the_strict_sandbox(
    level: Level, lab: Callable[..., Any]
) -> None:
    """A server of this machine hears nothing of a submission, and no other host can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        line = "socket.create_connection(('127.0.0.1', int(it)), 5).close(); return 'connected'"
        said = attempt(lab, level, line, server.getsockname()[1])
        assert ("connected" in said) == (level != "strict"), said
        if level == "strict":
            with pytest.raises(BlockingIOError):
                server.accept()


@pytest.mark.skipif("strict" not in AVAILABLE, reason="there are no namespaces here")
def test_no_interface_but_loopback_is_there_in_the_strict_sandbox(lab: Callable[..., Any]) -> None:
    """Not even an address is left that a packet could leave by."""
    said = told(lab, "strict", "return ' '.join(name for _, name in socket.if_nameindex())")
    assert "'lo'" in said


@pytest.mark.skipif("strict" not in AVAILABLE, reason="there are no namespaces here")
def test_other_processes_are_not_to_be_seen_in_the_strict_sandbox(lab: Callable[..., Any]) -> None:
    """/proc shows the runner and what it was forked from: no judge, no shell, no other student."""
    shown = (
        "return str(sorted(int(p.name) for p in Path('/proc').glob('[0-9]*')) == [1, os.getpid()])"
    )
    assert "'True'" in told(lab, "strict", shown)


@pytest.mark.parametrize("level", AVAILABLE)
def test_the_process_that_forks_runners_can_be_killed_only_without_a_sandbox(
    level: Level, lab: Callable[..., Any]
) -> None:
    """A student's code can't end what the next student's runner comes from."""
    if level == "landlock" and landlock_abi() < 6 and os.geteuid() != 0:
        pytest.skip("this kernel's Landlock lets signals pass")
    said = attempt(lab, level, "os.kill(os.getppid(), 9); return 'sent'", "")
    assert ("PermissionError" in said) == (level != "off"), said


@pytest.mark.parametrize("level", CONFINED)
def test_the_memory_of_the_process_that_forks_runners_is_closed(
    level: Level, lab: Callable[..., Any]
) -> None:
    """It can't be read nor written through /proc."""
    said = attempt(lab, level, "open(f'/proc/{os.getppid()}/mem', 'rb'); return 'open'", "")
    assert "PermissionError" in said, said


@pytest.mark.parametrize("level", CONFINED)
def test_no_rights_are_left_in_a_sandbox(level: Level, lab: Callable[..., Any]) -> None:
    """A runner has no capability, also where the judge is root's, and can gain none."""
    status = "lines = Path('/proc/self/status').read_text().splitlines()\n"
    wanted = "('CapEff', 'CapPrm', 'CapAmb', 'NoNewPrivs')"
    said = told(lab, level, status + f"return ' '.join(l for l in lines if l.startswith({wanted}))")
    assert "NoNewPrivs:\\t1" in said
    for name in ("CapEff", "CapPrm", "CapAmb"):
        assert f"{name}:\\t{0:016x}" in said, said


LEAVING = """
import os, pathlib
async def leave(places):
    for place in places:
        try:
            deep = pathlib.Path(place or os.getcwd(), "left")
            deep.mkdir()
            (deep / "behind").write_text("my homework")
            deep.chmod(0)
        except OSError:
            pass
async def find(places):
    return [name for place in places for name in os.listdir(place or os.getcwd()) if "left" in name]
"""


@pytest.mark.parametrize("level", AVAILABLE)
def test_nothing_that_a_runner_leaves_is_found_by_the_next(
    level: Level, lab: Callable[..., Any]
) -> None:
    """In its own folder at every level; in /tmp and /dev/shm in the strict one."""
    places = ["", "/tmp", "/dev/shm"] if level == "strict" else [""]
    result = lab(
        f"""
        async def test_1(submission):
            await submission.leave({places})
        async def test_2(submission):
            assert await submission.find({places}) == []
        """,
        LEAVING,
        functions='leave = "async"\nfind = "async"',
        sandbox=level,
    )
    assert [test["status"] for test in result["tests"]] == ["passed", "passed"], result["message"]


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm"])
@pytest.mark.parametrize("level", AVAILABLE)
def test_temporary_files_may_be_anywhere(
    level: Level, place: str, lab: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TMPDIR may lie in the very places of which the strict sandbox gives a runner its own: there,
    runners had no folder to start in, and every answer was called crashed."""
    if not Path(place).is_dir():
        pytest.skip(f"there is no {place} here")
    with tempfile.TemporaryDirectory(dir=place) as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("TMPDIR", folder)
        result = lab(
            "async def test_1(submission): await submission.work()\n"
            "async def test_2(submission): await submission.work()\n",
            "async def work(): pass\n",
            sandbox=level,
        )
    assert result["status"] == "passed", result["message"]


@pytest.mark.parametrize("level", AVAILABLE)
def test_tmp_and_shared_memory_can_be_written_at_each_level(
    level: Level, lab: Callable[..., Any]
) -> None:
    """Python's temporary files and multiprocessing's locks need a place."""
    work = "import multiprocessing, tempfile\nmultiprocessing.Lock()\n"
    work += "with tempfile.NamedTemporaryFile() as file:\n"
    work += "    return str(Path(file.name).parent == Path.cwd())"
    assert "'True'" in told(lab, level, work)


def test_a_sandbox_that_cannot_be_had_says_what_to_install(tmp_path: Path) -> None:
    """It refuses in one line, and judges nothing with less than was asked for."""
    ran = run("dev", "check", "03", "--sandbox", "strict", env={"PATH": str(tmp_path)})
    assert (ran.status, len(ran.err.splitlines())) == (3, 1), ran.err
    assert "bubblewrap" in ran.err or "Linux" in ran.err
    assert "--sandbox auto" in ran.err
