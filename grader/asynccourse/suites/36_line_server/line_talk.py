"""Clients that talk with a server of lines, and what is refused of its answers."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Client, Clients
from asynccourse.verdicts.refusal import Refusal

LONGEST = 100_000
"""Most bytes of a line, as exercise.toml and the README say."""

NO_REQUESTS = (
    b"",
    b"HELLO",
    b"DELETE it",
    b"SET",
    b"GET",
    b"SET key",
    b"get key",
    b"GETkey",
    b"GET a b",
)
"""Lines that are no requests."""

CLOSE = (
    "Close the writer when a client has ended or has to go, in a `finally`: nobody else does it."
)

ABORT = (
    "End the connections before you wait for the server's end: since Python 3.12.1 "
    "`wait_closed()`, and with it `async with server`, waits for all of them. "
    "`writer.transport.abort()` ends one at once, also where the client doesn't read."
)

END_OF_LINE = "Each answer is a line: it ends with `\\n`, as each request does."


@dataclass(frozen=True)
class Cures:
    """What to do where answers aren't as they should be."""

    few: str = ""
    """Where some of them don't come."""
    closed: str = ""
    """Where they don't, because the connection was closed."""
    many: str = ""
    other: str = ""
    """Where one is not what it should be."""


NO_CURES = Cures()

_PIECES = (
    "A stream has no messages. Let the reader put the pieces together: `await "
    "reader.readuntil()` gives one line, however many pieces it came in."
)

PIECES = Cures(few=_PIECES, many=_PIECES)

HALF = Cures(many="What has no end of line is no request.")

_LIMIT = "The reader's `limit`, 65,536 unless you say otherwise, is for one line."

LIMIT = Cures(few=_LIMIT, closed=_LIMIT)

NO_HURRY = (
    "A slow client is no bad one: it may take its time, and nobody else waits on its account. So "
    "no time-outs."
)

SLOW = Cures(few=NO_HURRY, closed=NO_HURRY)

SHARED = Cures(
    few=NO_HURRY,
    closed=NO_HURRY,
    other="All clients have the same values: keep them in `serve`, not with each connection.",
)

FRESH = Cures(other="Make the values in `serve`: each call of it begins without any.")

ONE_SPACE = Cures(
    other='Take the line apart at the first two spaces and nowhere else, as `line.split(b" ", 2)` '
    "does: what follows is the value, whatever it is."
)

EMPTY = Cures(
    other="An empty value is a value: ask whether the key is there, as `key in values` does, not "
    "whether its value is true."
)

READLINE = Cures(
    other="At the end of a stream, `readline()` gives what there is, without an end of line; "
    "`readuntil()` raises `IncompleteReadError`."
)


class Store:
    """What the server should know: it answers requests as they should be."""

    def __init__(self) -> None:
        self._values: dict[bytes, bytes] = {}

    def answer(self, request: bytes) -> bytes:
        """Return the answer to a request, an error without its words."""
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                self._values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + self._values[key] if key in self._values else b"NONE"
        return b"ERROR"


def some_bytes(rng: Random, count: int, without: bytes = b"\n") -> bytes:
    """Return bytes of every kind but those."""
    allowed = bytes(byte for byte in range(256) if byte not in without)
    return bytes(rng.choices(allowed, k=count))


def word(rng: Random) -> bytes:
    """Return a key or a value without anything special about it."""
    return f"{rng.choice(('tea', 'egg', 'jam'))}-{rng.randrange(10**6)}".encode()


def requests(rng: Random, count: int) -> list[bytes]:
    """Return requests that ask for what was set before, or wasn't, and some that are none."""
    keys = [word(rng) for _ in range(4)]
    made = []
    for _ in range(count):
        key = rng.choice(keys)
        value = rng.choice((word(rng), word(rng) + b"  and " + word(rng)))
        made.append(
            rng.choice((b"SET " + key + b" " + value, b"GET " + key, rng.choice(NO_REQUESTS)))
        )
    # One value with spaces in every row: what goes wrong with it does so with each seed.
    return [b"SET " + keys[0] + b" " + word(rng) + b"  too", *made, b"GET " + keys[0]]


def pieces(rng: Random, data: bytes, count: int) -> list[bytes]:
    """Return the data cut at random places."""
    cuts = sorted(rng.sample(range(1, len(data)), count - 1))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


class Host:
    """The submission's server, and the clients that it has in one test."""

    def __init__(
        self, submission: Submission, witness: Witness, clients: Clients, folder: Path
    ) -> None:
        self.submission = submission
        self.witness = witness
        self.path = folder / "socket"
        self.all: list[Client] = []
        self._clients = clients

    async def listen(self) -> RemoteCall:
        """Start to serve; refuse a `serve` that ends, or never listens."""
        before = _socket_at(self.path)
        call: RemoteCall = self.submission.serve(str(self.path)).start()
        await self.witness.until(
            lambda: _socket_at(self.path) not in (None, before),
            "wrong_result",
            "serve was called with a path, and there is no new socket at that path",
        )
        await self.witness.idle()
        outcome = asyncio.ensure_future(call.outcome())
        for _ in range(5):
            await asyncio.sleep(0)
        if outcome.done():
            if (error := outcome.result().error) is not None:
                raise error
            expect.refuse(
                "wrong_result",
                f"serve {outcome.result()} at once, where it is to serve until it is cancelled",
                cure="What you start in `serve` has to be waited for there.",
            )
        outcome.cancel()
        return call

    async def connect(self) -> Client:
        """Return a new client."""
        try:
            client = await self._clients.connect(self.path)
        except OSError as error:
            expect.refuse("wrong_result", f"a client couldn't connect: {error}")
        self.all.append(client)
        return client

    async def crowd(self, count: int) -> None:
        """Connect so many clients that say nothing."""
        for _ in range(count):
            await self.connect()
            await self.witness.idle()  # nobody has to let more than a few wait to be accepted

    async def later(self, seconds: float) -> None:
        """Let time go by."""
        passed = asyncio.Event()
        self.submission.session.after(seconds, passed.set)
        told = f"serve did not go on for {seconds:g} s"
        await self.witness.until(passed.is_set, "hang", told)

    async def send_in_pieces(self, client: Client, rng: Random, packet: list[bytes]) -> None:
        """Send requests in pieces; refuse if one of these is taken for a line."""
        data, sent = b"\n".join([*packet, b""]), b""
        before = _count(client)
        for piece in pieces(rng, data, len(data) // 3):
            sent += piece
            client.send(piece)
            await self.witness.idle()
            ended, came = sent.count(b"\n"), _count(client) - before
            expect.true(
                came <= ended,
                "wrong_result",
                f"of {len(packet)} requests that came in pieces, {ended} had ended, and {came} "
                f"were answered; the last that had come was {sent[-20:]!r}",
                cure=_PIECES,
            )

    async def answered(
        self,
        client: Client,
        wanted: Sequence[bytes],
        scene: str,
        *,
        code: str = "wrong_result",
        cures: Cures = NO_CURES,
        asked: Sequence[bytes] = (),
    ) -> None:
        """Refuse unless this is all that the client is answered; `code` is for no answer.

        `asked`: the requests, where the scene doesn't tell which one an answer is for.
        """

        def missing() -> Refusal:
            return _missing(client, len(wanted), scene, code, cures)

        await self._until(lambda: client.ended or _count(client) >= len(wanted), missing)
        if _count(client) < len(wanted):
            raise missing()
        await self.witness.idle()
        got = [b"ERROR" if line.startswith(b"ERROR") else line for line in client.lines]
        if rest := _rest(client):
            got.append(rest)
        compare(got, list(wanted), scene, cures, asked)

    async def ended(
        self, client: Client, scene: str, *, code: str = "resource_leak", cure: str = CLOSE
    ) -> None:
        """Refuse unless the server ends this connection."""
        told = f"{scene}, and the server didn't close the connection"
        await self._until(lambda: client.ended, lambda: Refusal(code, told, cure=cure))

    async def _until(self, condition: Callable[[], bool], refusal: Callable[[], Refusal]) -> None:
        """Wait for this, or refuse: without a line, but where one client waits for another.

        The line would be that of `serve` itself, which does nothing wrong when it waits for ever.
        """
        ours: list[Refusal] = []

        def refuse() -> Refusal:
            ours.append(refusal())
            return ours[-1]

        try:
            await self.submission.session.until(condition, refuse)
        except Refusal as error:
            if error in ours and error.code != "sequential":
                error.line = 0
            raise

    async def stop(self, call: RemoteCall) -> None:
        """Cancel `serve`; refuse unless every connection is closed and it ends as cancelled."""
        ending = asyncio.ensure_future(call.cancel())
        try:
            await self.submission.session.until(lambda: not self._left(), self._left_open)
            await self.witness.idle()
            for client in self.all:
                expect.true(
                    client.hung_up,
                    "resource_leak",
                    "serve was cancelled, and the connection of a client that read nothing was "
                    "still open: it would stay so until the client reads",
                    cure=ABORT,
                )
            expect.cancelled(await ending, "serve")
        finally:
            ending.cancel()

    def _left(self) -> list[Client]:
        return [one for one in self.all if not one.ended and one.transport.is_reading()]

    def _left_open(self) -> Refusal:
        told = f"serve was cancelled, with {len(self._left())} of {len(self.all)} clients"
        return Refusal("leaked_task", f"{told} still connected after that", cure=ABORT)


def _socket_at(path: Path) -> tuple[int, int] | None:
    """Return what tells a socket at a path from the next one there; None without a socket."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_ctime_ns) if stat.S_ISSOCK(found.st_mode) else None


def compare(
    got: list[bytes],
    wanted: list[bytes],
    scene: str,
    cures: Cures = NO_CURES,
    asked: Sequence[bytes] = (),
) -> None:
    """Refuse if answers differ."""
    if got == wanted:
        return
    if len(got) != len(wanted):
        told = f"{scene}: for {len(wanted)} lines there were {len(got)} answers"
        expect.refuse("wrong_result", told, cure=cures.many if len(got) > len(wanted) else "")
    mixed = sorted(got) == sorted(wanted)
    expect.refuse(
        "out_of_order" if mixed else "wrong_result",
        _first_different(got, wanted, scene, asked),
        cure="" if mixed else cures.other,
    )


def _missing(client: Client, count: int, scene: str, code: str, cures: Cures) -> Refusal:
    """Return the refusal of answers that don't come; `code` is for an open connection."""
    told = f"{scene}: {_count(client)} of {count} answers came"
    if rest := _rest(client):
        told = f"{told}, and {short(rest)} without an end of line"
        return Refusal("wrong_result", told, cure=END_OF_LINE)
    if client.ended:
        told = f"{told}, and the connection was closed"
        return Refusal("wrong_result", told, cure=cures.closed)
    return Refusal(code, told, cure=cures.few)


def _first_different(
    got: list[bytes], wanted: list[bytes], scene: str, asked: Sequence[bytes]
) -> str:
    place = next(n for n, (one, other) in enumerate(zip(got, wanted, strict=True)) if one != other)
    number = f"answer {place + 1} of {len(wanted)}" if len(wanted) > 1 else "the answer"
    if asked:
        number = f"{number}, to {short(asked[place])},"
    return f"{scene}: {number} was {short(got[place])}, not {short(wanted[place])}"


def short(line: bytes) -> str:
    """Return a line as a sentence shows it."""
    return repr(line) if len(repr(line)) <= 80 else f"{line[:20]!r}… ({len(line):,} bytes)"


def _count(client: Client) -> int:
    return client.received.count(b"\n")


def _rest(client: Client) -> bytes:
    """Return what came behind the last whole line."""
    return client.received.rpartition(b"\n")[2]
