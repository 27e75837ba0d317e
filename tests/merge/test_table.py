"""The decision table, exhausted: every base, git, hub and live over nothing, 1, 2 and 3."""

from itertools import product
from typing import Final

from core.krm.read.documents import Document, Documents
from core.krm.resource import identify
from core.krm.values import ABSENT, Absent, Value
from core.merge.compare import Sides, compare
from core.merge.places import Place
from core.merge.verdict import Verdict, verdict

_Held = int | Absent

VALUES: Final[tuple[_Held, ...]] = (ABSENT, 1, 2, 3)
BY_HAND: Final[Value] = [
    {"manager": "kubectl-edit", "operation": "Update", "fieldsV1": {"f:spec": {"f:size": {}}}}
]


def _unit(size: _Held, *, managed: Value = None) -> Documents:
    metadata: Value = {"name": "a", "managedFields": managed} if managed else {"name": "a"}
    spec: Value = {"kept": True} if isinstance(size, Absent) else {"kept": True, "size": size}
    value: Value = {"apiVersion": "example.org/v1", "kind": "Thing", "metadata": metadata, "spec": spec}
    return Documents(text="", documents=(Document(value=value, start=0, end=0, line=1, id=identify(value)),))


def _found(base: _Held, git: _Held, hub: _Held, live: _Held) -> list[Place]:
    sides = Sides(
        base=_unit(base),
        git=_unit(git),
        hub=_unit(hub),
        applied=_unit(base),
        live=_unit(live, managed=BY_HAND),
    )
    return list(compare(sides).places)


TABLE: Final = {
    "": Verdict.IN_SYNC,
    "git": Verdict.PROMOTE,
    "hub": Verdict.SYNC_BACK,
    "live": Verdict.CAPTURE,
    "git=hub": Verdict.AGREED,
    "git hub": Verdict.CONFLICT,
    "git=live": Verdict.PROMOTE_CLOSES_DRIFT,
    "git live": Verdict.HOLD,
    "hub=live": Verdict.CAPTURED,
    "hub live": Verdict.CONFLICT_LIVE,
    "git=hub=live": Verdict.AGREED,
    "git=hub live": Verdict.CAPTURE,
    "git=live hub": Verdict.CONFLICT,
    "git hub=live": Verdict.CONFLICT,
    "git hub live": Verdict.CONFLICT,
}
"""The design's table in words: who changed the value, and who changed it alike; applied is the base."""


def _row(base: _Held, git: _Held, hub: _Held, live: _Held) -> str:
    groups: dict[_Held, list[str]] = {}
    for name, value in (("git", git), ("hub", hub), ("live", live)):
        if value != base:
            groups.setdefault(value, []).append(name)
    return " ".join("=".join(names) for names in groups.values())


def test_every_combination_of_four_sides_gets_the_verdict_of_the_table() -> None:
    wrong = []
    for sides in product(VALUES, repeat=4):
        places = _found(*sides)
        judged = verdict(places[0]) if places else Verdict.IN_SYNC
        if judged is not TABLE[_row(*sides)] or len(places) > 1:
            wrong.append((sides, judged))
    assert wrong == []


def test_every_place_says_what_each_side_holds() -> None:
    wrong = []
    for base, git, hub, live in product(VALUES, repeat=4):
        for place in _found(base, git, hub, live):
            held = (place.base, place.git, place.hub, place.applied, place.live)
            if held != (base, git, hub, base, live) or str(place.path) != "spec.size":
                wrong.append(((base, git, hub, live), held))
    assert wrong == []
