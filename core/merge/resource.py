"""One resource, compared: where Git and the hub differ from the base, and where live differs from applied."""

from dataclasses import dataclass
from typing import Final

from core.fieldpath import Step
from core.krm.crossplane import cloud_drift, is_stale
from core.krm.explain import reasons
from core.krm.managers import owners
from core.krm.rules.owners import STALE
from core.krm.schema.catalog import Catalog
from core.krm.schema.node import PLAIN, Node
from core.krm.secrets import folded, plain_text, same_form
from core.krm.values import ABSENT, Absent, Unknown, Value, all_as_written
from core.merge.drift import Drift, Drifted, drift
from core.merge.places import Excused
from core.merge.sides import Held5
from core.merge.walk import Differences, Found, walk

__all__ = ["Compared", "compared"]

_MIXED: Final = "the sides use API versions of another schema, so their fields cannot be mixed"
_IN_CLOUD: Final = "changed in the cloud: the provider reports it under status.atProvider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What there is to say about one resource.

    Attributes:
        held: what each side holds.
        node: what the rules say about its kind.
        found: where Git or the hub differs from the base.
        drifted: where live differs from what was applied.
        excused: differences that are none, with their rules.
        warned: what a person should know.
    """

    held: Held5
    node: Node
    found: tuple[Found, ...]
    drifted: tuple[Drifted, ...]
    excused: tuple[Excused, ...]
    warned: tuple[tuple[tuple[Step, ...], str], ...]


def compared(held: Held5, catalog: Catalog, *, autoscaled: bool) -> Compared:
    """Compare the five sides of one resource. Linear in what is not written alike."""
    node = catalog.node(held.id)
    differences = _three_ways(held, node)
    drifts = _drift(held, node, autoscaled=autoscaled)
    alike = {
        (at, rule.id): Excused(at, rule)
        for place in differences.alike
        for other in place.sides[::2]
        for at, rule in reasons(place.sides[1], other, place.node, place.at)
    }
    return Compared(
        held=held,
        node=node,
        found=tuple(_whole_versions(held, node, differences.found, catalog)),
        drifted=tuple(drifts.found),
        excused=(*alike.values(), *drifts.excused),
        warned=tuple(differences.warned),
    )


def _known(value: Value | Unknown, instead: Value | Unknown) -> Value:
    """Let another side stand in for one that was not read, so that nothing is said about it."""
    if not isinstance(value, Unknown):
        return value
    return None if isinstance(instead, Unknown) else instead


def _three_ways(held: Held5, node: Node) -> Differences:
    out = Differences()
    base = _known(held.base, None)
    git, hub = _known(held.git, held.base), _known(held.hub, held.base)
    if all_as_written(base, git, hub):
        return out
    if node.folds:
        base, git, hub = same_form((base, git, hub))
    walk(base, git, hub, node, (), out)
    if base is None:
        out.found = [place for place in out.found if place.at != ("apiVersion",) or not place.git_is_hub]
    return out


def _whole_versions(held: Held5, node: Node, found: list[Found], catalog: Catalog) -> list[Found]:
    """Make a resource one decision where both sides changed it, in API versions that do not mix."""
    git, hub = _version(held.git), _version(held.hub)
    if git == hub or not git or not hub or catalog.mixes(held.id, git, hub) or not _both_changed(found):
        return found
    base = ABSENT if held.base is None or isinstance(held.base, Unknown) else held.base
    whole = Found((), base, _held(held.git), _held(held.hub), node, True, True, False, _MIXED)  # noqa: FBT003
    return [whole]


def _version(value: Value | Unknown) -> str:
    version = value.get("apiVersion") if isinstance(value, dict) else None
    return version if isinstance(version, str) else ""


def _both_changed(found: list[Found]) -> bool:
    apart = [place for place in found if not place.git_is_hub]
    return any(place.git_changed for place in apart) and any(place.hub_changed for place in apart)


def _held(value: Value | Unknown) -> Value | Absent:
    return ABSENT if value is None or isinstance(value, Unknown) else value


def _drift(held: Held5, node: Node, *, autoscaled: bool) -> Drift:
    applied, live = held.applied, held.live
    if isinstance(applied, Unknown) or isinstance(live, Unknown):
        return Drift()
    base = _known(held.base, None)
    if node.folds:
        found = drift(_folded(applied), _folded(live), _folded(base), node, owners(live))
        found.found = [_in_form(place, applied, held.hub) for place in found.found]
        return found
    found = drift(applied, live, base, node, owners(live), autoscaled=autoscaled)
    return _with_cloud(found, applied, live, node)


def _folded(side: Value) -> Value:
    return folded(side) if isinstance(side, dict) else side


def _in_form(place: Drifted, *written: Value | Unknown) -> Drifted:
    """Name a Secret's drift where its text would hold a capture: a plain text would win over base64."""
    match place.at:
        case ("data", str(key)) if any(_writes_plain(side, key) for side in written):
            texts = _plain(place.applied), _plain(place.live)
            if None not in texts:
                return place._replace(at=("stringData", key), applied=texts[0], live=texts[1], node=PLAIN)
    return place


def _writes_plain(side: Value | Unknown, key: str) -> bool:
    plain = side.get("stringData") if isinstance(side, dict) else None
    return isinstance(plain, dict) and key in plain


def _plain(encoded: Value | Absent) -> Value | Absent:
    """Decode what can be written as plain text; None for bytes that are no text."""
    return plain_text(encoded) if isinstance(encoded, str) else encoded


def _with_cloud(out: Drift, applied: Value, live: Value, node: Node) -> Drift:
    """Add what was changed in the cloud; where the live object differs too, it is one drift."""
    reported = list(cloud_drift(applied, live, node))
    if reported and is_stale(live):
        out.excused += [Excused(place.at, STALE) for place in reported]
        return out
    known = [place.at for place in out.found]
    for place in reported:
        if not any(_overlap(place.at, at) for at in known):
            out.found.append(
                Drifted(place.at, _held(place.asked), _held(place.reported), place.node, _IN_CLOUD)
            )
    return out


def _overlap(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    depth = min(len(one), len(other))
    return one[:depth] == other[:depth]
