"""Members of a chat room, and what is refused of what they hear."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import NoReturn
from urllib.parse import quote

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts.sockets import Socket, Sockets, frame
from asynccourse.verdicts.refusal import Refusal

NAMES = ("ada", "bob", "cleo", "dan", "eve", "finn", "gil", "hedy", "ivan", "jo")

LONG = 8_000
"""Characters of a text of which not many fit into a connection that isn't read from."""

QUEUES = (
    "Give each member a queue of its own, and a task that sends what is in it: to tell a text is "
    "then to put it into every queue, which waits for nobody."
)

READING = (
    "Up to 100 texts may wait for each member, also for those who read: many may have been said "
    "before its task has a turn to send them."
)

ORDER = (
    "Put each text into all queues, the speaker's too, with no `await` in between; and only then "
    "tell the next one, also that somebody has left."
)

LEFT = (
    "Tell it in the handler's `finally`, which runs whatever has ended it; and only where the "
    "member is still in the room: so it is told once."
)

REMOVED = "Whoever leaves is taken out of the room in a `finally`, however that came."

IN_ORDER = "A list keeps the order in which its members came, and so does a dict."

APART = "Each `ChatRoom` has members of its own: make what they are kept in in its `__init__`."

PATIENCE = (
    "For as long as no more than `BACKLOG` texts wait for a member, it may take its time: a "
    "heartbeat, or a time limit for each text, cuts it off too early."
)

GRACE = (
    "`await socket.close(code=1001)` says so to the other side, and waits for its answer. Cut off "
    "only those who don't answer within `GRACE`."
)

SENDER_LAST = (
    "If you cancel the task that sends, do so after `close`: while both wait for the connection, "
    "to cancel the one may end the wait of the other too."
)

OWN = "All members are told, the one who speaks too."

BATCH = 10
"""Texts that are said at once where very many are: those who read can keep up with that."""

DELAY = 0.5
"""Seconds of the test's clock that no text needs."""


def word(rng: Random) -> str:
    """Return a text that is like no other."""
    return f"{rng.choice(('hello', 'well', 'hmm', 'né'))} {rng.randrange(10**6)}"


def texts(rng: Random, count: int, length: int = 0) -> list[str]:
    """Return different texts, of at least this length."""
    return [f"{number} {word(rng)}".ljust(length, ".") for number in range(count)]


def short(text: str) -> str:
    """Return a text as a sentence shows it."""
    return repr(text if len(text) <= 40 else text[:30] + "…")


def binary(content: bytes) -> bytes:
    """Return a frame of bytes that are no text."""
    return frame(2, content)


class Party:
    """The submission's room in one test, who is in it, and what each of them must have heard."""

    def __init__(
        self,
        submission: Submission,
        driver: RemoteObject,
        witness: Witness,
        sockets: Sockets,
        folder: Path,
    ) -> None:
        self.submission = submission
        self.driver = driver
        self.witness = witness
        self.present: dict[Socket, str] = {}
        """Who is in the room, with their names, in the order in which they came."""
        self.wanted: dict[Socket, list[str]] = {}
        """What each must have heard."""
        self._sockets = sockets
        self._path = folder / "socket"

    async def begin(self) -> None:
        """Open the room, and another one."""
        await self.driver.call("start", str(self._path))

    async def end(self) -> None:
        """Let everybody leave, and close the server."""
        await self._send_home()
        await self.members_are([], "after all had gone")
        running, line = await self.driver.call("still_running")
        if running:
            expect.refuse(
                "leaked_task",
                f"all connections had ended, and {running} of the handlers hadn't",
                line=line,
                cure="What can't be sent any more is sent to nobody. `cancel()` ends the task that "
                "sends; wait for no more than that.",
            )
        await self.driver.call("stop")
        for answer in await self.driver.plain("strange_answers"):
            expect.refuse(
                "wrong_result",
                f"`handle` returned {answer}, where aiohttp wants the websocket",
                cure="End it with `return socket`: that is the answer to the request.",
            )

    async def refuse(self, code: str, message: str, cure: str = "") -> NoReturn:
        """Refuse once all is over, so that what goes on as it should isn't taken for a leak."""
        await self._send_home()
        await self.driver.call("stop")
        expect.refuse(code, message, cure=cure)

    async def _send_home(self) -> None:
        for member in self.wanted:
            member.abort()
            await self.witness.idle()  # one by one: what two ends in one turn do is not asked here

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[None]:
        """Let all that is said meanwhile come to the server in one turn of its loop."""
        await self.witness.idle()
        await self.driver.plain("hold")
        yield
        await self.driver.plain("go_on")

    async def flood(self, talker: Socket, said: Sequence[str]) -> int:
        """Let a member say these texts, or as many as it can; return how many."""
        for number in range(0, len(said), BATCH):
            if talker.hung_up:
                return number
            async with self.at_once():
                for text in said[number : number + BATCH]:
                    talker.say(text)
            await self.witness.idle()
        return len(said)

    async def join(self, name: str, *, scene: str = "", cure: str = "") -> Socket:
        """Return a new member, once all have heard of it."""
        member = await self._sockets.open(self._path, f"/chat?name={quote(name)}")
        self.present[member], self.wanted[member] = name, []
        self._tell(f"* {name} joined")
        await self._settled(
            lambda: bool(member.status or member.ended),
            lambda: Refusal("wrong_result", f"{name} asked for a websocket, and got no answer"),
        )
        expect.true(
            member.status == 101,
            "wrong_result",
            f"{name} asked for a websocket, and got the status {member.status or 'nothing'}",
            cure="`await socket.prepare(request)` answers that it is one.",
        )
        await self.all_heard(scene or f"{name} joined", cure=cure)
        return member

    async def apart(self, name: str, text: str) -> None:
        """Refuse if what is said in one room is heard in another, where a guest of this name is."""
        guest = await self._sockets.open(self._path, f"/elsewhere?name={quote(name)}")
        await self.witness.idle()
        guest.say(text)
        speaker = next(iter(self.present))
        self.say(speaker, text)
        scene = f"{name} was in another ChatRoom, and something was said in both"
        wanted = [f"* {name} joined", f"{name}: {text}"]
        await self._settled(
            lambda: len(guest.texts) >= len(wanted),
            lambda: Refusal("wrong_result", f"{scene}: {name} heard {guest.texts}", cure=APART),
            parked=False,
        )
        compare(name, guest.texts, wanted, scene, cure=APART)
        guest.leave()
        await self.all_heard(scene, cure=APART)

    def say(self, member: Socket, text: str) -> None:
        """Let a member say something, which all must hear."""
        self._tell(f"{self.present[member]}: {text}")
        member.say(text)

    def gone(self, member: Socket) -> None:
        """Note that a member has left, which the others must hear."""
        name = self.present.pop(member)
        self._tell(f"* {name} left")

    def _tell(self, text: str) -> None:
        for member in self.present:
            self.wanted[member].append(text)

    async def all_heard(
        self,
        scene: str,
        *,
        but: Collection[Socket] = (),
        code: str = "wrong_result",
        cure: str = "",
        cut: str = READING,
    ) -> None:
        """Refuse unless all members but these have heard just what they must.

        `code` is for what doesn't come, or comes only when time goes by; `cut` is the cure where
        one was cut off.
        """
        members = [member for member in self.present if member not in but]
        began = self.witness.now
        for member in members:
            await self._settled(
                lambda member=member: len(member.texts) >= len(self.wanted[member]),  # type: ignore[misc]
                lambda member=member: self._missing(member, scene, code, cure, cut),  # type: ignore[misc]
                parked=code == "sequential",
            )
        await self.witness.idle()
        took = self.witness.now - began
        if took >= DELAY:
            told = f"{scene}: the others heard it, but only {took:.4g} s later"
            await self.refuse(code if but else "too_slow", told, cure)
        for member in members:
            compare(self.present[member], member.texts, self.wanted[member], scene)

    async def all_connected(
        self, scene: str, *, but: Collection[Socket] = (), cut: str = READING
    ) -> None:
        """Refuse if a member was cut off, unless it is one of these."""
        await self.witness.idle()
        for member, name in self.present.items():
            if member not in but and member.hung_up:
                await self.driver.plain("show_error")
                told = f"{scene}; {name} was cut off, though no more than 100 texts waited for it"
                await self.refuse("wrong_result", told, cut)

    async def closed(self, closing: RemoteCall, scene: str) -> None:
        """Wait until `close` has ended; refuse a CancelledError that nobody has sent."""
        outcome = await closing.outcome()
        if outcome.kind == "cancelled":
            told = f"{scene}, and `close` raised CancelledError, though nobody had cancelled it"
            await self.refuse("wrong_exception", told, SENDER_LAST)
        if outcome.error is not None:
            raise outcome.error

    async def _settled(
        self, condition: Callable[[], bool], refusal: Callable[[], Refusal], *, parked: bool = True
    ) -> None:
        """Refuse unless this comes true; with the handler's own error where it raised one.

        `parked`: the line that waits is to blame, and is shown.
        """
        await self.witness.idle()
        if condition():
            return
        await self.driver.plain("show_error")
        if parked:
            await self.submission.session.until(condition, refusal)
            return
        await self.driver.call("rest")  # all else that is to happen does so meanwhile
        await self.witness.idle()
        if not condition():
            raise refusal()

    def _missing(self, member: Socket, scene: str, code: str, cure: str, cut: str) -> Refusal:
        name, got, wanted = self.present[member], member.texts, self.wanted[member]
        told = f"{scene}: {name} heard {len(got)} of {len(wanted)} texts"
        if member.ended:
            return Refusal("wrong_result", f"{told}, and was cut off", cure=cut)
        place = first_different(got, wanted)
        if place < len(got):
            told = f"{told}; {short(got[place])} came where {short(wanted[place])} belongs"
        else:
            told = f"{told}; {short(wanted[place])} and what follows didn't come"
        return Refusal(code, told, cure=cure or cure_for(wanted[place], name, got))

    async def members_are(self, names: list[str], scene: str, cure: str = "") -> None:
        """Refuse unless the room knows just these; `cure` is for where one is missing."""
        got = await self.driver.plain("members")
        if got == names:
            return
        told = f"{scene}, `members` was {expect.shown(got)}, not {names}"
        if isinstance(got, list) and sorted(map(repr, got)) == sorted(map(repr, names)):
            await self.refuse("out_of_order", told, IN_ORDER)
        if isinstance(got, list) and len(got) > len(names):
            await self.refuse("resource_leak", told, REMOVED)
        await self.refuse("wrong_result", told, cure)


def compare(
    name: str, got: Sequence[str], wanted: Sequence[str], scene: str, cure: str = ""
) -> None:
    """Refuse if a member heard other texts than these; `cure` is for where they are too many."""
    if list(got) == list(wanted):
        return
    told = f"{scene}: {name} heard {len(got)} texts, not {len(wanted)}"
    if len(got) > len(wanted):
        more = next(text for text in reversed(got) if got.count(text) > wanted.count(text))
        expect.refuse(
            "wrong_result", f"{told}; too many: {short(more)}", cure=cure or cure_for(more)
        )
    place = first_different(got, wanted)
    if place == len(got):
        expect.refuse("wrong_result", f"{told}; {short(wanted[place])} didn't come")
    mixed = sorted(got) == sorted(wanted)
    expect.refuse(
        "out_of_order" if mixed else "wrong_result",
        f"{scene}: {name} heard {short(got[place])} where {short(wanted[place])} belongs",
        cure=ORDER if mixed else "",
    )


def first_different(got: Sequence[str], wanted: Sequence[str]) -> int:
    """Return the place of the first text that isn't the one wanted, or doesn't come."""
    pairs = enumerate(zip(got, wanted, strict=False))
    return next((place for place, (mine, theirs) in pairs if mine != theirs), len(got))


def cure_for(text: str, name: str = "", got: Sequence[str] = ()) -> str:
    """Return what to do where this text doesn't come to this member, or comes too often.

    `got`: what has come to it. Of its own texts none comes, or one that is missing says nothing.
    """
    if text.startswith("* ") and text.endswith(" left"):
        return LEFT
    own = f"{name}: "
    is_own = bool(name) and text.startswith(own)
    return OWN if is_own and not any(one.startswith(own) for one in got) else ""
