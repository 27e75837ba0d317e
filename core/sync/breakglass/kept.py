"""Kept: what live is compared with while the hub is out of reach, so that an incident is seen nevertheless.

Where the hub could be read since the session began it is what was last applied; else it is what live held
when the session began, of the units that Git renders. It is only looked at: nothing is planned from it.
Source: scenarios.md S25 (captured offline, brought in on return).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from core.errors import HeadgateError
from core.krm.read.documents import Documents
from core.model.names import UnitName
from core.model.space import Space
from core.progress import never_stop
from core.sync.context import Context
from core.sync.gather import Gathered, with_live
from core.sync.texts import canonical, parsed

__all__ = ["Kept", "kept_of_hub", "kept_of_live", "name_of_hub", "sides_kept", "sides_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a space is compared with.

    Attributes:
        what: in words.
        texts: by the unit's name within its space.
    """

    what: str
    texts: Mapping[str, str]

    def form(self) -> str:
        """Write it as text; `Kept` is made of the same fields again."""
        return json.dumps(asdict(self))


def name_of_hub(units: Sequence[Gathered]) -> str:
    """Name what was last applied, so that it is kept anew only when it is another."""
    applied = sorted(f"{one.unit}@{one.head.applied if one.head else 0}" for one in units)
    return hashlib.sha256("\n".join(applied).encode()).hexdigest()


def kept_of_hub(units: Sequence[Gathered]) -> Kept:
    """Keep what was last applied, as the hub has it."""
    texts = {one.unit.unit: canonical(one.applied) for one in units if one.applied is not None}
    return Kept(what="what was last applied", texts=texts)


def kept_of_live(context: Context, space: str) -> Kept | None:
    """Keep what live holds now of the units that Git renders; None where either cannot be read."""
    try:
        commit = context.repository.head()
        rendered = context.renderer.render(space, commit.oid, stop=never_stop())
        found = with_live(context, [_sides(context, one.unit, one.text) for one in rendered])
    except HeadgateError:
        return None
    texts = {one.unit.unit: canonical(one.live) for one in found if isinstance(one.live, Documents)}
    return Kept(what="what live held when the session began", texts=texts) if texts else None


def sides_of(context: Context, space: str, kept: Kept) -> Sequence[Gathered]:
    """Read live beside what was kept; nothing is said of Git or of Head."""
    return with_live(context, sides_kept(context, space, kept))


def sides_kept(context: Context, space: str, kept: Kept) -> list[Gathered]:
    """Read what was kept, and nothing beside it."""
    return [_sides(context, UnitName(space, name), text) for name, text in kept.texts.items()]


def _sides(context: Context, unit: UnitName, text: str) -> Gathered:
    space = context.spaces.get(unit.space, Space(name=unit.space))
    documents = parsed(text, space.namespace)
    return Gathered(
        unit=unit,
        space=space,
        head=None,
        hub=documents,
        hub_text=text,
        applied=documents,
        point=None,
        git=None,
        git_text="",
        git_known=False,
        commit=None,
        paths=(),
        proposal=None,
        captures=(),
        live=None,
    )
