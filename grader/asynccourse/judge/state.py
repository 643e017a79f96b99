"""What the judge's plugin and fixtures share in one pytest session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pytest

from asynccourse.judge.batch import Batch
from asynccourse.judge.process import ForkedRunner, Output, RunnerProcess, SpawnedRunner
from asynccourse.judge.zygote import Zygote, ZygoteLost
from asynccourse.sandbox.ground import Ground
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import Timeline

if TYPE_CHECKING:
    from asynccourse.parts.server import Server

ServerT = TypeVar("ServerT", bound="Server")


@dataclass(frozen=True)
class Evidence:
    """What one run of a test showed beside its outcome."""

    timeline: Timeline
    output: str
    lag: float
    """Share of the time by which the judge itself was late, 0 to 1; 1 where the runner got next to
    no time on a core."""
    expired: bool
    """Whether it was refused because the test's time was up."""


class State:
    """The batch that is being judged, and what serves one after another: zygote and servers."""

    batch: Batch

    def __init__(self, zygote: Zygote | None) -> None:
        self._zygote = zygote
        self._ground: Ground | None = None
        self._servers: dict[type[Server], Server] = {}

    def zygote(self) -> Zygote:
        """Return a zygote that lives."""
        if self._zygote is None or not self._zygote.alive:
            self._end_zygote()
            self._zygote = Zygote(self.batch.options.sandbox)
        return self._zygote

    async def runner(self, output: Output, preloads: Sequence[str]) -> RunnerProcess:
        """Start a runner. Raises `GraderFault`."""
        if self.batch.options.fork:
            try:
                return await ForkedRunner.start(self.zygote(), output, preloads)
            except ZygoteLost:
                # The runner before this one attacked it, and the system was still ending it.
                self._end_zygote()
                return await ForkedRunner.start(self.zygote(), output, preloads)
        if self.batch.options.sandbox != "off":
            raise GraderFault("runners that are started anew can't be confined")
        if self._ground is None:
            self._ground = Ground()
        return await SpawnedRunner.start(self._ground.room(), output)

    def server(self, kind: type[ServerT]) -> ServerT:
        """Return the running server program of a kind, started when first asked for.

        Raises `GraderFault`.
        """
        if kind not in self._servers:
            self._servers[kind] = kind()
            self._servers[kind].wait_until_ready()
        server = self._servers[kind]
        assert isinstance(server, kind)
        return server

    def close(self) -> None:
        """End the zygote and the servers, and remove their folders."""
        for server in self._servers.values():
            server.close()
        self._end_zygote()
        if self._ground is not None:
            self._ground.close()

    def _end_zygote(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None


STATE: pytest.StashKey[State] = pytest.StashKey()
ATTEMPT: pytest.StashKey[int] = pytest.StashKey()
EVIDENCE: pytest.StashKey[Evidence] = pytest.StashKey()
