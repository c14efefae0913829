"""The small faults that can be put into a module: a comparison turned, a check left out, one more or less."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OTHER_WAY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NO_RULES = (ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)
# What is said to people who look after a site is no rule.
_ASIDE = ("log", "logger", "warnings")
# In how many pieces rows go to the database and come from it is in no answer.
_PIECES = ("batch_size", "chunk_size")


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a module's source, by its bytes from ``start`` to ``end``, and what stands there instead."""

    line: int
    start: int
    end: int
    before: str
    after: str

    def put_into(self, source: bytes) -> bytes:
        """The source with the fault."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{' '.join(self.before.split())}  →  {self.after}"


def faults_of(source: bytes) -> list[Fault]:
    """Every fault that a module can be given, in the order of its lines."""
    tree = ast.parse(source)
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    found = []
    for node in _rules(tree):
        for turned in _turned(node):
            assert isinstance(node, ast.expr | ast.Expr)
            assert node.end_lineno is not None and node.end_col_offset is not None
            start = begins[node.lineno - 1] + node.col_offset
            end = begins[node.end_lineno - 1] + node.end_col_offset
            found.append(Fault(node.lineno, start, end, source[start:end].decode(), turned))
    return sorted(found, key=lambda fault: (fault.start, fault.after))


def _rules(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that decide something: no type, no decorator, no assertion, no part of a sentence."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _NO_RULES) or _is_aside(child) or _is_limit(child) or _is_no_answer(child, node):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _rules(ast.Module(child.body, []))
        elif isinstance(child, ast.AnnAssign):
            if child.value is not None:
                yield child.value
                yield from _rules(child.value)
        else:
            yield child
            yield from _rules(child)


def _is_limit(node: ast.AST) -> bool:
    """A number with a name of its own, such as the length of a note: tests ask for it by that name."""
    if not isinstance(node, ast.Assign) or not _is_number(node.value):
        return False
    return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)


def _is_number(node: ast.expr) -> bool:
    """Whether it is a whole number, or one made of others, such as ``20 * 366``."""
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _is_no_answer(node: ast.AST, around: ast.AST) -> bool:
    """The size of a piece of rows, or `zip(strict=True)`, which asserts that both are as long."""
    if not (isinstance(node, ast.keyword) and isinstance(around, ast.Call)):
        return False
    return node.arg in _PIECES or (node.arg == "strict" and ast.unparse(around.func) == "zip")


def _is_aside(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    called = node.value.func
    return isinstance(called, ast.Attribute) and ast.unparse(called.value) in _ASIDE


def _turned(node: ast.AST) -> Iterator[str]:
    """What can stand instead of a node."""
    match node:
        case ast.Expr(value=ast.Call()):
            yield "pass"
        case ast.Compare(ops=ops):
            for number, operator in enumerate(ops):
                other = copy.deepcopy(node)
                other.ops[number] = _TURNED[type(operator)]()
                yield _text(other)
        case ast.BoolOp(op=operator):
            other_op = copy.deepcopy(node)
            other_op.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield _text(other_op)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield _text(operand)
        case ast.BinOp(op=operation) if type(operation) in _OTHER_WAY and not _is_text(node):
            other_bin = copy.deepcopy(node)
            other_bin.op = _OTHER_WAY[type(operation)]()
            yield _text(other_bin)
        case ast.Constant(value=bool() as said):
            yield str(not said)
        case ast.Constant(value=int() as number):
            yield str(number + 1)


def _text(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _is_text(node: ast.BinOp) -> bool:
    """Whether it puts words together, or names one type or another."""
    sides = (node.left, node.right)
    return any(isinstance(side, ast.JoinedStr) for side in sides) or any(
        isinstance(side, ast.Constant) and (side.value is None or isinstance(side.value, str))
        for side in sides
    )
