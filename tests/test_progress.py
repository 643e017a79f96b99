"""Progress survives: kills, two terminals at once, and files that can't be read."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from asynccourse.desk.progress import Progress, ProgressFile
from tests.commands import run

WRITER = """
import sys
from pathlib import Path
from asynccourse.desk.progress import ProgressFile
file = ProgressFile(Path(sys.argv[1]))
def change(progress):
    progress.change(sys.argv[2]).tries += 1
while True:
    print(file.change(change).of(sys.argv[2]).tries, flush=True)
"""


def writer(path: Path, name: str) -> subprocess.Popen[str]:
    """Start a process that counts the tries of one exercise up, and prints what it has saved."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name], stdout=subprocess.PIPE, text=True
    )


def read_count(process: subprocess.Popen[str]) -> int:
    """Return the next number that a writer says it has saved."""
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_a_kill_at_any_moment_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    """Killed in the middle of 20 rows of saves: the file is whole, and nothing said is missing."""
    path, rng, saved = tmp_path / "progress.json", random.Random(1), 0
    for _ in range(20):
        process = writer(path, "01_hello_await")
        for _ in range(rng.randrange(1, 20)):
            saved = read_count(process)
        process.kill()
        rest, _ = process.communicate()
        saved = max([saved, *(int(line) for line in rest.split("\n") if line.isdigit())])
        file = ProgressFile(path)
        assert file.read().of("01_hello_await").tries in {saved, saved + 1}
        assert file.told == []
        saved = file.read().of("01_hello_await").tries
    assert saved >= 20


def test_two_terminals_at_once_lose_nothing_to_each_other(tmp_path: Path) -> None:
    """Two processes save at the same time, and each finds all of its own in the end."""
    path = tmp_path / "progress.json"
    names = ["01_hello_await", "02_in_order"]
    writers = [writer(path, name) for name in names]
    for _ in range(50):
        counts = [read_count(process) for process in writers]
    assert counts == [50, 50]
    for process in writers:
        process.kill()
        process.communicate()
    progress = ProgressFile(path).read()
    assert all(progress.of(name).tries >= 50 for name in names)


@pytest.mark.parametrize(
    "broken",
    [b"", b'{"schema": 1, "exerc', b"[]", b"\xff\xfe", b'{"schema": 99, "exercises": {}}'],
    ids=["empty", "torn", "something else", "not text", "of a newer version"],
)
def test_a_file_that_cannot_be_read_is_kept(broken: bytes, tmp_path: Path) -> None:
    """A new file is begun, the old one is where the message says, byte for byte."""
    assert run("init", "course", cwd=tmp_path).status == 0
    notes = tmp_path / "course" / ".asynccourse"
    notes.mkdir()
    (notes / "progress.json").write_bytes(broken)
    listed = run("list", cwd=tmp_path / "course")
    assert listed.status == 0
    assert listed.err.startswith("asynccourse: your progress could not be read: it is kept in ")
    assert Path(listed.err.split("kept in ")[1].strip()).read_bytes() == broken
    assert run("list", cwd=tmp_path / "course").err == ""


def test_an_older_or_richer_file_is_read(tmp_path: Path) -> None:
    """Fields that are missing have their defaults, and those that nobody knows are no matter."""
    path = tmp_path / "progress.json"
    path.write_text(json.dumps({"exercises": {"03_gather": {"tries": 2, "colour": "red"}}}))
    file = ProgressFile(path)
    assert file.read().of("03_gather").tries == 2
    assert file.told == []


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    """Where nothing was achieved, reading makes no file."""
    assert ProgressFile(tmp_path / "notes" / "progress.json").read() == Progress()
    assert list(tmp_path.iterdir()) == []
