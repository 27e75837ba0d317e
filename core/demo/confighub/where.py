"""The `where` language of ConfigHub, as much of it as a client of units and revisions can use."""

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

__all__ = ["BadWhereError", "matching"]

Entity = Mapping[str, Any]

_LONGEST: Final = 8192
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'[^'\\]*')|(?P<number>-?\d+)|(?P<op><=|>=|!=|=|<|>)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_.\-]*)|(?P<mark>[(),]))"
)
_COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}


class BadWhereError(Exception):
    """The expression is none; the server answers 400."""


def matching(where: str, known: frozenset[str]) -> Callable[[Entity], bool]:
    """Read an expression once; what it gives tells whether an entity matches."""
    if len(where) > _LONGEST:
        raise BadWhereError(f"where is longer than {_LONGEST} characters")
    terms = _terms(_tokens(where), known) if where else []
    return lambda entity: all(term(entity) for term in terms)


def _tokens(where: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while where[at:].strip():
        match = _TOKEN.match(where, at)
        if match is None:
            raise BadWhereError(f"cannot read where at {where[at : at + 20]!r}")
        found.append((str(match.lastgroup), match.group().strip()))
        at = match.end()
    return found


def _terms(tokens: list[tuple[str, str]], known: frozenset[str]) -> list[Callable[[Entity], bool]]:
    terms = []
    while tokens:
        terms.append(_term(tokens, known))
        if tokens and tokens.pop(0)[1] != "AND":
            raise BadWhereError("terms are joined with AND")
    return terms


def _term(tokens: list[tuple[str, str]], known: frozenset[str]) -> Callable[[Entity], bool]:
    path = _attribute(_next(tokens, "word"), known)
    op = tokens.pop(0)[1] if tokens else ""
    if op == "IS":
        absent = _skip_not(tokens) is False
        if _next(tokens, "word") != "NULL":
            raise BadWhereError("IS stands before NULL")
        return lambda entity: (_value(entity, path) is None) is absent
    if op == "NOT":
        op = f"NOT {_next(tokens, 'word')}"
    if op in {"IN", "NOT IN"}:
        listed = _list(tokens)
        return lambda entity: (_value(entity, path) in listed) is (op == "IN")
    right = _right(tokens, known)
    if op in {"LIKE", "NOT LIKE"}:
        return lambda entity: _like(_value(entity, path), str(right(entity))) is (op == "LIKE")
    if op not in _COMPARED:
        raise BadWhereError(f"{op!r} is no operator")
    return lambda entity: _compare(op, _value(entity, path), right(entity))


def _next(tokens: list[tuple[str, str]], kind: str) -> str:
    if not tokens or tokens[0][0] != kind:
        raise BadWhereError(f"a {kind} is missing")
    return tokens.pop(0)[1]


def _skip_not(tokens: list[tuple[str, str]]) -> bool:
    if tokens and tokens[0][1] == "NOT":
        tokens.pop(0)
        return True
    return False


def _attribute(path: str, known: frozenset[str]) -> Sequence[str]:
    name = path.split(".", maxsplit=1)[0]
    if name not in known:
        raise BadWhereError(f"{name} cannot be filtered on")
    return path.split(".")


def _list(tokens: list[tuple[str, str]]) -> list[Any]:
    if not tokens or tokens.pop(0)[1] != "(":
        raise BadWhereError("IN needs a list")
    found: list[Any] = []
    while tokens:
        kind, text = tokens.pop(0)
        found.append(_literal(kind, text))
        if not tokens or (mark := tokens.pop(0)[1]) not in {",", ")"}:
            break
        if mark == ")":
            return found
    raise BadWhereError("the list does not end")


def _right(tokens: list[tuple[str, str]], known: frozenset[str]) -> Callable[[Entity], Any]:
    if not tokens:
        raise BadWhereError("a value is missing")
    kind, text = tokens.pop(0)
    if kind == "word" and text not in {"true", "false"}:
        path = _attribute(text, known)
        return lambda entity: _value(entity, path)
    value = _literal(kind, text)
    return lambda _: value


def _literal(kind: str, text: str) -> Any:  # noqa: ANN401 -- the language is typed at run time
    if kind == "text":
        return text[1:-1]
    if kind == "number":
        return int(text)
    if text in {"true", "false"}:
        return text == "true"
    raise BadWhereError(f"{text!r} is no value")


def _value(entity: Entity, path: Sequence[str]) -> Any:  # noqa: ANN401 -- likewise
    head, *keys = path
    value = entity.get(head)
    return (value or {}).get(".".join(keys)) if keys else value


def _compare(op: str, left: Any, right: Any) -> bool:  # noqa: ANN401 -- likewise
    try:
        return left is not None and _COMPARED[op](left, right)
    except TypeError as error:
        raise BadWhereError("the two sides are of different types") from error


def _like(value: object, pattern: str) -> bool:
    glob = re.sub(r"([*?\[])", r"[\1]", pattern).replace("%", "*").replace("_", "?")
    return isinstance(value, str) and fnmatch.fnmatchcase(value, glob)
