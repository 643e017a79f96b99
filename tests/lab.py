"""Judges one submission with one suite and prints the result as JSON: SUITES ANSWER OPTIONS.

The result of a run that was stopped is null.
"""

import json
import sys
from pathlib import Path

import msgspec

from asynccourse.course.exercise import Exercise
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.judge.source import read_source


def main() -> None:
    """Judge and print."""
    suites, answer = Path(sys.argv[1]), Path(sys.argv[2])
    exercise = Exercise("01_lab", suites, suites, suites)
    options = Options(**({"seed": 1} | json.loads(sys.argv[3])))
    try:
        result = judge([Job(0, exercise, read_source(answer))], options)[0]
    except KeyboardInterrupt:
        result = None
    sys.stdout.write(msgspec.json.encode(result).decode())


if __name__ == "__main__":
    main()
