"""Items that wait, one of each kind and more, some with hostile text; all values, always the same."""

from dataclasses import dataclass, replace

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import UNKNOWN
from core.merge.places import Held, Ignored, Place, Side, Warned
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict, hint, verdict
from core.model.item import Item, ItemKind, Opened, Risk
from core.model.names import ItemId, UnitName
from core.model.people import Owner
from core.model.proposal import Commit

__all__ = ["NOW", "READ_AT", "Story", "field", "moved", "opened"]

NOW = 1_760_000_000.0  # 2025-10-09T08:53:20Z
READ_AT = "2025-10-09T08:53:06Z"
WEB = ResourceId("apps/v1", "Deployment", "shop", "web")
SERVICE = ResourceId("v1", "Service", "shop", "web")
BUCKET = ResourceId("s3.aws.upbound.io/v1beta1", "Bucket", "", "shop-media")

RULES = {
    Verdict.PROMOTE: Side.GIT,
    Verdict.SYNC_BACK: Side.HUB,
    Verdict.AGREED: Side.HUB,
    Verdict.PROMOTE_CLOSES_DRIFT: Side.GIT,
    Verdict.CAPTURED: Side.HUB,
}
HOSTILE = "[red]x[/nope] \x1b]52;c;cHduZWQ=\x07 \x9b31m \u202egnp.exe\u2066 a\u200bb\x00\x7f :bomb: \\["


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """How an item came to wait."""

    kind: ItemKind
    unit: str
    author: str
    since: str
    reason: str
    state: str = "pending"
    risk: Risk = Risk.MEDIUM
    incident: str = ""
    production: bool = False


def field(
    path: str,
    *,
    base: Held,
    git: Held | None = None,
    hub: Held | None = None,
    live: Held | None = None,
    resource: ResourceId = WEB,
    sensitive: bool = False,
    why: str = "",
    protected: str = "",
) -> Field:
    """Build a field; a side that is not given holds the base."""
    g, h = (base if git is None else git), (base if hub is None else hub)
    li = h if live is None else live
    place = Place(
        resource=resource,
        path=FieldPath.parse(path),
        base=base,
        git=g,
        hub=h,
        applied=base,
        live=li,
        git_changed=git is not None,
        hub_changed=hub is not None,
        live_changed=live is not None and live is not UNKNOWN,
        git_is_hub=repr(g) == repr(h),
        git_is_live=repr(g) == repr(li),
        hub_is_live=repr(h) == repr(li),
        sensitive=sensitive,
        why=why,
    )
    row = verdict(place)
    return Field(place=place, verdict=row, rule=RULES.get(row), hint=hint(place), protected=protected)


def opened(
    story: Story,
    *fields: Field,
    owners: dict[str, dict[Side, Owner]] | None = None,
    ignored: tuple[Ignored, ...] = (),
    warned: tuple[Warned, ...] = (),
) -> Opened:
    """Build an item with its fields."""
    resolution = Resolution(fields=fields)
    unit = UnitName.parse(story.unit)
    several = len({one.place.resource for one in fields}) > 1
    names = {one.key: one.key if several else str(one.path) for one in fields}
    item = Item(
        id=ItemId(f"it-{unit.unit}-{story.kind}"),
        kind=story.kind,
        unit=unit,
        state=story.state,
        risk=story.risk,
        author=story.author,
        since=story.since,
        undecided=len(resolution.open),
        fields=len(fields),
        conflicts=tuple(names[one.key] for one in resolution.open),
        paths=tuple(names.values()),
        reason=story.reason,
        incident=story.incident,
        production=story.production,
    )
    by_path = {str(one.path): one.key for one in fields}
    known = {by_path[path]: sides for path, sides in (owners or {}).items()}
    commit = Commit(oid="4be1f00d" * 5, author=story.author, authored=story.since, subject=story.reason)
    return Opened(
        item=item,
        resolution=resolution,
        owners=known,
        commit=commit,
        head=41,
        applied=40,
        ignored=ignored,
        warned=warned,
        read_at=READ_AT,
    )


def moved(before: Opened, index: int, *, git: Held | None = None, hub: Held | None = None) -> Opened:
    """Change what sides hold at one field of an item, as if they had moved since."""
    fields = list(before.resolution.fields)
    place = fields[index].place
    place = replace(place, git=place.git if git is None else git, hub=place.hub if hub is None else hub)
    fields[index] = replace(fields[index], place=place)
    return replace(before, resolution=Resolution(fields=tuple(fields)))
