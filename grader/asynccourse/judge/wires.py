"""Wires: real connections between the submission and the judge, beside the wall.

What comes over them are calls of services like any others, with the same witnesses. And the judge
knows of each connection whether anything is under way on it: so a runner whose descriptors all
lead to the judge can be known to be idle, and the virtual clock can move on.
"""

from __future__ import annotations

import asyncio
import select
from collections.abc import Callable, Iterable
from typing import Protocol

from asynccourse.judge.conductor import Conductor
from asynccourse.judge.link import Link
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.switchboard import Switchboard
from asynccourse.sandbox.ground import Room
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Nudge

SETTLING_TURNS = 40
"""Turns of our loop in which what the runner had sent before it was idle is read and handled."""


HORIZON = 2.0
"""Seconds after which a timer of the runner's is a client's time-out (httpx: 5, aiohttp: 300)."""


class Part(Protocol):
    """Something real that the judge has at one end of its wires: a server, say."""

    @property
    def descriptors(self) -> int:
        """How many of the submission's descriptors lead to this part."""

    def moving(self) -> bool:
        """Return whether anything that the judge has sent is still on its way."""

    async def close(self) -> None:
        """Let go of everything. Called once, when the runner has ended."""


class Flow:
    """What the judge sends over one connection: whether it is moving, or the other side full."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._unsent = 0

    def moving(self) -> bool:
        """Return whether bytes have gone since this was last asked, or could go now."""
        before, self._unsent = self._unsent, self._transport.get_write_buffer_size()
        return self._unsent != before or (self._unsent > 0 and self._takes_more())

    def _takes_more(self) -> bool:
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket").fileno(), select.POLLOUT)
        return bool(poll.poll(0))


def any_moving(flows: Iterable[Flow | None]) -> bool:
    """Return whether any of these is moving."""
    return any(flow.moving() for flow in flows if flow is not None)


class Wires:
    """The parts of one test, and what comes from them."""

    def __init__(
        self,
        link: Link,
        conductor: Conductor,
        switchboard: Switchboard,
        room: Room,
        *,
        notice: Callable[[], None],
        refuse: Callable[[Refusal], None],
    ) -> None:
        self.refuse = refuse
        self.room = room
        """Where the parts and the submission meet."""
        self._link = link
        self._conductor = conductor
        self._switchboard = switchboard
        self._notice = notice
        self._parts: list[Part] = []
        self._stirred = False
        conductor.explained = lambda: sum(part.descriptors for part in self._parts)
        conductor.moving = self._moving

    def add(self, part: Part) -> None:
        """Have a part in this test; it is closed with it."""
        self._parts.append(part)
        self._conductor.wired = True
        self._conductor.settling = SETTLING_TURNS
        self._conductor.horizon = HORIZON

    def call(
        self,
        service: Service,
        args: tuple[object, ...],
        reply: Callable[[object, Exception | None], None],
    ) -> ServiceCall | None:
        """Call a service for the submission; `reply` gets its end. None where it is refused."""
        try:
            return self._switchboard.take_wired(service, args, reply)
        except Refusal as refusal:
            self.refuse(refusal)
            return None
        finally:
            self.stirred()

    def withdraw(self, call: ServiceCall) -> None:
        """Note that the submission no longer waits for a call."""
        self._switchboard.withdraw(call)
        self.stirred()

    def stirred(self) -> None:
        """Note that something went over a wire: what is known of the runner's idleness is void.

        A nudge over the wall then brings a report that knows of it.
        """
        # At once, and not with the nudge: an idleness may just be about to be decided on.
        self._conductor.heard()
        if not self._stirred:
            self._stirred = True
            asyncio.get_running_loop().call_soon(self._nudge)

    def _moving(self) -> bool:
        moving = any(part.moving() for part in self._parts)
        if moving:
            self.stirred()
        return moving

    def _nudge(self) -> None:
        self._stirred = False
        self._link.send(Nudge(seq=0))
        self._notice()

    async def close(self) -> None:
        """Close all parts."""
        for part in self._parts:
            await part.close()
