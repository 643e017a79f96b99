"""`python -m tests.bench.soak FOLDER [KILLS] [--dask] [--only NN]... [--jobs N]`.

Grades the class in FOLDER undisturbed, then again while something is killed with SIGKILL at random
moments, KILLS times in all: the grader, which is started again, a judging process, or with --dask a
worker of the cluster. Prints how many verdicts differ, and ends with status 1 where one does; what
a sentence measures may. An answer over which a second judging process is killed is refused for
that, as it must be, and counted apart. A grading that comes to its end before all have been killed
is compared, and begun anew.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.alike import verdict
from tests.cluster import Cluster, cluster
from tests.commands import REPOSITORY
from tests.grading import command, rows
from tests.processes import judging

BETWEEN = (1.0, 6.0)
"""Seconds between two kills, at least and at most."""

DIED_TWICE = "the process that judged it died over it 2 times"
"""What is said of an answer that was hit twice."""


def main() -> None:
    """Kill, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak")
    parser.add_argument("folder", type=Path)
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    options = ["--seed", "1", "--jobs", asked.jobs, "--quiet"]
    options += [word for name in asked.only for word in ("--only", name)]
    with tempfile.TemporaryDirectory() as folder:
        calm, disturbed = Path(folder) / "calm", Path(folder) / "disturbed"
        subprocess.run(command(asked.folder, "--out", calm, *options), cwd=REPOSITORY, check=True)
        with place(dask=asked.dask) as two:
            to = ["--dask", two.address] if two else []
            grading = [*command(asked.folder, "--out", disturbed, *options), *to]
            wrong = 0
            for status in disturb(grading, asked, two):
                wrong += status or compare(calm, disturbed)
                print(f"a grading ended with status {status}", flush=True)
        sys.exit(bool(wrong))


@contextmanager
def place(*, dask: bool) -> Iterator[Cluster | None]:
    """Start a cluster where one is wanted."""
    if not dask:
        yield None
        return
    with cluster({}) as two:
        yield two


def disturb(grading: list[str], asked: argparse.Namespace, two: Cluster | None) -> Iterator[int]:
    """Grade, with so many kills on the way; yield each grading's status as it comes to its end."""
    chance = random.Random(asked.seed)
    killed: Counter[str] = Counter()
    run = start(grading)
    while killed.total() < asked.kills or run.poll() in (None, -signal.SIGKILL):
        try:
            run.wait(chance.uniform(*BETWEEN) if killed.total() < asked.kills else None)
        except subprocess.TimeoutExpired:
            what = chance.choice(["grader", "judging process"] + ["worker"] * bool(two))
            if kill(what, run.pid, two, chance):
                killed[what] += 1
                print(f"{killed.total()} kills: {dict(killed)}", flush=True)
            continue
        if run.returncode == -signal.SIGKILL:
            run = start(grading)
        elif killed.total() < asked.kills:
            yield run.returncode
            run = start([*grading, "--fresh"])
    yield run.returncode


def start(grading: list[str]) -> subprocess.Popen[bytes]:
    """Start the grader."""
    return subprocess.Popen(grading, cwd=REPOSITORY)


def kill(what: str, grader: int, two: Cluster | None, chance: random.Random) -> bool:
    """Kill one of those that there are; return whether there was one."""
    owners = two.workers if two else [grader]
    found = {
        "grader": [grader],
        "worker": owners if len(owners) > 1 else [],  # a cluster without any is no cluster
        "judging process": [pid for owner in owners for pid in judging(owner)],
    }[what]
    if not found:
        return False
    try:
        os.kill(chance.choice(found), signal.SIGKILL)
    except ProcessLookupError:
        return False
    time.sleep(0.1)  # so that its end is known where it is looked for
    return True


def compare(calm: Path, disturbed: Path) -> int:
    """Print how many verdicts differ, and return the exit status."""
    pairs = list(zip(rows(calm)["rows"], rows(disturbed)["rows"], strict=True))
    differing = [pair for pair in pairs if verdict(pair[0]) != verdict(pair[1])]
    twice = [pair for pair in differing if DIED_TWICE in pair[1][4]]
    for before, after in differing:
        print(f"- {before[:7]}\n+ {after[:7]}")
    wrong = len(differing) - len(twice)
    print(f"{wrong} of {len(pairs)} verdicts differ; {len(twice)} answers were hit twice")
    return int(wrong > 0)


if __name__ == "__main__":
    main()
