"""S24: secrets stay secret, on every way out: printed, as data, in the journal, on a branch, in an error."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.merge.places import Side
from core.model.names import UnitName
from tests.builders.terminal import Ran, run
from tests.builders.world import World, world

SPACE = "shop-prod"
DB, APP, BROKEN = f"{SPACE}/db", f"{SPACE}/app", f"{SPACE}/broken"
OLD, NEW, TOKEN = "s3cr3t-canary", "n3w-canary-9", "abc-t0k3n-canary"
REASON = ("--reason", "rotation R-7")

SETTINGS = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {SPACE}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{SPACE}}}
"""


def encoded(value: str) -> str:
    return b64encode(value.encode()).decode()


def secret(password: str, *, user: str = "shop") -> str:
    return (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\n"
        f"stringData: {{password: {password}, user: {user}}}\n"
    )


def live_secret(password: str) -> str:
    last = '{"kind":"Secret","stringData":{"password":"' + password + '"}}'
    return (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: shop\n  annotations:\n"
        f"    kubectl.kubernetes.io/last-applied-configuration: '{last}'\n"
        f"data: {{password: {encoded(password)}, user: {encoded('shop')}}}\n"
    )


def app(token: str, *, replicas: int = 2) -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app, namespace: shop}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: app}}}}
  template:
    metadata: {{labels: {{app: app}}}}
    spec:
      containers:
        - name: app
          image: shop/app:1
          env: [{{name: API_TOKEN, value: {token}}}]
"""


MALFORMED = (
    "apiVersion: v1\nkind: Secret\nmetadata: {name: broken, namespace: shop}\n"
    f'data: {{k: "{TOKEN}: not base64!"}}\n'
)


def settled(tmp_path: Path) -> World:
    """Git, hub and live agree."""
    made = world(tmp_path, SETTINGS, {"prod/db.yaml": secret(OLD), "prod/app.yaml": app("plain-old-canary")})
    made.live(SPACE, {"db.yaml": live_secret(OLD), "app.yaml": app("plain-old-canary")})
    made.desk("ci").propose()
    made.mark_applied(DB)
    made.mark_applied(APP)
    return made


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The password moved in Git and, to another one, in the hub; the token in the hub; live is as applied."""
    made = settled(tmp_path)
    made.set(DB, "stringData.password", "hub-canary-333")
    made.set(APP, "spec.template.spec.containers[name=app].env[name=API_TOKEN].value", TOKEN)
    made.commit({"prod/db.yaml": secret(NEW), "prod/app.yaml": app("plain-old-canary", replicas=3)}, "rotate")
    made.desk("ci").propose()
    return made


def needles(made: World) -> Iterator[str]:
    """Give each value, its base64, and the plain hash of it and of every text that holds it."""
    values = (OLD, NEW, TOKEN, "hub-canary-333", "plain-old-canary")
    for value in values:
        yield from (value, encoded(value), hashlib.sha256(value.encode()).hexdigest())
    for unit in (DB, APP):
        hub = made.workspace().hub
        for revision in hub.revisions(UnitName.parse(unit), after=0):  # type: ignore[arg-type]  # from the first
            yield revision.data_hash


def betrayed(made: World, text: str) -> list[str]:
    return [needle for needle in needles(made) if needle in text]


VIEWS = [
    ("status",),
    ("status", "--all", "-o", "json"),
    ("show", DB),
    ("show", DB, "-o", "json"),
    ("show", DB, "--explain", "-o", "yaml"),
    ("show", APP, "-o", "json"),
    ("drift", "--explain"),
    ("drift", "-o", "json"),
    ("history", DB),
    ("history", DB, "-o", "json"),
    ("history", DB, "--show", "2"),
    ("history", DB, "--diff", "1..2", "-o", "json"),
    ("history", APP, "--diff", "1..2"),
    ("blame", DB, "-o", "json"),
    ("resolve", DB, "--take", "git", "--dry-run", "-o", "json"),
    ("resolve", DB, "--take", "hub", "--dry-run"),
    ("resolve", APP, "--take", "clean", "--dry-run", "-o", "json"),
    ("sync-back", "--dry-run"),
    ("sync-back", "--dry-run", "-o", "json"),
    ("audit", "export"),
    ("audit", "export", "--markdown"),
    ("resolve", DB, "--take", "git", "--path", "nowhere=git", "--debug", *REASON),
    ("set", DB, "stringData.password", "--debug", *REASON),
    ("propose", "-o", "json"),
]


def test_no_view_shows_a_value_its_base64_or_a_plain_hash(made: World) -> None:
    shown: dict[tuple[str, ...], list[str]] = {}
    for argv in VIEWS:
        ran: Ran = run(made.top, *argv)
        assert ran.code != 1, ran.err
        if found := betrayed(made, ran.out + ran.err):
            shown[argv] = found
    assert shown == {}


def test_equal_values_are_the_same_and_changed_ones_differ(made: World) -> None:
    text = run(made.top, "show", DB).out
    assert "(secret" in text
    marks = [field.place for field in made.desk().open(DB).resolution.fields]
    assert [place.git == place.hub for place in marks if "password" in str(place.path)] == [False]


def kept(made: World) -> Iterator[tuple[Path, bytes]]:
    """Read every file of ours but the hub's, which is the authority and holds the texts themselves."""
    state = made.workspace().state
    for path in sorted(state.rglob("*")):
        is_ours = path.is_file() and not path.name.startswith("hub.db")
        if is_ours and "mirror" not in str(path.relative_to(state)):
            yield path, path.read_bytes()


@pytest.mark.parametrize("side", [Side.GIT, Side.HUB], ids=str)
def test_a_side_is_taken_on_digests_and_journal_audit_and_drafts_hold_no_value(
    made: World, side: Side
) -> None:
    workspace = made.workspace()
    opened = workspace.desk.open(DB)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], side)
    workspace.drafts.keep(opened.item, chosen)
    receipt = workspace.desk.carry_out(workspace.desk.plan(opened, chosen, reason="rotation R-7"))
    assert ((NEW if side is Side.GIT else "hub-canary-333") in made.text(DB)) is True
    assert betrayed(made, repr(receipt)) == []
    found = {path.name: betrayed(made, data.decode(errors="replace")) for path, data in kept(made)}
    assert {name: what for name, what in found.items() if what} == {}
    assert {"journal.db", "drafts", "digest.key", "audit.key"} <= found.keys()


def test_a_malformed_secret_reports_its_path_alone(made: World) -> None:
    made.commit({"prod/broken.yaml": MALFORMED}, "a broken one")
    ran = run(made.top, "propose")
    for one in (
        ran,
        run(made.top, "status"),
        run(made.top, "show", BROKEN),
        run(made.top, "status", "-o", "json"),
    ):
        assert betrayed(made, one.out + one.err) == []


def test_a_secret_of_live_is_not_captured_but_by_reference(tmp_path: Path) -> None:
    made = settled(tmp_path)
    made.live(SPACE, {"db.yaml": live_secret("live-canary-4444")})
    for argv in (("capture", DB), ("capture", DB, "--accept", "--yes", *REASON)):
        ran = run(made.top, *argv)
        assert (ran.code != 0, betrayed(made, ran.out + ran.err)) == (True, [])
        assert "live-canary-4444" not in ran.out + ran.err
        assert encoded("live-canary-4444") not in ran.out + ran.err
        assert "reference" in ran.err


def test_no_branch_and_no_message_holds_a_value(made: World) -> None:
    ran = run(made.top, "sync-back")
    assert betrayed(made, ran.out + ran.err) == []
    repository = made.workspace().repository
    for space_branch in [line for line in ran.out.split() if line.startswith("headgate/")]:
        tip = repository.branch(space_branch)
        assert tip is not None
        texts = repository.read(tip.oid, sorted(repository.files(tip.oid)))
        assert TOKEN not in "".join(texts.values())


def test_what_is_disguised_is_masked_by_its_parsed_kind(made: World) -> None:
    disguised = secret(NEW).replace("kind: Secret", '"\\x6bind": Secret')
    made.commit({"prod/db.yaml": disguised}, "disguised")
    for argv in (("propose",), ("show", DB), ("show", DB, "-o", "json")):
        ran = run(made.top, *argv)
        assert betrayed(made, ran.out + ran.err) == []


def test_a_fault_of_ours_says_nothing_of_what_it_held(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break something deep inside while a secret is in the hands of every frame above."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(NEW)

    monkeypatch.setattr("core.desk.plan_item", broken)
    for argv in ((), ("--debug",)):
        ran = run(made.top, "resolve", DB, "--take", "git", "--dry-run", *argv)
        assert (ran.code, "ValueError" in ran.err, betrayed(made, ran.out + ran.err)) == (1, True, [])
