"""Proves that `take` waits without a wake-up of its own, and that none that it needs is lost."""

from itertools import product
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

WAKE_ALL = (
    "One `add` may be enough for several, and any of them may be the one that can go on: wake all "
    "who wait (`notify_all()`), and let each look again."
)
AT_ONCE = "Look at the stock first, and wait only where there isn't enough."
MOVE_UP = "A `take` that is cancelled has to leave its place, and let those behind it look again."


class Shop:
    """An inventory, its customers, and what must be in stock."""

    def __init__(self, inventory: RemoteObject, driver: RemoteObject, witness: Witness) -> None:
        self.inventory = inventory
        self.witness = witness
        self.added = 0
        self._driver = driver
        self._served: Service = witness.instant("has_taken")
        self._lost: Service = witness.instant("was_cancelled")
        self._wanted: list[int] = []
        self._calls: list[RemoteCall] = []
        self._gone: set[int] = set()
        self.somebody_left = False
        """Whether a `take` was cancelled: who waits then may wait for what that has let go."""
        self._needless: set[int] = set()
        """The customers who had nothing to wait for when they came."""

    def come(self, n: int) -> int:
        """Start a customer who takes `n`; return the customer's number."""
        number = len(self._calls)
        if n <= self.stock and not self.waiting:
            self._needless.add(number)
        self._wanted.append(n)
        call = self._driver.call("take", self.inventory, n, number, self._served, self._lost)
        self._calls.append(call.start())
        return number

    def deliver(self, n: int) -> RemoteCall:
        """Start to add `n`."""
        self.added += n
        return self.inventory.call("add", n).start()

    async def leave(self, number: int) -> None:
        """Cancel a customer; refuse unless that ends its `take`."""
        expect.cancelled(await self._calls[number].cancel(), f"take({self._wanted[number]})")
        self._gone.add(number)
        self.somebody_left = True

    @property
    def served(self) -> set[int]:
        """The customers who have what they wanted."""
        return {int(call.args[0]) for call in self._served.calls}

    @property
    def waiting(self) -> list[int]:
        """The customers who still wait, in the order in which they came."""
        known = self.served | self._gone
        return [number for number in range(len(self._calls)) if number not in known]

    @property
    def stock(self) -> int:
        """How many pieces must be left."""
        return self.added - sum(self._wanted[number] for number in self.served)

    def told(self, numbers: list[int]) -> str:
        """Return what some customers want, as a sentence says it."""
        return " and ".join(f"take({self._wanted[number]})" for number in numbers)

    async def settled(self) -> None:
        """Wait until nothing happens any more; refuse what must not be then."""
        report = await self.witness.idle()
        waiting = self.waiting
        if waiting:
            told = self.told(waiting[:1])
            if report.timer is not None:
                expect.refuse(
                    "busy_wait",
                    f"{told} waits with a timer set: it will wake by itself to look at the stock, "
                    "though nobody has added anything",
                    line=await self._line(),
                )
            if report.busy_threads:
                expect.refuse(
                    "wrong_thread",
                    f"{told} waits in a thread of its own; on the loop a wait needs none",
                    line=await self._line(),
                    cure="Wait on the loop, for an `asyncio.Condition` or a future.",
                )
        expect.true(
            self.stock >= 0,
            "wrong_result",
            f"{self.added} pieces have been added, and {self.added - self.stock} taken",
        )
        for call in self._lost.calls:
            told = self.told([int(call.args[0])])
            expect.refuse(
                "wrong_exception", f"{told} ended with CancelledError, though nobody cancelled it"
            )
        if waiting and self._wanted[waiting[0]] <= self.stock:
            await self._forgotten(waiting[0])

    async def _forgotten(self, number: int) -> None:
        """Refuse as a lost wake-up, unless the customer fails for a reason of its own."""
        message = (
            f"{self.told([number])} waits, and goes on waiting though {self.stock} are in stock: "
            "nobody will wake it"
        )
        cure = MOVE_UP if self.somebody_left else WAKE_ALL
        if number in self._needless:
            cure = AT_ONCE
        await self.witness.until(lambda: number in self.served, "hang", message, cure=cure)

    async def _line(self) -> int:
        """Return the line at which the learner's code waits, 0 where it isn't known."""
        return int(await self._driver.plain("waits_at"))

    async def expect_nothing_taken(self) -> None:
        """Refuse unless a customer who wants nothing is served while another waits."""
        other, nothing = self.waiting[0], self.come(0)
        await self.witness.idle()
        await self.witness.until(
            lambda: nothing in self.served,
            "hang",
            f"take(0) waits while {self.told([other])} does, though it needs nothing",
            cure="Who wants nothing needn't stand in line behind those who wait.",
        )

    async def expect_served(self, *numbers: int) -> None:
        """Refuse unless these customers have been served."""
        for number in numbers:
            if number not in self.served:
                await self._forgotten(number)

    async def expect_stock(self, when: str) -> None:
        """Refuse unless there is in stock what must be: so much can be taken, and no more."""
        left = self.stock
        last, more = self.come(left), self.come(1)
        await self.witness.idle()
        await self.witness.until(
            lambda: last in self.served,
            "wrong_result",
            f"{left} must be in stock {when}, but take({left}) waits: some are lost, or nobody "
            "wakes it",
        )
        expect.true(
            more not in self.served,
            "wrong_result",
            f"{left} must be in stock {when}, and more than that could be taken",
        )
        await self.leave(more)


async def opened(submission: Submission, driver: RemoteObject, witness: Witness) -> Shop:
    """Return a shop with an empty inventory."""
    return Shop(await submission.Inventory(), driver, witness)


@pytest.mark.points(2)
async def test_waits_without_looking(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A take waits without timer, thread or turns of the loop until there is enough."""
    shop = await opened(submission, driver, witness)
    first, missing = rng.randrange(2, 9), rng.randrange(1, 9)
    taker = shop.come(first + missing)
    await shop.settled()
    for part in (first, missing):
        expect.true(
            taker not in shop.served,
            "wrong_result",
            f"take({first + missing}) did not wait, though only {shop.added} had been added",
        )
        await shop.deliver(part)
        await shop.settled()
    await shop.expect_served(taker)
    await shop.expect_stock("when it has been served")


@pytest.mark.points(1)
async def test_enough_in_stock(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Where there is enough a take doesn't wait, and who takes nothing never does."""
    shop = await opened(submission, driver, witness)
    other = await opened(submission, driver, witness)
    nothing = shop.come(0)
    await shop.settled()
    await shop.expect_served(nothing)
    await shop.deliver(0)
    wanted = [rng.randrange(1, 9) for _ in range(4)]
    await shop.deliver(sum(wanted) + 1)
    await other.expect_stock("in an inventory to which nothing was added")
    for n in [*wanted, 0, 1]:
        taker = shop.come(n)
        await shop.settled()
        await shop.expect_served(taker)
    await shop.expect_stock("when all has been taken")
    last = shop.come(1)
    await shop.settled()
    await shop.expect_nothing_taken()
    await shop.deliver(1)
    await shop.expect_served(last)


@pytest.mark.points(2)
async def test_all_that_can_go_on(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Each take goes on for which there is enough: one delivery may be enough for many."""
    for deliveries in (1, 3):
        shop = await opened(submission, driver, witness)
        wanted = [rng.randrange(1, 9) for _ in range(6)]
        takers = [shop.come(n) for n in wanted]
        await shop.settled()
        for _ in range(deliveries - 1):
            shop.deliver(1)
        await shop.deliver(sum(wanted) + 2 - deliveries)
        await shop.settled()
        await shop.expect_served(*takers)
        await shop.expect_stock("when all had been served")
    # Who was woken in vain may be the last in line then, and is still the first who can go on.
    shop = await opened(submission, driver, witness)
    takers = [shop.come(2), shop.come(9)]
    for more in (1, 1, 9):
        await shop.settled()
        await shop.deliver(more)
    await shop.settled()
    await shop.expect_served(*takers)


@pytest.mark.points(2)
async def test_any_sequence(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Whatever is wanted and added, never is too much taken, and nobody forgotten."""
    for _ in range(4):
        shop = await opened(submission, driver, witness)
        for _ in range(20):
            if rng.random() < 0.5:
                shop.come(rng.randrange(1, 6))
            else:
                await shop.deliver(rng.randrange(1, 6))
            await shop.settled()
        while shop.waiting:
            await shop.deliver(1)
            await shop.settled()
        await shop.expect_stock("at the end")


@pytest.mark.points(1)
async def test_cancelled_while_it_waits(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A take that is cancelled has taken nothing, and nobody waits behind it any longer."""
    for place in (0, 1, 2):
        shop = await opened(submission, driver, witness)
        wanted = [rng.randrange(5, 9) for _ in range(3)]
        takers = [shop.come(n) for n in wanted]
        await shop.settled()
        await shop.deliver(rng.randrange(1, 5))
        await shop.settled()
        await shop.leave(takers[place])
        await shop.deliver(sum(wanted))
        await shop.settled()
        await shop.expect_served(*(taker for taker in takers if taker != takers[place]))
        await shop.expect_stock("when one of three had been cancelled and the others served")
    shop = await opened(submission, driver, witness)
    large, small = shop.come(9), shop.come(rng.randrange(1, 5))
    await shop.settled()
    await shop.deliver(rng.randrange(5, 9))
    await shop.settled()
    await shop.leave(large)
    await shop.settled()
    await shop.expect_served(small)
    await shop.expect_stock("when one had been cancelled and the other served")


@pytest.mark.points(1)
async def test_cancelled_as_it_goes_on(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Nothing is lost when a take is cancelled at the moment when its pieces come."""
    ways = ("cancel_then_add", "add_then_cancel")
    for somebody_behind, way, gap in product((False, True), ways, range(3)):
        shop = await opened(submission, driver, witness)
        n, more = rng.randrange(1, 9), rng.randrange(1, 9)
        await driver.call("wait_in_line", shop.inventory, n)
        if somebody_behind:  # for whom there is enough only if the one before has none
            shop.come(more + rng.randrange(1, n + 1))
            await shop.settled()
        moment = "before" if way == "cancel_then_add" else "after"
        when = f"when take({n}) is cancelled just {moment} add({n + more})"
        call = driver.call(way, shop.inventory, n + more, gap)
        await cancelled_as_it_goes_on(shop, call, n, n + more, when)


async def cancelled_as_it_goes_on(
    shop: Shop, call: RemoteCall, n: int, added: int, when: str
) -> None:
    """Refuse unless a call that adds and cancels take(n) leaves to others what they can have."""
    could, ended = await call
    expect.true(
        ended in ("returned", "was cancelled"),
        "wrong_exception",
        f"take({n}) {ended} {when}",
    )
    expect.true(
        not (could and ended == "returned"),
        "swallowed_cancellation",
        f"take({n}) returned as if nothing had happened {when}",
    )
    shop.added = added - (n if ended == "returned" else 0)
    shop.somebody_left = True
    await shop.settled()
    if shop.waiting:
        await shop.deliver(added)
        await shop.settled()
    await shop.expect_stock(when)


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, driver: RemoteObject, witness: Witness, numbers: dict[str, float]
) -> None:
    """On a real clock, ten who wait go on together when enough for all has come."""
    takers, latency = int(numbers["takers"]), numbers["latency"]
    inventory = await submission.Inventory()
    pack = witness.timed("pack", latency)
    with witness.under(0.8 * takers * latency, ideal=latency):
        await driver.call("take_and_pack", inventory, takers, pack)
