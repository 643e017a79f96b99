"""Proves that `serve` answers whole lines, whatever comes, and that no client can harm another."""

from __future__ import annotations

import importlib
import socket
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Client, Clients

if TYPE_CHECKING:
    import line_talk
else:  # a suite's folder is found by its whole name, which no import statement can spell
    line_talk = importlib.import_module("asynccourse.suites.36_line_server.line_talk")

LONGEST = line_talk.LONGEST

LATER = 600.0
"""Seconds in which nothing happens, after which everything goes on all the same."""

CROWD = 60
"""Clients that are there and say nothing."""

DRAIN = (
    "`await writer.drain()` after each answer: it waits while the client doesn't take what was "
    "written, and meanwhile no further request is answered. (After `writelines`, some releases of "
    "Python 3.12 and 3.13 don't wait: use `write`.)"
)


@pytest.fixture
def host(
    submission: Submission, witness: Witness, clients: Clients, folder: Path
) -> line_talk.Host:
    """The submission's server on a socket of this test's."""
    return line_talk.Host(submission, witness, clients, folder)


@pytest.mark.points(2)
async def test_lines_are_answered(host: line_talk.Host, rng: Random) -> None:
    """Each line gets its answer, in order: alone, many in one packet, in pieces."""
    call = await host.listen()
    store = line_talk.Store()
    client = await host.connect()
    wanted = []
    asked = line_talk.requests(rng, 6)
    for request in asked:
        wanted.append(store.answer(request))
        client.send(request + b"\n")
        await host.answered(client, wanted, f"requests one by one, the last {request!r}")
    packet = [*line_talk.requests(rng, 12), *line_talk.NO_REQUESTS]
    asked += packet
    wanted += [store.answer(request) for request in packet]
    client.send(b"\n".join([*packet, b""]))
    scene = f"{len(wanted) - len(packet)} requests one by one, then {len(packet)} in one packet"
    await host.answered(client, wanted, scene, cures=line_talk.PIECES, asked=asked)
    packet = line_talk.requests(rng, 6)
    await host.send_in_pieces(client, rng, packet)
    asked += packet
    wanted += [store.answer(request) for request in packet]
    scene += f", then {len(packet)} in pieces"
    await host.answered(client, wanted, scene, cures=line_talk.PIECES, asked=asked)
    await host.stop(call)


@pytest.mark.points(1)
async def test_clients_together(host: line_talk.Host, rng: Random) -> None:
    """A client that says nothing, or half a line, keeps nobody waiting; all share the values."""
    call = await host.listen()
    store = line_talk.Store()
    silent, half = await host.connect(), await host.connect()
    key, value = line_talk.word(rng), line_talk.word(rng)
    half.send(b"SET " + key)
    await host.crowd(CROWD)
    others = [await host.connect() for _ in range(4)]
    scene = f"with {CROWD} clients connected that said nothing, and one that had sent half a line"
    for number, client in enumerate(others):
        for place, request in enumerate(line_talk.requests(rng, 3)):
            client.send(request + b"\n")
            wanted = [b"ERROR" if line[:5] == b"ERROR" else line for line in client.lines]
            wanted.append(store.answer(request))
            told = f"{scene}, another one" if not number and not place else "four clients in turn"
            await host.answered(client, wanted, told, code="sequential")
    await host.later(LATER)
    half.send(b" " + value + b"\n")
    scene = "the rest of the line, ten minutes after its beginning"
    wanted = [store.answer(b"SET " + key + b" " + value)]
    await host.answered(half, wanted, scene, cures=line_talk.SLOW)
    silent.send(b"GET " + key + b"\n")
    await host.answered(
        silent,
        [store.answer(b"GET " + key)],
        "GET by a client that had said nothing for ten minutes, after SET by another",
        cures=line_talk.SHARED,
    )
    await host.stop(call)


@pytest.mark.points(2)
async def test_slow_reader(host: line_talk.Host, rng: Random) -> None:
    """Of a client that takes no answers, few requests are answered; the others don't feel it."""
    call = await host.listen()
    store = line_talk.Store()
    other = await host.connect()
    key = line_talk.word(rng)
    old, new = (line_talk.word(rng) * 5_000 for _ in range(2))
    await say(host, other, store, b"SET " + key + b" " + old)
    slow = await host.connect()
    slow.stop_reading()
    count = 60
    slow.send((b"GET " + key + b"\n") * count)
    await host.witness.idle()
    await say(host, other, store, b"SET " + key + b" " + new)
    await say(host, other, store, b"GET " + key)
    await host.later(LATER)
    slow.read_on()
    await all_came(host, slow, count, "a client that didn't read for ten minutes")
    early = slow.lines.count(b"VALUE " + old)
    wanted = [b"VALUE " + old] * early + [b"VALUE " + new] * (count - early)
    line_talk.compare(slow.lines, wanted, "a client that asked for one value again and again")
    expect.true(
        early < count // 2,
        "unbounded",
        f"a client asked {count} times for a value of {len(old):,} bytes and took no answer; "
        f"{early} answers were made all the same and kept for it, {early * len(old):,} bytes",
        cure=DRAIN,
    )
    await questions_stay(host, rng, store)
    await host.stop(call)


async def questions_stay(host: line_talk.Host, rng: Random, store: line_talk.Store) -> None:
    """Refuse if the requests of a client that doesn't read are all taken in."""
    slow, other = await host.connect(), await host.connect()
    key = line_talk.word(rng) * 100
    await say(host, other, store, b"SET " + key + b" " + key)
    slow.stop_reading()
    count = 1_500
    for _ in range(count):
        slow.send(b"GET " + key + b"\n")
    await host.witness.idle()
    size = count * len(key)
    expect.true(
        slow.unsent > 0,
        "unbounded",
        f"a client sent {size:,} bytes of requests and read no answer; the server took them all in",
        cure=DRAIN,
    )
    await say(host, other, store, b"GET " + line_talk.word(rng))
    slow.read_on()
    await all_came(host, slow, count, "a client that sent much and read late")


async def say(host: line_talk.Host, client: Client, store: line_talk.Store, line: bytes) -> None:
    """Send one line, and refuse a wrong answer."""
    wanted = [*client.lines, store.answer(line)]
    client.send(line + b"\n")
    scene = f"{line_talk.short(line)}, with another client that reads nothing"
    await host.answered(client, wanted, scene)


async def all_came(host: line_talk.Host, client: Client, count: int, scene: str) -> None:
    """Refuse unless so many answers come in the end."""
    await host.witness.until(
        lambda: client.ended or client.received.count(b"\n") >= count,
        "wrong_result",
        f"{scene} didn't get all its answers in the end",
    )
    came = client.received.count(b"\n")
    expect.true(
        came == count,
        "wrong_result",
        f"{scene} got {came} of {count} answers, and was disconnected",
        cure=line_talk.NO_HURRY,
    )


@pytest.mark.points(1)
async def test_a_client_ends(host: line_talk.Host, rng: Random) -> None:
    """What a client asked for before it ended is answered, half a line isn't; then it is closed."""
    call = await host.listen()
    store = line_talk.Store()
    packet = [*line_talk.requests(rng, 8), b"SET half whole"]
    wanted = [store.answer(request) for request in packet]
    client = await host.connect()
    client.send(b"\n".join([*packet, b"SET half a"]))
    client.end()
    await host.ended(client, "a client had sent its last and ended its side")
    scene = f"{len(packet)} requests and half a line, and the end of the client"
    await host.answered(client, wanted, scene, cures=line_talk.HALF, asked=packet)
    other = await host.connect()
    other.send(b"GET half\n")
    await host.answered(
        other,
        [b"VALUE whole"],
        "after b'SET half whole\\n', and b'SET half a' without an end of line",
        cures=line_talk.READLINE,
    )
    await one_reads_late(host, rng, store)
    await host.stop(call)


async def one_reads_late(host: line_talk.Host, rng: Random, store: line_talk.Store) -> None:
    """Refuse if a client that has ended its side loses answers that it had not taken yet."""
    key = line_talk.word(rng)
    other, late = await host.connect(), await host.connect()
    await say(host, other, store, b"SET " + key + b" " + line_talk.word(rng) * 5_000)
    late.stop_reading()
    count = 6
    late.send((b"GET " + key + b"\n") * count)
    late.end()
    await host.witness.idle()
    late.read_on()
    scene = "a client that asked, ended its side and read only then"
    await all_came(host, late, count, scene)
    await host.ended(late, scene)


@pytest.mark.points(1)
async def test_bad_clients(host: line_talk.Host, rng: Random) -> None:
    """Garbage gets an error; whoever is gone in the middle is gone: nobody else notices."""
    call = await host.listen()
    store = line_talk.Store()
    good = await host.connect()
    key = line_talk.word(rng) + b"\t\r" + line_talk.some_bytes(rng, 9, b"\n ")
    value = b"x" + line_talk.some_bytes(rng, 50) + b" \r"
    wanted = await special_values(host, good, store, key, value)
    bad = await host.connect()
    garbage = [b"\xff" + line_talk.some_bytes(rng, 40) for _ in range(5)]
    bad.send(b"\n".join([*garbage, b"GET " + key, b""]))
    await host.answered(
        bad, [b"ERROR"] * 5 + [b"VALUE " + value], "five lines of garbage, and then a request"
    )
    long = b"SET long " + line_talk.word(rng) * 2_000
    wanted.append(store.answer(long))
    good.send(long + b"\n")
    for what in ("at once", "in a line", "with answers to come", "amid its answers"):
        gone = await host.connect()
        if what == "in a line":
            gone.send(b"SET " + key + b" wro")
        if what == "with answers to come":
            gone.send(b"GET long\n" * 50)
        if what == "amid its answers":
            gone.stop_reading()
            gone.send(b"GET long\n" * 100)
        if what != "with answers to come":
            await host.witness.idle()
        gone.abort()
        await host.witness.idle()
        wanted.append(store.answer(b"GET " + key))
        good.send(b"GET " + key + b"\n")
        await host.answered(good, wanted, f"after another client was gone {what}")
    await host.stop(call)


async def special_values(
    host: line_talk.Host, client: Client, store: line_talk.Store, key: bytes, value: bytes
) -> list[bytes]:
    """Refuse a server that takes a line for text, or apart at other places than two spaces."""
    wanted = []
    for scene, special in (
        ("an empty value", b""),
        ("a value with a space at its beginning, and two at its end", b" \tmilk  "),
        ("a key and a value of bytes that are no text", value),
    ):
        question = b"GET " + key
        for request in (b"SET " + key + b" " + special, question):
            wanted.append(store.answer(request))
            client.send(request + b"\n")
            empty = request is question and not special
            cures = line_talk.EMPTY if empty else line_talk.ONE_SPACE
            await host.answered(client, wanted, scene, cures=cures)
    return wanted


@pytest.mark.points(1)
async def test_long_lines(host: line_talk.Host, rng: Random) -> None:
    """A line of 100,000 bytes is answered; a longer one, or one without end, is refused."""
    call = await host.listen()
    store = line_talk.Store()
    key = line_talk.word(rng)
    start = b"SET " + key + b" "
    longest = start + line_talk.some_bytes(rng, LONGEST - len(start))
    client, wanted = await host.connect(), []
    for request in (longest, b"GET " + key):
        wanted.append(store.answer(request))
        for piece in line_talk.pieces(rng, request + b"\n", 5):
            client.send(piece)
        scene = f"a line of {LONGEST:,} bytes" if request is longest else "GET of a long value"
        await host.answered(client, wanted, scene, cures=line_talk.LIMIT)
    for over in (1, rng.randrange(2, 2_000), 200_000):
        bad = await host.connect()
        length = LONGEST + over
        bad.send(start + b"x" * (length - len(start)) + b"\n")
        await host.ended(
            bad,
            f"a client sent a line of {length:,} bytes, where {LONGEST:,} are allowed",
            code="unbounded",
            cure="Close the connection as soon as a line is longer than it may be.",
        )
        client.send(b"GET " + key + b"\n")
        wanted.append(store.answer(b"GET " + key))
        await host.answered(client, wanted, f"after another client's line of {length:,} bytes")
    endless = await host.connect()
    endless.send(b"SET " + b"x" * 3_000_000)
    await host.ended(
        endless,
        "a client sent 3,000,000 bytes without an end of line",
        code="unbounded",
        cure="What has no end is too long as soon as it is longer than a line may be.",
    )
    client.send(b"GET " + key + b"\n")
    wanted.append(store.answer(b"GET " + key))
    await host.answered(client, wanted, "after another client's line without end")
    await host.stop(call)


@pytest.mark.points(1)
async def test_no_clients(submission: Submission, host: line_talk.Host, folder: Path) -> None:
    """Without a client it serves nobody, and ends; where it can't listen, the caller hears it."""
    call = await host.listen()
    await host.stop(call)
    taken = folder / "taken"
    taken.mkdir()
    for path, where in (
        (folder / "no such folder" / "socket", "in a folder that doesn't exist"),
        (taken, "where there is a folder"),
    ):
        await cannot_listen(submission, str(path), f"serve at a path {where}")


async def cannot_listen(submission: Submission, path: str, what: str) -> None:
    """Refuse a serve that raises no OSError."""
    try:
        await submission.serve(path)
    except RemoteError as error:
        expect.true(
            all("OSError" in leaf.bases for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"{what} raised {expect.shown_error(error)}, not the OSError that asyncio raises",
            line=error.line,
        )
        return
    expect.refuse("wrong_exception", f"{what} returned")


@pytest.mark.points(1)
async def test_cancelled_from_outside(host: line_talk.Host, rng: Random) -> None:
    """When `serve` is cancelled, all connections are closed, whatever their clients do."""
    key = line_talk.word(rng)
    request = b"SET " + key + b" " + line_talk.word(rng) * 5_000
    for again in (False, True):
        call = await host.listen()
        store = line_talk.Store()
        idle, half, slow, ended, answered = [await host.connect() for _ in range(5)]
        scene = "when serve was called again at the same path" if again else "the first requests"
        asked = [b"GET " + key, request]
        idle.send(b"\n".join([*asked, b""]))
        wanted = [store.answer(line) for line in asked]
        await host.answered(idle, wanted, scene, cures=line_talk.FRESH, asked=asked)
        half.send(b"SET " + key)
        for client, count in ((slow, 60), (ended, 60), (answered, 6)):
            client.stop_reading()
            client.send((b"GET " + key + b"\n") * count)
        for client in (ended, answered):
            client.end()
        await host.witness.idle()
        await host.stop(call)
        nobody_listens(host)


def nobody_listens(host: line_talk.Host) -> None:
    """Refuse if a client can still connect."""
    with socket.socket(socket.AF_UNIX) as client:
        refused = client.connect_ex(str(host.path))
    expect.true(
        refused != 0,
        "resource_leak",
        "serve had been cancelled, and a client could still connect",
        cure="Close the server, in a `finally`.",
    )
