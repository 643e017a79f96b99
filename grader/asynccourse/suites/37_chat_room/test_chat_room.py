"""Proves that in a `ChatRoom` all hear the same, and that no member is another's trouble."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts.sockets import Socket, Sockets

if TYPE_CHECKING:
    import chat_party
else:  # a suite's folder is found by its whole name, which no import statement can spell
    chat_party = importlib.import_module("asynccourse.suites.37_chat_room.chat_party")

CUT = (
    "A queue with a `maxsize` is full at some time: that is where `put_nowait` raises, and the "
    "member has to go: `request.transport.abort()` waits for nothing."
)

ENOUGH = "A queue with `maxsize=BACKLOG` takes in as many texts as may wait."

ALL_OF_THEM = (
    "All texts that aren't sent yet count: those in the queue, and those that its task has taken "
    f"out and still holds. {CUT}"
)

TWINS = "Tell members apart by something that is each one's own, such as its socket; not by name."

TOGETHER = (
    "Close all connections at once, each with its own time limit: "
    "`async with asyncio.timeout(GRACE): await socket.close(code=1001)`. Then cut off who is left."
)

WITHIN = 0.9
"""Seconds after which somebody reads on that has one second to do so."""

SILENCE = 20.0
"""Seconds for which somebody reads nothing: less than after which a dead line is given up."""

ON_THEIR_WAY = 25
"""More texts than aiohttp and asyncio take in for a connection that takes nothing."""


@pytest.fixture
def party(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    sockets: Sockets,
    folder: Path,
) -> chat_party.Party:
    """The room of this test, and its guests."""
    return chat_party.Party(submission, driver, witness, sockets, folder)


@pytest.mark.points(1)
async def test_all_hear_all(party: chat_party.Party, rng: Random) -> None:
    """All members hear who joins and what is said, in order, and one that speaks hears itself."""
    await party.begin()
    await party.members_are([], "before anybody had come")
    names = ["Zoë B.", *rng.sample(chat_party.NAMES, 2)]
    rng.shuffle(names)
    members = [await party.join(name) for name in names]
    await party.members_are(names, "after three had joined")
    for member in rng.sample(members, 3):
        party.say(member, chat_party.word(rng))
        await party.all_heard("a text was said")
    async with party.at_once():
        for text in ["", "* not a notice", "  spaces ", "é" * 70, *chat_party.texts(rng, 10)]:
            party.say(members[0], text)
    await party.all_heard("many texts were said at once")
    members[0].send(chat_party.binary(b"no text"))
    party.say(members[0], chat_party.word(rng))
    await party.all_heard("something that is no text, and then a text")
    await party.apart("guest", chat_party.word(rng))
    await party.end()


@pytest.mark.points(1)
async def test_one_order_for_all(party: chat_party.Party, rng: Random) -> None:
    """However many speak at once, all hear all texts in the same order."""
    await party.begin()
    names = rng.sample(chat_party.NAMES, 5)
    members = [await party.join(name) for name in names]
    before = {member: len(member.texts) for member in members}
    said = {name: chat_party.texts(rng, 15, 3_000) for name in names}
    async with party.at_once():
        for number in range(15):
            for member, name in zip(members, names, strict=True):
                member.say(said[name][number])
    scene = "five members said fifteen texts each at the same time"
    await party.all_connected(scene)
    first = members[0].texts[before[members[0]] :]
    for name in names:
        own = [text.removeprefix(f"{name}: ") for text in first if text.startswith(f"{name}: ")]
        chat_party.compare(names[0], own, said[name], f"{scene}; of what {name} said")
    for member in members:
        party.wanted[member] += first
    await party.all_heard(f"{scene}; going by what {names[0]} heard")
    await party.end()


@pytest.mark.points(1)
async def test_joining_later(party: chat_party.Party, rng: Random) -> None:
    """Whoever joins later hears nothing from before; two of one name are two members."""
    await party.begin()
    name, other = rng.sample(chat_party.NAMES, 2)
    first = await party.join(name)
    party.say(first, chat_party.word(rng))
    later = await party.join(other)
    twin = await party.join(name, scene="somebody joined with the name of another", cure=TWINS)
    for member in (first, later, twin):
        party.say(member, chat_party.word(rng))
        await party.all_heard("two members have the same name", cure=TWINS)
    await party.members_are([name, other, name], "with two members of one name")
    twin.leave()
    party.gone(twin)
    await party.all_heard("one of two members with the same name left")
    await party.members_are([name, other], "after one of two with the same name had left")
    party.say(first, chat_party.word(rng))
    await party.all_heard("one of two members with the same name had left")
    await party.end()


@pytest.mark.points(2)
async def test_slow_member_delays_nobody(party: chat_party.Party, rng: Random) -> None:
    """While one member takes nothing, the others hear all; it gets it when it reads on."""
    await party.begin()
    talker, listener, slow = [await party.join(name) for name in rng.sample(chat_party.NAMES, 3)]
    slow.stop_reading()
    for text in chat_party.texts(rng, 90, chat_party.LONG):
        party.say(talker, text)
    name = party.present[slow]
    scene = f"90 texts were said while {name} read none"
    await party.all_connected(scene)
    await party.all_heard(scene, but=[slow], code="sequential", cure=chat_party.QUEUES)
    for member in (listener, slow):
        party.say(member, chat_party.word(rng))
        told = f"{scene}, and then {party.present[member]} said something"
        await party.all_connected(told)
        await party.all_heard(told, but=[slow], code="sequential", cure=chat_party.QUEUES)
    await party.driver.call("rest", SILENCE)
    scene = f"{scene}, for {SILENCE:.0f} s"
    await party.all_connected(scene, cut=chat_party.PATIENCE)
    slow.read_on()
    await party.all_heard(f"{scene}, and then read on", cut=chat_party.PATIENCE)
    await party.end()


@pytest.mark.points(1)
async def test_slow_member_is_cut_off(
    party: chat_party.Party, rng: Random, numbers: dict[str, float]
) -> None:
    """A member for which more than 100 texts wait is cut off and has left; the others go on."""
    await party.begin()
    names = rng.sample(chat_party.NAMES, 4)
    talker, other, slow, listener = [await party.join(name) for name in names]
    twin = await party.join(names[1])
    for member in (slow, twin):
        member.stop_reading()
    start = len(talker.texts)
    said = chat_party.texts(rng, 400, chat_party.LONG)
    await party.flood(talker, said)
    scene = (
        f"{len(said)} texts of {chat_party.LONG:,} characters were said while {names[2]} and a "
        f"second {names[1]} read none"
    )
    await party.all_connected(scene, but=[slow, twin])
    lefts = {slow: f"* {names[2]} left", twin: f"* {names[1]} left"}
    for member, left in lefts.items():
        if left not in listener.texts:
            await kept(party, listener, member, scene, len(said))
        del party.present[member]
    await party.members_are([*party.present.values()], scene, TWINS)
    heard = talker.texts[start:]
    places = [(heard.index(left) if left in heard else 0, left) for left in lefts.values()]
    wanted = [f"{names[0]}: {text}" for text in said]
    for place, left in sorted(places):
        wanted.insert(place, left)
    for member in party.present:
        party.wanted[member] += wanted
    await party.all_heard(scene, code="sequential", cure=chat_party.QUEUES)
    for member, left in lefts.items():
        if not member.hung_up:
            told = f"{scene}; the others heard {left!r}, and its connection was still open"
            await party.refuse("resource_leak", told, CUT)
        waiting = [text for text in heard[: heard.index(left)] if text not in lefts.values()]
        await cut_in_time(party, member, scene, len(waiting), int(numbers["backlog"]))
    party.say(other, chat_party.word(rng))
    await party.all_heard("after two slow members had been cut off")
    again = await party.join(names[2])
    await speaks_and_reads_nothing(party, again, listener, rng, int(numbers["backlog"]))
    await party.end()


async def cut_in_time(
    party: chat_party.Party, slow: Socket, scene: str, told: int, backlog: int
) -> None:
    """Refuse unless a member was cut off when so many texts waited for it, of those told to it."""
    slow.read_on()
    await party.witness.until(lambda: slow.ended, "resource_leak", f"{scene}; it is connected")
    # All that was told before it left had waited for it, but for what has come to it.
    waited = told - spoken(slow)
    seen = f"{scene}; one was cut off when {waited} texts were on their way to it or waited"
    if waited < backlog:
        await party.refuse("wrong_result", f"{seen}, and {backlog} may wait", ENOUGH)
    if waited > backlog + ON_THEIR_WAY:
        await party.refuse("unbounded", f"{seen}, where only {backlog} may wait", ALL_OF_THEM)


def spoken(member: Socket) -> int:
    """Return how many texts a member has heard that another one had said."""
    return len([text for text in member.texts if not text.startswith("* ")])


async def speaks_and_reads_nothing(
    party: chat_party.Party, speaker: Socket, listener: Socket, rng: Random, backlog: int
) -> None:
    """Refuse unless a member that says much and reads nothing is cut off like any other."""
    name, start = party.present[speaker], len(listener.texts)
    speaker.stop_reading()
    said = chat_party.texts(rng, 400, chat_party.LONG)
    count = await party.flood(speaker, said)
    scene = f"{name} said {count} texts, and read none"
    heard = listener.texts[start:]
    left = f"* {name} left"
    if left not in heard:
        await kept(party, listener, speaker, scene, spoken(listener) - len(heard) + count)
    del party.present[speaker]
    own = [text for text in heard if text != left]
    wanted = [f"{name}: {text}" for text in said[: len(own)]]
    chat_party.compare(party.present[listener], own, wanted, scene)
    for member in party.present:
        party.wanted[member] += heard
    await party.all_heard(f"{scene}; going by what {party.present[listener]} heard")
    if heard.index(left) < backlog:
        told = f"{scene}; it was cut off after {heard.index(left)}, and {backlog} may wait"
        await party.refuse("wrong_result", told, ENOUGH)


async def kept(
    party: chat_party.Party, listener: Socket, slow: Socket, scene: str, count: int
) -> None:
    """Refuse a member that should have left: for what is kept for it, or for what isn't."""
    await party.driver.plain("show_error")
    if spoken(listener) < count:
        told = f"{scene}; {party.present[listener]}, who read, heard {spoken(listener)} of them"
        await party.refuse("sequential", told, chat_party.QUEUES)
    name = party.present[slow]
    if slow.hung_up:
        told = f"{scene}; {name} was cut off, and nobody heard that {name} left"
        await party.refuse("wrong_result", told, chat_party.LEFT)
    slow.read_on()
    await party.witness.idle()
    texts = spoken(slow)
    if texts == count:
        expect.refuse(
            "unbounded",
            f"{scene}; all were kept for it, and would be for ever",
            cure=f"At most 100 texts wait for one member. {CUT}",
        )
    expect.refuse(
        "wrong_result",
        f"{scene}; nobody heard that {name} left, and when it read on, it got {texts} of them",
        cure=f"Nobody misses a text and stays. {CUT}",
    )


@pytest.mark.points(2)
async def test_leaving(party: chat_party.Party, rng: Random) -> None:
    """However a member goes, also amid what it doesn't take, the others hear of it, and go on."""
    await party.begin()
    talker, listener = [await party.join(name) for name in ("talker", "listener")]
    ways: dict[str, Callable[[Socket], Awaitable[None]]] = {
        "by the protocol's close": _leave,
        "without a word": _abort,
        "without a word, and many texts to be sent to it": lambda member: _amid(party, member, rng),
        "by breaking the protocol": _garble,
    }
    for (way, go), name in zip(ways.items(), rng.sample(chat_party.NAMES, len(ways)), strict=True):
        scene = f"{name} went {way}"
        member = await party.join(name)
        party.say(member, chat_party.word(rng))
        await party.all_heard(f"{name} had joined")
        await go(member)
        party.gone(member)
        await party.all_heard(scene)
        await party.members_are(["talker", "listener"], f"after {scene}")
        if not (member.hung_up or member.transport.is_closing()):
            await party.refuse("resource_leak", f"{scene}, and its connection was still open")
        for one in (talker, listener):
            party.say(one, chat_party.word(rng))
            await party.all_heard(f"after {scene}")
    await party.driver.plain("show_error")
    await party.end()


async def _leave(member: Socket) -> None:
    member.leave()


async def _abort(member: Socket) -> None:
    member.abort()


async def _amid(party: chat_party.Party, member: Socket, rng: Random) -> None:
    member.stop_reading()
    talker = next(iter(party.present))
    for text in chat_party.texts(rng, 80, chat_party.LONG):
        party.say(talker, text)
    scene = f"80 texts were said while {party.present[member]} read none"
    await party.all_heard(scene, but=[member], code="sequential", cure=chat_party.QUEUES)
    member.abort()


async def _garble(member: Socket) -> None:
    member.send(b"\xff\xff\xff\xff")


@pytest.mark.points(1)
async def test_closing(
    party: chat_party.Party, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """`close` sends all away with the code 1001, within a second also those who read nothing."""
    await party.begin()
    await driver.call("close")
    await driver.call("stop")
    await party.begin()
    names = rng.sample(chat_party.NAMES, 5)
    talker, slow, listener, late, other = members = [await party.join(name) for name in names]
    unread = [slow, late, other]
    for member in unread:
        member.stop_reading()
    for text in chat_party.texts(rng, 90, chat_party.LONG):
        party.say(talker, text)
    await party.all_heard("90 texts were said", but=unread, code="sequential")
    began = witness.now
    scene = f"the room was closed while {names[1]} and {names[4]} read nothing"
    closing = driver.call("close").start()
    await driver.call("rest", WITHIN)
    late.read_on()
    await party.closed(closing, scene)
    took = witness.now - began
    expect.true(took <= 1.1, "too_slow", f"{scene}, and that took {took:.4g} s", cure=TOGETHER)
    await witness.idle()
    for member, name in zip(members, names, strict=True):
        told = f"{scene}; {name}"
        if not member.hung_up:
            await party.refuse("resource_leak", f"{told} was still connected", CUT)
        told += f", who read on after {WITHIN} s," if member is late else ""
        expect.true(
            member in (slow, other) or member.close_code == 1001,
            "wrong_result",
            f"{told} was closed with {member.close_code or 'no code'}, not with the code 1001",
            cure=chat_party.GRACE + ("" if member.close_code else f" {chat_party.SENDER_LAST}"),
        )
    for member in (talker, listener):
        told = f"{scene}, and nobody is to be told who left"
        chat_party.compare(party.present[member], member.texts, party.wanted[member], told)
    await party.members_are([], f"after {scene}")
    await driver.call("stop")


@pytest.mark.points(1)
async def test_cancelled(
    party: chat_party.Party, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the server stops and cancels the handlers, nothing of them is left."""
    await party.begin()
    names = rng.sample(chat_party.NAMES, 3)
    talker, _, slow = members = [await party.join(name) for name in names]
    slow.stop_reading()
    for text in chat_party.texts(rng, 90, chat_party.LONG):
        party.say(talker, text)
    await party.all_heard("90 texts were said", but=[slow], code="sequential")
    await driver.call("stop")
    await witness.idle()
    await party.members_are([], "after the server had cancelled all handlers")
    slow.read_on()  # what aiohttp still has for it, it sends before it closes the connection
    await witness.idle()
    for member, name in zip(members, names, strict=True):
        expect.true(
            member.hung_up,
            "resource_leak",
            f"the server had cancelled all handlers, and {name} was still connected",
        )
