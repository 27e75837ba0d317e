"""The pull requests of sync-back and CI; the forge is opened when it is first needed."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from core.errors import HeadgateError, InputRefused, SourceUnreadable
from core.forge.signed_out import SignedOutForge
from core.ports.forge import Forge, MergeMethod, Offer, Offered, Outcome, PullRequest, PullState
from core.ports.pulls import PullWish
from core.safetext import safe_line

__all__ = ["ForgePulls", "PullSettings"]

_OURS: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.ADOPTED, Outcome.UNCHANGED})

_NO_FORGE: Final = "the remote is at no forge that is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSettings:
    """How pull requests are made.

    Attributes:
        base: the branch that people author on.
        labels: those that every one has.
        draft: whether they are drafts; None leaves that to people, and opens them ready.
        merge: how the forge merges by itself what is harmless; None for never.
    """

    base: str
    labels: tuple[str, ...] = ("sync", "confighub")
    draft: bool | None = None
    merge: MergeMethod | None = None


class ForgePulls:
    """Implements `core.ports.pulls.Pulls` on a forge.

    Args:
        open_one: finds the forge of the repository; None where its remote is none.
        settings: how pull requests are made.
        remote: names the remote; "" where branches stay in the repository.
    """

    def __init__(
        self,
        open_one: Callable[[], Forge | None],
        settings: PullSettings,
        *,
        remote: Callable[[], str] = lambda: "",
    ) -> None:
        self._remote = remote
        self._open_one = open_one
        self._settings = settings
        self._forge: Forge | None = None
        self._is_open = False

    def check(self) -> str:
        """Say at which forge we are, and who; see the port."""
        forge = self._opened()
        if forge is None:
            return ""
        standing = forge.standing()
        who = safe_line(standing.who) or "an app or a job, which has no name"
        if standing.lacks:
            raise SourceUnreadable(
                f"Some rights are missing at {forge.title}",
                why=f"{who} lacks {', '.join(standing.lacks)}",
                next_step="docs/reference/forges.md lists the rights that a token needs",
            )
        return f"{forge.title}, as {who}"

    def can_open(self) -> bool:
        """Tell whether there are a forge and a token; see the port."""
        return self._usable() is not None

    def merges_alone(self) -> bool:
        """Tell whether anything may merge by itself; see the port."""
        return self._settings.merge is not None

    def by_hand(self, branch: str) -> str:
        """Say where a person opens it, or how a person looks at the branch; see the port."""
        forge, base = self._opened(), self._settings.base
        if isinstance(forge, SignedOutForge):
            return f"{forge.lack}; open it by hand: {forge.compare_url(branch, base)}"
        if forge is not None:
            return ""
        remote = self._remote()
        if not remote:
            return f"git diff {shlex.quote(f'{base}...{branch}')} shows it"
        fetch = shlex.join(["git", "fetch", remote, branch])
        return f"{fetch} && git diff {shlex.quote(f'{base}...FETCH_HEAD')} shows it"

    def there(self, branch: str) -> PullRequest | None:
        """Find a branch's pull request by its key; see the port."""
        forge = self._usable()
        found = forge.pulls(branch, base=self._settings.base) if forge else ()
        return next((one for one in found if one.key == branch), None)

    def offer(self, wish: PullWish) -> Offered:
        """Have a pull request, and let the forge merge it where that is allowed; see the port."""
        offered = self._needed(f"open a pull request for {wish.branch}").offer(
            Offer(
                branch=wish.branch,
                base=self._settings.base,
                title=wish.title,
                body=wish.body,
                key=wish.branch,
                labels=(*self._settings.labels, *wish.labels),
                owned=("risk:",),
                draft=self._settings.draft,
            )
        )
        why = self._merging(wish, offered)
        return replace(offered, notes=(*offered.notes, why)) if why else offered

    def comment(self, number: int, *, key: str, text: str) -> str:
        """Have one comment with this key; see the port."""
        forge = self._needed(f"comment on pull request {number}")
        url = forge.pull(number).url
        forge.comment(number, key=key, text=text)
        return url

    def release(self) -> None:
        """Close the connections, where there are any."""
        if self._forge is not None:
            self._forge.release()

    def _merging(self, wish: PullWish, offered: Offered) -> str:
        """Ask for a merge where all allows it; gives what there is to say. It stands without it too."""
        method, pull = self._settings.merge, offered.pull
        if method is None or offered.outcome not in _OURS or pull.state is not PullState.OPEN:
            return ""
        if not wish.harmless:
            return "a person merges it: only what is of low risk and not production merges by itself"
        if pull.head != wish.head:
            return "a person merges it: the forge has another commit on the branch"
        try:
            asked = self._needed("").merge_when_green(pull, method)
        except HeadgateError as error:
            return f"a person merges it: {error.what}: {error.why}"
        return f"a person merges it: {asked.why}" if asked.why else "it merges once its checks are green"

    def _needed(self, doing: str) -> Forge:
        forge = self._usable()
        if forge is None:
            opened = self._opened()
            raise InputRefused(
                f"Could not {doing}",
                why=opened.lack if isinstance(opened, SignedOutForge) else _NO_FORGE,
                next_step="docs/reference/forges.md says which forges are known, and what token is needed",
            )
        return forge

    def _usable(self) -> Forge | None:
        forge = self._opened()
        return None if isinstance(forge, SignedOutForge) else forge

    def _opened(self) -> Forge | None:
        if not self._is_open:
            self._forge, self._is_open = self._open_one(), True
        return self._forge
