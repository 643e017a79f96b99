"""A look at a submission's text: what is often the cause where a test fails. It never decides.

Runs in a runner, since even parsing a hostile text isn't for the judge. What it returns are kinds
and places; the sentences are the judge's.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import TypeAlias

from asynccourse.wall.limits import LOOKED_LINES
from asynccourse.wall.messages import Finding, FindingKind, Looked, Place

Found: TypeAlias = Iterator[tuple[FindingKind, ast.AST]]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

MOST = 20
"""Most findings that are told."""

BLOCKING = frozenset(
    [
        "input",
        "os.system",
        "requests.delete",
        "requests.get",
        "requests.post",
        "requests.put",
        "requests.request",
        "socket.create_connection",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "subprocess.run",
        "time.sleep",
        "urllib.request.urlopen",
        "httpx.get",
        "httpx.post",
        "sqlite3.connect",
        "concurrent.futures.wait",
    ]
)
"""Functions that hold whichever thread calls them."""

COROUTINES = frozenset(
    ["asyncio.gather", "asyncio.sleep", "asyncio.to_thread", "asyncio.wait", "asyncio.wait_for"]
)
"""Functions of asyncio whose result has to be awaited."""

TASK_MAKERS = frozenset(["create_task", "ensure_future"])
THREAD_STARTERS = frozenset(["to_thread", "run_in_executor"])


def look(source: bytes, functions: list[str]) -> Looked:
    """Return what stands out in a submission, and the telling expression of each of its lines."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Looked([], [])
    text = source.decode("utf-8", "replace").splitlines()
    names = _imported(tree)
    asked = list(_asked(tree, functions))
    found = {(k, place) for k, node in _all(tree, asked, names) if (place := _place(node, text))}
    findings = sorted((Finding(kind, place) for kind, place in found), key=_line)
    return Looked(findings[:MOST], list(_telling(tree, text)))


def _line(finding: Finding) -> int:
    return finding.place.line


def _asked(tree: ast.Module, functions: list[str]) -> Iterator[ast.stmt]:
    """Yield the definitions of these functions, and of all that they use: not a `main()` beside."""
    defined = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    rest, seen = [name for name in functions if name in defined], set[str]()
    while rest:
        name = rest.pop()
        if name not in seen:
            seen.add(name)
            yield defined[name]
            used = {node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)}
            rest += used & defined.keys()


def _all(tree: ast.Module, asked: list[ast.stmt], names: dict[str, str]) -> Found:
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)}
    awaited = {
        _dotted(node.value.func, names)
        for node in ast.walk(tree)
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
    }
    coroutines = COROUTINES | own | awaited
    for function in (node for one in asked for node in ast.walk(one)):
        if isinstance(function, ast.AsyncFunctionDef):
            for node in _inside(function):
                yield from _not_awaited(node, names, coroutines)
                yield from _blocking(node, names)
                yield from _called_before(node)
                yield from _awaited_at_once(node)
                yield from _broad_except(node)
            yield from _awaits_in_loops(function)


def _not_awaited(node: ast.AST, names: dict[str, str], coroutines: frozenset[str]) -> Found:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        name = _dotted(node.value.func, names)
        if name and name in coroutines:
            yield "not_awaited", node.value


def _blocking(node: ast.AST, names: dict[str, str]) -> Found:
    if isinstance(node, ast.Call):
        name = _dotted(node.func, names)
        if name in BLOCKING:
            yield "blocking_call", node
        elif name == "asyncio.run":
            yield "nested_run", node


def _called_before(node: ast.AST) -> Found:
    """`to_thread(f(x))` calls f here, and hands its result to a thread."""
    if not (isinstance(node, ast.Call) and _last_name(node.func) in THREAD_STARTERS):
        return
    place = 1 if _last_name(node.func) == "run_in_executor" else 0
    if len(node.args) > place and isinstance(node.args[place], ast.Call):
        made = node.args[place]
        assert isinstance(made, ast.Call)
        if _last_name(made.func) != "partial":
            yield "called_before_thread", made


def _awaited_at_once(node: ast.AST) -> Found:
    """`await create_task(...)`, or a task that the very next statement awaits."""
    if isinstance(node, ast.Await) and _makes_task(node.value):
        yield "awaited_at_once", node
    for body in (getattr(node, field, None) for field in ("body", "orelse", "finalbody")):
        if not isinstance(body, list):
            continue
        for first, second in itertools.pairwise(body):
            if (name := _assigned_task(first)) and (awaited := _awaits_name(second, name)):
                yield "awaited_at_once", awaited


def _assigned_task(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and _makes_task(node.value):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    return ""


def _awaits_name(node: ast.stmt, name: str) -> ast.Await | None:
    if isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try):
        return None
    for inner in ast.walk(node):
        if isinstance(inner, ast.Await) and ast.unparse(inner.value) == name:
            return inner
    return None


def _awaits_in_loops(function: ast.AsyncFunctionDef) -> Found:
    for loop in _inside(function):
        for repeated in _repeated(loop):
            for node in (repeated, *_inside(repeated)):
                if isinstance(node, ast.Await) and not _is_sleep(node.value):
                    yield "await_in_loop", node


def _is_sleep(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) == "sleep"


def _repeated(loop: ast.AST) -> list[ast.AST]:
    """Return what each turn of a loop or comprehension runs: not what it goes over."""
    if isinstance(loop, ast.For | ast.While):
        return list(loop.body)
    if isinstance(loop, ast.DictComp):
        return [loop.key, loop.value]
    if isinstance(loop, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return [loop.elt]
    return []


def _broad_except(node: ast.AST) -> Found:
    """A handler around an await that catches cancellation and doesn't pass it on."""
    if not isinstance(node, ast.Try):
        return
    if not any(isinstance(inner, ast.Await) for one in node.body for inner in ast.walk(one)):
        return
    for handler in node.handlers:
        raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))
        if _is_broad(handler.type) and not raises:
            yield "broad_except", handler


def _is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        one is None or _last_name(one) in ("BaseException", "CancelledError") for one in kinds
    )


# ----------------------------------------------------------------------------------- the places


def _telling(tree: ast.Module, text: list[str]) -> Iterator[Place]:
    """Yield, for each line, its outermost raise, await or call: what a caret should point at."""
    best: dict[int, tuple[int, ast.AST]] = {}
    for node in ast.walk(tree):  # breadth first, so that the outermost comes first
        rank = {ast.Raise: 0, ast.Await: 1, ast.Call: 2}.get(type(node))
        line = getattr(node, "lineno", 0)
        if rank is not None and (line not in best or rank < best[line][0]):
            best[line] = (rank, node)
    for line in sorted(best)[:LOOKED_LINES]:
        place = _place(best[line][1], text)
        if place is not None:
            yield place


def _place(node: ast.AST, text: list[str]) -> Place | None:
    line, start = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    if not 0 < line <= len(text):
        return None
    code = text[line - 1].encode()
    end = getattr(node, "end_col_offset", None)
    if end is None or getattr(node, "end_lineno", line) != line:
        end = len(code.rstrip())
    if isinstance(node, ast.ExceptHandler):
        end = code.find(b":", start) + 1 or end
    characters = [len(code[:column].decode("utf-8", "replace")) for column in (start, end)]
    return Place(line, *characters)


# --------------------------------------------------------------------------- reading the syntax


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs as part of `node` itself, without the functions defined in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield child
            yield from _inside(child)


def _makes_task(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) in TASK_MAKERS


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    """Return a name in full, such as `time.sleep` for `sleep` imported from `time`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([names.get(node.id, node.id), *reversed(parts)])


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
    return names
