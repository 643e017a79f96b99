"""Whatever a runner could say, well formed and otherwise: strategies for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from asynccourse.wall import messages, values
from asynccourse.wall.limits import COUNT, SECONDS

counts = st.integers(0, 4) | st.integers(0, COUNT)
balances = counts | st.integers(-COUNT, COUNT)
seconds = st.sampled_from([0.0, 0.1, 1.0, 1e9, SECONDS]) | st.floats(0, SECONDS)
texts = st.sampled_from(["", "call 1", "fetch_all", "key", "\x1b[31m", "<b>"]) | st.text(max_size=8)
names = st.lists(texts, max_size=3)

handles = st.builds(
    values.Handle,
    owner=st.sampled_from(["judge", "runner"]),
    id=counts,
    label=texts,
    kind=st.sampled_from(["object", "function", "coroutine", "awaitable", "type", "service"]),
    line=counts,
)
frames = st.builds(values.Frame, line=counts, function=texts)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | texts
    | st.builds(values.Bytes, st.binary(max_size=8))
    | st.builds(values.BigInt, st.binary(max_size=2_000))
    | handles
)


def _containers(inner: st.SearchStrategy[values.Value]) -> st.SearchStrategy[values.Value]:
    items = st.lists(inner, max_size=4)
    return (
        st.builds(values.List, items)
        | st.builds(values.Tuple, items)
        | st.builds(values.Set, items, st.booleans())
        | st.builds(values.Dict, st.lists(st.tuples(inner, inner), max_size=3))
    )


any_value = st.recursive(scalars, _containers, max_leaves=8)
errors = st.recursive(
    st.builds(
        values.Error,
        kind=st.sampled_from(["ConnectionError", "SystemExit", "MemoryError", "StopIteration"])
        | texts,
        bases=names,
        args=st.lists(any_value, max_size=2),
        text=texts,
        notes=names,
        frames=st.lists(frames, max_size=2),
        origin=counts,
    ),
    lambda inner: st.builds(
        values.Error,
        kind=st.just("ExceptionGroup"),
        bases=names,
        args=st.just([]),
        text=texts,
        group=st.lists(inner, max_size=3),
        cause=inner,
    ),
    max_leaves=3,
)
facts = st.lists(st.builds(messages.Fact, text=texts, line=counts), max_size=2)
places = st.builds(messages.Place, line=counts, start=counts, end=counts)
parked = st.builds(messages.Parked, name=texts, frames=st.lists(frames, max_size=2))

from_runners = st.one_of(
    st.builds(messages.Loaded, missing=names, defined=names),
    st.builds(
        messages.LoadFailed,
        code=st.sampled_from(["syntax_error", "import_error"]),
        error=errors,
        line=counts,
        text=texts,
    ),
    st.builds(
        messages.Result,
        id=counts,
        outcome=st.sampled_from(["returned", "raised", "cancelled", "not_awaitable", "too_large"]),
        value=any_value,
        error=st.none() | errors,
    ),
    st.builds(
        messages.ServiceCall,
        id=counts,
        handle=counts,
        method=st.sampled_from(["__call__", "__anext__", "begin"]),
        args=st.lists(any_value, max_size=2),
        kwargs=st.dictionaries(texts, any_value, max_size=1),
        line=counts,
        made=counts,
        thread=counts,
    ),
    st.builds(messages.Abandon, id=counts),
    st.builds(
        messages.Idle,
        seq=counts,
        timer=st.none() | seconds,
        busy_threads=balances,
        children=counts,
        descriptors=balances,
        tasks=counts,
    ),
    st.builds(
        messages.Hold,
        seconds=seconds,
        cpu=seconds,
        line=counts,
        ongoing=st.booleans(),
        start=seconds,
        at=seconds,
        calls=counts,
        children=st.booleans(),
    ),
    st.builds(messages.Spinning, turns=counts, line=counts),
    st.builds(
        messages.Snapshot,
        tasks=st.lists(parked, max_size=3),
        line=counts,
        held=seconds,
    ),
    st.builds(messages.Report, facts, facts, facts, facts, facts),
    st.builds(messages.Looked, findings=st.just([]), places=st.lists(places, max_size=2)),
)
