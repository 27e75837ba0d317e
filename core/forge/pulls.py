"""The pull requests of sync-back, in words for its journal; the forge is opened when it is first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.forge.signed_out import SignedOutForge
from core.ports.forge import Forge, Offer, Outcome, PullRequest
from core.safetext import safe_line

__all__ = ["ForgePulls", "PullSettings"]

_DONE: Final = {
    Outcome.CREATED: "opened",
    Outcome.UPDATED: "brought up to date",
    Outcome.ADOPTED: "was there already",
    Outcome.UNCHANGED: "stands as it is",
    Outcome.LEFT_ALONE: "somebody opened it by hand",
    Outcome.DECLINED: "was closed without a merge, and is not opened again",
    Outcome.MERGED: "was merged already",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSettings:
    """How pull requests are made.

    Attributes:
        base: the branch that people author on.
        labels: those that every one has.
        draft: whether they are drafts; None leaves that to people, and opens them ready.
    """

    base: str
    labels: tuple[str, ...] = ("sync", "confighub")
    draft: bool | None = None


class ForgePulls:
    """Implements `core.ports.pulls.Pulls` on a forge.

    Args:
        open_one: finds the forge of the repository; None where its remote is none.
        settings: how pull requests are made.
    """

    def __init__(self, open_one: Callable[[], Forge | None], settings: PullSettings) -> None:
        self._open_one = open_one
        self._settings = settings
        self._forge: Forge | None = None
        self._is_open = False

    def there(self, branch: str, *, key: str) -> str:
        """Find a branch's pull request by its key; see the port."""
        forge = self._opened()
        if forge is None or isinstance(forge, SignedOutForge):
            return ""
        found = forge.pulls(branch, base=self._settings.base)
        return next((_named(one, one.state.value) for one in found if one.key == key), "")

    def offer(self, branch: str, *, key: str, title: str, body: str) -> str:
        """Open a pull request, or say where a person does; see the port."""
        forge = self._opened()
        if forge is None:
            return "left out: the remote is no forge that is known"
        if isinstance(forge, SignedOutForge):
            page = forge.compare_url(branch, self._settings.base)
            return f"left out: {forge.lack}; open it by hand: {page}"
        offered = forge.offer(
            Offer(
                branch=branch,
                base=self._settings.base,
                title=title,
                body=body,
                key=key,
                labels=self._settings.labels,
                draft=self._settings.draft,
            )
        )
        return "; ".join([_named(offered.pull, _DONE[offered.outcome]), *map(safe_line, offered.notes)])

    def release(self) -> None:
        """Close the connections, where there are any."""
        if self._forge is not None:
            self._forge.release()

    def _opened(self) -> Forge | None:
        if not self._is_open:
            self._forge, self._is_open = self._open_one(), True
        return self._forge


def _named(pull: PullRequest, done: str) -> str:
    return f"pull request {pull.number} {done}: {safe_line(pull.url)}"
