"""FieldPath: one place in a document, as a value.

Knows no document: a path is only a sequence of steps. A step is a map key (a plain ``str``), an item of a
keyed list (`Item`), a member of a set (`Member`) or a place in an atomic list (`Index`).
"""

import json
import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.errors import UsageError

__all__ = ["ROOT", "FieldPath", "Index", "Item", "Member", "Scalar", "Step"]

Scalar: TypeAlias = "str | int | float | bool | None"

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE: Final = re.compile(r"[^\[\]\",=\s]+")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a keyed list, by its keys in the order of the list's rule; true and false are no keys.

    Key values are the ones the item carries, with defaults filled in (``protocol`` TCP).
    """

    keys: tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A member of a set, by its value and its type.

    >>> Member(1) == Member(1), Member(1) == Member(1.0), Member(1) == Member(True)
    (True, False, False)
    """

    value: Scalar

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Member):
            return False
        return self.value.__class__ is other.value.__class__ and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Index:
    """A place in an atomic list, from 0."""

    at: int


Step: TypeAlias = str | Item | Member | Index


@dataclass(frozen=True, slots=True)
class FieldPath:
    """Steps from the top of a document down; no steps at all is the whole document.

    >>> path = FieldPath.parse('spec.ports[containerPort=53,protocol=UDP].name')
    >>> str(path), str(path.parent)
    ('spec.ports[containerPort=53,protocol=UDP].name', 'spec.ports[containerPort=53,protocol=UDP]')
    >>> str(FieldPath(("metadata", "annotations", "team.io/on")))
    'metadata.annotations["team.io/on"]'
    """

    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return "".join(_printed(step) for step in self.steps).removeprefix(".")

    def __truediv__(self, step: Step) -> "FieldPath":
        return FieldPath((*self.steps, step))

    def __lt__(self, other: "FieldPath") -> bool:
        return str(self) < str(other)

    @property
    def parent(self) -> "FieldPath":
        """The path without its last step; of the whole document the whole document."""
        return FieldPath(self.steps[:-1])

    def covers(self, other: "FieldPath") -> bool:
        """Tell whether ``other`` is this place or one below it."""
        return other.steps[: len(self.steps)] == self.steps

    @classmethod
    def parse(cls, text: str) -> "FieldPath":
        r"""Read the notation that `str` writes: ``parse(str(path)) == path``.

        Raises:
            UsageError: the text is no path; names the column. Nothing is changed.

        >>> FieldPath.parse('data["app.conf"]').steps
        ('data', 'app.conf')
        >>> FieldPath.parse('metadata.finalizers[="a.io/b"]').steps[-1]
        Member(value='a.io/b')
        """
        return cls(tuple(_Reader(text).steps()))


ROOT: Final = FieldPath()


def _printed(step: Step) -> str:
    match step:
        case str():
            return f".{step}" if _BARE.fullmatch(step) else f"[{_quoted(step)}]"
        case Item(keys=keys):
            return "[" + ",".join(f"{_name(key)}={_value(value)}" for key, value in keys) + "]"
        case Member(value=value):
            return f"[={json.dumps(value, ensure_ascii=False)}]"
        case Index(at=at):
            return f"[{at}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _value(value: Scalar) -> str:
    """Print a key's value bare where it reads back as itself, else as JSON."""
    if isinstance(value, str):
        ambiguous = _INTEGER.fullmatch(value) or value in {"true", "false", "null"}
        return value if _BARE_VALUE.fullmatch(value) and not ambiguous else _quoted(value)
    return json.dumps(value)


class _Reader:
    """One pass over a path's text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def steps(self) -> list[Step]:
        found: list[Step] = []
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                found.append(self._bracket())
            else:
                found.append(self._key(first=not found))
        return found

    def _key(self, *, first: bool) -> str:
        if not first:
            self._expect(".")
        return self._match(_BARE, "a key")

    def _bracket(self) -> Step:
        self._expect("[")
        step = self._inside()
        self._expect("]")
        return step

    def _inside(self) -> Step:
        if self._peek("="):
            self._at += 1
            return Member(self._scalar())
        if self._peek('"'):
            key = self._string()
            return Item(((key, self._after_equals()), *self._more())) if self._peek("=") else key
        if found := _INTEGER.match(self._text, self._at):
            end = found.end()
            if self._text[end : end + 1] == "]":
                self._at = end
                return Index(int(found.group()))
        return Item((self._pair(), *self._more()))

    def _more(self) -> list[tuple[str, Scalar]]:
        pairs: list[tuple[str, Scalar]] = []
        while self._peek(","):
            self._at += 1
            pairs.append(self._pair())
        return pairs

    def _pair(self) -> tuple[str, Scalar]:
        key = self._string() if self._peek('"') else self._match(_BARE, "a key name")
        return key, self._after_equals()

    def _after_equals(self) -> Scalar:
        self._expect("=")
        return self._scalar()

    def _scalar(self) -> Scalar:
        if self._peek('"'):
            return self._string()
        word = self._match(_BARE_VALUE, "a value")
        if _INTEGER.fullmatch(word):
            return int(word)
        return {"true": True, "false": False, "null": None}.get(word, word)

    def _string(self) -> str:
        try:
            value, end = json.JSONDecoder().raw_decode(self._text, self._at)
        except ValueError:
            raise self._refused("a quoted string") from None
        self._at = end
        return str(value)

    def _peek(self, char: str) -> bool:
        return self._text.startswith(char, self._at)

    def _expect(self, char: str) -> None:
        if not self._peek(char):
            raise self._refused(repr(char))
        self._at += 1

    def _match(self, pattern: re.Pattern[str], what: str) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise self._refused(what)
        self._at = found.end()
        return found.group()

    def _refused(self, wanted: str) -> UsageError:
        return UsageError(
            f"Could not read the field path {self._text!r}",
            why=f"column {self._at + 1} should hold {wanted}",
            next_step='write it like spec.containers[name=app].image or metadata.annotations["team.io/on"]',
        )
