"""Hostile archives: each is its student's own, told in a sentence, and the rest go on."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from asynccourse.grading.intake import limits
from asynccourse.grading.submission import Submission
from asynccourse.wall.limits import SOURCE_BYTES
from tests.handing_in import answers, archive, folder, opened, packed, read_all, refused

GOOD = {"04_create_task/create_task.py": "good"}


def graded(tmp_path: Path, name: str, data: bytes) -> Submission:
    """Hand in a file as anna's, beside ben, whose answer is always read."""
    folder(tmp_path / "class", {name: data, "ben/gather.py": "b"})
    before = sorted(path for path in tmp_path.rglob("*"))
    got = read_all(tmp_path / "class")
    assert answers(got["ben"]) == {"03_gather": "b"}
    assert sorted(path for path in tmp_path.rglob("*")) == before, "something was unpacked"
    return got["anna"]


SLIPS = ["../gather.py", "a/../../gather.py", "03_gather/../gather.py", "/gather.py"]
SLIPS += ["C:/gather.py", "c:gather.py", "..\\gather.py", "\\\\host\\gather.py", "node_modules/.."]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.xz"])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_path_that_leads_out_of_an_archive_refuses_it(
    tmp_path: Path, slip: str, kind: str
) -> None:
    """Nothing in it is taken, wherever in it the path stands, and nothing is ever unpacked."""
    got = graded(tmp_path, f"anna.{kind}", archive(f"x.{kind}", {**GOOD, slip: "x"}))
    refused(got, "forbidden", f"anna.{kind}: ", "leads out of the archive")
    assert got.answers == {}


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_in_a_class_archive_such_a_path_is_its_owners_alone(tmp_path: Path, kind: str) -> None:
    """A path through another student's folder changes nothing there."""
    files = {"c/anna/gather.py": "a", "c/anna/../ben/gather.py": "forged", "c/ben/gather.py": "b"}
    got = read_all(packed(tmp_path / f"class.{kind}", files))
    refused(got["anna"], "forbidden", "c/anna/.. leads out")
    assert got["anna"].answers == {}
    assert answers(got["ben"]) == {"03_gather": "b"}


def tar_with(*infos: tarfile.TarInfo) -> bytes:
    """Return a tar with these entries, beside a good answer."""
    buffer = io.BytesIO(archive("x.tar", GOOD))
    with tarfile.open(fileobj=buffer, mode="a") as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(bytes(info.size)))
    return buffer.getvalue()


def entry(
    name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, said: dict[str, str] | None = None
) -> tarfile.TarInfo:
    """Return a tar's entry, of which an extension header says this."""
    info = tarfile.TarInfo(name)
    info.type, info.size, info.pax_headers, info.linkname = kind, size, said or {}, "/etc/passwd"
    return info


def said(text: bytes, **header: int) -> bytes:
    """Return an extension header with this text, and an answer behind it."""
    info = entry("x", tarfile.XHDTYPE, header.get("size", len(text)))
    return info.tobuf() + text.ljust(512, b"\0") + entry("gather.py").tobuf()


@pytest.mark.parametrize(
    ("info", "told"),
    [
        (entry("gather.py", tarfile.SYMTYPE), "is a link"),
        (entry("gather.py", tarfile.LNKTYPE), "is a link"),
        (entry("gather.py", tarfile.FIFOTYPE), "is a pipe or a device"),
        (entry("gather.py", tarfile.CHRTYPE), "is a pipe or a device"),
        (entry("gather.py", said={"GNU.sparse.size": "9999999999"}), "is a sparse file"),
    ],
)
def test_what_is_no_file_in_a_tar_is_refused_for_its_exercise(
    tmp_path: Path, info: tarfile.TarInfo, told: str
) -> None:
    """Links, pipes, devices and sparse files; the other answers count."""
    got = graded(tmp_path, "anna.tar", tar_with(info))
    refused(got, "forbidden", "anna.tar: gather.py " + told, exercise="03_gather")
    assert answers(got) == {"04_create_task": "good"}


def zipped(info: zipfile.ZipInfo, data: bytes = b"x", **options: int) -> bytes:
    """Return a zip with an entry, beside a good answer."""
    buffer = io.BytesIO(archive("x.zip", GOOD))
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr(info, data, **options)
    return buffer.getvalue()


def test_a_link_in_a_zip_is_refused_for_its_exercise(tmp_path: Path) -> None:
    """Such an entry's text is the path that it leads to."""
    info = zipfile.ZipInfo("gather.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    got = graded(tmp_path, "anna.zip", zipped(info, b"/etc/passwd"))
    refused(got, "forbidden", "anna.zip: gather.py is a link", exercise="03_gather")
    assert answers(got) == {"04_create_task": "good"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_has_no_bound_is_not_unpacked(tmp_path: Path, method: int) -> None:
    """Four kilobytes of it can become gigabytes in one step."""
    data = zipped(zipfile.ZipInfo("gather.py"), b"x", compress_type=method)
    got = graded(tmp_path, "anna.zip", data)
    refused(got, "forbidden", "is packed by a method", "zip it anew", exercise="03_gather")


def test_an_encrypted_answer_is_told(tmp_path: Path) -> None:
    """With what to do about it; what isn't encrypted counts."""
    data = bytearray(zipped(zipfile.ZipInfo("gather.py")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    got = graded(tmp_path, "anna.zip", bytes(data))
    refused(got, "forbidden", "gather.py is encrypted", "without a password", exercise="03_gather")
    assert answers(got) == {"04_create_task": "good"}


@pytest.mark.parametrize("form", ["anna/gather.py", "anna.zip", "anna.tar", "anna.tar.xz"])
def test_an_answer_over_the_limit_is_refused_and_one_at_it_is_not(
    tmp_path: Path, form: str
) -> None:
    """In a folder and in archives; a bomb is nothing else."""
    for size in (SOURCE_BYTES, SOURCE_BYTES + 1, 16 * SOURCE_BYTES):
        text = bytes(size)
        data = text if form.endswith(".py") else archive(form, {"gather.py": text})
        got = graded(tmp_path, form, data)
        if size == SOURCE_BYTES:
            assert got.answers["03_gather"].data == text
            continue
        refused(got, "limit_exceeded", "gather.py is over 1 MiB", exercise="03_gather")


def test_a_zip_that_lies_about_sizes_is_broken(tmp_path: Path) -> None:
    """What it declares is all that is unpacked, and the sum then doesn't fit."""
    data = bytearray(archive("x.zip", {"gather.py": bytes(10 * SOURCE_BYTES)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<L", 100)
    got = graded(tmp_path, "anna.zip", bytes(data))
    refused(got, "forbidden", "gather.py can't be read: it is broken", exercise="03_gather")


def test_entries_that_share_their_data_are_refused(tmp_path: Path) -> None:
    """So are bombs made that need no archive within them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("gather.py", "x" * 1000)
    data = buffer.getvalue()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    tail = bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 2, 2)
    tail[12:16] = struct.pack("<L", 2 * (end - start))
    directory = data[start:end]
    got = graded(tmp_path, "anna.zip", data[:start] + directory * 2 + bytes(tail))
    refused(got, "forbidden", "lies within another entry's data")


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    """In a zip, a packed tar and a folder; the packed ones before their files are looked at."""
    many = limits.ENTRIES + 1
    block = tarfile.TarInfo("x").tobuf()
    compress = zlib.compressobj(1, wbits=31)
    tar = compress.compress(block * many) + compress.flush()
    refused(graded(tmp_path, "anna.tgz", tar), "limit_exceeded", "anna.tgz has too many files")
    (tmp_path / "class/anna.tgz").unlink()
    for comment, count in (b"", many), (b"x" * 60_000, limits.DIRECTORY_BYTES // 60_000 + 1):
        got = graded(tmp_path, "anna.zip", table_of_contents(comment, count))
        refused(got, "limit_exceeded", "anna.zip has too many files")


def table_of_contents(comment: bytes, count: int) -> bytes:
    """Return a zip that is nothing else, of so many entries with such a comment."""
    lengths = [1, 0, len(comment)]
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *[0] * 11, *lengths, *[0] * 4) + b"x" + comment
    size = len(entry) * count
    return entry * count + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, size, 0, 0)


@pytest.mark.parametrize("kind", ["tgz", "tar.xz", "tar.bz2"])
def test_a_packed_bomb_is_left_when_it_has_unpacked_to_the_bound(tmp_path: Path, kind: str) -> None:
    """What comes before an answer in a tar has to be unpacked, but not without end."""
    compress: dict[str, Callable[[bytes], bytes]] = {
        "tgz": gzip.compress,
        "tar.xz": lzma.compress,
        "tar.bz2": bz2.compress,
    }
    zeros = compress[kind](bytes(2**25))  # packers write chains of streams too
    header = compress[kind](entry("zeros", size=2**33).tobuf())
    got = graded(tmp_path, f"anna.{kind}", header + zeros * (limits.UNPACKED_BYTES // 2**25 + 1))
    refused(got, "limit_exceeded", f"anna.{kind} unpacks to more")


def test_an_xz_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    """The memory that it needs is in its header, and as large as its maker likes."""
    data = bytearray(lzma.compress(archive("x.tar", GOOD)))
    length = (data[12] + 1) * 4
    data[16] = 40  # a dictionary of 4 GiB
    data[12 + length - 4 : 12 + length] = zlib.crc32(data[12 : 12 + length - 4]).to_bytes(
        4, "little"
    )
    refused(graded(tmp_path, "anna.tar.xz", bytes(data)), "forbidden", "can't be unpacked")


def test_archives_in_archives_are_looked_into_to_a_bound(tmp_path: Path) -> None:
    """One within another is how some students pack; what is deeper is told, and not looked at."""
    data, name = archive("x.zip", {"gather.py": "a"}), ""
    for depth in range(1, 4):
        got = graded(tmp_path, "anna.zip", data)
        if depth <= limits.NESTED:
            assert answers(got) == {"03_gather": "a"}
        data, name = archive("x.zip", {f"{depth}.zip": data}), f"{depth}.zip: {name}"
    refused(got, "limit_exceeded", "anna.zip: 2.zip: 1.zip lies too deep")


def test_many_large_archives_in_one_are_left_at_the_bound(tmp_path: Path) -> None:
    """Each of them would have to stand in memory."""
    large = bytes(limits.NESTED_BYTES)
    got = graded(tmp_path, "anna.zip", archive("x.zip", {f"{n}.tar": large for n in range(3)}))
    refused(got, "limit_exceeded", "2.tar comes after more than is read of one student")


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz", "tar.bz2", "tar.xz"])
@pytest.mark.parametrize("keep", [0, 1, 2, 3])
def test_truncated_archives_are_told(tmp_path: Path, kind: str, keep: int) -> None:
    """Wherever they end: nothing, a few bytes, or all but the answer's last block."""
    whole = archive(f"x.{kind}", {"gather.py": os.urandom(5000)})
    data = [b"", whole[:3], whole[: len(whole) // 4], whole[:4000]][keep]
    got = graded(tmp_path, f"anna.{kind}", data)
    refused(got, "forbidden", f"anna.{kind} {'can' if keep else 'is empty'}")


@pytest.mark.parametrize("name", ["anna.rar", "anna.7z"])
def test_other_archives_are_told(tmp_path: Path, name: str) -> None:
    """What to do about it is said."""
    refused(
        graded(tmp_path, name, b"x"), "forbidden", f"{name} is neither", "pack it anew as a zip"
    )


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_of_entries_with_one_name_none_is_taken_unless_they_are_the_same(
    tmp_path: Path, kind: str
) -> None:
    """Tools differ in which one they unpack, so that one could be shown and another be graded."""
    for second, taken in (("1", {"03_gather": "1"}), ("2", {})):
        data = twice(kind, "1", second)
        got = graded(tmp_path, f"anna.{kind}", data)
        assert answers(got) == taken
    refused(got, "forbidden", "gather.py differ, and either could be", exercise="03_gather")


def twice(kind: str, *texts: str) -> bytes:
    """Return an archive in which gather.py is there several times."""
    names = [f"gathe{letter}.py" for letter in "rs"]
    data = archive(f"x.{kind}", dict(zip(names, texts, strict=True)))
    if kind == "zip":
        return data.replace(b"gathes.py", b"gather.py")
    infos = [tarfile.TarInfo("gather.py") for _ in texts]
    blocks = b""
    for info, text in zip(infos, texts, strict=True):
        info.size = len(text)
        blocks += info.tobuf() + text.encode().ljust(512, b"\0")
    return blocks


def test_extension_headers_of_a_tar_say_what_an_entry_is(tmp_path: Path) -> None:
    """Long names and sizes as tools write them count, those that lead out or lie are refused."""
    long = f"{'x' * 150}/gather.py"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        data = entry(long).tobuf(form)
        assert graded(tmp_path, "anna.tar", data).answers["03_gather"].data == b""
    slip = said(b"13 path=../x\n")
    refused(graded(tmp_path, "anna.tar", slip), "forbidden", "leads out")
    lies = [b"13 size=-512\n", b"12 size=1e3\n", b"14 size=99999\n", b"-5 size=1\n", b"0 a=b\n"]
    for lie in (*lies, b"x size=1\n", b"9999999 a", b"5 a=\n" * 100):
        got = graded(tmp_path, "anna.tar", said(lie))
        refused(got, "forbidden", "anna.tar can't be unpacked")
    large = b"%d comment=" % (limits.HEADER_BYTES + 512)
    for most in (said(b"", size=2**32), said(large.ljust(limits.HEADER_BYTES + 512, b"x"))):
        got = graded(tmp_path, "anna.tar", most)
        refused(got, "forbidden", "anna.tar can't be unpacked")


def test_reading_again_gives_the_same(tmp_path: Path) -> None:
    """One student's submission depends on that student's files only."""
    path = packed(tmp_path / "class.zip", {"anna/gather.py": "a", "ben/gather.py": "b"})
    with opened(path) as these:
        first = [these.submission(student) for student in these.students]
        again = [these.submission(student) for student in reversed(these.students)]
    assert first == again[::-1]
