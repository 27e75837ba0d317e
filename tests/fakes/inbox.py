"""Fourteen items of all nine kinds: the small inbox that the screens are tested with."""

from core.fieldpath import FieldPath
from core.krm.values import ABSENT
from core.merge.places import Ignored, Side, Warned
from core.model.item import Inbox, ItemKind, Opened, Risk, UnitState, UnknownUnit
from core.model.people import Owner, Sure
from tests.fakes.inbox_quiet import alike, clean, cloud, drift, list_items, pending, sync_back, unrelated
from tests.fakes.waiting import HOSTILE, READ_AT, SERVICE, WEB, Story, field, opened

__all__ = ["inbox_of", "waiting"]

ENV = "spec.template.spec.containers[name=web].env[name=LOG_LEVEL].value"
IMAGE = "spec.template.spec.containers[name=web].image"
MEMORY = "spec.template.spec.containers[name=web].resources.limits.memory"
REPO = "registry.example.com/shop/web"


def waiting() -> tuple[Opened, ...]:
    """Build the items, most urgent first."""
    return (
        _hotfix(),
        _conflict(),
        _hold(),
        _deletion(),
        _hostile(),
        _secret(),
        drift(),
        cloud(),
        unrelated(),
        clean(),
        list_items(),
        alike(),
        sync_back(),
        pending(),
    )


def inbox_of(items: tuple[Opened, ...]) -> Inbox:
    """List them, with two units that could not be read."""
    return Inbox(
        items=tuple(one.item for one in items),
        unknown=(
            UnknownUnit(unit="shop-dev-west/ledger", why="kustomize is not installed: cannot render"),
            UnknownUnit(unit="shop-dev-west/*", why="the live folder cannot be read: permission denied"),
        ),
        states=tuple(
            UnitState(unit=one.item.unit, state=one.item.kind, head=41, applied=40) for one in items
        ),
        read_at=READ_AT,
    )


def _hotfix() -> Opened:
    story = Story(
        kind=ItemKind.BREAK_GLASS,
        unit="shop-prod-east/cart",
        author="sre-oncall",
        since="2025-10-09T08:42:00Z",
        reason="captured during the incident, one field against the hub",
        risk=Risk.HIGH,
        incident="INC-4471",
        production=True,
    )
    return opened(
        story,
        field("spec.replicas", base=3, live=9),
        field(MEMORY, base="512Mi", hub="768Mi", live="1Gi"),
    )


def _conflict() -> Opened:
    story = Story(
        kind=ItemKind.CONFLICT,
        unit="shop-prod-east/web",
        author="renovate",
        since="2025-10-09T08:49:00Z",
        reason="image bump meets a change by hand",
        risk=Risk.HIGH,
        production=True,
    )
    owners = {
        "spec.replicas": {
            Side.GIT: Owner(
                who="Ada",
                when="2025-10-09T08:02:00Z",
                how='commit 4be1f00 "raise floor"',
                sure=Sure.EXACT,
                place="deploy/web.yaml:12",
            ),
            Side.LIVE: Owner(
                who="sre-oncall", when="2025-10-09T08:42:00Z", how="manager kubectl-edit", sure=Sure.EXACT
            ),
        },
        ENV: {
            Side.GIT: Owner(
                who="renovate",
                when="2025-10-08T08:00:00Z",
                how="commit 4be1f00 bump",
                sure=Sure.FILE,
                why="the newest commit of its file",
            ),
            Side.HUB: Owner(who="op2", when="2025-10-06T08:00:00Z", how="revision 41", sure=Sure.EXACT),
        },
    }
    return opened(
        story,
        field("spec.replicas", base=2, git=3, live=5),
        field(IMAGE, base=f"{REPO}:v1.4.2", git=f"{REPO}:v1.5.0"),
        field(ENV, base="info", git="warn", hub="debug"),
        field(MEMORY, base="512Mi", hub="768Mi"),
        field("metadata.labels.team", base="shop", git="store", hub="store"),
        field(
            "spec.paused",
            base=ABSENT,
            git=False,
            hub=True,
            protected="policy shop/rollouts: stays with the hub",
        ),
        owners=owners,
        ignored=_ignored(),
        warned=(
            Warned(resource=WEB, path=FieldPath.parse("spec.replicas"), what="an HPA may own this field"),
        ),
    )


def _ignored() -> tuple[Ignored, ...]:
    source = "Kubernetes API conventions"
    return (
        Ignored(
            resource=WEB,
            path=FieldPath.parse("metadata.uid"),
            rule="N-UID",
            why="set by the server",
            source=source,
        ),
        Ignored(
            resource=WEB,
            path=FieldPath.parse("status"),
            rule="N-STATUS",
            why="written by controllers",
            source=source,
        ),
    )


def _hold() -> Opened:
    story = Story(
        kind=ItemKind.HOLD,
        unit="shop-prod-west/checkout",
        author="Ada",
        since="2025-10-09T07:53:00Z",
        reason="Git is held: the field drifted live",
        production=True,
    )
    return opened(story, field("spec.replicas", base=2, git=4, live=6))


def _deletion() -> Opened:
    story = Story(
        kind=ItemKind.DELETION,
        unit="shop-prod-east/legacy-api",
        author="Grace",
        since="2025-10-08T08:00:00Z",
        reason="Git removed it, the hub changed it",
        risk=Risk.HIGH,
        production=True,
    )
    return opened(
        story,
        field(
            "",
            base={"kind": "Service"},
            git=ABSENT,
            hub={"kind": "Service", "spec": {"port": 81}},
            resource=SERVICE,
        ),
        field("spec.replicas", base=2, hub=3),
    )


def _hostile() -> Opened:
    story = Story(
        kind=ItemKind.CONFLICT,
        unit="shop-dev-east/banner",
        author=f"mallory {HOSTILE}",
        since="2025-10-09T06:00:00Z",
        reason=f"commit {HOSTILE}",
        state=f"pending {HOSTILE}",
        incident=f"INC {HOSTILE}",
    )
    return opened(
        story,
        field('data["banner.txt"]', base="hello", git=HOSTILE, hub=f"hello\n{HOSTILE}\n世界 🚀 end"),
        field(
            'data["wide"]', base="世界", git="世界世界世界世界世界世界世界", hub="👩\u200d🚀 x", why=HOSTILE
        ),
        field('data["word"]', base="on", git="8080", hub="", protected=HOSTILE),
        field('data["[b]k\u200bey"]', base=["a"], git=["a", "b"], hub=["[a]", "[foo=bar]"]),
        owners={
            'data["banner.txt"]': {
                Side.GIT: Owner(who=HOSTILE, when=HOSTILE, how=HOSTILE, why=HOSTILE, place=HOSTILE)
            }
        },
        warned=(Warned(resource=None, path=FieldPath.parse("data"), what=HOSTILE),),
    )


def _secret() -> Opened:
    story = Story(
        kind=ItemKind.CONFLICT,
        unit="shop-prod-east/db-credentials",
        author="vault-sync",
        since="2025-10-09T05:00:00Z",
        reason="a secret differs",
        risk=Risk.HIGH,
        production=True,
    )
    return opened(
        story,
        field("data.password", base="(secret A)", git="(secret B)", hub="(secret C)", sensitive=True),
    )
