"""The fixtures of hidden suites: `submission`, `driver`, `witness`, `web`, `folder`, and more."""

from __future__ import annotations

import difflib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from asynccourse.course.exercise import Exercise
from asynccourse.judge import told
from asynccourse.judge.jobs import Job
from asynccourse.judge.lag import Lag
from asynccourse.judge.process import Output
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.session import Session
from asynccourse.judge.state import ATTEMPT, EVIDENCE, STATE, Evidence, State
from asynccourse.judge.witness import Witness
from asynccourse.parts.clients import Clients
from asynccourse.parts.folder import Folder
from asynccourse.parts.sockets import Sockets
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.limits import cut
from asynccourse.wall.messages import Load, Loaded, Settings
from asynccourse.wall.values import Handle

if TYPE_CHECKING:
    from asynccourse.parts.mysql import MySQL, MySQLServer
    from asynccourse.parts.postgresql import PostgreSQL, PostgresServer
    from asynccourse.parts.web import Web


@dataclass(frozen=True)
class Clock:
    """Which clock a test runs on, and how much slower than written."""

    virtual: bool
    scale: float


def is_real_clock(test: pytest.Item) -> bool:
    """Return whether a test runs on the machine's clock."""
    return test.get_closest_marker("real_clock") is not None


@pytest.fixture
def job() -> Job:
    """The submission under judgement: the plugin parametrizes every test with its jobs."""
    raise LookupError("a hidden suite is run by `asynccourse`, not by pytest alone")


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    """The virtual clock, or the real one for a test marked `real_clock`."""
    return Clock(not is_real_clock(request.node), 2.0 ** request.node.stash[ATTEMPT])


@pytest_asyncio.fixture
async def session(request: pytest.FixtureRequest, job: Job, clock: Clock) -> AsyncIterator[Session]:
    """A fresh runner with the submission loaded; at the end, what it left behind is judged."""
    file = job.exercise.file
    output = Output(file.limits.output_kb * 1024)
    process = await request.config.stash[STATE].runner(output, file.preloads)
    session = Session(
        process,
        job.source,
        virtual=clock.virtual,
        scale=clock.scale,
        limit=file.limits.seconds,
    )
    lag = Lag()
    try:
        await _load(session, job, clock, request.config.stash[STATE])
        yield session
        await _judge_leftovers(session)
    finally:
        await session.close()
        lag.stop()
        late = 1.0 if session.deadline.is_at_its_latest else lag.share
        evidence = Evidence(session.timeline(), output.text(), late, session.expired)
        request.node.stash[EVIDENCE] = evidence


@pytest.fixture
def submission(session: Session, job: Job) -> Submission:
    """The learner's module, across the wall."""
    return Submission(session, job.exercise.file.functions)


@pytest.fixture
def driver(session: Session) -> RemoteObject:
    """The suite's own driver.py, which runs on the submission's side; it returns plain data."""
    return RemoteObject(session, Handle("runner", 1, "driver", "object"))


@pytest.fixture
def source(job: Job) -> str:
    """The submission's text, for a driver that runs it in its own way."""
    return job.source.data.decode("utf-8", "replace")


@pytest.fixture
def witness(session: Session, clock: Clock) -> Witness:
    """The maker of services, waits and the test's clock."""
    return Witness(session, virtual=clock.virtual)


@pytest.fixture
def web(session: Session) -> Web:
    """The opener of real HTTP servers."""
    # What only some exercises need takes long to import.
    from asynccourse.parts.web import Web  # noqa: PLC0415

    return Web(session.wires)


@pytest.fixture
def clients(session: Session) -> Clients:
    """The maker of real clients of a server that the submission runs."""
    return Clients(session.wires)


@pytest.fixture
def sockets(session: Session) -> Sockets:
    """The maker of real websocket clients of a server that the submission runs."""
    return Sockets(session.wires)


@pytest.fixture
def folder(session: Session) -> Path:
    """A folder for the submission's files, which is gone after the test."""
    folder = Folder(session.wires)
    session.wires.add(folder)
    return folder.path


# A server is the run's and not the test's: it is started before the test's own time begins.


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> PostgresServer:
    """The run's PostgreSQL server."""
    from asynccourse.parts.postgresql import PostgresServer  # noqa: PLC0415

    return pytestconfig.stash[STATE].server(PostgresServer)


@pytest.fixture
def postgresql(session: Session, postgres_server: PostgresServer) -> PostgreSQL:
    """The maker of PostgreSQL databases."""
    from asynccourse.parts.postgresql import PostgreSQL  # noqa: PLC0415

    return PostgreSQL(session.wires, postgres_server)


@pytest.fixture(scope="session")
def mysql_server(pytestconfig: pytest.Config) -> MySQLServer:
    """The run's MariaDB or MySQL server."""
    from asynccourse.parts.mysql import MySQLServer  # noqa: PLC0415

    return pytestconfig.stash[STATE].server(MySQLServer)


@pytest.fixture
def mysql(session: Session, mysql_server: MySQLServer) -> MySQL:
    """The maker of MySQL databases."""
    from asynccourse.parts.mysql import MySQL  # noqa: PLC0415

    return MySQL(session.wires, mysql_server)


@pytest.fixture
def numbers(job: Job) -> dict[str, float]:
    """The exercise's own figures, from exercise.toml."""
    return job.exercise.file.numbers


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers that are the same for the same seed and test."""
    seed = request.config.stash[STATE].batch.options.seed
    return random.Random(f"{seed} {request.node.originalname}")


async def _load(session: Session, job: Job, clock: Clock, state: State) -> None:
    try:
        load = _load_message(job, clock)
        if job.exercise.file.workers:
            load.settings.workers = await session.open_to_workers()
        loaded = await session.start(load)
        _require_functions(loaded, job.exercise)
    except Refusal as refusal:
        state.batch.load_refusals[job.number] = refusal
        raise


def _load_message(job: Job, clock: Clock) -> Load:
    file, driver = job.exercise.file, job.exercise.driver
    return Load(
        name=job.exercise.slug,
        path=str(job.file),
        source=job.source.data,
        functions=dict(file.functions),
        settings=Settings(
            virtual_clock=clock.virtual,
            hold=file.limits.hold,
            verdict_hold=max(file.limits.hold, Settings().verdict_hold),
            turns=file.limits.turns,
            memory=file.limits.memory_mb * 2**20,
            watch_calls=file.watch_calls,
            execute=file.executed,
        ),
        driver=driver.read_bytes() if driver.is_file() else b"",
    )


def _require_functions(loaded: Loaded, exercise: Exercise) -> None:
    if not loaded.missing:
        return
    missing = loaded.missing[0]
    if missing not in exercise.file.functions:
        raise told.broken_wall("it lacks a function that it wasn't asked for")
    defined = [cut(name, 100) for name in loaded.defined[:50]]
    close = difflib.get_close_matches(missing, defined, n=1)
    call = "()" if exercise.file.functions[missing] in ("async", "sync") else ""
    hint = f"; it has {close[0]}{call}: was that meant?" if close else ""
    cure = "" if call else f"Keep `{missing}` where the stub has it, under that name."
    said = f"{exercise.slug}.py defines no {missing}{call}{hint}"
    raise Refusal("missing_function", said, cure=cure)


async def _judge_leftovers(session: Session) -> None:
    report = await session.finish()
    if report is not None:
        for refusal in told.left_behind(report):
            session.refuse(refusal)
    if session.refusal is not None:
        raise session.refusal
