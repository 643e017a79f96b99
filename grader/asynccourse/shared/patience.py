"""A wait has no limit of the answer's own: its timer may come, and calls in flight go on."""

from __future__ import annotations

from asynccourse.judge import expect
from asynccourse.judge.services import Gate
from asynccourse.judge.witness import Witness

SOON = 1.0
"""Seconds from which a timer counts as a limit: one sooner may only look for an end, again and
again."""

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""


async def expect_patience(
    witness: Witness, gate: Gate, what: str, *, far: float, cure: str
) -> None:
    """Refuse `what` if its own timer, due within `far` seconds, ends calls that the gate holds."""
    timer = (await witness.idle()).timer
    if timer is None or not SOON < timer - witness.now < far:
        return
    await witness.until(lambda: witness.now >= timer - EXACT, "hang", "its timer never came")
    await witness.idle()
    for call in gate.calls:
        expect.true(
            call.outcome == "open",
            "wrong_exception",
            f"{what} gave up on {call.label} after {timer - call.start:g} s",
            line=call.line,
            cure=cure,
        )
