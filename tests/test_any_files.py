"""Whatever a student hands in, there is an answer or a sentence, and nothing else is read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynccourse.grading.submission import Submission
from tests.handing_in import answers, archive, folder, read_all

SECRET = "what only the grader may read"

PARTS = st.sampled_from(
    [
        *("exercises", "03_gather", "gather.py", "Gather.py", "retry.py", "retry (1).py"),
        *("a.zip", "b.tgz", ".git", "solutions", "anna", "x_1_assignsubmission_file_"),
        *("submission_metadata.yml", "..", ".", "", "C:", "é", "\n", "\udcff"),
    ]
)
PATHS = st.lists(PARTS, min_size=1, max_size=6).map("/".join)
CONTENTS = st.sampled_from([b"", b"x", b"PK\3\4", b"\x1f\x8b", SECRET.encode()[::-1]])


def sensible(submission: Submission) -> None:
    """Check what holds of every submission."""
    for text in (submission.layout, *(one.message for one in submission.unfit.values())):
        assert text
        assert text.isprintable()
        text.encode()
    assert not submission.answers.keys() & submission.unfit.keys()
    assert SECRET not in answers(submission).values()


@st.composite
def trees(draw: st.DrawFn) -> dict[str, bytes | str]:
    """Return a folder's files; text is where a link leads."""
    links = st.sampled_from(["../secret.py", "/", "..", "gather.py", "nowhere"])
    return draw(st.dictionaries(PATHS, st.one_of(CONTENTS, links), max_size=8))


def plant(place: Path, tree: dict[str, bytes | str]) -> None:
    """Make what can be made of a tree, below a folder and nowhere else."""
    for name, content in tree.items():
        parts = [part for part in name.split("/") if part not in ("", ".", "..")] or ["file"]
        path = place.joinpath(*parts)
        if any(parent.is_symlink() for parent in path.parents):
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.symlink_to(content)
            else:
                os.close(os.open(path, os.O_CREAT | os.O_NOFOLLOW))
                path.write_bytes(content)
        except OSError:
            pass  # a file stands where a folder would be


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(trees())
def test_any_folder_gives_answers_or_sentences(tree: dict[str, bytes | str]) -> None:
    """With any names, and links to anywhere: no exception, and nothing from outside."""
    with tempfile.TemporaryDirectory() as name:
        base = folder(Path(name), {"secret.py": SECRET, "class/ben/gather.py": "b"})
        plant(base / "class/anna", tree)
        got = read_all(base / "class")
        assert answers(got["ben"]) == {"03_gather": "b"}
        for submission in got.values():
            sensible(submission)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["zip", "tar", "tgz"]),
    st.dictionaries(PATHS, CONTENTS, max_size=8),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
def test_any_archive_gives_answers_or_sentences(
    kind: str, files: dict[str, bytes], bytes_changed: list[tuple[float, int]], kept: float
) -> None:
    """With any names in it, any bytes changed and any end cut off: no exception."""
    # Python 3.11 writes no zip with an empty name in it.
    named = ((name.encode("utf-8", "replace").decode(), data) for name, data in files.items())
    names = {name: data for name, data in named if name}
    data = bytearray(archive(f"x.{kind}", {**names, "gather.py": "x"}))
    for where, byte in bytes_changed:
        data[int(where * len(data))] = byte
    data = data[: max(1, int(kept * len(data)))]
    with tempfile.TemporaryDirectory() as name:
        base = folder(Path(name), {"ben/gather.py": "b", f"anna.{kind}": bytes(data)})
        got = read_all(base)
        assert answers(got["ben"]) == {"03_gather": "b"}
        sensible(got["anna"])


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz"])
def test_every_single_changed_byte_of_an_archive_is_survived(tmp_path: Path, kind: str) -> None:
    """One after the other, in headers, names, sizes and sums."""
    whole = archive(f"x.{kind}", {"gather.py": "x" * 40})
    for at in range(min(len(whole), 700)):
        data = bytearray(whole)
        data[at] ^= 0xFF
        folder(tmp_path, {f"anna.{kind}": bytes(data)})
        sensible(read_all(tmp_path)["anna"])
