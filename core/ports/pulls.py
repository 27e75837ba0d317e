"""What carrying a branch needs of a forge: whether its pull request is there, and one if it is not."""

from typing import Protocol

__all__ = ["Pulls"]


class Pulls(Protocol):
    """Pull requests of one repository. Either method raises `SourceUnreadable` where no forge is reached."""

    def there(self, branch: str, *, key: str) -> str:
        """Find the pull request of a branch, open or not, by its key: in words; "" for none."""

    def offer(self, branch: str, *, key: str, title: str, body: str) -> str:
        """Open a pull request for a branch; says which, in words.

        Raises:
            SideMoved: another offer's is open for this branch; nothing was written.
            OutcomeUnknown: nobody knows whether it was; `there` tells later.
        """
