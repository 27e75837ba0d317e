"""The items that frighten nobody: drift, clean merges, lists, what only waits for its turn."""

from core.krm.values import ABSENT, UNKNOWN
from core.model.item import ItemKind, Opened, Risk
from tests.fakes.waiting import BUCKET, SERVICE, Story, field, opened

__all__ = ["alike", "clean", "cloud", "drift", "list_items", "pending", "sync_back", "unrelated"]

IMAGE = "spec.template.spec.containers[name=web].image"
MEMORY = "spec.template.spec.containers[name=web].resources.limits.memory"
REPO = "registry.example.com/shop/web"


def drift() -> Opened:
    story = Story(
        kind=ItemKind.CAPTURE,
        unit="shop-prod-west/redis",
        author="kubectl-edit",
        since="2025-10-09T04:00:00Z",
        reason="live drifted from what was applied",
        production=True,
    )
    return opened(
        story,
        field("spec.strategy.type", base="RollingUpdate", live="Recreate"),
        field('metadata.annotations["team.io/oncall"]', base=ABSENT, live="blue"),
    )


def cloud() -> Opened:
    story = Story(
        kind=ItemKind.CAPTURE,
        unit="shop-prod-east/media-bucket",
        author="provider-aws",
        since="2025-10-08T20:00:00Z",
        reason="changed in the cloud itself",
        incident="INC-4402",
        production=True,
    )
    return opened(story, field("spec.forProvider.versioning", base=True, live=False, resource=BUCKET))


def unrelated() -> Opened:
    story = Story(
        kind=ItemKind.UNRELATED,
        unit="shop-dev-west/search",
        author="Linus",
        since="2025-10-02T08:00:00Z",
        reason="Git and the hub never agreed on this unit",
        state="no base",
    )
    return opened(
        story,
        field("spec.replicas", base=ABSENT, git=1, hub=2, live=UNKNOWN),
        field(IMAGE, base=ABSENT, git=f"{REPO}:v2", hub=f"{REPO}:v3", live=UNKNOWN),
    )


def clean() -> Opened:
    story = Story(
        kind=ItemKind.PROPOSAL,
        unit="shop-prod-west/payments",
        author="Ada",
        since="2025-10-09T08:10:00Z",
        reason="Head moved, no field collides",
        state="clean merge",
        risk=Risk.LOW,
        production=True,
    )
    return opened(
        story,
        field("spec.replicas", base=2, git=3),
        field(MEMORY, base="512Mi", hub="768Mi"),
    )


def list_items() -> Opened:
    story = Story(
        kind=ItemKind.CONFLICT,
        unit="shop-dev-east/storefront",
        author="Grace",
        since="2025-09-22T10:00:00Z",
        reason="both sides added a port",
        risk=Risk.LOW,
    )
    return opened(
        story,
        field("spec.ports[port=80,protocol=TCP].name", base="http", git="web", hub="www", resource=SERVICE),
        field(
            "spec.ports[port=443,protocol=TCP]",
            base=ABSENT,
            git={"port": 443, "name": "tls"},
            resource=SERVICE,
        ),
        field("spec.template.spec.containers[name=web].args", base=["--a"], git=["--a", "--b"], hub=["--c"]),
    )


def alike() -> Opened:
    story = Story(
        kind=ItemKind.PROPOSAL,
        unit="shop-dev-west/web",
        author="Ada",
        since="2025-10-09T08:52:50Z",
        reason="policy says wait",
        state="review",
        risk=Risk.LOW,
    )
    return opened(
        story, field("spec.replicas", base=2, git=3), field("spec.paused", base=False, git=True, hub=True)
    )


def sync_back() -> Opened:
    story = Story(
        kind=ItemKind.SYNC_BACK,
        unit="shop-prod-east/recommendations",
        author="op2",
        since="2025-10-07T08:00:00Z",
        reason="the hub is ahead of Git",
        state="branch pushed",
        risk=Risk.LOW,
        production=True,
    )
    return opened(story, field(MEMORY, base="512Mi", hub="640Mi"))


def pending() -> Opened:
    story = Story(
        kind=ItemKind.PENDING_APPLY,
        unit="shop-dev-east/mailer",
        author="op1",
        since="2025-10-09T08:53:00Z",
        reason="revision 41 is not applied yet",
        state="waiting",
        risk=Risk.LOW,
    )
    return opened(story, field("spec.replicas", base=1, hub=2))
