"""A connection whose steps are told apart, and what is refused of how it was used."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness

NOT_SEEN = (
    "`except Exception` never sees a cancellation; `except BaseException:` does, and must end with "
    "`raise`."
)
"""The way out where a cancellation wasn't cleaned up."""

IN_ITS_PLACE = (
    "An error of the clean-up took the place of {}: catch it (`except Exception`) around the "
    "rollback."
)
"""The way out where the rollback fails, and the worker with it."""


class Database:
    """A connection whose steps take their time, and what was done with it."""

    def __init__(
        self, witness: Witness, errors: dict[str, Exception] | None = None, **services: Service
    ) -> None:
        self.errors = errors or {}
        self.services = {
            name: services.get(name) or witness.timed(name, 0.5, self.giving(name))
            for name in ("begin", "execute", "commit", "rollback")
        }
        self.conn: ServiceObject = witness.object("conn", self.services)

    def giving(self, name: str) -> Callable[..., None]:
        """Return what answers a step: nothing, or its error."""

        def answer(*_args: object) -> None:
            if name in self.errors:
                raise self.errors[name]

        return answer

    @property
    def calls(self) -> list[ServiceCall]:
        """What was called, in order."""
        made = [call for service in self.services.values() for call in service.calls]
        return sorted(made, key=lambda call: call.id)

    @property
    def log(self) -> list[str]:
        """What was called, in order, in words."""
        return [call.label for call in self.calls]

    def same_log(self, wanted: list[str], what: str) -> None:
        """Refuse calls that are not the ones wanted, or not in that order."""
        log = self.log
        if log != wanted and sorted(log) == sorted(wanted):
            pairs = enumerate(zip(log, wanted, strict=True))
            place = next(number for number, pair in pairs if len({*pair}) > 1)
            expect.refuse(
                "out_of_order",
                f"{what}, {log[place]} was called where {wanted[place]} was due",
                line=self.calls[place].line,
            )
        expect.true(
            log == wanted,
            "wrong_result",
            f"{what}, the calls were {', '.join(log) or 'none'}, not {', '.join(wanted) or 'none'}",
        )
        for before, after in pairwise(self.calls):
            expect.true(
                before.end is not None and after.start >= before.end,
                "out_of_order",
                f"{what}, {after.label} was called before {before.label} had ended",
                line=after.line,
            )

    def nothing_under_way(self, what: str) -> None:
        """Refuse a worker that has ended before one of its calls."""
        for call in self.calls:
            expect.true(
                call.outcome != "open",
                "leaked_task",
                f"{what}, the worker ended while its {call.label} was still under way",
                line=call.line,
            )

    def rolled_back(self, job: str, what: str, *, cure: str = NOT_SEEN) -> ServiceCall:
        """Return the rollback that came after a job that was not done; refuse anything else."""
        place = self.log.index(f"execute({job!r})")
        executed, *after = self.calls[place:]
        if not after:
            expect.refuse(
                "resource_leak",
                f"{what}, the transaction stayed open: {executed.label} had begun, and neither "
                "commit() nor rollback() was called",
                line=executed.line,
                cure=cure,
            )
        expect.true(
            after[0].label == "rollback()",
            "wrong_result",
            f"{what}, {after[0].label} was called instead of rollback()",
            line=after[0].line,
            cure="Commit only what was executed to its end, and roll back everything else.",
        )
        return after[0]

    def no_more(self, job: str, code: str, what: str) -> None:
        """Refuse what was called after the one rollback that followed a job."""
        place = self.log.index(f"execute({job!r})") + 2
        for call in self.calls[place:]:
            expect.refuse(
                code, f"{what} and rolled back, {call.label} was still called", line=call.line
            )


def was_cancelled(outcome: Outcome, what: str) -> None:
    """Refuse a worker that was cancelled and didn't end so."""
    error = outcome.error
    of_clean_up = error is not None and (error.origin is not None or error.kind == "TimeoutError")
    expect.true(
        outcome.kind == "cancelled",
        "swallowed_cancellation",
        f"{what}, the worker was to end as cancelled, but it {outcome!s}",
        line=error.line if error else 0,
        cure=IN_ITS_PLACE.format("the cancellation") if of_clean_up else "",
    )


def failed_with(outcome: Outcome, first: Exception, what: str) -> None:
    """Refuse a worker that didn't fail with the first error, but with one of its clean-up."""
    expect.true(
        outcome.kind != "cancelled",
        "wrong_exception",
        f"{what} ended with CancelledError, though nobody had cancelled it: the caller was to see "
        f"{first!r}, which comes first",
        cure="Ask where the CancelledError comes from: to give up a rollback, cancel that, and not "
        "the worker.",
    )
    known = (type(first).__name__, "NotImplementedError")
    if outcome.error is not None and outcome.error.kind not in known:
        expect.refuse(
            "wrong_exception",
            f"{what} raised {expect.shown_error(outcome.error)}, not the {first!r} that came first",
            line=outcome.error.line,
            cure=IN_ITS_PLACE.format("the first error"),
        )
    with expect.raises(first, what):
        if outcome.error is not None:
            raise outcome.error


def given_up(took: float, limit: float, rollback: ServiceCall) -> None:
    """Refuse a rollback that was given up later or sooner than it should."""
    told = f"a rollback() that never ends was given up after {took:.2f} s, not {limit:.2f} s"
    expect.true(
        abs(took - limit) < 1e-6,
        "too_slow" if took > limit else "wrong_result",
        told,
        line=rollback.line,
        cure="Give the rollback `ROLLBACK_SECONDS`, all of them and no more.",
    )
