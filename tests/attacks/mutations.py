"""Random small changes to right answers: what learners write, and what nobody would."""

from __future__ import annotations

import ast
from collections.abc import Callable
from random import Random

Change = Callable[[ast.AST, Random], ast.AST | None]
"""Makes of a node another in its place; None where it can't."""

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutant(source: str, rng: Random, changes: int = 1) -> str:
    """Return an answer with so many random changes."""
    tree = ast.parse(source)
    for _ in range(changes):
        changed = _Changer(rng).changed(tree)
        assert isinstance(changed, ast.Module)
        tree = changed
    return ast.unparse(ast.fix_missing_locations(tree))


class _Changer(ast.NodeTransformer):
    """Makes one change, at a place drawn from all that there are."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._place = 0

    def changed(self, tree: ast.Module) -> ast.AST:
        """Return the tree with one change."""
        places = sum(_change(node, Random(0)) is not None for node in ast.walk(tree))
        self._place = self._rng.randrange(places)
        changed: ast.AST = self.visit(tree)
        return changed

    def visit(self, node: ast.AST) -> ast.AST:
        """Change the node whose turn it is."""
        other = _change(node, self._rng)
        if other is not None:
            self._place -= 1
            if self._place == -1:
                return ast.copy_location(other, node)
        visited: ast.AST = self.generic_visit(node)
        return visited


def _change(node: ast.AST, rng: Random) -> ast.AST | None:
    """Return what may stand in a node's place."""
    if type(node) in _OPERATORS:
        return _OPERATORS[type(node)]()
    if isinstance(node, ast.stmt):
        return _statement(node)
    match node:
        case ast.Await(value):
            return value
        case ast.Constant(value) if not isinstance(value, str):
            return ast.Constant(_constant(value, rng))
        case ast.Call(function, args, keywords) if len(args) > 1:
            return ast.Call(function, args[::-1], keywords)
    return None


def _statement(node: ast.stmt) -> ast.stmt | None:
    match node:
        case ast.If(test, body, orelse):
            return ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Expr(ast.Constant()):
            return None  # a docstring
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Return() | ast.Raise():
            return ast.Pass()
    return None


def _constant(value: object, rng: Random) -> bool | int | float | None:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + rng.choice([-1, 1])
    return 0
