"""The entry point: starts what takes longest first; every way out becomes an exit status."""

from __future__ import annotations

import sys

from asynccourse.judge.ending import take_for_interrupts

PASSED, NOT_PASSED, USAGE, NO_VERDICT = 0, 1, 2, 3
STOPPED = 130
"""Exit status after Ctrl-C, as shells expect it; after SIGTERM and SIGHUP the same."""


def main() -> None:
    """Run the command line and exit with its status."""
    take_for_interrupts()
    try:
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:
        _say("stopped")
        status = STOPPED
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does; keep Python from complaining of it.
        sys.stdout = None
        status = NO_VERDICT
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    from asynccourse.cli import early  # noqa: PLC0415

    early.begin(arguments)
    import click  # noqa: PLC0415

    from asynccourse.cli.app import app  # noqa: PLC0415

    try:
        status = app.main(arguments, prog_name="asynccourse", standalone_mode=False)
        return status if isinstance(status, int) else PASSED
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        status, told = failure(error)
        _say(told if status == USAGE else f"no verdict: {told}")
        return status
    finally:
        early.discard()


def failure(error: Exception) -> tuple[int, str]:
    """Return the exit status of what ends a command before its time, and what is said of it."""
    import click  # noqa: PLC0415

    from asynccourse.course.exercise import CourseError  # noqa: PLC0415
    from asynccourse.verdicts.refusal import GraderFault  # noqa: PLC0415

    if isinstance(error, click.ClickException):
        path = getattr(getattr(error, "ctx", None), "command_path", "asynccourse")
        return USAGE, f"{_one_line(error.format_message())} (see `{path} --help`)"
    if isinstance(error, CourseError):
        return USAGE, str(error)
    if isinstance(error, GraderFault):
        return NO_VERDICT, str(error)
    told = f"{type(error).__name__}: {_one_line(str(error))}"
    return NO_VERDICT, f"the grader itself failed ({told})"


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _say(text: str) -> None:
    print(f"asynccourse: {text}", file=sys.stderr)
