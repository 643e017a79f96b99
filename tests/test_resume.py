"""Nothing is lost: killed, stopped or disturbed, a grading comes to the same rows in the end."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cluster import cluster
from tests.five import ONLY, RIGHT, SEED
from tests.grading import events, grade, make_class, rows, running, told
from tests.processes import assert_nothing_left, judging, wait_for_another

HANGS = "while True: pass\n"


def test_killed_at_any_moment_it_goes_on_where_it_was(
    class_: Path, tmp_path: Path, undisturbed: Any
) -> None:
    """After kill -9, what was told is kept, the rest is judged, and the rows are what they were."""
    out, own = tmp_path / "out", tmp_path / "tmp"
    own.mkdir()
    arguments, env = (class_, "--out", out, *SEED, *ONLY, "--jobs", "2"), {"TMPDIR": str(own)}
    with running(*arguments, env=env) as process:
        before = [event for _, event in zip(range(3), events(process, "judged"), strict=False)]
        process.kill()
    assert_nothing_left(own)
    ran = grade(*arguments, "--json")
    again = {(e["exercise"], *e["students"]) for e in told(ran, "judged")}
    assert not again & {(e["exercise"], *e["students"]) for e in before}
    assert told(ran, "started")[0]["kept"] >= sum(len(e["students"]) for e in before)
    assert rows(out) == undisturbed


def test_a_judging_process_that_dies_is_replaced_and_blames_nobody(
    class_: Path, tmp_path: Path, undisturbed: Any
) -> None:
    """One of two is killed when the first verdict is told; the rows are what they were."""
    out = tmp_path / "out"
    with running(class_, "--out", out, *SEED, *ONLY, "--jobs", "2") as process:
        next(events(process, "judged"))
        os.kill(judging(process.pid)[0], signal.SIGKILL)
        assert process.wait() == 0
    assert rows(out) == undisturbed


def test_the_second_death_is_the_answers_own(tmp_path: Path) -> None:
    """An answer over which two judging processes die is `crashed`, and the message says how."""
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": HANGS}})
    out = tmp_path / "out"
    with running(class_, "--out", out, "--only", "03", "--jobs", "1") as process:
        next(events(process, "judging"))
        first = wait_for_another(process.pid, 0)
        os.kill(first, signal.SIGKILL)
        os.kill(wait_for_another(process.pid, first), signal.SIGKILL)
        assert process.wait() == 0
    (row,) = rows(out)["rows"]
    assert row[2:4] == ["failed", "crashed"]
    assert "2 times: it was killed by SIGKILL, then it was killed by SIGKILL" in row[4]


def test_it_stops_promptly_and_a_second_grader_is_refused(tmp_path: Path) -> None:
    """Beside a running one, one line; after SIGTERM, status 130 and nothing left behind."""
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": HANGS}})
    own, out = tmp_path / "tmp", tmp_path / "out"
    own.mkdir()
    with running(class_, "--out", out, "--only", "03", env={"TMPDIR": str(own)}) as process:
        next(events(process, "judging"))
        wait_for_another(process.pid, 0)
        second = grade(class_, "--out", out)
        assert (second.status, len(second.err.splitlines())) == (2, 1)
        assert "another `asynccourse grade` is at work" in second.err
        process.terminate()
        finished = next(events(process, "finished"))
        assert (process.wait(), finished["stopped"], finished["unjudged"]) == (130, True, 1)
    assert_nothing_left(own)


def test_a_cluster_gives_the_same_verdicts_also_when_a_worker_of_it_dies(
    class_: Path, tmp_path: Path, undisturbed: Any
) -> None:
    """Two workers, one of which is killed at the first verdict; nothing of them is left behind."""
    pytest.importorskip("distributed")
    out, own = tmp_path / "out", tmp_path / "tmp"
    own.mkdir()
    with cluster({"TMPDIR": str(own)}) as two:
        with running(class_, "--out", out, *SEED, *ONLY, "--dask", two.address) as process:
            next(events(process, "judged"))
            os.kill(two.workers[0], signal.SIGKILL)
            assert next(events(process, "finished"))["judged"] == 7
            assert process.wait() == 0
        assert rows(out) == undisturbed
    assert_nothing_left(own)


def test_only_what_has_changed_is_judged_again(tmp_path: Path) -> None:
    """A changed answer is judged, one that came back isn't, and who is gone is said."""
    two: dict[str, Mapping[str, str | Path]] = {
        "anna": RIGHT,
        "berta": {"hello_await.py": "x = 1\n"},
    }
    class_ = make_class(tmp_path / "class", {**two, "carl": {"hello_await.py": "y = 1\n"}})
    arguments = (class_, "--out", tmp_path / "out", "--only", "01", "--json")
    grade(*arguments)
    (class_ / "carl/hello_await.py").rename(class_ / "carl/notes.py")
    make_class(class_, {"berta": {"hello_await.py": "z = 1\n"}})
    shutil.rmtree(class_ / "anna")
    second = grade(*arguments)
    assert [event["students"] for event in told(second, "judged")] == [["berta"]]
    assert told(second, "note")[0]["text"].startswith("anna is no longer in the submissions")
    found = {row[0]: row[3] for row in rows(tmp_path / "out")["rows"]}
    assert found == {"berta": "missing_function", "carl": "not_submitted"}
    make_class(class_, two)
    assert not told(grade(*arguments), "judged")


def test_fresh_starts_over_and_keeps_what_was(tmp_path: Path) -> None:
    """With --fresh everything is judged, with a new seed; the old database has another name."""
    out, class_ = tmp_path / "out", make_class(tmp_path / "class", {"anna": RIGHT})
    arguments = (class_, "--out", out, "--only", "01", "--json")
    first, same, fresh = (grade(*arguments, *extra) for extra in ((), (), ("--fresh",)))
    seeds = [told(ran, "started")[0]["seed"] for ran in (first, same, fresh)]
    assert seeds[0] == seeds[1] != seeds[2]
    assert [len(told(ran, "judged")) for ran in (first, same, fresh)] == [1, 0, 1]
    (aside,) = out.glob("grades-*.db")
    assert aside.name in told(fresh, "note")[0]["text"]
