"""Proves that `checkout` does its steps in order, hands results on and stops where it must."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.services import Gate, Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import very_same
from asynccourse.shared.patience import expect_patience

ARGUMENTS = {"load_cart": ["cart_id"], "price": ["cart"], "pay": ["cart_id", "total"]}
"""The steps in their order, with what each is given."""

CHECKOUTS = 5

MANY = 50
"""Checkouts at once, where the five have overlapped: more than a limit of ten lets through."""

TEN_MINUTES = 600.0
"""Seconds within which a timer counts as a limit: the README promises that no step takes longer."""

NO_LIMIT = "Set no limit of your own: a step may well take ten minutes."


@dataclass(frozen=True)
class Order:
    """A cart on its way to its receipt."""

    cart_id: str
    cart: list[str]
    total: int
    receipt: str

    def given(self, step: str) -> dict[str, object]:
        """Return the arguments, by name, that a step should be called with."""
        return {name: getattr(self, name) for name in ARGUMENTS[step]}


def draw(rng: Random, count: int) -> list[Order]:
    """Return orders that have nothing in common; carts are in no order, with an item twice."""
    items = [f"item-{number}" for number in rng.sample(range(1000), 3 * count)]
    totals = rng.sample(range(100, 100_000), count)
    carts = [sorted(items[n::count], reverse=rng.random() < 0.5) for n in range(count)]
    return [
        Order(f"cart-{number}", [b, a, c, a], totals[n], f"receipt-{rng.randrange(10**6)}")
        for n, (number, (a, b, c)) in enumerate(
            zip(rng.sample(range(1000), count), carts, strict=True)
        )
    ]


def draw_delays(rng: Random) -> list[float]:
    """Return how many seconds each step takes."""
    return [rng.randrange(10, 100) / 100 for _ in ARGUMENTS]


def draw_errors(rng: Random) -> list[tuple[str, Exception]]:
    """Return each step with an error of its own, and then with errors of other kinds."""
    words = {name: f"{name} has failed: error {rng.randrange(10**6)}" for name in ARGUMENTS}
    kinds = zip(words.items(), (LookupError, ValueError, ConnectionError), strict=True)
    own: list[tuple[str, Exception]] = [(name, kind(said)) for (name, said), kind in kinds]
    return own + [(name, error) for name, said in words.items() for error in other_kinds(said)]


def other_kinds(said: str) -> list[Exception]:
    """Return errors that code of one's own may take for something that it knows itself."""
    group = ExceptionGroup(said, [ValueError(said)])
    return [TimeoutError(said), KeyError(said), ZeroDivisionError(said), group]


class Shop:
    """Answers the three steps for some orders, or raises the error of the step that is broken."""

    def __init__(self, orders: Sequence[Order], broken: dict[str, Exception] | None = None) -> None:
        self.orders = orders
        self.broken = broken or {}
        self.answers: dict[str, Callable[..., object]] = {
            "load_cart": self.load_cart,
            "price": self.price,
            "pay": self.pay,
        }

    # What it is given may be anything, so an unknown cart has an answer too; the tests look at the
    # arguments themselves.

    def load_cart(self, cart_id: object) -> list[str]:
        """Answer with the cart of that id."""
        self._fail("load_cart")
        return next((order.cart for order in self.orders if order.cart_id == cart_id), [])

    def price(self, cart: object) -> int:
        """Answer with the total of a cart."""
        self._fail("price")
        return next((order.total for order in self.orders if order.cart == cart), 0)

    def pay(self, cart_id: object, total: object) -> str:
        """Answer with the receipt of a cart, whatever was paid."""
        self._fail("pay")
        return next((order.receipt for order in self.orders if order.cart_id == cart_id), "")

    def _fail(self, step: str) -> None:
        if step in self.broken:
            raise self.broken[step]

    def steps(self, witness: Witness, delays: Sequence[float], parties: int = 1) -> list[Service]:
        """Return the three services, each of which takes its time."""
        timed = zip(self.answers.items(), delays, strict=True)
        return in_turn(
            [witness.timed(name, delay, answer, parties=parties) for (name, answer), delay in timed]
        )


def given(call: ServiceCall) -> dict[str, object]:
    """Return what a call was given, by name, however it was passed."""
    return dict(zip(ARGUMENTS[call.service.label], call.args, strict=False)) | call.kwargs


def in_turn(steps: list[Service]) -> list[Service]:
    """Have a step refused that is called while the one before it is under way."""
    for before, step in pairwise(steps):
        step.check = partial(expect_its_turn, before)
    return steps


def expect_its_turn(before: Service, call: ServiceCall) -> None:
    """Refuse a call as it arrives, where no call of the step before it has ended."""
    expect.true(
        not before.calls or len(before.in_flight) < len(before.calls),
        "out_of_order",
        f"{call.label} was called before {before.label} had ended",
        line=call.line,
        cure="Each step needs what the one before it gives: await that one first.",
    )


def expect_known(orders: Sequence[Order], before: Service, call: ServiceCall) -> None:
    """Refuse a call as it arrives, where it is out of turn, or belongs to none of the orders."""
    expect_its_turn(before, call)
    name, got = call.service.label, given(call)
    if name == "price":
        expect.true(
            any(got == order.given(name) for order in orders),
            "wrong_result",
            f"{call.label} was called, but no load_cart gave that cart",
            line=call.line,
            cure="Hand `price` the cart just as `load_cart` gave it.",
        )
        return
    cart_id = got.get("cart_id")
    wanted = next((order.total for order in orders if order.cart_id == cart_id), None)
    expect.true(
        wanted is not None and got == {"cart_id": cart_id, "total": wanted},
        "wrong_result",
        f"{call.label} was called, but the total of {expect.shown(cart_id)} is {wanted}",
        line=call.line,
    )


def expect_in_order(steps: Sequence[Service]) -> None:
    """Refuse a step that began before the one before it had ended."""
    for before, step in pairwise(steps):
        ended = before.calls[0].end if before.calls else None
        for call in step.calls:
            when = "had not ended" if before.calls else "was never called"
            if ended is not None:
                when = f"ended only after {ended:.2f} s"
            expect.true(
                ended is not None and call.start >= ended,
                "out_of_order",
                f"{step.label} began after {call.start:.2f} s, but {before.label} {when}",
                line=call.line,
            )


def expect_given(step: Service, order: Order, cure: str = "") -> None:
    """Refuse a step that got something else than the results of the steps before it."""
    wanted = order.given(step.label)
    told = ", ".join(expect.shown(value) for value in wanted.values())
    for call in step.calls:
        expect.true(
            given(call) == wanted,
            "wrong_result",
            f"{step.label} was called as {call.label}, not as {step.label}({told})",
            line=call.line,
            cure=cure,
        )


def expect_once(step: Service) -> None:
    """Refuse a step that was called more than once, or never."""
    expect.true(
        len(step.calls) == 1,
        "wrong_result",
        f"{step.label} was called {len(step.calls)} times in one checkout, not once",
        line=step.calls[-1].line if step.calls else 0,
    )


def expect_not_called(steps: Sequence[Service], code: str, why: str) -> None:
    """Refuse a step that was called though an earlier one had not given its result."""
    for step in steps:
        for call in step.calls:
            expect.refuse(code, f"{call.label} was called although {why}", line=call.line)


async def expect_raised(call: RemoteCall, name: str, error: Exception) -> None:
    """Refuse a checkout that ends otherwise than with the very error of a step."""
    outcome = await call.outcome()
    expect.true(
        outcome.kind != "returned",
        "wrong_exception",
        f"checkout returned {expect.shown(outcome.value)}, though {name} had raised {error!r}",
        cure="Something in your code catches the step's error and drops it: let it pass.",
    )
    with expect.raises(error, "checkout") as caught:
        await call
    # `asyncio.wrap_future` itself makes a TimeoutError anew: that one need only be equal.
    if not isinstance(error, TimeoutError):
        cure = "Let the step's error pass; where you must catch it, a bare `raise` hands it on."
        very_same(caught, error, "checkout", f"the error of {name}", cure=cure)


async def expect_again(submission: Submission, witness: Witness, order: Order) -> None:
    """Refuse a second checkout with the same id that isn't done anew, or gives up on a step."""
    what = "checkout, called again with that id,"
    cure = "Keep nothing from one call to the next: the cart of that id may be another one by now."
    steps = [witness.gate(name, answer) for name, answer in Shop([order]).answers.items()]
    in_turn(list(steps))
    call = submission.checkout(order.cart_id, *steps).start()
    for step in steps:
        told = f"{what} never called {step.label}"
        await witness.until(partial(bool, step.calls), "wrong_result", told, cure=cure)
        expect_given(step, order, cure)
        await expect_patience(witness, step, "checkout", far=TEN_MINUTES, cure=NO_LIMIT)
        step.open()
    expect.equal(await call, order.receipt, what, cure=cure)


async def expect_ended(witness: Witness, step: Service) -> None:
    """Refuse a step that was not called, or is still under way, when `checkout` has returned."""
    await witness.until(
        lambda: bool(step.calls),
        "wrong_result",
        f"checkout returned without having called {step.label}",
    )
    for call in step.in_flight:
        expect.refuse(
            "leaked_task", f"checkout returned while {call.label} was under way", line=call.line
        )


async def cancel_in(witness: Witness, step: Gate, call: RemoteCall) -> None:
    """Cancel a checkout in the middle of a step; refuse unless both end as cancelled."""
    call.start()
    await witness.until(
        lambda: bool(step.in_flight), "wrong_result", f"checkout never called {step.label}"
    )
    expect.cancelled(await call.cancel(), f"checkout (in the middle of {step.label})")
    await witness.until(
        lambda: not step.in_flight,
        "leaked_task",
        f"{step.label} went on after checkout had been cancelled in the middle of it",
        line=step.calls[0].line,
        cure="A step in a task of its own goes on, also behind `asyncio.shield` and "
        "`asyncio.wait`; one that you await yourself is cancelled with you.",
    )


@pytest.mark.points(2)
async def test_one_after_the_other(submission: Submission, witness: Witness, rng: Random) -> None:
    """Each step is called once, and none begins before the one before it has ended."""
    [order] = draw(rng, 1)
    steps = Shop([order]).steps(witness, draw_delays(rng))
    await submission.checkout(order.cart_id, *steps)
    expect_in_order(steps)
    for step in steps:
        await expect_ended(witness, step)
        expect_once(step)


@pytest.mark.points(2)
async def test_results_handed_on(submission: Submission, witness: Witness, rng: Random) -> None:
    """Each step gets what the steps before it gave, and the receipt is returned."""
    order, other = draw(rng, 2)
    steps = Shop([order]).steps(witness, draw_delays(rng))
    receipt = await submission.checkout(order.cart_id, *steps)
    for step in steps:
        expect_given(step, order)
    expect.equal(receipt, order.receipt, "checkout")
    await expect_again(submission, witness, replace(other, cart_id=order.cart_id))


@pytest.mark.points(2)
async def test_error_stops_the_rest(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a step fails, its error reaches the caller, and no later step is called."""
    [order] = draw(rng, 1)
    for name, error in draw_errors(rng):
        place = list(ARGUMENTS).index(name)
        steps = Shop([order], {name: error}).steps(witness, draw_delays(rng))
        await expect_raised(submission.checkout(order.cart_id, *steps), name, error)
        expect_once(steps[place])
        expect_not_called(steps[place + 1 :], "wrong_exception", f"{name} had failed")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so is the step under way, and no later step is called."""
    [order] = draw(rng, 1)
    shop = Shop([order])
    never: dict[str, list[Service]] = {}
    for place, (name, answer) in enumerate(shop.answers.items()):
        gate = witness.gate(name, answer)
        before = [witness.instant(*early) for early in list(shop.answers.items())[:place]]
        never[name] = shop.steps(witness, draw_delays(rng))[place + 1 :]
        steps = in_turn([*before, gate, *never[name]])
        await cancel_in(witness, gate, submission.checkout(order.cart_id, *steps))
    # Looked at last, so that a step called behind the caller's back has had its time to come.
    for name, later in never.items():
        why = f"checkout had been cancelled in the middle of {name}"
        expect_not_called(later, "swallowed_cancellation", why)


@pytest.mark.points(1)
async def test_empty_cart(submission: Submission, witness: Witness, rng: Random) -> None:
    """An empty cart and a total of 0 go through all three steps too."""
    order = Order(f"cart-{rng.randrange(100)}", [], 0, f"receipt-{rng.randrange(10**6)}")
    steps = Shop([order]).steps(witness, draw_delays(rng))
    receipt = await submission.checkout(order.cart_id, *steps)
    for step in steps:
        await expect_ended(witness, step)
        expect_given(step, order)
        expect_once(step)
    expect.equal(receipt, order.receipt, "checkout of an empty cart")


@pytest.mark.points(1)
async def test_checkouts_overlap(submission: Submission, witness: Witness, rng: Random) -> None:
    """Five checkouts at once take as long as one, and each pays for its own cart; so do fifty."""
    # The fifty come last: a picture of five says more.
    for count in (CHECKOUTS, MANY):
        orders, delays = draw(rng, count), draw_delays(rng)
        steps = Shop(orders).steps(witness, delays, parties=count)
        for before, step in pairwise(steps):
            step.check = partial(expect_known, orders, before)
        witness.ideal(witness.now + sum(delays))
        with witness.under(sum(delays) + 0.05):
            calls = [submission.checkout(order.cart_id, *steps).start() for order in orders]
            receipts = [await call for call in calls]
        for order, receipt in zip(orders, receipts, strict=True):
            expect.equal(receipt, order.receipt, f"checkout of {order.cart_id!r}")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock too, five checkouts at once take less than one after the other."""
    orders = draw(rng, CHECKOUTS)
    latency = numbers["latency"]
    shop = Shop(orders)
    loads = witness.timed("load_cart", latency, shop.load_cart, parties=CHECKOUTS)
    steps = in_turn([loads, *shop.steps(witness, [latency] * len(ARGUMENTS))[1:]])
    witness.ideal(len(ARGUMENTS) * latency)
    with witness.under(0.8 * CHECKOUTS * len(ARGUMENTS) * latency):
        calls = [submission.checkout(order.cart_id, *steps).start() for order in orders]
        for order, call in zip(orders, calls, strict=True):
            expect.equal(await call, order.receipt, f"checkout of {order.cart_id!r}")
