"""A chain of shops in a database, and what a `report` on it over a pool of connections may do.

It is the same whichever database it is; what there is to say of that one's driver, the suite gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.parts.relay import Dropped, Relay
from asynccourse.verdicts.refusal import Refusal

Database = TypeVar("Database", bound=Relay)

IsAbout = Callable[[Sequence[str], Sequence[str]], bool]
"""Whether a query, of which the arguments are given, is about one of these shops."""

CANCEL = (
    "When `report` is cancelled, the queries under way are cancelled too: don't shield them, and "
    "wait for none of them to come to its end."
)


@dataclass(frozen=True, kw_only=True)
class Driver:
    """What is told of a driver: its own error, and ways out where its pool is misused."""

    own_error: str
    """What should reach the caller where a query fails."""
    let_pass: str
    """Where it doesn't."""
    pool: str
    """Where too many connections are made."""
    close: str
    """Where connections stay open."""
    give_back: str
    """Where a connection is waited for that never comes back."""
    errors: Mapping[str, str]
    """For errors that there was no reason for, by what they say."""


@dataclass
class Chain(Generic[Database]):
    """A chain of shops, and the database with its sales."""

    revenues: dict[str, int]
    database: Database
    query: Service
    driver: Driver

    @property
    def shops(self) -> list[str]:
        """The ids of its shops."""
        return list(self.revenues)

    async def report(
        self, submission: Submission, size: int, shops: Sequence[str] | None = None
    ) -> None:
        """Ask for a report on these shops, or all, and refuse any other result than theirs."""
        asked = self.shops if shops is None else list(shops)
        try:
            with self._hangs_told():
                got = await submission.report(self.database.dsn, asked, size)
        except RemoteError as error:
            self._unasked(error)
        expect.same_order(got, [self.revenues[shop] for shop in asked], "report")
        expect.true(
            len(self.query.calls) == len(asked),
            "wrong_result",
            f"{len(asked)} ids, and {len(self.query.calls)} queries: it should be one for each id",
        )

    async def raises(self, call: RemoteCall, kinds: Sequence[str], scene: str) -> None:
        """Refuse unless `report` raises errors of these kinds, or a group of nothing else."""
        try:
            with self._hangs_told():
                got = await call
        except RemoteError as error:
            if error.kind == "NotImplementedError":
                raise
            expect.true(
                all(set(kinds) & set(leaf.bases) for leaf in expect.leaves(error.error)),
                "wrong_exception",
                f"{scene}: report raised {told(error)}, not {self.driver.own_error}",
                line=error.line,
                cure=self.driver.let_pass,
            )
            return
        expect.refuse(
            "wrong_exception",
            f"{scene}, and report raised nothing; it gave {expect.shown(got)}",
            cure=self.driver.let_pass,
        )

    async def cancelled(self, call: RemoteCall) -> None:
        """Cancel a `report`; refuse unless it ends as cancelled, and its queries with it."""
        try:
            with self._hangs_told():
                expect.cancelled(await call.cancel(), "report")
        except Refusal as refusal:
            if refusal.code == "hang" and self.query.in_flight:
                refusal.cure = CANCEL
            raise

    def within(self, size: int) -> None:
        """Refuse more connections than `size`, at once or one after another."""
        most, ever, shops = self.database.peak, self.database.connections, len(self.shops)
        expect.true(
            most <= size,
            "unbounded",
            f"{most} connections to the database were open at once, where size is {size}",
            cure=self.driver.pool,
        )
        expect.true(
            ever <= size,
            "unbounded",
            f"{shops} queries took {ever} connections, where a pool of {size} uses its own again: "
            "each new one costs the database a process",
            cure=self.driver.pool,
        )

    async def closed(self, witness: Witness, what: str) -> None:
        """Refuse unless every connection gets closed, with nothing more to be asked."""
        await witness.until(
            lambda: self.database.open == 0,
            "resource_leak",
            f"{what}, and connections to the database were still open: the pool isn't closed",
            cure=self.driver.close,
        )

    @contextmanager
    def _hangs_told(self) -> Iterator[None]:
        """Give a hang the cure of those that pools have."""
        try:
            yield
        except Refusal as refusal:
            if refusal.code == "hang":
                refusal.cure = self.driver.give_back
            raise

    def _unasked(self, error: RemoteError) -> NoReturn:
        """Refuse an error that there was no reason for; some have a cure of their own."""
        said = " ".join(leaf.text for leaf in expect.leaves(error.error))
        for text, cure in self.driver.errors.items():
            if text in said:
                expect.refuse(
                    "wrong_exception",
                    f"report raised {told(error)}",
                    line=error.line,
                    cure=cure,
                )
        raise error


def falling(ids: Sequence[str], latency: float, is_about: IsAbout) -> Callable[..., float]:
    """Return a delay that falls with an id's place: of queries begun together the last ends first.

    On the virtual clock that is exact, where a database that answers at once has any order.
    """

    def delay(*asked: str) -> float:
        places = [place for place, shop in enumerate(ids) if is_about([shop], asked)]
        return (len(ids) - max(places, default=0)) * latency

    return delay


def one_cut(witness: Witness, size: int, latency: float) -> Service:
    """Return queries of which one has its connection cut, in the midst of `size` under way.

    It is the last of the first `size` to come, so that the ids may be asked for in any order.
    """

    def is_cut(asked: tuple[str, ...]) -> bool:
        return [asked] == [call.args for call in query.calls[size - 1 : size]]

    def result(*asked: str) -> None:
        if is_cut(asked):
            raise Dropped

    query = witness.timed("query", lambda *asked: latency / (2 if is_cut(asked) else 1), result)
    return query


def told(error: RemoteError) -> str:
    """Return an error as a sentence shows it, with what it holds if it is a group."""
    inner = dict.fromkeys(f"{leaf.kind}: {leaf.text}" for leaf in expect.leaves(error.error))
    return expect.shown_error(error) + (f" ({'; '.join(inner)})" if error.error.group else "")
