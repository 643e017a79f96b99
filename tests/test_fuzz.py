"""Whatever comes over the wall, the judge refuses it or takes it; it never falls over it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynccourse.course.catalog import find_catalog
from asynccourse.judge.outcome import explain
from asynccourse.judge.remote import RemoteError, Submission
from asynccourse.judge.session import Session
from asynccourse.judge.source import Source
from asynccourse.judge.told import left_behind
from asynccourse.judge.witness import Witness
from asynccourse.reports.svg import svg
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.verdicts.result import ExerciseResult, TestResult, Timeline
from asynccourse.wall.framing import HEADER, from_runner, pack
from asynccourse.wall.messages import FromRunner, Load, Loaded, Ready, Settings
from tests.attacks.forged import from_runners
from tests.attacks.forger import Forger
from tests.attacks.fuzz_wall import take
from tests.attacks.mutations import mutant
from tests.attacks.oddities import VALUES, odd_answer
from tests.together import judge_together

bounded = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(st.binary(max_size=2_000))
@bounded
def test_any_bytes_are_a_message_or_refused(body: bytes) -> None:
    """Random bytes raise nothing but a `WallError`."""
    take(body)


@given(from_runners, st.randoms(use_true_random=False), st.integers(1, 8))
@bounded
def test_a_real_message_that_was_damaged_is_one_or_refused(
    message: FromRunner, random: Random, damages: int
) -> None:
    """Bytes changed, doubled and left out in a real frame raise nothing but a `WallError`."""
    body = bytearray(pack(message)[HEADER.size :])
    for _ in range(damages):
        place = random.randrange(len(body) or 1)
        piece = random.choice([bytes([random.randrange(256)]), b"", body[place : place + 9] * 2])
        body[place : place + 1] = piece
    take(bytes(body))


@given(from_runners)
@bounded
def test_every_message_arrives_as_it_was_sent(message: FromRunner) -> None:
    """What is well formed and within bounds is taken for what it is."""
    arrived = from_runner(pack(message)[HEADER.size :])
    assert msgspec.msgpack.encode(arrived) == msgspec.msgpack.encode(message)


LOAD = Load("gather", "gather.py", b"", {"fetch_all": "async"}, Settings())


async def trial(said: list[FromRunner], *, ends: bool, virtual: bool) -> list[BaseException]:
    """Run a test like a suite's against a forger; return what it raised, phase by phase."""
    forger, source = await Forger.start(said, ends=ends), Source(Path("gather.py"), b"pass\n" * 5)
    session = Session(forger, source, virtual=virtual, scale=0.01, limit=5.0)
    raised: list[BaseException] = []
    for phase in (_loads, _calls, _ends):
        try:
            await phase(session)
        except (Refusal, RemoteError, AssertionError) as error:
            raised.append(error)
    raised += [session.refusal] if session.refusal else []
    picture(session.timeline(), raised)
    return raised


async def _loads(session: Session) -> None:
    await session.start(LOAD)


async def _calls(session: Session) -> None:
    witness, submission = (
        Witness(session, virtual=True),
        Submission(session, {"fetch_all": "async"}),
    )
    fetch = witness.rendezvous("fetch", 2, {"key": "value"}.__getitem__)
    delayed = witness.timed("delayed", lambda key: {"key": 1.0}[key])
    gate = witness.gate("gate")
    first = submission.fetch_all(fetch, ["key"]).start()
    second = submission.fetch_all(delayed, witness.items("items", [1, 2])).start()
    waits: list[Callable[[], Awaitable[object]]] = [first.outcome, second.cancel, witness.idle]
    for wait in waits:
        ended = await wait()
        assert ended == ["value"], repr(ended)
    await witness.all_in_flight(gate, 2)


async def _ends(session: Session) -> None:
    try:
        report = await session.finish()
        for refusal in left_behind(report) if report is not None else []:
            session.refuse(refusal)
    finally:
        await session.close()


def picture(timeline: Timeline, raised: list[BaseException]) -> None:
    """Draw what was seen, and put the verdict into words: that must be possible as well."""
    found = explain(raised)
    assert not isinstance(found, GraderFault)
    code, message = (found.code, found.message) if found else (None, "")
    test = TestResult("test", "failed", code, message, None, 0.0, timeline=timeline)
    result = ExerciseResult("03_gather", "failed", code, message, None, 0, 1, 0.0, [test])
    assert b"<script" not in svg([result])
    json.loads(msgspec.json.encode(result))


LOADED = Loaded([], ["fetch_all"])


@given(st.lists(from_runners, max_size=12), st.booleans(), st.booleans())
@settings(bounded, max_examples=80)
def test_no_conversation_brings_the_judge_down(
    said: list[FromRunner], ends: bool, virtual: bool
) -> None:
    """Well-formed messages in any order end in a verdict, which can be told and drawn."""
    asyncio.run(trial([Ready(), LOADED, *said], ends=ends, virtual=virtual))


MUTATED = ["02_in_order", "03_gather", "11_settle", "12_task_group", "17_semaphore"]
EACH = 2


def test_a_changed_answer_gets_the_same_verdict_twice(tmp_path: Path) -> None:
    """Right answers with random changes are judged, each with the same code in every run."""
    jobs = []
    for exercise in map(find_catalog().find, MUTATED):
        for number in range(EACH):
            path = tmp_path / f"{exercise.slug}_{number}.py"
            rng = Random(f"{exercise.name} {number}")
            path.write_text(mutant(exercise.solution.read_text(), rng))
            jobs.append((exercise.name, path))
    first, second = judge_together(jobs, seed=1), judge_together(jobs, seed=1)
    told = [[(one["file"], one["status"], one["code"]) for one in run] for run in (first, second)]
    assert told[0] == told[1]
    assert "inconclusive" not in {one["status"] for one in first}


@pytest.mark.parametrize("name", ["02_in_order", "13_first_wins"])
def test_whatever_an_answer_gives_there_is_a_verdict(name: str, tmp_path: Path) -> None:
    """Results of every type, where a suite expects another, are wrong and no fault of the suite."""
    exercise = find_catalog().find(name)
    jobs = []
    for number, value in enumerate(VALUES):
        path = tmp_path / f"{number}.py"
        path.write_text(odd_answer(exercise, value))
        jobs.append((name, path))
    for value, result in zip(VALUES, judge_together(jobs, seed=1), strict=True):
        tests = {test["name"]: test["message"] for test in result["tests"] if not test["code"]}
        unclear = [test for test in result["tests"] if test["status"] == "inconclusive"]
        assert result["status"] == "failed", f"{value}: {tests}"
        assert unclear == [], f"{value}: {tests}"
