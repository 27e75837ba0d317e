"""Laws of drift: a capture of all of it leaves none, and what nobody asked for is none."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from core.krm.edit.values import changed
from core.krm.read.documents import Document, Documents
from core.krm.resource import identify
from core.krm.values import Absent, Value
from core.merge.compare import Sides, compare
from core.merge.places import Place
from tests.builders.strategies import edited, real_documents

DOCUMENTS: Final = st.sampled_from(real_documents())


def _unit(value: Value) -> Documents:
    return Documents(text="", documents=(Document(value=value, start=0, end=0, line=1, id=identify(value)),))


def _drift(applied: Value, live: Value) -> tuple[Place, ...]:
    ours = _unit(applied)
    return compare(Sides(base=ours, git=ours, hub=ours, applied=ours, live=_unit(live))).places


@st.composite
def _sides(draw: st.DrawFn, count: int) -> tuple[Value, ...]:
    base = draw(DOCUMENTS)
    return (base, *(draw(edited(base)) for _ in range(count)))


@given(_sides(1))
def test_what_is_live_as_it_was_applied_has_not_drifted(sides: tuple[Value, ...]) -> None:
    _, live = sides
    assert _drift(live, live) == ()


@given(_sides(1))
def test_a_capture_of_all_drift_leaves_none(sides: tuple[Value, ...]) -> None:
    applied, live = sides
    captured = applied
    for place in _drift(applied, live):
        captured = changed(captured, place.path, _value(place))
    assert _drift(captured, live) == ()


def _value(place: Place) -> Value | Absent:
    assert place.live_changed
    assert place.live is not place.applied
    return place.live  # type: ignore[return-value]  # it was read


@given(_sides(3))
def test_no_two_places_of_a_resource_overlap(sides: tuple[Value, ...]) -> None:
    base, git, hub, live = sides
    found = compare(
        Sides(base=_unit(base), git=_unit(git), hub=_unit(hub), applied=_unit(base), live=_unit(live))
    ).places
    paths = [place.path for place in found]
    assert [(str(a), str(b)) for a in paths for b in paths if a is not b and a.covers(b)] == []
