"""Looking: what can be asked of Headgate about what happened and who did it. Writes nothing."""

from dataclasses import dataclass

from core.errors import NotFound
from core.krm.redact import redact_text
from core.merge.places import Side
from core.model.audit import AuditRecord
from core.model.foreseen import Foreseen
from core.model.item import Opened
from core.model.names import RevisionNumber, UnitName
from core.model.past import Account, Past
from core.model.people import Owner
from core.model.plan import Plan
from core.model.unit import Head, Revision
from core.progress import NoProgress, Progress, Stop, never_stop
from core.report.revisions import json_report
from core.sync.blame import BlamedField, blame_unit, with_lines
from core.sync.context import Context
from core.sync.documents import documents_of
from core.sync.foreseen import foreseen
from core.sync.past import account_of, past
from core.sync.show import diff_lines

__all__ = ["History", "Looking"]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A unit's revisions, oldest first, which is Head, which was last applied, and keyed digests of each."""

    head: Head
    revisions: tuple[Revision, ...]
    digests: tuple[str, ...] = ()


class Looking:
    """The part of the desk that only looks, beside the inbox itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def owners(self, opened: Opened) -> dict[str, dict[Side, Owner]]:
        """Say who set an item's fields, Git's to the line, which costs a look into its history."""
        fields = opened.resolution.fields
        return with_lines(self._context, opened.item.unit, opened.commit, fields, opened.owners)

    def documents(self, opened: Opened) -> dict[Side, str]:
        """Read the whole texts behind an item, secrets masked. See `core.sync.documents.documents_of`."""
        return documents_of(self._context, opened.item.unit)

    def blame(self, unit: UnitName, path: str = "") -> tuple[BlamedField, ...]:
        """Say who set each field of a unit. See `core.sync.blame.blame_unit` for what it raises."""
        return blame_unit(self._context, unit, path)

    def foreseen(self, plan: Plan) -> Foreseen:
        """Work out what sync-back will offer to Git once a plan is carried out."""
        return foreseen(self._context, plan)

    def audit(self) -> tuple[AuditRecord, ...]:
        """Read the audit record from its beginning, as it stands."""
        return tuple(self._context.ledger.audit())

    def history(self, unit: UnitName) -> History:
        """List a unit's revisions.

        Raises:
            NotFound: the hub never had it.
        """
        head = self._context.hub.head(unit)
        if head is None:
            raise NotFound(
                f"There is no unit {unit} in the hub",
                why="it was never created",
                next_step="headgate status --all lists the units that there are",
            )
        revisions, key = self._context.hub.revisions(unit, after=RevisionNumber(0)), self._context.digest_key
        return History(
            head=head,
            revisions=tuple(revisions),
            digests=tuple(key.digest(revision.data_hash) for revision in revisions),
        )

    def past(
        self,
        *,
        unit: UnitName | None = None,
        space: str | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> tuple[Past, ...]:
        """List decisions and revisions, newest first. See `core.sync.past.past`."""
        told, ended = progress or NoProgress(), stop or never_stop()
        return past(self._context, unit=unit, space=space, progress=told, stop=ended)

    def account(self, decision: str) -> Account:
        """Read all that is known of a decision. See `core.sync.past.account_of` for what it raises."""
        return account_of(self._context, decision)

    def diff(self, unit: UnitName, older: int, newer: int) -> tuple[str, ...]:
        """Compare two revisions line by line, secrets masked; a line whose secret changed is in it.

        Raises:
            NotFound: no such unit or revision.
        """
        before, after = (self._context.hub.data(unit, RevisionNumber(number)) for number in (older, newer))
        return diff_lines(before, after, before=f"{unit}@{older}", after=f"{unit}@{newer}")

    def text(self, unit: UnitName, number: int) -> str:
        """Read a revision's text with secrets masked, for showing.

        Raises:
            NotFound: no such unit or revision.
        """
        return redact_text(self._context.hub.data(unit, RevisionNumber(number)))

    def changes(self, unit: UnitName, older: int, newer: int) -> list[dict[str, object]] | None:
        """Report what changed between two revisions; see `core.report.revisions.json_report`.

        Raises:
            NotFound: no such unit or revision.
        """
        before, after = (self._context.hub.data(unit, RevisionNumber(number)) for number in (older, newer))
        return json_report(before, after, catalog=self._context.catalog)
