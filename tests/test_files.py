"""What a submission puts where the judge reads, writes or clears up harms neither it nor others."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from asynccourse.parts import files
from asynccourse.verdicts.refusal import Refusal


def put_link(path: Path) -> None:
    """Put a link to what isn't the submission's."""
    secret = path.parent.parent / "secret"
    secret.write_text("secret")
    path.symlink_to(secret)


def put_socket(path: Path) -> None:
    """Put a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


PLANTED = {
    "a link": put_link,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a FIFO": os.mkfifo,
    "a folder": os.mkdir,
    "a socket": put_socket,
}


@pytest.mark.parametrize("what", PLANTED)
def test_only_a_regular_file_is_read_and_none_is_written_through(what: str, tmp_path: Path) -> None:
    """What isn't a file is read as none, at once; a file is written in its place or not at all."""
    place = tmp_path / "folder" / "picture.png"
    place.parent.mkdir()
    PLANTED[what](place)
    before = [path.read_bytes() for path in tmp_path.glob("secret")]
    assert files.read(place) is None
    assert files.size(place) == 0
    if what == "a folder":
        with pytest.raises(Refusal):
            files.write(place, b"new")
    else:
        files.write(place, b"new")
        assert files.read(place) == b"new"
    assert [path.read_bytes() for path in tmp_path.glob("secret")] == before
    assert not (tmp_path / "folder" / "nowhere").exists()


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    """What was written is read; where there is nothing, that is said."""
    files.write(tmp_path / "new", b"data")
    assert files.read(tmp_path / "new") == b"data"
    assert files.read(tmp_path / "other") is None


def test_a_folder_is_removed_however_deep_and_whatever_is_in_it(tmp_path: Path) -> None:
    """Depths, links, FIFOs and folders without rights go; what a link leads to stays."""
    kept, folder = tmp_path / "kept", tmp_path / "folder"
    kept.mkdir()
    (kept / "file").write_text("stays")
    folder.mkdir()
    (folder / "link").symlink_to(kept)
    os.mkfifo(folder / "fifo")
    (folder / "locked" / "inside").mkdir(parents=True)
    (folder / "locked" / "inside" / "file").write_text("")
    dig(folder, 1_100)
    (folder / "locked" / "inside").chmod(0)
    (folder / "locked").chmod(0)
    files.remove(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]
    assert (kept / "file").read_text() == "stays"


def test_a_folder_is_looked_through_without_following_links(tmp_path: Path) -> None:
    """Entries of inner folders are told, those behind a link aren't, and no depth is too deep."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_text("")
    (tmp_path / "around").symlink_to(tmp_path)
    dig(tmp_path, 400)
    names = [entry.name for entry in files.entries(tmp_path)]
    assert names.count("file") == 1
    assert "around" in names
    assert names.count("deep") > 100
    files.remove(tmp_path)


def dig(folder: Path, depth: int) -> None:
    """Make folders in folders, deeper than a path can be long."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("deep", dir_fd=here)
        inner = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_a_fifo_is_opened_for_writing_and_nothing_else_is(tmp_path: Path) -> None:
    """Where a FIFO was, a file or a link to one is not written to."""
    file, link, fifo = (tmp_path / name for name in ("file", "link", "fifo"))
    file.write_text("as it was")
    link.symlink_to(file)
    os.mkfifo(fifo)
    for path in (file, link, fifo):  # nobody reads the FIFO
        with pytest.raises(OSError):  # noqa: PT011 - any of the system's will do
            files.writing_end(path)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.close(files.writing_end(fifo))
    os.close(reader)
