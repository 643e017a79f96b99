"""What a hostile runner says is bounded: numbers, names, costs. And what it can't say is told."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from asynccourse.wall import limits, values
from asynccourse.wall.decoding import Decoder
from asynccourse.wall.encoding import Encoder
from asynccourse.wall.framing import WallError, from_runner
from tests.commands import REPOSITORY

Lab = Callable[..., Any]

IDLE = ["idle", 1, None, 0, 0, 0, 0]
HOLD = ["hold", 0.1, 0.1, 3, False, 0.0, 0.0, 0, False]


@pytest.mark.parametrize("timer", [math.nan, math.inf, -math.inf, -1.0, 1e300])
def test_no_timer_is_infinite_or_no_number(timer: float) -> None:
    """A time at which no clock can ever be is no message."""
    with pytest.raises(WallError):
        from_runner(msgspec.msgpack.encode([*IDLE[:2], timer, *IDLE[3:]]))


@pytest.mark.parametrize("field", range(1, len(HOLD)))
def test_no_number_of_a_hold_is_beyond_all_bounds(field: int) -> None:
    """Whoever draws a hold can rely on numbers that can be drawn."""
    from_runner(msgspec.msgpack.encode(HOLD))
    for number in (math.nan, -math.inf, -5, 2**63):
        if HOLD[field] is not False:
            with pytest.raises(WallError):
                from_runner(msgspec.msgpack.encode([*HOLD[:field], number, *HOLD[field + 1 :]]))


def test_keys_that_share_a_hash_are_refused_before_they_meet() -> None:
    """Twenty thousand keys of one hash would hold the judge for half a minute."""
    same = 2**61 - 1
    keys: list[values.Value] = [
        values.BigInt((number * same).to_bytes(16, "big")) for number in range(limits.KEYS)
    ]
    decoder = Decoder(lambda handle: handle, lambda error: error)
    began = time.process_time()
    with pytest.raises(WallError):
        decoder.decode(values.Set(keys))
    assert time.process_time() - began < 5


def test_the_longest_number_can_be_written_in_a_sentence() -> None:
    """Python writes no number of more than 4,300 digits, so none that is longer may cross."""
    decoder = Decoder(lambda handle: handle, lambda error: error)
    longest = values.BigInt(b"\x7f" + b"\xff" * (limits.INT_BITS // 8))
    assert len(str(decoder.decode(longest))) > 4_000


class Kind(type):
    """Says that its classes have another name."""

    @property
    def __name__(cls) -> str:  # type: ignore[override]
        """Lie."""
        return "ConnectionError"


def test_an_error_that_only_bears_a_known_name_is_told_apart() -> None:
    """A class of the submission's own isn't the built-in one that it is named like."""

    def told(error: BaseException) -> values.Error:
        encoder = Encoder(lambda obj: values.Handle("runner", 1, "", "object"), lambda _: [])
        return encoder.error(error)

    namesake = type("ConnectionError", (Exception,), {"__module__": "answer"})
    assert told(namesake("x")).kind == "answer.ConnectionError"
    assert told(Kind("Own", (Exception,), {})("x")).kind == "Own"
    assert told(ConnectionError("x")).kind == "ConnectionError"
    assert "OSError" in told(ConnectionError("x")).bases


def test_a_group_of_groups_costs_no_more_than_its_members() -> None:
    """Thirty groups in each other are told once each, and not each time twice."""
    group: Exception = ValueError("innermost")
    for _ in range(30):
        group = ExceptionGroup("around", [group])
    encoder = Encoder(lambda obj: values.Handle("runner", 1, "", "object"), lambda _: [])
    error = encoder.error(group)
    while error.group:
        assert error.args == ["around"]
        error = error.group[0]
    assert error.text == "innermost"


@pytest.mark.parametrize("way", ["return", "raise"])
def test_what_is_too_large_for_the_wall_is_told(way: str, lab: Lab) -> None:
    """A result or an error of twenty megabytes is `limit_exceeded`, not a call without an end."""
    what = "'x' * 20_000_000" if way == "return" else "ValueError('x' * 20_000_000)"
    result = lab(
        """
        async def test_work(submission):
            await submission.work()
        """,
        f"async def work(): {way} {what}",
        hold=5.0,
    )
    assert result["code"] == "limit_exceeded", result["message"]


CALLS = {
    "a plain one": 'witness.instant("ask", {"a": 1}.__getitem__)',
    "a timed one": 'witness.timed("ask", lambda key: {"a": 1}[key])',
}


@pytest.mark.parametrize("service", CALLS)
def test_a_service_that_is_called_wrongly_raises_as_any_function(service: str, lab: Lab) -> None:
    """Wrong arguments are an error for whoever passed them, at once, and the test goes on."""
    result = lab(
        f"""
        async def test_work(submission, witness):
            ask = {CALLS[service]}
            expect.equal(await submission.work(ask), ["TypeError", "TypeError", "KeyError"], "work")
        """,
        """
        async def work(ask):
            raised = []
            for args in ([[]], [], ["nosuch"]):
                try:
                    await ask(*args)
                except Exception as error:
                    raised.append(type(error).__name__)
            return raised
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_a_service_shows_nothing_of_the_suite(lab: Lab) -> None:
    """Handed back as a result, a service is told by its name alone."""
    result = lab(
        """
        async def test_work(submission, witness):
            expect.equal(await submission.work(witness.instant("ask")), 1, "work")
        """,
        "async def work(ask): return ask",
    )
    assert result["message"] == "work gave <ask service>, not 1"


def test_what_a_submission_has_sent_is_let_go_of_before_the_next_test() -> None:
    """A judge that meets many who send all that they may holds none of it between two tests."""
    held = held_between_tests("much_to_keep", 2)
    assert max(held) - held[0] < ONE_MESSAGE / 2


ONE_MESSAGE = 15_000_000
"""Bytes in each of the messages that `much_to_keep` sends."""


def held_between_tests(attack: str, count: int) -> list[int]:
    """Return the bytes that one judge held after each test of an attack judged so many times."""
    path = REPOSITORY / f"tests/attacks/corpus/protocol/{attack}.py"
    jobs = [["03_gather", str(path)]] * count
    judged = subprocess.run(
        [sys.executable, "-m", "tests.attacks.batch"],
        input=json.dumps({"level": "off", "seed": 1, "jobs": jobs, "traced": True}).encode(),
        capture_output=True,
        cwd=REPOSITORY,
        check=True,
    )
    held: list[int] = json.loads(judged.stdout)["held"]
    return held
