"""When submissions were handed in, by the instructor, the export, git or the files."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asynccourse.grading.intake.opening import open_class
from tests.handing_in import CATALOG, GRADESCOPE, folder, packed, read_all

YEAR = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_files_tell_when_they_were_handed_in(tmp_path: Path) -> None:
    """The newest file that an answer was taken from; for an archive the archive itself."""
    folder(
        tmp_path, {"anna/gather.py": "a", "anna/04_create_task/create_task.py": "", "anna/x": ""}
    )
    packed(tmp_path / "ben.zip", {"gather.py": "b"})
    times = {
        "anna/gather.py": -60,
        "anna/04_create_task/create_task.py": 0,
        "anna/x": 60,
        "ben.zip": 0,
    }
    for name, later in times.items():
        os.utime(tmp_path / name, (0, YEAR.timestamp() + later))
    assert {one.submitted for one in read_all(tmp_path).values()} == {YEAR}


def test_the_instructors_times_count_before_all_others(tmp_path: Path) -> None:
    """By id, key or email."""
    folder(tmp_path, {"submission_metadata.yml": GRADESCOPE, "submission_409194023/gather.py": ""})
    for name in ("0123", "409194023", "zoe@school.example"):
        with open_class(tmp_path, CATALOG, times={name: YEAR}) as these:
            assert these.submission(these.students[0]).submitted == YEAR


def git(clone: Path, *arguments: str) -> None:
    """Run git as a student does."""
    who = {
        f"GIT_{role}_{what}": "x@x"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    when = {"GIT_COMMITTER_DATE": "2026-01-02T04:04:05+0100", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(clone), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | who | when)


@pytest.mark.parametrize("store", ["loose", "packed", "detached"])
def test_a_clone_tells_its_last_commit(tmp_path: Path, store: str) -> None:
    """And not the time of the checkout, which its files have."""
    clone = folder(tmp_path / "anna", {"gather.py": "a"})
    for arguments in (["init"], ["add", "."], ["commit", "-m", "x\n\ncommitter x <> 1 +0000"]):
        git(clone, *arguments)
    if store == "packed":
        git(clone, "gc")
        assert not list(clone.glob(".git/objects/??/*"))
    if store == "detached":
        git(clone, "checkout", "--detach")
    submitted = read_all(tmp_path)["anna"].submitted
    assert (submitted, str(submitted)) == (YEAR, "2026-01-02 04:04:05+01:00")


def test_a_hostile_clone_runs_nothing_and_leads_nowhere(tmp_path: Path) -> None:
    """Its configuration starts no program, and what isn't as git writes it tells no time."""
    clone = folder(tmp_path / "anna", {"gather.py": "a"})
    git(clone, "init")
    git(clone, "add", ".")
    git(clone, "commit", "-m", "x")
    for key in ("core.fsmonitor", "core.sshCommand", "gpg.program", "core.pager"):
        git(clone, "config", key, f"touch {tmp_path}/ran;")
    git(clone, "config", "log.showSignature", "true")
    assert read_all(tmp_path)["anna"].submitted == YEAR
    whole = (clone / ".git/HEAD").read_text()
    for head in ("ref: refs/../../../../etc/passwd", "ref: refs/heads/none", "\xff", "0" * 40):
        (clone / ".git/HEAD").write_bytes(head.encode("latin-1"))
        assert read_all(tmp_path)["anna"].submitted is None
    (clone / ".git").rename(tmp_path / "elsewhere")
    (clone / ".git").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/HEAD").write_text(whole)
    assert read_all(tmp_path)["anna"].submitted is None
    assert not (tmp_path / "ran").exists()
