"""A cluster of two workers: `python -m tests.cluster` prints its address, and lives until EOF.

To each line it answers with the processes of the workers that have started.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from tests.commands import REPOSITORY


class Cluster(NamedTuple):
    """Where it is."""

    address: str
    asking: IO[str]
    told: IO[str]

    @property
    def workers(self) -> list[int]:
        """The processes of the workers that it has now: one that dies is replaced.

        One that is killed before it has started isn't; so those aren't told.
        """
        self.asking.write("\n")
        self.asking.flush()
        found: list[int] = json.loads(self.told.readline())
        return found


@contextmanager
def cluster(env: dict[str, str]) -> Iterator[Cluster]:
    """Start a cluster beside the test, and end it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cluster"],
        cwd=REPOSITORY,
        env=os.environ | env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            yield Cluster(address, process.stdin, process.stdout)
        finally:
            process.stdin.close()


def main() -> None:
    """Be a cluster."""
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as local:
        print(local.scheduler_address, flush=True)
        for _ in sys.stdin:
            processes = [nanny.process for nanny in local.workers.values()]
            print(
                [one.pid for one in processes if one and one.status.name == "running"], flush=True
            )


if __name__ == "__main__":
    main()
