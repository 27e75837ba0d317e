"""What happened: decisions and revisions as one list, and the account of one decision."""

from dataclasses import dataclass

from core.model.audit import AuditRecord
from core.model.decision import Decision
from core.model.names import UnitName

__all__ = ["Account", "Past"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One thing that happened to a unit: a decision with the revision it made, or a revision without one.

    Attributes:
        when: RFC 3339 UTC.
        unit: to which unit.
        who: who decided, or is answerable for the revision.
        did: the decision's verb (``decided``, ``set``, ``undo``), else where the revision is from.
        what: the reason, or the revision's description.
        result: how it ended, in a word or two.
        revision: number of the revision it made; 0 for none.
        decision: id of the decision; "" where CI promoted it.
        choices: how many fields were chosen.
        incident: the incident's id; "" for none.
        deletes: the revision deletes the unit.
        production: its space says it is production.
    """

    when: str
    unit: UnitName
    who: str
    did: str
    what: str
    result: str
    revision: int = 0
    decision: str = ""
    choices: int = 0
    incident: str = ""
    deletes: bool = False
    production: bool = False

    @property
    def id(self) -> str:
        """Name it: the decision, else ``unit@number``."""
        return self.decision or f"{self.unit}@{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One decision with all that the record says of it.

    Attributes:
        decision: what was decided.
        revision: number of the revision it made; 0 for none.
        records: its audit records, oldest first.
    """

    decision: Decision
    revision: int
    records: tuple[AuditRecord, ...]
