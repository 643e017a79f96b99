"""Hostile archives, and folders: small ones, made anew for each test, each with what it tries.

For whatever takes in what students hand in. `make(name, folder)` puts one into a folder and returns
its path. What it must never come to: a file outside of where it is unpacked, a link or a device in
there, a disk or a memory filled, or an error that isn't one sentence.
"""

from __future__ import annotations

import io
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

ANSWER = b"async def fetch_all(fetch, keys):\n    return []\n"
NAME = "anna/03_gather/gather.py"
"""Where an answer lies in a class's archive."""

MANY = 100_000
HUGE = 2**28
"""What a bomb grows to, in bytes."""

Maker = Callable[[Path], Path]
ARCHIVES: dict[str, Maker] = {}
"""Each maker by its name; its docstring says what the archive tries."""


def archive(maker: Maker) -> Maker:
    """Take a maker into the collection."""
    ARCHIVES[maker.__name__] = maker
    return maker


def make(name: str, folder: Path) -> Path:
    """Make one of the archives in a folder, and return its path."""
    return ARCHIVES[name](folder)


def tar(path: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> Path:
    """Write a tar archive with these members."""
    with tarfile.open(path, mode) as written:  # type: ignore[call-overload]
        for member, data in members:
            member.size = len(data)
            written.addfile(member, io.BytesIO(data))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """Return a tar archive's member of a kind: a file, a link, a device."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def zipped(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """Write a zip archive with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in files:
            written.writestr(name, data)
    return path


def zip_link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """Return a symbolic link as zip archives hold one."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, target.encode()


# ------------------------------------------------------------------------------ slips and links


@archive
def slip_zip(folder: Path) -> Path:
    """Names a file above the folder that it is unpacked in."""
    return zipped(folder / "slip.zip", (f"../../{folder.name}/slipped.py", ANSWER), (NAME, ANSWER))


@archive
def slip_tar(folder: Path) -> Path:
    """Names a file above the folder that it is unpacked in."""
    slip = member(f"../../{folder.name}/slipped.py")
    return tar(folder / "slip.tar.gz", (slip, ANSWER), (member(NAME), ANSWER))


@archive
def absolute_zip(folder: Path) -> Path:
    """Names a file by its whole path."""
    return zipped(folder / "absolute.zip", (str(folder / "slipped.py"), ANSWER), (NAME, ANSWER))


@archive
def absolute_tar(folder: Path) -> Path:
    """Names a file by its whole path."""
    return tar(folder / "absolute.tar", (member(str(folder / "slipped.py")), ANSWER), mode="w")


@archive
def windows_names(folder: Path) -> Path:
    """Names files as another system would: drives, backslashes, streams, devices."""
    names = (r"..\..\slipped.py", r"C:\slipped.py", "gather.py:stream", "CON", "nul.py", "a. ")
    return zipped(folder / "windows.zip", *((name, ANSWER) for name in names))


@archive
def odd_names(folder: Path) -> Path:
    """Names files with newlines, nothing but dots, escapes, a null, and what looks like another."""
    names = (
        "anna\n.py",
        "...",
        "\x1b[31manna.py",
        "anna\0.py",
        "\u0430nna/gather.py",
        "a" * 300 + ".py",
    )
    return zipped(folder / "odd.zip", *((name, ANSWER) for name in names))


@archive
def link_to_a_file(folder: Path) -> Path:
    """Holds a link to another's file in the place of an answer."""
    link = member(NAME, tarfile.SYMTYPE, str(folder / "secret"))
    return tar(folder / "link.tar.gz", (link, b""))


@archive
def link_to_a_file_zip(folder: Path) -> Path:
    """Holds a link to another's file in the place of an answer."""
    return zipped(folder / "link.zip", zip_link(NAME, str(folder / "secret")))


@archive
def through_a_link(folder: Path) -> Path:
    """Holds a link to a folder outside, and then a file in it."""
    link = member("anna", tarfile.SYMTYPE, str(folder))
    return tar(folder / "through.tar.gz", (link, b""), (member("anna/slipped.py"), ANSWER))


@archive
def hard_link(folder: Path) -> Path:
    """Holds a hard link to a file outside, and then writes to it."""
    link = member("anna/gather.py", tarfile.LNKTYPE, "../../secret")
    return tar(folder / "hard.tar.gz", (link, b""), (member("anna/gather.py"), ANSWER))


@archive
def loop_of_links(folder: Path) -> Path:
    """Holds links that lead to each other, and one to the folder that it is in."""
    return tar(
        folder / "loop.tar.gz",
        (member("anna/a", tarfile.SYMTYPE, "b"), b""),
        (member("anna/b", tarfile.SYMTYPE, "a"), b""),
        (member("anna/again", tarfile.SYMTYPE, "."), b""),
    )


@archive
def devices(folder: Path) -> Path:
    """Holds a device, a FIFO and a device of blocks in the place of answers."""
    null, blocks = (
        member("anna/gather.py", tarfile.CHRTYPE),
        member("ben/gather.py", tarfile.BLKTYPE),
    )
    null.devmajor, null.devminor = 1, 5  # /dev/zero
    fifo = member("carl/gather.py", tarfile.FIFOTYPE)
    return tar(folder / "devices.tar.gz", (null, b""), (blocks, b""), (fifo, b""))


@archive
def modes(folder: Path) -> Path:
    """Holds files and folders that nobody may read, and that run as root."""
    locked, rooted = member("anna", tarfile.DIRTYPE), member("ben/gather.py")
    locked.mode, rooted.mode = 0, 0o6777
    return tar(folder / "modes.tar.gz", (locked, b""), (rooted, ANSWER))


# ---------------------------------------------------------------------------- bombs and numbers


@archive
def bomb_zip(folder: Path) -> Path:
    """Grows to a thousand times its size."""
    path = folder / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written,
        written.open(NAME, "w", force_zip64=True) as file,
    ):
        for _ in range(HUGE // 2**20):
            file.write(bytes(2**20))
    return path


@archive
def bomb_tar(folder: Path) -> Path:
    """Grows to a thousand times its size, under a name that promises an answer."""
    path = folder / "bomb.tar.gz"
    head = member(NAME)
    head.size = HUGE
    pack = zlib.compressobj(wbits=31)
    with path.open("wb") as file:
        file.write(pack.compress(head.tobuf()))
        for _ in range(HUGE // 2**20):
            file.write(pack.compress(bytes(2**20)))
        file.write(pack.compress(bytes(1024)) + pack.flush())
    return path


@archive
def lying_size(folder: Path) -> Path:
    """Says that its file is small, and holds ten megabytes."""
    path = zipped(folder / "lying.zip", (NAME, bytes(10 * 2**20)))
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(signature) + offset
        data[place : place + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    return path


@archive
def nested(folder: Path) -> Path:
    """Holds an archive that holds an archive, and so on."""
    data = ANSWER
    for depth in range(30):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as written:
            written.writestr("inner.zip" if depth else NAME, data)
        data = inner.getvalue()
    path = folder / "nested.zip"
    path.write_bytes(data)
    return path


@archive
def many_entries(folder: Path) -> Path:
    """Holds a hundred thousand empty files."""
    path = folder / "many.tar.gz"
    head = bytearray(tarfile.TarInfo("anna/000000.py").tobuf())
    total = int(head[148:154], 8) - 6 * ord("0")
    pack = zlib.compressobj(1, wbits=31)
    with path.open("wb") as file:
        for number in range(MANY):  # a head each, with the sum of its bytes in it
            name = b"%06d" % number
            head[5:11], head[148:154] = name, b"%06o" % (total + sum(name))
            file.write(pack.compress(bytes(head)))
        file.write(pack.compress(bytes(1024)) + pack.flush())
    return path


@archive
def deep(folder: Path) -> Path:
    """Holds a file five hundred folders deep."""
    return zipped(folder / "deep.zip", ("/".join(["deep"] * 500) + "/gather.py", ANSWER))


@archive
def duplicates(folder: Path) -> Path:
    """Holds one name twice, and names that differ in their case alone."""
    path = folder / "duplicates.tar"
    other = ANSWER + b"# the other\n"
    members = [(member(NAME), ANSWER), (member(NAME), other), (member(NAME.upper()), other)]
    return tar(path, *members, mode="w")


# ------------------------------------------------------------------------------ what is no archive


@archive
def encrypted(folder: Path) -> Path:
    """Says that its file can only be read with a password."""
    path = zipped(folder / "encrypted.zip", (NAME, ANSWER))
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


@archive
def truncated_zip(folder: Path) -> Path:
    """Breaks off in the middle."""
    path = zipped(folder / "truncated.zip", (NAME, os.urandom(10_000)))
    path.write_bytes(path.read_bytes()[:5_000])
    return path


@archive
def truncated_tar(folder: Path) -> Path:
    """Breaks off in the middle."""
    path = tar(folder / "truncated.tar.gz", (member(NAME), os.urandom(10_000)))
    path.write_bytes(path.read_bytes()[:5_000])
    return path


@archive
def damaged(folder: Path) -> Path:
    """Holds other bytes than its sum says."""
    path = zipped(folder / "damaged.zip", (NAME, os.urandom(10_000)))
    data = bytearray(path.read_bytes())
    data[100:200] = bytes(100)
    path.write_bytes(data)
    return path


@archive
def no_archive(folder: Path) -> Path:
    """Is called an archive, and is none."""
    path = folder / "none.zip"
    path.write_bytes(b"PK" + os.urandom(1_000))
    return path


@archive
def two_kinds(folder: Path) -> Path:
    """Is a tar archive from its beginning, and a zip archive from its end."""
    path = tar(folder / "two.tar", (member("ben/03_gather/gather.py"), ANSWER), mode="w")
    other = zipped(folder / "other.zip", (NAME, ANSWER + b"# the other\n"))
    path.write_bytes(path.read_bytes() + other.read_bytes())
    other.unlink()
    return path
