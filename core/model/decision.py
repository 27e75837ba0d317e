"""Decisions: what an operator chose, what was seen, and the steps that carry it out."""

from dataclasses import dataclass

from core.model.names import UnitName

__all__ = ["Decision", "Step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was chosen; made once, never changed.

    Attributes:
        id: sortable and unique; the idempotency key of every effect.
        unit: about which unit.
        item: id of the inbox item, or the verb where there was none (``set``, ``restore``).
        actor: who decided, and how that is known, as ``name (how)``.
        reason: the operator's words.
        choices: per field: printed ``resource#path`` and the choice (``git``, ``hub``, ``live``,
            ``base``, ``edit``).
        seen: what was seen, by side: ``hub`` keyed digest of the data's hash, ``sync`` version, ``git``
            commit, ``live`` digest.
        created: RFC 3339 UTC.
        outcome: "" while it is open; then how it ended.
    """

    id: str
    unit: UnitName
    item: str
    actor: str
    reason: str
    choices: tuple[tuple[str, str], ...]
    seen: tuple[tuple[str, str], ...]
    created: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One effect of a decision.

    Attributes:
        name: ``hub``, ``sync``, ``git``, ``live``.
        intent: what it will do, in words.
        state: ``planned``, ``begun``, ``done``.
        outcome: what it did; "" until then.
    """

    name: str
    intent: str
    state: str = "planned"
    outcome: str = ""
