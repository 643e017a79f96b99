"""Hostile folders: links, pipes, odd names, too much; nothing outside of them is read."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.folder import Folder
from asynccourse.grading.intake.leaves import read_leaf
from asynccourse.grading.intake.places import walk
from asynccourse.grading.intake.refused import Budget, Refused
from tests.handing_in import answers, folder, packed, read_all, refused


def bind(path: Path) -> None:
    """Make a socket, which stays where it was when nobody listens."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.symlink_to("../../secret.py"), "is a link"),
        (lambda path: path.symlink_to("/nowhere"), "is a link"),
        (os.mkfifo, "is a pipe"),
        (bind, "is a pipe, a socket or a device"),
    ],
)
def test_what_is_no_file_in_a_folder_is_neither_followed_nor_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], told: str
) -> None:
    """Links that lead out or nowhere, and pipes and sockets, which would keep a reader waiting."""
    folder(tmp_path, {"secret.py": "secret", "class/anna/create_task.py": "good", "class/ben/": ""})
    monkeypatch.chdir(tmp_path / "class/anna")  # a socket's path must be short
    make(Path("gather.py"))
    got = read_all(tmp_path / "class")["anna"]
    refused(got, "forbidden", f"anna/gather.py {told}", exercise="03_gather")
    assert answers(got) == {"04_create_task": "good"}


@pytest.mark.parametrize("link", ["anna", "anna/exercises", "anna/03_gather"])
def test_a_link_in_the_place_of_a_folder_is_told(tmp_path: Path, link: str) -> None:
    """Also where it stands for all that a student handed in."""
    folder(tmp_path, {"secret/03_gather/gather.py": "secret", "secret/gather.py": "secret"})
    folder(tmp_path / "class", {"ben/gather.py": "b"})
    (tmp_path / "class" / link).parent.mkdir(exist_ok=True)
    (tmp_path / "class" / link).symlink_to(tmp_path / "secret")
    got = read_all(tmp_path / "class")["anna"]
    refused(got, "forbidden", f"{link} is a link")
    assert got.answers == {}


@pytest.mark.parametrize("swapped", ["gather.py", "03_gather"])
@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to(f"../../secret/{path.name}"), os.mkfifo]
)
def test_what_changes_while_we_look_is_not_read(
    tmp_path: Path, make: Callable[[Path], None], swapped: str
) -> None:
    """A file or a folder that was one when it was found, and is a link or a pipe a moment later."""
    secret = dict.fromkeys(("secret/gather.py", "secret/03_gather/gather.py"), "secret")
    folder(tmp_path, {**secret, "class/anna/03_gather/gather.py": "a", "class/anna/gather.py": "a"})
    place = Folder((tmp_path / "class/anna").resolve(), lambda name: True)
    leaf = next(leaf for parts, leaf in walk(place, Budget()) if parts[0] == swapped)
    moved = tmp_path / "class/anna" / swapped
    moved.rename(tmp_path / "moved")
    make(moved)
    with pytest.raises(Refused, match="can't be read"):
        read_leaf(leaf, 10, "too large")


@pytest.mark.parametrize("path", ["anna", "anna/gather.py", "anna/week"])
def test_what_may_not_be_read_is_told(path: str) -> None:
    """For the one file, or for what isn't found elsewhere."""
    with tempfile.TemporaryDirectory() as name:
        place = folder(
            Path(name), {"anna/gather.py": "a", "anna/week/x.py": "", "ben/gather.py": "b"}
        )
        place.chmod(0o755)
        (place / path).chmod(0)
        try:
            if os.geteuid() == 0:  # who may read everything
                os.seteuid(65534)
            got = read_all(place)
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            (place / path).chmod(0o755)
    exercise = "03_gather" if path.endswith(".py") else ""
    refused(got["anna"], "forbidden", f"{path} can't be read: Permission denied", exercise=exercise)
    assert answers(got["ben"]) == {"03_gather": "b"}


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    """However they are named."""
    place = folder(tmp_path, {"anna/": "", "ben/gather.py": "b"}) / "anna"
    for number in range(limits.ENTRIES + 1):
        os.close(os.open(place / str(number), os.O_CREAT))
    refused(read_all(tmp_path)["anna"], "limit_exceeded", "anna has too many files")
    shutil.rmtree(place)


@pytest.mark.parametrize(
    "name",
    [
        "new\nline",
        "\x1b[2Jclear",
        "\u202egnirts",
        "x" * 255,
        "Zoe\u0308",
        "\udcff\udcfe",
        "-rf",
        "back\\slash",
    ],
)
def test_odd_names_are_told_on_one_printable_line(tmp_path: Path, name: str) -> None:
    """Ids and paths can be printed, encoded and stored; two that look the same stay apart."""
    folder(tmp_path, {f"{name}/gather.py": "a", f"ben/{name}/Gather.py": "b"})
    packed(tmp_path / "cleo.tar", {f"{name}/gather.py": "c"})
    folder(tmp_path, {"Zo\xeb/gather.py": "a"})
    got = read_all(tmp_path)
    assert len(got) == 4
    assert sorted(text for one in got.values() for text in answers(one).values()) == [*"aabc"]
    shown = [*got, *(one.answers["03_gather"].path for one in got.values())]
    for text in shown:
        assert text.isprintable()
        assert text.encode().decode() == text
        assert len(text) <= 2 * limits.SHOWN + 10
