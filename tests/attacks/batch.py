"""Judges some hostile submissions in one judge, as a class is judged: reads JSON, prints JSON.

A process of its own, so that what an attack does to its judge is seen from outside.
"""

from __future__ import annotations

import json
import resource
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec

from asynccourse.course.catalog import find_catalog
from asynccourse.judge.jobs import Job
from asynccourse.judge.run import judge
from asynccourse.judge.source import read_source
from tests.attacks.levels import options


def main() -> None:
    """Judge the jobs on stdin: an exercise and a path each."""
    asked: dict[str, Any] = json.load(sys.stdin)
    catalog = find_catalog()
    jobs = [
        Job(number, catalog.find(exercise), read_source(Path(path)))
        for number, (exercise, path) in enumerate(asked["jobs"])
    ]
    if asked.get("traced"):
        tracemalloc.start()
    held: list[int] = []
    results = judge(
        jobs,
        options(asked["level"], asked["seed"]),
        on_test=lambda job, test: held.append(tracemalloc.get_traced_memory()[0]),
    )
    told = {
        "results": msgspec.to_builtins(results),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "held": held,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
