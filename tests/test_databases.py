"""Real database servers: every statement is witnessed, and nothing of a server outlives a run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from asynccourse.parts.mysql_wire import MySQLTalk
from asynccourse.parts.needs import missing, told
from asynccourse.parts.postgresql_wire import PostgresTalk
from asynccourse.parts.talk import UNREADABLE
from tests.commands import run
from tests.test_processes import linux_only, processes_with, wait_for

Lab = Callable[..., Any]

NEEDS = {
    "postgresql": missing(["asyncpg", "postgresql"]),
    "mysql": missing(["aiomysql", "mysql"]),
}

KINDS = [
    pytest.param(kind, marks=pytest.mark.skipif(bool(needs), reason=told(needs) if needs else ""))
    for kind, needs in NEEDS.items()
]

each_kind = pytest.mark.parametrize("kind", KINDS)

SETUP = {
    "postgresql": "CREATE TABLE things (name text); INSERT INTO things VALUES ('a'), ('b');",
    "mysql": [
        "CREATE TABLE things (name VARCHAR(9))",
        "INSERT INTO things VALUES ('a'), ('b')",
    ],
}

HEAD = {
    "postgresql": """
        import asyncio, asyncpg
        async def connect(dsn):
            return await asyncpg.connect(dsn)
        async def ask(connection, value):
            query = "SELECT count(*) FROM things WHERE name <> $1"
            return await connection.fetchval(query, str(value))
        async def close(connection):
            await connection.close()
    """,
    "mysql": """
        import asyncio, aiomysql, urllib.parse
        async def connect(dsn):
            parts = urllib.parse.urlsplit(dsn)
            path = urllib.parse.parse_qs(parts.query)["unix_socket"][0]
            return await aiomysql.connect(
                unix_socket=path, user=parts.username, db=parts.path.strip("/"))
        async def ask(connection, value):
            cursor = await connection.cursor()
            query = "SELECT count(*) FROM things WHERE name <> %s"
            await cursor.execute(query, (str(value),))
            return (await cursor.fetchone())[0]
        async def close(connection):
            await connection.ensure_closed()
    """,
}

HEAD = {kind: text.rstrip(" ") for kind, text in HEAD.items()}

WORK = """
        async def one(dsn, value):
            connection = await connect(dsn)
            try:
                return await ask(connection, value)
            finally:
                await close(connection)
        async def together(dsn, values):
            async with asyncio.TaskGroup() as group:  # which waits until each has closed its own
                tasks = [group.create_task(one(dsn, value)) for value in values]
            return [task.result() for task in tasks]
        async def work(dsn, values):
            return {}
"""

TOGETHER = "await together(dsn, values)"
ONE_BY_ONE = "[await one(dsn, value) for value in values]"


def suite(kind: str, text: str) -> str:
    """Return a suite with the fixture and the set-up of one kind of database."""
    return text.replace("DATABASE", kind).replace("SETUP", repr(SETUP[kind]))


def answer(kind: str, body: str = TOGETHER) -> str:
    """Return a submission whose `work` returns this."""
    return HEAD[kind] + WORK.format(body)


@each_kind
@pytest.mark.parametrize(("body", "code"), [(TOGETHER, None), (ONE_BY_ONE, "sequential")])
def test_statements_meet_at_a_real_database(
    kind: str, body: str, code: str | None, lab: Lab
) -> None:
    """The first statement's answer is held until others are there; who can't bring them waits."""
    result = lab(
        suite(
            kind,
            """
            async def test_together(submission, witness, DATABASE):
                query = witness.rendezvous("query", 4)
                database = await DATABASE.database(SETUP, query, "from things")
                got = await submission.work(database.dsn, [1, 2, 3, 4])
                expect.equal(got, [2, 2, 2, 2], "work")
                expect.equal(database.peak, 4, "the peak")
            """,
        ),
        answer(kind, body),
    )
    assert result["code"] == code, result["message"]
    if code:
        assert "never more than 1 of 4 calls of query()" in result["message"]


@each_kind
@pytest.mark.parametrize(("body", "seconds"), [(TOGETHER, 0.1), (ONE_BY_ONE, 0.5)])
def test_time_is_exact_with_a_real_database(kind: str, body: str, seconds: float, lab: Lab) -> None:
    """The virtual clock stands while the server works, and while anything is on its way."""
    result = lab(
        suite(
            kind,
            f"""
            async def test_time(submission, witness, DATABASE):
                query = witness.timed("query", 0.1)
                database = await DATABASE.database(SETUP, query, "from things")
                await submission.work(database.dsn, list("abcde"))
                expect.equal(witness.now, {seconds}, "the clock")
                expect.equal(database.connections, 5, "connections")
                await witness.until(lambda: database.open == 0, "resource_leak", "still open")
            """,
        ),
        answer(kind, body),
    )
    assert result["status"] == "passed", result["message"]


@each_kind
def test_a_statement_is_known_however_its_brackets_are_spaced(kind: str, lab: Lab) -> None:
    """SQL may have a space before a bracket: the query that is waited for is the same."""
    in_brackets = answer(kind).replace("<> $1", "IN ($1)").replace("<> %s", "IN (%s)")
    result = lab(
        suite(
            kind,
            """
            async def test_spaced(submission, witness, DATABASE):
                query = witness.rendezvous("query", 3)
                database = await DATABASE.database(SETUP, query, "name in(")
                expect.equal(await submission.work(database.dsn, list("abc")), [1, 1, 0], "work")
                expect.equal(len(query.calls), 3, "queries")
            """,
        ),
        in_brackets,
    )
    assert result["status"] == "passed", result["message"]


@each_kind
def test_a_connection_that_stays_open_is_seen(kind: str, lab: Lab) -> None:
    """What isn't closed is a leak, and it is certain at once."""
    result = lab(
        suite(
            kind,
            """
            async def test_leak(submission, witness, DATABASE):
                database = await DATABASE.database(SETUP, witness.instant("query"), "from things")
                await submission.work(database.dsn)
                await witness.until(lambda: database.open == 0, "resource_leak", "still open")
            """,
        ),
        HEAD[kind] + "        kept = []\n        async def work(dsn):\n"
        "            kept.append(await connect(dsn))\n            await ask(kept[0], 1)\n",
    )
    assert (result["code"], result["message"]) == ("resource_leak", "still open")


@each_kind
def test_a_statement_can_be_cut_and_be_cancelled(kind: str, lab: Lab) -> None:
    """A cut connection is an error there; a cancelled statement is an end of it here."""
    result = lab(
        suite(
            kind,
            """
            from asynccourse.parts.relay import Dropped
            def drop():
                raise Dropped
            async def test_cut(submission, witness, DATABASE):
                query = witness.instant("query", lambda *asked: drop())
                database = await DATABASE.database(SETUP, query, "from things")
                outcome = await submission.work(database.dsn, ["x"]).outcome()
                expect.equal(outcome.kind, "raised", "the call")
                await witness.until(lambda: database.open == 0, "resource_leak", "still open")
            async def test_cancelled(submission, witness, DATABASE):
                query = witness.gate("query")
                database = await DATABASE.database(SETUP, query, "from things")
                call = submission.work(database.dsn, ["x", "y"]).start()
                await witness.all_in_flight(query, 2)
                expect.cancelled(await call.cancel(), "work")
                await witness.until(lambda: database.open == 0, "resource_leak", "still open")
                expect.equal([c.outcome for c in query.calls], ["cancelled"] * 2, "the calls")
            """,
        ),
        answer(kind),
    )
    assert result["status"] == "passed", result["message"]


@each_kind
def test_each_test_has_a_database_of_its_own(kind: str, lab: Lab) -> None:
    """What one test did to its database, the next doesn't see; nor could it do more."""
    result = lab(
        suite(
            kind,
            """
            @pytest.mark.parametrize("number", [1, 2])
            async def test_own(submission, witness, DATABASE, number):
                database = await DATABASE.database(SETUP, witness.instant("query"), "from things")
                expect.equal(await submission.work(database.dsn, ["x"]), [1], "work")
                expect.equal(await database.fetch("SELECT name FROM things"), [("b",)], "things")
            """,
        ),
        deleting(kind),
    )
    assert result["status"] == "passed", result["message"]


def deleting(kind: str) -> str:
    """Return a submission that deletes a thing before it asks."""
    run_it = {
        "postgresql": "await connection.execute(sql)",
        "mysql": "cursor = await connection.cursor(); await cursor.execute(sql); "
        "await connection.commit()",
    }[kind]
    return HEAD[kind] + (
        "        async def work(dsn, values):\n"
        "            connection = await connect(dsn)\n"
        "            sql = \"DELETE FROM things WHERE name = 'a'\"\n"
        f"            {run_it}\n"
        "            got = [await ask(connection, value) for value in values]\n"
        "            await close(connection)\n"
        "            return got\n"
    )


# ------------------------------------------------------------------------------- the processes


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path is short, and which servers of root's can enter."""
    folder = Path(tempfile.mkdtemp(prefix="ac-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


EXERCISES = {"postgresql": "33", "mysql": "34"}


@linux_only
@each_kind
def test_nothing_remains_of_a_server_after_a_check(kind: str, temporary: Path) -> None:
    """Two runs side by side don't meet, and when they have ended their servers are gone."""

    def check(_number: int) -> Any:
        return run(
            *("check", EXERCISES[kind], "--solutions", "--json"), env={"TMPDIR": str(temporary)}
        ).result

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(check, range(2)))
    assert [result["status"] for result in results] == ["passed", "passed"]
    assert processes_with(str(temporary)) == []
    assert list(temporary.iterdir()) == []


@linux_only
@each_kind
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_judge_that_is_ended_takes_its_server_along(
    kind: str, ending: signal.Signals, temporary: Path, tmp_path: Path
) -> None:
    """Kill, Ctrl-C or terminate the judge in the middle: no server lives on, nor its folder."""
    answer, began = tmp_path / "answer.py", tmp_path / "began"
    answer.write_text(
        f"async def report(dsn, ids, size):\n    open({str(began)!r}, 'w').close()\n"
        "    while True: pass\n"
    )
    judge = subprocess.Popen(
        [sys.executable, "-m", "asynccourse", "check", EXERCISES[kind], "--file", str(answer)],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(began.exists)
    assert list(temporary.glob("asynccourse-db-*"))
    judge.send_signal(ending)
    judge.wait(100)
    wait_for(lambda: not processes_with(str(temporary)))
    wait_for(lambda: not list(temporary.glob("asynccourse-db-*")))


@linux_only
@each_kind
def test_a_server_that_cannot_start_is_no_verdict(
    kind: str, temporary: Path, tmp_path: Path
) -> None:
    """The reason is told in the grader's own name, and the submission isn't blamed: nobody is told
    to mend it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    tmp_path.chmod(0o755)
    for name in ("postgres", "initdb", "mariadbd", "mariadb-install-db"):
        (programs / name).write_text("#!/bin/sh\necho no, said $0\nexit 3\n")
        (programs / name).chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    env = {"TMPDIR": str(temporary), "PATH": path}
    ran = run("check", EXERCISES[kind], "--solutions", "--json", env=env)
    assert ran.status == 3, ran.out
    assert "could not be started" in ran.result["message"]
    ran = run("check", EXERCISES[kind], "--solutions", env=env)
    assert "To try again: asynccourse check" in ran.out
    assert "Mend" not in ran.out
    assert list(temporary.iterdir()) == []


# ------------------------------------------------------------------------------- the protocols


@pytest.mark.parametrize("talk", [PostgresTalk, MySQLTalk])
@pytest.mark.parametrize("end", ["client", "server"])
def test_what_is_no_message_is_an_error_and_nothing_worse(
    talk: type[PostgresTalk | MySQLTalk], end: str
) -> None:
    """Whatever a submission sends, reading it ends, and with one of the errors that are known."""
    for first in range(256):
        one = talk()
        data = bytes([first, 0, 0, 9, 0, 3, 0, 0, 66, 0, 0, 0, 4, 69, 255, 255, 255, 255]) * 3
        try:
            getattr(one, end)(data)
        except UNREADABLE:
            pass
