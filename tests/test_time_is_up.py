"""When a test's time is up, what refuses the answer is told, and only time itself ends the rest."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from asynccourse.judge.session import Session
from asynccourse.judge.source import Source
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import FromRunner, Hold, Load, Ready, Settings, Snapshot
from tests.attacks.forger import Forger

HOLD = Hold(0.6, 0.6, 1, True, 0.0, 0.0, 0, False)
ENDLESS = Snapshot([], 1, 5.0)


class Asked(Forger):
    """A runner that is ready, and says the rest when the judge asks where it is."""

    async def answer(self, *said: FromRunner) -> None:
        """Wait for the question, and say it."""
        loop = asyncio.get_running_loop()
        self.theirs.setblocking(False)
        while b"inspect" not in await loop.sock_recv(self.theirs, 2**16):
            pass
        self.say(*said)


@pytest.mark.parametrize(
    ("said", "expired"),
    [([HOLD, ENDLESS], False), ([ENDLESS], True)],
    ids=["a hold that was on its way", "an answer without end"],
)
def test_a_refusal_that_was_on_its_way_doesnt_end_the_tests_behind_it(
    said: list[FromRunner], expired: bool
) -> None:
    """On a slow machine a hold may be told only when time is up: the tests behind it are run, as
    they are on a fast one, so that the points are the same."""

    async def judge() -> bool:
        forger = await Asked.start([Ready()], ends=False)
        source = Source(Path("work.py"), b"pass\n")
        session = Session(forger, source, virtual=True, scale=1.0, limit=0.2)
        answering = asyncio.create_task(forger.answer(*said))
        try:
            with pytest.raises(Refusal) as caught:
                await session.start(Load("work", "work.py", b"", {}, Settings()))
            assert caught.value.code == "blocked_loop"
            await answering
            await asyncio.wait({session._refusing} if session._refusing else {answering})
            return session.expired
        finally:
            await session.close()

    assert asyncio.run(judge()) is expired
