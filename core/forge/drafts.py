"""Drafts that are drafts by their title's first word, as on GitLab and Gitea. Pure."""

import re
from dataclasses import dataclass

__all__ = ["DraftMark"]


@dataclass(frozen=True, slots=True)
class DraftMark:
    """How a forge marks a draft.

    Attributes:
        prefix: what we write.
        known: what it takes for a mark.

    >>> mark = DraftMark("Draft: ", re.compile("draft: *", re.IGNORECASE))
    >>> mark.titled("draft: one", draft=True), mark.plain("Draft: one"), mark.is_on("one")
    ('Draft: one', 'one', False)
    """

    prefix: str
    known: re.Pattern[str]

    def titled(self, title: str, *, draft: bool) -> str:
        """Write a title with the mark or without."""
        plain = self.plain(title)
        return f"{self.prefix}{plain}" if draft else plain

    def plain(self, title: str) -> str:
        """Read a title without the mark."""
        found = self.known.match(title)
        return title[found.end() :] if found else title

    def is_on(self, title: str) -> bool:
        """Tell whether a title has the mark."""
        return self.known.match(title) is not None
