"""A forge for which nobody gave a token: it says where a person does by hand what it cannot do."""

from collections.abc import Sequence
from typing import Final, NoReturn

from core.errors import SourceUnreadable
from core.forge.place import ForgeKind, Place
from core.ports.forge import ForgeBranch, MergeMethod, Offer, Offered, PullRequest, ScheduledMerge, Standing
from core.progress import Stop
from core.safetext import safe_line

__all__ = ["SignedOutForge"]

_VARIABLES: Final = {
    ForgeKind.GITHUB: (
        "GITHUB_TOKEN",
        "GH_HOST={host} and GH_ENTERPRISE_TOKEN",
        "gh auth login --hostname {host}",
    ),
    ForgeKind.GITLAB: (
        "GITLAB_TOKEN",
        "GITLAB_HOST={host} and GITLAB_TOKEN",
        "glab auth login --hostname {host}",
    ),
    ForgeKind.GITEA: ("GITEA_TOKEN", "GITEA_SERVER_URL={web} and GITEA_TOKEN", ""),
}
_PUBLIC: Final = {"github.com", "gitlab.com", "codeberg.org", "gitea.com"}


class SignedOutForge:
    """Implements `core.ports.forge.Forge` without a token: it says where a person does it by hand.

    Args:
        place: where the repository is.
        title: the forge and the repository, for people.
    """

    def __init__(self, place: Place, title: str) -> None:
        self._place = place
        self._title = title

    @property
    def title(self) -> str:
        """Name the forge and the repository."""
        return self._title

    @property
    def lack(self) -> str:
        """Say in words why nothing can be done here."""
        return f"there is no token for {self._place.web.host}"

    def release(self) -> None:
        """Do nothing: there are no connections."""

    def compare_url(self, branch: str, base: str) -> str:
        """Give the page for doing it by hand."""
        return self._place.compare_url(branch, base)

    def standing(self) -> Standing:
        """Refuse; see the port."""
        self._refuse(f"say who we are at {self._title}")

    def default_branch(self) -> str:
        """Refuse; see the port."""
        self._refuse("read the default branch")

    def branch(self, name: str) -> ForgeBranch | None:
        """Refuse; see the port."""
        self._refuse(f"read the branch {safe_line(name)}")

    def pulls(self, branch: str, *, base: str, stop: Stop | None = None) -> Sequence[PullRequest]:
        """Refuse; see the port."""
        del base, stop
        self._refuse(f"look for pull requests of {safe_line(branch)}")

    def pull(self, number: int) -> PullRequest:
        """Refuse; see the port."""
        self._refuse(f"read pull request {number}")

    def offer(self, offer: Offer, *, stop: Stop | None = None) -> Offered:
        """Refuse, and say where it is opened by hand; see the port."""
        del stop
        by_hand = f", or open it by hand: {self.compare_url(offer.branch, offer.base)}"
        self._refuse(f"open a pull request for {safe_line(offer.branch)}", by_hand)

    def comment(self, number: int, *, key: str, text: str, stop: Stop | None = None) -> None:
        """Refuse; see the port."""
        del key, text, stop
        self._refuse(f"comment on pull request {number}")

    def close(self, number: int, *, stop: Stop | None = None) -> PullRequest:
        """Refuse; see the port."""
        del stop
        self._refuse(f"close pull request {number}")

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Refuse; see the port."""
        del method
        self._refuse(f"ask for the merge of pull request {pull.number}")

    def _refuse(self, doing: str, otherwise: str = "") -> NoReturn:
        host, web = self._place.web.host, str(self._place.web)
        usual, own, program = _VARIABLES[self._place.kind]
        variables = usual if host in _PUBLIC else own.format(host=host, web=web)
        also = f" or run {program.format(host=host)}" if program else ""
        raise SourceUnreadable(
            f"Could not {doing}",
            why=self.lack,
            next_step=f"set {variables}{also}{otherwise}",
        )
