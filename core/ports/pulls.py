"""What carrying a branch needs of a forge: whether its pull request is there, and one if it is not."""

from dataclasses import dataclass
from typing import Protocol

from core.ports.forge import Offered, PullRequest

__all__ = ["PullWish", "Pulls"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullWish:
    """A pull request as sync-back wants it; how it is made beside that, the settings say.

    Attributes:
        branch: what it offers; it is at the remote already. Its name is the key that tells ours.
        head: what the branch leads to.
        title: one line.
        body: Markdown.
        labels: those it has beside the usual ones.
        harmless: the settings may let the forge merge it by itself.
    """

    branch: str
    head: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    harmless: bool = False


class Pulls(Protocol):
    """Pull requests of the repository's remote.

    Every method may raise `SettingsError` (settings and remote do not fit) and `SourceUnreadable` (the forge
    is not reached, or rights are missing).
    """

    def check(self) -> str:
        """Say at which forge the remote is, and who we are there; "" where it is at none that is known.

        Raises:
            SourceUnreadable: there is no token, or rights are missing.
        """

    def can_open(self) -> bool:
        """Tell whether one can be opened: the remote is at a forge that is known, and there is a token."""

    def merges_alone(self) -> bool:
        """Tell whether the settings let the forge merge by itself what is harmless."""

    def by_hand(self, branch: str) -> str:
        """Say in one line how a person goes on with a branch where none can be opened; "" where one can."""

    def there(self, branch: str) -> PullRequest | None:
        """Find the pull request of ours for a branch, the open one first, then the newest."""

    def offer(self, wish: PullWish) -> Offered:
        """Have one open pull request for a branch that is as wanted.

        Raises:
            SideMoved: another offer's is open for this branch; nothing was written.
            OutcomeUnknown: nobody knows whether it was; `there` tells later.
            InputRefused: the forge does not take it, or `can_open` says no.
        """

    def comment(self, number: int, *, key: str, text: str) -> str:
        """Have one comment with this key on a pull request that says this; gives the pull request's URL.

        Raises:
            OutcomeUnknown: nobody knows whether it was written; the same call again looks first.
            InputRefused: the forge does not take it, or `can_open` says no.
        """

    def release(self) -> None:
        """Close every connection; it may be used again."""
