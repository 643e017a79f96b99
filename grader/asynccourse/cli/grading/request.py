"""What was asked for: the options of `grade`, and the settings that they lead to."""

from __future__ import annotations

import platform
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import click

from asynccourse import __version__
from asynccourse.cli import sandbox
from asynccourse.course.catalog import Catalog, UnknownExercise, find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.course.overlay import overlaid
from asynccourse.grading.book import Run
from asynccourse.grading.database import NAME
from asynccourse.grading.engine import Place
from asynccourse.grading.grading import Settings
from asynccourse.grading.jobs import usual_jobs
from asynccourse.grading.policy import Policy, find_policy, read_policy
from asynccourse.sandbox.level import LEVELS, TOLD, Level

DASK = "pip install 'asynccourse[dask]'"


@dataclass(frozen=True)
class Request:
    """The options, as they were typed."""

    submissions: Path
    out: Path
    jobs: int | None
    only: tuple[str, ...]
    formats: tuple[str, ...]
    dask: str | None
    sandbox: str
    policy: Path | None
    suites: Path | None
    seed: int | None
    fresh: bool
    fail_under: float | None
    as_json: bool
    quiet: bool

    @cached_property
    def processes(self) -> int:
        """How many answers to judge at once on this machine."""
        return self.jobs or usual_jobs()

    def catalog(self) -> Catalog:
        """Return the course, with the private suites over it. Raises `CourseError`."""
        return overlaid(self.suites) if self.suites else find_catalog()

    def read_policy(self, catalog: Catalog) -> Policy:
        """Return the policy that was named or found. Raises `CourseError`."""
        path = self.policy or find_policy(self.submissions)
        return read_policy(path, catalog) if path else Policy()

    def check_out(self) -> None:
        """Refuse a folder for results that would be taken for a student's of a class."""
        out = self.out.resolve()
        if self.submissions.resolve() in (out, *out.parents):
            raise click.UsageError(
                f"--out {self.out} lies in the submissions: choose a folder beside them"
            )

    def settings(
        self, catalog: Catalog, policy: Policy, place: Place, last: Run | None
    ) -> Settings:
        """Return what holds for the run. A seed that isn't named is that of the last one."""
        seed = self.seed
        if seed is None:
            seed = last.seed if last else random.randrange(2**31)
        return Settings(
            run=Run(
                version=__version__,
                python=f"{platform.python_implementation()} {platform.python_version()}",
                system=f"{platform.system()} {platform.release()} {platform.machine()}",
                seed=seed,
                sandbox=confinement(place.sandbox),
                jobs=self.processes,
                started=datetime.now(UTC),
                submissions=str(self.submissions),
                settings=self._told(policy),
            ),
            catalog=catalog,
            exercises=self._exercises(catalog, policy),
            policy=policy,
            database=str(self.out / NAME),
        )

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Open the place to judge at. Raises `CourseError`."""
        if self.dask is None:
            from asynccourse.grading.places import here  # noqa: PLC0415 - only one of the two

            with here(self.processes, sandbox.level(self.sandbox)) as place:
                yield place
            return
        try:
            from asynccourse.grading.cluster import cluster  # noqa: PLC0415 - an extra
        except ImportError:
            raise click.UsageError(f"--dask needs dask.distributed: {DASK}") from None
        wanted = next((one for one in LEVELS if one == self.sandbox), None)
        with cluster(self.dask, wanted) as place:
            yield place

    def _exercises(self, catalog: Catalog, policy: Policy) -> list[Exercise]:
        try:
            named = {catalog.find(name).name for name in self.only}
        except UnknownExercise as error:
            raise click.UsageError(str(error)) from None
        found = [one for one in catalog.all() if not named or one.name in named]
        if policy.exercises is not None:
            found = [one for one in found if one.name in policy.exercises]
        if not found:
            raise click.UsageError(f"none of those exercises counts by {policy.path}")
        return found

    def _told(self, policy: Policy) -> dict[str, str]:
        told = {
            "only": " ".join(self.only),
            "policy": policy.path,
            "suites": str(self.suites or ""),
            "dask": self.dask or "",
        }
        return {name: value for name, value in told.items() if value}


def confinement(level: Level) -> str:
    """Return what confines answers at a level, in one sentence."""
    every = LEVELS[: LEVELS.index(level) + 1]
    return f"{level}: {'; '.join(TOLD[one] for one in every)}"
