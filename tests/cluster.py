"""A cluster of two workers: `python -m tests.cluster` prints its address, and lives until EOF."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.commands import REPOSITORY


class Cluster(NamedTuple):
    """Where it is."""

    address: str
    process: int

    @property
    def workers(self) -> list[int]:
        """The processes of the workers that it has now: one that dies is replaced."""
        threads = Path(f"/proc/{self.process}/task").glob("*/children")
        every = [int(pid) for thread in threads for pid in thread.read_text().split()]
        return [pid for pid in every if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


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
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Cluster(process.stdout.readline().decode().strip(), process.pid)
        finally:
            process.stdin.close()


def main() -> None:
    """Be a cluster."""
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as local:
        sys.stdout.write(f"{local.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
