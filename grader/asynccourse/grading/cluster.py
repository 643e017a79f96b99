"""A cluster of dask.distributed as a place to judge at: an extra, `asynccourse[dask]`.

Each of its workers keeps a pool of judging processes of its own, which ends with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from distributed import Client, WorkerPlugin, get_worker
from distributed.worker import Worker

from asynccourse import __version__
from asynccourse.course.exercise import CourseError
from asynccourse.grading.engine import Place
from asynccourse.grading.pool import Pool
from asynccourse.grading.state import judge_state
from asynccourse.parts.needs import NEEDS
from asynccourse.sandbox.level import LEVELS, Level
from asynccourse.sandbox.machine import missing
from asynccourse.verdicts.refusal import GraderFault

PLUGIN = "asynccourse"
AHEAD = 2
"""Tasks for each of the cluster's threads, so that none waits for the network."""

LOUD = ("distributed", "distributed.client", "tornado", "tornado.application")
"""Loggers that would fill the screen with a lost worker's tracebacks: the cluster's own logs have
them."""

PATIENCE = 10
"""Seconds to wait for the scheduler, and for its first worker."""


class JudgingPlugin(WorkerPlugin):
    """What a worker of the cluster keeps for us: a pool, from the first task to its own end."""

    name = PLUGIN
    idempotent = True  # two graders may share a cluster, and its processes

    def setup(self, worker: Worker) -> None:
        """Make the pool; its processes are started as they are needed."""
        self.pool = Pool()

    async def teardown(self, worker: Worker) -> None:
        """End them, without holding up the worker's other work."""
        await asyncio.to_thread(self.pool.close)


class Equipment(msgspec.Struct, frozen=True):
    """What a worker would judge with."""

    version: str
    judge: str
    needs: list[str]
    unconfined: dict[Level, str]
    """What keeps it from confining answers at a level; empty where nothing does."""


def judge_on_worker(task: bytes) -> bytes:
    """Judge a task in the pool of the cluster's worker that runs this."""
    plugin = get_worker().plugins[PLUGIN]
    assert isinstance(plugin, JudgingPlugin)
    return plugin.pool.judge(task)


def equipment() -> bytes:
    """Return the encoded equipment of the machine that runs this."""
    met = [name for name, need in NEEDS.items() if need.is_met()]
    return msgspec.json.encode(
        Equipment(__version__, judge_state(), met, {one: missing(one) for one in LEVELS})
    )


@contextmanager
def cluster(address: str, sandbox: Level | None) -> Iterator[Place]:
    """Judge on a cluster, by default as strictly as all of its workers can.

    Raises `CourseError` where it can't be reached, isn't ours, or can't confine answers so.
    """
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with _connect(address) as client:
        every = _equip(client, address)
        lacks = {name for name in NEEDS if any(name not in one.needs for one in every)}
        executor = client.get_executor(pure=False)
        try:
            yield Place(
                executor,
                judge_on_worker,
                lambda: AHEAD * max(1, _threads(client, address)),
                f"the cluster at {address}, {_threads(client, address)} at once",
                frozenset(lacks),
                _level(every, address, sandbox),
            )
        finally:
            executor.shutdown(wait=False)


def _connect(address: str) -> Client:
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        told = str(error) or type(error).__name__
        raise CourseError(f"--dask {address}: there is no scheduler ({told})") from None


def _level(every: list[Equipment], address: str, wanted: Level | None) -> Level:
    """Return the level that is wanted, or the strongest that there is on every worker."""
    lacking = {one: [found.unconfined[one] for found in every if found.unconfined[one]]
               for one in LEVELS}  # fmt: skip
    if wanted is None:
        return next(one for one in reversed(LEVELS) if not lacking[one])
    if lacking[wanted]:
        told = f"not all of its workers can confine answers with {wanted!r}: {lacking[wanted][0]}"
        raise CourseError(f"--dask {address}: {told}")
    return wanted


def _threads(client: Client, address: str) -> int:
    """Return how many tasks the workers that there are run at once. Raises `GraderFault`."""
    try:
        return sum(client.nthreads().values())
    except (OSError, RuntimeError):
        told = "what is judged is kept, and the same command goes on"
        raise GraderFault(f"the cluster at {address} is gone; {told}") from None


def _equip(client: Client, address: str) -> list[Equipment]:
    """Give every worker a pool, and return what they judge with."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        client.register_plugin(JudgingPlugin())
        found = client.run(equipment)
    except TimeoutError:
        raise CourseError(f"--dask {address}: the cluster has no workers") from None
    except ImportError as error:
        told = f"its workers need asynccourse {__version__} ({error})"
        raise CourseError(f"--dask {address}: {told}") from None
    every = {worker: msgspec.json.decode(data, type=Equipment) for worker, data in found.items()}
    for worker, one in every.items():
        if one.judge != judge_state():
            told = f"{worker} has another asynccourse ({one.version}) or Python than this machine"
            raise CourseError(f"--dask {address}: {told}: install the same there")
    return list(every.values())
