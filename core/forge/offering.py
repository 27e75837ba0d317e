"""Offering: one pull request a branch, on any forge: looked for, made, brought up to date, never doubled."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.errors import HeadgateError, OutcomeUnknown, SideMoved, SourceUnreadable
from core.forge.api import Api, Text
from core.forge.marks import key_of, marked, shortened
from core.forge.place import Place
from core.ports.forge import (
    ForgeBranch,
    MergeMethod,
    Offer,
    Offered,
    Outcome,
    PullRequest,
    PullState,
    ScheduledMerge,
    Standing,
)
from core.progress import Stop
from core.safetext import safe_line

__all__ = ["RestForge"]

_ENDED = {PullState.CLOSED: Outcome.DECLINED, PullState.MERGED: Outcome.MERGED}


class RestForge:
    """Implements `core.ports.forge.Forge` over the API of any forge.

    Args:
        api: of the forge.
        place: where the repository is.
        title: the forge and the repository, for people.
        release: closes the connections.
    """

    def __init__(self, api: Api, place: Place, title: str, release: Callable[[], None]) -> None:
        self._api = api
        self._place = place
        self._title = title
        self._release = release

    @property
    def title(self) -> str:
        """Name the forge and the repository."""
        return self._title

    def release(self) -> None:
        """Close every connection; see the port."""
        self._release()

    def compare_url(self, branch: str, base: str) -> str:
        """Give the page for doing it by hand."""
        return self._place.compare_url(branch, base)

    def standing(self) -> Standing:
        """Ask who we are there; see the port."""
        return self._api.standing()

    def default_branch(self) -> str:
        """Read the branch that people author on; see the port."""
        return self._api.default_branch()

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch; see the port."""
        return self._api.branch(name)

    def pulls(self, branch: str, *, base: str, stop: Stop | None = None) -> Sequence[PullRequest]:
        """List a branch's pull requests; see the port."""
        found = self._api.pulls(branch, base, stop)
        return sorted(found, key=lambda one: (one.state is not PullState.OPEN, -one.number))

    def pull(self, number: int) -> PullRequest:
        """Read one; see the port."""
        return self._api.pull(number)

    def offer(self, offer: Offer, *, stop: Stop | None = None) -> Offered:
        """Have one open pull request as wanted; see the port."""
        text = self._text(offer)
        found = self.pulls(offer.branch, base=offer.base, stop=stop)
        if not found:
            return self._created(offer, text, stop)
        if found[0].state is not PullState.OPEN:
            return Offered(pull=found[0], outcome=_ENDED[found[0].state])
        return self._brought_up_to_date(offer, text, found[0], stop)

    def comment(self, number: int, *, key: str, text: str, stop: Stop | None = None) -> None:
        """Have one comment with this key; see the port."""
        wanted = marked(text, key, limit=self._api.body_limit)
        for remark in self._api.remarks(number, stop):
            if key_of(remark.text) == key:
                if not _same(remark.text, wanted):
                    self._api.edit_remark(number, remark, wanted, stop)
                return
        self._api.remark(number, wanted, stop)

    def close(self, number: int, *, stop: Stop | None = None) -> PullRequest:
        """Close one without a merge; see the port."""
        pull = self._api.pull(number)
        return self._api.close(number, stop) if pull.state is PullState.OPEN else pull

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Ask for a merge once the checks are green; see the port."""
        if pull.state is not PullState.OPEN:
            return ScheduledMerge(asked=pull.state is PullState.MERGED, why=f"it is {pull.state} already")
        if pull.draft:
            return ScheduledMerge(asked=False, why="it is a draft")
        return self._api.merge_when_green(pull, method)

    def _text(self, offer: Offer) -> Text:
        return Text(
            title=shortened(" ".join(safe_line(offer.title).split()), self._api.title_limit),
            body=marked(offer.body, offer.key, limit=self._api.body_limit),
        )

    def _created(self, offer: Offer, text: Text, stop: Stop | None) -> Offered:
        try:
            pull = self._api.create(offer.branch, offer.base, text, draft=bool(offer.draft), stop=stop)
        except (SideMoved, OutcomeUnknown) as error:
            adopted = self._brought_up_to_date(offer, text, self._looked_up(offer, error, stop), stop)
            made_by_us = adopted.outcome is not Outcome.LEFT_ALONE
            return replace(adopted, outcome=Outcome.ADOPTED) if made_by_us else adopted
        return Offered(pull=pull, outcome=Outcome.CREATED, notes=self._labelled(offer, pull, stop))

    def _looked_up(self, offer: Offer, error: HeadgateError, stop: Stop | None) -> PullRequest:
        """Find the one that could not be created, or was not confirmed; else it stays as told."""
        try:
            found = self.pulls(offer.branch, base=offer.base, stop=stop)
        except SourceUnreadable:
            raise error from None
        if not found or found[0].state is not PullState.OPEN:
            raise error
        return found[0]

    def _brought_up_to_date(self, offer: Offer, text: Text, pull: PullRequest, stop: Stop | None) -> Offered:
        if not pull.key:
            return Offered(pull=pull, outcome=Outcome.LEFT_ALONE)
        if pull.key != offer.key:
            raise SideMoved(
                f"Did not touch pull request {pull.number} of {self._title}",
                why=f"it offers {safe_line(offer.branch)} for something else ({safe_line(pull.key)})",
                next_step=f"look at it, and close it if it is of no use any more: {safe_line(pull.url)}",
            )
        before = pull
        if pull.title != text.title or not _same(pull.body, text.body):
            pull = self._api.edit(pull, text, stop)
        if offer.draft is not None and pull.draft != offer.draft:
            pull = self._api.set_draft(pull, draft=offer.draft, stop=stop)
        notes = self._labelled(offer, pull, stop)
        outcome = Outcome.UNCHANGED if pull == before and _labels_stand(offer, pull) else Outcome.UPDATED
        return Offered(pull=pull, outcome=outcome, notes=notes)

    def _labelled(self, offer: Offer, pull: PullRequest, stop: Stop | None) -> tuple[str, ...]:
        """Set labels; the pull request stands without them too, so what fails here is a note."""
        add, remove = _missing(offer, pull), _stale(offer, pull)
        work: list[tuple[list[str], Callable[..., None]]] = [
            (add, self._api.add_labels),
            (remove, self._api.remove_labels),
        ]
        notes = []
        for labels, act in work:
            try:
                if labels:
                    act(pull, labels, stop)
            except HeadgateError as error:
                notes.append(f"labels {', '.join(labels)}: {error.why}")
        return tuple(notes)


def _missing(offer: Offer, pull: PullRequest) -> list[str]:
    return [label for label in offer.labels if label not in pull.labels]


def _stale(offer: Offer, pull: PullRequest) -> list[str]:
    ours = [label for label in pull.labels if label.startswith(offer.owned)] if offer.owned else []
    return [label for label in ours if label not in offer.labels]


def _labels_stand(offer: Offer, pull: PullRequest) -> bool:
    return not _missing(offer, pull) and not _stale(offer, pull)


def _same(text: str, other: str) -> bool:
    """Compare as forges store: some turn line ends into CRLF, some trim."""
    return text.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
