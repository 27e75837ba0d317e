"""Secrets: compared, decided and carried out; no value, base64 or unkeyed hash of it can be seen."""

import hashlib
import hmac
from base64 import b64encode
from pathlib import Path

import pytest

from core.errors import Blocked, InputRefused
from core.merge.places import Side
from core.merge.resolution import Edited
from core.model.item import Opened
from core.model.plan import Plan
from tests.builders.repo import git as git_command
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import (
    NAME,
    SPACE,
    UNIT,
    accept,
    applied,
    chosen,
    done,
    git,
    hub,
    item,
    items,
    kinds,
    live,
    one_unit,
    propose,
)

BASE, GIT, HUB, LIVE, TYPED = (
    "canary-base-1",
    "canary-git-22",
    "canary-hub-333",
    "canary-live-4444",
    "canary-typed-5",
)
CANARIES = (BASE, GIT, HUB, LIVE, TYPED)


def secret(password: str, *, user: str = "shop") -> str:
    return (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\n"
        f"stringData:\n  user: {user}\n  password: {password}\n"
    )


def encoded(password: str) -> str:
    plain = b64encode(b"shop").decode(), b64encode(password.encode()).decode()
    return (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\n"
        f"data:\n  user: {plain[0]}\n  password: {plain[1]}\n"
    )


def leaks(*shown: object) -> list[str]:
    """Find what of the canaries can be seen in what is shown."""
    text = "\n".join(repr(one) for one in shown)
    forms = [form for canary in CANARIES for form in _forms(canary)]
    return [form for form in forms if form in text]


def _forms(canary: str) -> list[str]:
    plain = [canary, b64encode(canary.encode()).decode()]
    hashes = [
        hashlib.new(name, form.encode()).hexdigest() for form in plain for name in ("sha256", "sha1", "md5")
    ]
    return [*plain, *(found[:10] for found in hashes)]


def shown_of(plan: Plan) -> list[object]:
    """Everything of a plan that is for showing."""
    return [getattr(plan, name) for name in Plan.__slots__ if name != "effects"]


@pytest.fixture
def conflict(tmp_path: Path) -> World:
    """The password differs on every side."""
    made = one_unit(tmp_path, secret(BASE), running=encoded(BASE))
    hub(made, secret(HUB))
    git(made, secret(GIT))
    live(made, encoded(LIVE))
    propose(made)
    return made


def opened(made: World) -> Opened:
    return made.desk().open(item(made, "conflict").id)


def test_an_opened_item_shows_which_values_are_alike_and_none_of_them(conflict: World) -> None:
    found = opened(conflict)
    place = found.resolution.fields[0].place
    assert (place.base, place.git, place.hub, place.live) == (
        "(secret A)",
        "(secret B)",
        "(secret C)",
        "(secret D)",
    )
    assert leaks(found, items(conflict), conflict.desk().inbox(), conflict.desk().drift()) == []


@pytest.mark.parametrize("side", [Side.GIT, Side.HUB, Side.BASE])
def test_a_side_is_taken_without_being_shown(conflict: World, side: Side) -> None:
    plan = chosen(conflict, "conflict", side)
    receipt = done(conflict, plan)
    assert f"password: {({Side.GIT: GIT, Side.HUB: HUB, Side.BASE: BASE})[side]}\n" in conflict.text(UNIT)
    assert leaks(*shown_of(plan), receipt, conflict.desk().history(NAME), items(conflict)) == []


def test_a_typed_value_goes_in_without_being_shown(conflict: World) -> None:
    plan = chosen(conflict, "conflict", Edited(TYPED))
    done(conflict, plan)
    assert (f"password: {TYPED}\n" in conflict.text(UNIT), leaks(*shown_of(plan))) == (True, [])
    assert "--set stringData.password=*** " in plan.twin.replace("'", "")


def test_the_journal_holds_no_value(conflict: World) -> None:
    accept(conflict, "conflict", Edited(TYPED))
    applied(conflict)
    workspace = conflict.workspace()
    raw = (workspace.state / "journal.db").read_bytes()
    assert leaks(workspace.context.ledger.decisions(), raw) == []
    assert [canary for canary in CANARIES if canary.encode() in raw] == []


def test_what_is_remembered_of_a_decision_is_keyed(conflict: World) -> None:
    accept(conflict, "conflict", Side.HUB)
    point = conflict.workspace().context.points.sync_point(NAME)
    assert point is not None
    assert (len(point.decided), leaks(point.decided)) == (1, [])


def test_a_live_value_is_never_taken(conflict: World) -> None:
    with pytest.raises(Blocked, match="Cannot take the live value") as refused:
        chosen(conflict, "conflict", Side.LIVE)
    assert (refused.value.exit_code, "reference" in refused.value.next_step) == (4, True)
    assert leaks(str(refused.value)) == []


def test_a_live_value_is_never_captured(tmp_path: Path) -> None:
    made = one_unit(tmp_path, secret(BASE), running=encoded(BASE))
    live(made, encoded(LIVE))
    assert kinds(made) == ["capture"]
    with pytest.raises(Blocked):
        made.desk().capture(NAME)
    with pytest.raises(Blocked) as refused:
        made.desk().plan_capture(NAME, reason="it holds")
    assert (leaks(str(refused.value)), made.workspace().context.captures.pending_captures()) == ([], [])


def test_a_drifted_value_can_be_put_back(tmp_path: Path) -> None:
    made = one_unit(tmp_path, secret(BASE), running=encoded(BASE))
    live(made, encoded(LIVE))
    plan = chosen(made, "capture", Side.HUB)
    done(made, plan)
    assert (leaks(*shown_of(plan)), items(made)) == ([], [])


def test_ids_follow_the_value_and_do_not_give_it_away(tmp_path: Path) -> None:
    made = one_unit(tmp_path, secret(BASE), running=encoded(BASE))
    seen = []
    for password in (LIVE, HUB, LIVE):
        live(made, encoded(password))
        seen.append(item(made, "capture").id)
    assert (seen[0] == seen[2], seen[0] != seen[1], leaks(seen)) == (True, True, [])


def test_the_same_secret_in_another_workspace_has_another_id(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "two"):
        made = one_unit(tmp_path / name, secret(BASE), running=encoded(BASE), own_key=True)
        live(made, encoded(LIVE))
        ids.append(item(made, "capture").id)
    assert ids[0] != ids[1]


def test_ids_of_offers_are_keyed_too(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "two"):
        made = one_unit(tmp_path / name, secret(BASE), running=encoded(BASE), own_key=True)
        hub(made, secret(HUB))
        git(made, secret(GIT))
        propose(made)
        ids += [offer.id for offer in made.workspace().context.proposals.pending()]
    assert (len(set(ids)), leaks(ids)) == (2, [])


def test_a_change_of_nothing_but_a_secret_has_a_diff(conflict: World) -> None:
    plan = chosen(conflict, "conflict", Side.GIT)
    changed = [line for line in plan.diff if line[:1] in "+-" and line[:3] not in {"---", "+++"}]
    assert changed == ["-  password: ***", "+  password: ***"]


def test_an_operators_own_secret_is_set_without_being_shown(tmp_path: Path) -> None:
    made = one_unit(tmp_path, secret(BASE))
    plan = made.desk().plan_set(NAME, [("stringData.password", TYPED)], reason="rotated")
    receipt = done(made, plan)
    assert (TYPED in made.text(UNIT), leaks(*shown_of(plan), receipt, made.desk().text(NAME, 2))) == (
        True,
        [],
    )


def test_a_secret_of_the_hub_is_never_written_to_git(tmp_path: Path) -> None:
    made = one_unit(tmp_path, secret(BASE))
    hub(made, secret(HUB, user="other"))
    done_ = made.desk().sync_back(space=SPACE)
    assert [(left.path, left.why) for left in done_.left_out] == [
        ("stringData.user", "a secret's value is never written to Git; store a reference to it"),
        ("stringData.password", "a secret's value is never written to Git; store a reference to it"),
    ]
    assert (done_.branches, leaks(done_)) == ((), [])


def test_a_variable_with_a_secrets_name_is_one(tmp_path: Path) -> None:
    def token(value: str) -> str:
        return f"{deployment()}          env:\n            - {{name: API_TOKEN, value: {value}}}\n"

    made = one_unit(tmp_path, token(BASE))
    hub(made, token(HUB))
    git(made, token(GIT))
    propose(made)
    found = opened(made)
    plan = chosen(made, "conflict", Side.GIT)
    done(made, plan)
    assert leaks(found, *shown_of(plan), items(made), made.workspace().context.ledger.decisions()) == []
    assert GIT in made.text(UNIT)


def test_what_goes_wrong_with_a_secret_says_nothing_of_it(conflict: World) -> None:
    broken = secret(GIT).replace("password:", "password: [")
    git(conflict, broken)
    desk = conflict.desk("ci")
    with pytest.raises(InputRefused) as refused:
        desk.propose(space=SPACE)
    assert leaks(str(refused.value)) == []


def test_a_secrets_plan_overwrites_in_words_without_values(conflict: World) -> None:
    plan = chosen(conflict, "conflict", Side.GIT)
    assert [line.partition(" ")[0] for line in plan.overwrites] == ["OVERWRITES", "OVERWRITES"]
    assert (leaks(plan.overwrites), "(secret)" in plan.overwrites[0]) == ([], True)


def test_a_branch_of_a_unit_with_a_secret_shows_none_of_it_and_keys_its_hash(tmp_path: Path) -> None:
    def labelled(team: str) -> str:
        return secret(BASE).replace("namespace: shop}", f"namespace: shop, labels: {{team: {team}}}}}")

    made = one_unit(tmp_path, labelled("a"))
    hub(made, labelled("b"))
    (branch,) = made.desk().sync_back(space=SPACE).branches
    said = git_command(made.top, "log", "-1", "--format=%B", branch.name)
    context = made.workspace().context
    (hashed,) = (line for line in said.splitlines() if line.startswith("ConfigHub-Data-Hash: "))
    plain = made.desk().history(NAME).revisions[-1].data_hash
    keyed = hmac.digest(context.digest_key.key, plain.encode(), "sha256").hex()
    assert hashed == f"ConfigHub-Data-Hash: {context.digest_key.id}:{keyed}"
    assert (leaks(branch, said), plain in said, "labels.team a -> b" in said) == ([], False, True)
