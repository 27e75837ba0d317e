"""Limits: how much of a text is read before it is refused."""

from dataclasses import dataclass
from typing import Final

__all__ = ["USUAL", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The budget of one text; what exceeds it is refused, never cut.

    Attributes:
        bytes: size of the text in UTF-8.
        depth: maps and lists within each other, as seen with every alias written out.
        nodes: scalars, maps and lists, as seen with every alias and merge key written out.
        aliases: ``*name`` uses.
        merges: ``<<`` keys.
        documents: documents, empty ones too.

    Source: reliability.md T10; nothing in YAML itself bounds them.
    """

    bytes: int = 5_000_000
    depth: int = 64
    nodes: int = 200_000
    aliases: int = 100
    merges: int = 20
    documents: int = 1_000


USUAL: Final = Limits()
"""What settings that say nothing mean."""
