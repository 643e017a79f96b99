"""What the judge is asked to do: jobs, and the settings that hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asynccourse.course.exercise import Exercise
from asynccourse.judge.source import Source
from asynccourse.sandbox.level import Level


@dataclass(frozen=True)
class Job:
    """One submission to one exercise. Jobs are told apart by their number alone."""

    number: int
    exercise: Exercise
    source: Source

    @property
    def file(self) -> Path:
        """The submission's path."""
        return self.source.path


@dataclass(frozen=True)
class Options:
    """How a run of the judge is to be done."""

    seed: int
    fork: bool = True
    """Fork runners from a zygote; otherwise start each as a process of its own."""
    attempts: int = 3
    """How often a test is run at most, where only time speaks against the submission."""
    sandbox: Level = "off"
    """How submissions are confined; beyond "off" only where there is fork."""
    stop_at_first: bool = False
    """Judge no further job after the first that isn't passed."""
    first_refusal: bool = False
    """Run no further test of a submission after the first that refuses it, which gives its code."""
