"""Wording: comments, order and layout of a text whose fields are decided already, merged line by line. Pure.

Lines are never trusted: a merge of them counts only where it means what the engine decided.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypeAlias

from core.errors import InputRefused
from core.krm.read.documents import read_resources
from core.krm.read.limits import Limits
from core.merge.diff import differences

__all__ = [
    "Clash",
    "LineMerge",
    "Part",
    "Said",
    "Worded",
    "between",
    "chosen",
    "clashes",
    "comments",
    "is_same",
    "settled",
]

_MOST_CLASHES: Final = 50
"""More than so many are not looked at one by one: each costs a few readings of the whole text."""

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*\S", re.MULTILINE)


class Clash(NamedTuple):
    """Lines that the two branches hold differently; a text ends with a line break, but for a file's last."""

    current: str
    base: str
    merged: str


Part: TypeAlias = str | Clash
LineMerge: TypeAlias = Callable[[str, str, str], Sequence[Part]]
"""Merges current branch, base and merged branch line by line, as ``git merge-file`` does."""


class Said(NamedTuple):
    """One decided merge as each of the three texts would put it, with its own value at every conflict."""

    current: str
    base: str
    merged: str


class Worded(NamedTuple):
    """A text in pieces.

    Attributes:
        parts: the pieces; a clash is what somebody must decide.
        wordings: the clashes in which every field means the same and only comments collide.
        lost: comments of a branch that have no place in it.
    """

    parts: tuple[Part, ...]
    wordings: tuple[Clash, ...] = ()
    lost: tuple[str, ...] = ()


def chosen(parts: Sequence[Part], choice: Callable[[Clash], str]) -> str:
    """Write a text with one choice at every clash."""
    return "".join(part if isinstance(part, str) else choice(part) for part in parts)


def clashes(parts: Sequence[Part]) -> tuple[Clash, ...]:
    """List what is left to decide."""
    return tuple(part for part in parts if isinstance(part, Clash))


def comments(text: str) -> set[str]:
    r"""Collect what looks like a comment; text within quotes and blocks may too.

    >>> comments("# head\na: b#c  # why\n") == {"# head", "# why"}
    True
    """
    return set(_COMMENT.findall(text))


def is_same(one: str, other: str, limits: Limits) -> bool:
    """Tell whether two texts mean the same; one that cannot be read means nothing."""
    try:
        read = [read_resources(text, limits=limits) for text in (one, other)]
    except InputRefused:
        return False
    return differences(*read) == ()


def between(current: str, merged: str) -> tuple[Part, ...]:
    """Compare the two outcomes of a merge: what they share, and clashes where they differ."""
    ours, theirs = (text.splitlines(keepends=True) for text in (current, merged))
    opcodes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    pairs = ((word, "".join(ours[a:b]), "".join(theirs[c:d])) for word, a, b, c, d in opcodes)
    return tuple(held if word == "equal" else Clash(held, "", offered) for word, held, offered in pairs)


def settled(parts: Sequence[Part], said: Said, limits: Limits) -> Worded | None:
    """Settle the clashes that are none; None where the lines do not add up to what the engine decided.

    Args:
        parts: the three texts of ``said``, merged line by line.
        said: the two outcomes; they mean the same unless there are conflicts.
        limits: how much is read.
    """
    if len(clashes(parts)) > _MOST_CLASHES:
        return None
    judge = _Judge(list(parts), said, limits)
    for at, part in enumerate(parts):
        if isinstance(part, Clash):
            judge.settle(at, part)
    return judge.verdict()


class _Judge:
    """Tries out what the lines of a clash would mean, with the current branch's lines at all others."""

    def __init__(self, parts: list[Part], said: Said, limits: Limits) -> None:
        self._parts = parts
        self._said = said
        self._limits = limits
        self._is_open = not is_same(said.current, said.merged, limits)
        self._conflicts: set[int] = set()

    def settle(self, at: int, clash: Clash) -> None:
        """Leave a clash in which the fields differ; else take lines that keep every comment, if there are."""
        if self._is_open and not self._means(at, clash.merged):
            self._conflicts.add(at)
            return
        for lines in _choices(clash):
            if self._means(at, lines):
                self._parts[at] = lines
                return

    def verdict(self) -> Worded | None:
        """Check that the clashes stand between the two outcomes, and that nothing else does."""
        other = [
            part.merged if isinstance(part, Clash) and at in self._conflicts else part
            for at, part in enumerate(self._parts)
        ]
        ends = ((self._parts, self._said.current), (other, self._said.merged))
        if not all(is_same(chosen(parts, _current), said, self._limits) for parts, said in ends):
            return None
        wordings = (
            part
            for at, part in enumerate(self._parts)
            if isinstance(part, Clash) and at not in self._conflicts
        )
        return Worded(tuple(self._parts), tuple(wordings))

    def _means(self, at: int, lines: str) -> bool:
        """Tell whether the text means what was decided, with these lines at one clash."""
        tried: list[Part] = [*self._parts[:at], lines, *self._parts[at + 1 :]]
        return is_same(chosen(tried, _current), self._said.current, self._limits)


def _current(clash: Clash) -> str:
    return clash.current


def _choices(clash: Clash) -> Iterator[str]:
    """Give the lines that keep every new comment of both branches: one side's, or one beside remarks."""
    ours, theirs = (
        comments(clash.current) - comments(clash.base),
        comments(clash.merged) - comments(clash.base),
    )
    if theirs <= ours:
        yield clash.current
    elif ours <= theirs:
        yield clash.merged
    if _is_remark(clash.merged) or _is_remark(clash.current):
        yield clash.current + clash.merged
        yield clash.merged + clash.current


def _is_remark(lines: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines.splitlines())
