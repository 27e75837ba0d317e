"""Markers: what nobody has decided yet, written between conflict markers as Git writes them. Pure."""

from collections.abc import Sequence
from typing import Final

from core.merge.wording import Clash, Part

__all__ = ["BASE", "CURRENT", "MERGED", "marked"]

CURRENT: Final = "current branch"
BASE: Final = "base"
MERGED: Final = "merged branch"


def marked(parts: Sequence[Part], *, size: int, with_base: bool) -> str:
    r"""Write a text with its clashes between markers.

    Args:
        parts: the text.
        size: how many signs a marker has.
        with_base: whether the base stands between the two branches too (``merge.conflictStyle`` diff3).

    >>> marked([Clash("b: 2\n", "", "b: 3\n")], size=1, with_base=False)
    '< current branch\nb: 2\n=\nb: 3\n> merged branch\n'
    """
    return "".join(
        part if isinstance(part, str) else _between(part, size, with_base=with_base) for part in parts
    )


def _between(clash: Clash, size: int, *, with_base: bool) -> str:
    before, (ours, base, theirs), after = ("", clash, "") if with_base else _trimmed(clash)
    eol = "\r\n" if "\r\n" in ours + theirs else "\n"
    lines = [f"{'<' * size} {CURRENT}{eol}", _ended(ours, eol)]
    if with_base:
        lines += [f"{'|' * size} {BASE}{eol}", _ended(base, eol)]
    lines += [f"{'=' * size}{eol}", _ended(theirs, eol), f"{'>' * size} {MERGED}{eol}"]
    return before + "".join(lines) + after


def _ended(text: str, eol: str) -> str:
    return text if not text or text.endswith("\n") else text + eol


def _trimmed(clash: Clash) -> tuple[str, Clash, str]:
    """Take the lines off that both branches hold alike, at the top and at the bottom."""
    ours, theirs = (text.splitlines(keepends=True) for text in (clash.current, clash.merged))
    top = _alike(ours, theirs)
    bottom = _alike(ours[top:][::-1], theirs[top:][::-1])
    inner = Clash(
        current="".join(ours[top : len(ours) - bottom]),
        base=clash.base,
        merged="".join(theirs[top : len(theirs) - bottom]),
    )
    return "".join(ours[:top]), inner, "".join(ours[len(ours) - bottom :])


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> int:
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        count += 1
    return count
