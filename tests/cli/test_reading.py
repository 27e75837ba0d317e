"""The commands that only look: status, show, drift, history, doctor, merge."""

import json
from pathlib import Path

import pytest

from core.merge.places import Side
from tests.builders.services import WEST, collide, services
from tests.builders.shop import CART, DEV, PROD, WEB, conflicted, deployment, drifted, shop
from tests.builders.terminal import Ran, run
from tests.builders.world import World


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shops that the tests of this file only look at: calm, and busy with a conflict."""
    folder = tmp_path_factory.mktemp("shops")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        shop(folder / "calm")
        conflicted(folder / "busy")
    return folder


@pytest.fixture
def calm(built: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A shop in which nothing waits."""
    return looked_at(built, "calm", monkeypatch)


@pytest.fixture
def busy(built: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A shop with a conflict."""
    return looked_at(built, "busy", monkeypatch)


def looked_at(built: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("XDG_STATE_HOME", str(built / "state"))
    return World(built / name / "repo")


def test_status_of_a_quiet_shop_says_that_nothing_waits(calm: World) -> None:
    ran = run(calm.top, "status")
    assert (ran.code, ran.out, ran.err) == (0, "Nothing waits.\n", "")


def test_status_lists_what_waits_and_exits_0_unless_asked_for_more(busy: World) -> None:
    top = busy.top
    ran = run(top, "status", "-o", "json")
    item, applying = json.loads(ran.out)["items"]
    assert applying["kind"] == "pending-apply"
    assert (item["kind"], item["unit"], item["space"]) == ("conflict", WEB, PROD)
    assert (item["undecided"], item["conflicts"]) == (1, ["spec.replicas"])
    assert [run(top, *argv).code for argv in (["status"], ["status", "--exit-code"])] == [0, 3]


def test_status_by_group_prints_one_row_and_names_its_units(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart"])
    ran = run(made.top, "status", "--group")
    assert "2 units: shop-west/cart.." in ran.out
    below = ran.out.partition("is the same change in")[2]
    assert [line.split()[1] for line in below.splitlines() if line.startswith("  c-")] == [
        f"{WEST}/cart",
        f"{WEST}/web",
    ]


def test_headgate_alone_prints_the_inbox_where_there_is_no_terminal(busy: World) -> None:
    top = busy.top
    assert run(top).out == run(top, "status").out


def test_status_of_one_space_leaves_the_others_out(busy: World) -> None:
    top = busy.top
    assert json.loads(run(top, "status", "--space", DEV, "-o", "json").out)["items"] == []


def test_status_of_a_space_that_nobody_knows_exits_6(calm: World) -> None:
    ran = run(calm.top, "status", "--space", "nowhere")
    assert (ran.code, ran.out) == (6, "")
    assert f"the spaces are: {PROD}, {DEV}" in ran.err


def test_status_all_lists_every_unit_with_its_state(busy: World) -> None:
    units = json.loads(run(busy.top, "status", "--all", "-o", "json").out)["units"]
    behind = {"unit": WEB, "space": PROD, "state": "conflict, pending-apply", "head": 2, "applied": 1}
    assert units == [
        {**behind, "delivery": ""},
        {"unit": CART, "space": DEV, "state": "in sync", "head": 1, "applied": 1, "delivery": ""},
    ]


def test_the_embedded_hub_has_no_language_of_its_own(busy: World) -> None:
    ran = run(busy.top, "status", "--where", "Slug = 'web'")
    assert ran.code == 2
    assert "--space" in ran.err


def test_yaml_says_what_json_says(busy: World) -> None:
    top = busy.top
    ran = run(top, "show", WEB, "-o", "yaml")
    assert ran.out.startswith("id: c-")
    assert "\nfields:\n- resource: apps/v1/Deployment/shop/web\n" in ran.out


def test_a_live_side_that_cannot_be_read_is_unknown_and_exits_6(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.live(DEV, {"cart.yaml": "{"})
    ran = run(made.top, "status", "-o", "json")
    unknown = json.loads(ran.out)["unknown"]
    assert ran.code == 6
    assert [one["unit"] for one in unknown] == [f"{DEV}/*"]
    assert unknown[0]["why"]


def test_show_prints_every_field_of_an_item_on_every_side(busy: World) -> None:
    form = json.loads(run(busy.top, "show", WEB, "-o", "json").out)
    fields = {field["path"]: field for field in form["fields"]}
    replicas = fields["spec.replicas"]
    image = fields["spec.template.spec.containers[name=app].image"]
    assert [replicas[side] for side in Side] == [3, 4, 2, 2]
    assert (replicas["state"], "result" in replicas) == ("undecided", False)
    assert (image["state"], image["result"]) == ("by-rule", "shop/web:2")
    assert replicas["owners"]["hub"]["who"] == "op1"


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["{id}"], id="by its id"),
        pytest.param(["{prefix}"], id="by the beginning of its id"),
        pytest.param([WEB], id="by its unit"),
        pytest.param(["web", "--space", PROD], id="by its unit's name in a space"),
    ],
)
def test_an_item_is_found(argv: list[str], busy: World) -> None:
    item = busy.items(PROD)[0].id
    words = [word.format(id=item, prefix=item[:6]) for word in argv]
    assert json.loads(run(busy.top, "show", *words, "-o", "json").out)["id"] == item


def test_show_explains_what_was_ignored_where_it_is_asked_for(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    live = deployment().replace("  namespace: shop\n", "  namespace: shop\n  uid: 7c0e0a52\n")
    made.live(PROD, {"web.yaml": live})
    ignored = json.loads(run(made.top, "show", WEB, "--explain", "-o", "json").out)["ignored"]
    assert "metadata.uid" in {one["path"] for one in ignored}
    assert all(one["rule"] and one["why"] and one["source"] for one in ignored)


def test_an_item_that_is_not_there_exits_6_and_says_where_to_look(calm: World) -> None:
    ran = run(calm.top, "show", "c-0000000000")
    assert ran.code == 6
    assert "Next: headgate status" in ran.err


def test_no_drift_exits_0(calm: World) -> None:
    ran = run(calm.top, "drift")
    assert (ran.code, ran.out) == (0, "Nothing drifted.\n")


def test_drift_lists_the_fields_and_exits_3(tmp_path: Path) -> None:
    ran = run(drifted(tmp_path).top, "drift", "-o", "json")
    (unit,) = json.loads(ran.out)["units"]
    assert (ran.code, unit["unit"], unit["applied"]) == (3, CART, 1)
    assert [(one["path"], one["applied"], one["live"]) for one in unit["fields"]] == [("spec.replicas", 2, 5)]


def test_drift_of_one_unit_leaves_the_others_out(tmp_path: Path) -> None:
    assert run(drifted(tmp_path).top, "drift", WEB).code == 0


def test_drift_that_cannot_be_looked_at_exits_6(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    made.live(PROD, {"web.yaml": "{"})
    ran = run(made.top, "drift")
    assert ran.code == 6
    assert "Unknown, since a side could not be read:" in ran.out
    assert "spec.replicas" in ran.out


def test_history_lists_revisions_newest_first_with_head_and_applied(busy: World) -> None:
    lines = run(busy.top, "history", WEB).out.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["2", "Head"], ["1", "applied"]]
    form = json.loads(run(busy.top, "history", WEB, "-o", "json").out)
    assert [one["source"] for one in form["revisions"]] == ["git", "operator"]
    assert (form["head"], form["applied"], form["deleted"]) == (2, 1, False)


def test_history_shows_one_revision_byte_for_byte(calm: World) -> None:
    assert run(calm.top, "history", WEB, "--show", "1").out == deployment()


def test_history_compares_two_revisions(busy: World) -> None:
    out = run(busy.top, "history", WEB, "--diff", "1..2").out
    assert [line for line in out.splitlines() if line[:1] in "+-"] == [
        f"--- {WEB}@1",
        f"+++ {WEB}@2",
        "-  replicas: 2  # two are enough at night",
        "+  replicas: 4  # two are enough at night",
    ]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["history", f"{PROD}/nothing"], 6, id="no such unit"),
        pytest.param(["history", WEB, "--show", "9"], 6, id="no such revision"),
        pytest.param(["history", WEB, "--show", "x"], 2, id="no number"),
        pytest.param(["history", WEB, "--diff", "1"], 2, id="no pair"),
        pytest.param(["history", "web"], 2, id="a unit without its space"),
        pytest.param(["restore", f"{WEB}@", "--reason", "r"], 2, id="a revision without a number"),
    ],
)
def test_what_is_not_there_exits_6_and_what_cannot_be_meant_exits_2(
    argv: list[str], code: int, calm: World
) -> None:
    ran = run(calm.top, *argv)
    assert (ran.code, ran.out) == (code, "")
    assert "\nChanged: nothing\nNext: headgate " in ran.err


def test_doctor_finds_a_sound_shop_sound(calm: World) -> None:
    ran = run(calm.top, "doctor", "-o", "json")
    findings = json.loads(ran.out)["findings"]
    assert ran.code == 0
    assert [one["name"] for one in findings if one["ok"] is not True] == ["forge"]
    assert next(one["ok"] for one in findings if one["name"] == "forge") is None
    assert {"settings", "operator", "state", "hub", "ledger", "git", f"live {DEV}"} <= {
        one["name"] for one in findings
    }


def test_doctor_names_what_does_not_work_and_exits_6(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.live(DEV, {"cart.yaml": "{"})
    ran = run(made.top, "doctor")
    assert ran.code == 6
    bad = [line.split()[1:3] for line in ran.out.splitlines() if line.startswith("[NO]")]
    assert bad == [["live", DEV]]


def test_doctor_has_nothing_to_look_at_where_no_live_side_is_named(tmp_path: Path) -> None:
    made = shop(tmp_path)
    settings = (made.top / "headgate.yaml").read_text()
    made.commit({"headgate.yaml": settings.replace(f"    live: {{folder: ../live/{DEV}}}\n", "")})
    findings = {one["name"]: one for one in json.loads(run(made.top, "doctor", "-o", "json").out)["findings"]}
    assert findings[f"live {DEV}"] == {
        "name": f"live {DEV}",
        "ok": None,
        "what": "the settings name no live side",
        "next": "",
    }


def test_doctor_without_settings_says_so_and_exits_2(tmp_path: Path) -> None:
    ran = run(tmp_path, "doctor")
    assert ran.code == 2
    assert "headgate init" in ran.out


def test_merge_takes_what_does_not_collide_and_prints_gits_text(tmp_path: Path) -> None:
    ran = merged(tmp_path, git=deployment(replicas=3), hub=deployment(image="shop/web:2"))
    assert (ran.code, ran.out) == (0, deployment(replicas=3, image="shop/web:2"))


def test_merge_exits_3_while_a_conflict_stands(tmp_path: Path) -> None:
    ran = merged(tmp_path, "-o", "json", git=deployment(replicas=3), hub=deployment(replicas=4))
    form = json.loads(ran.out)
    assert (ran.code, form["clean"]) == (3, False)
    (conflict,) = form["conflicts"]
    assert (conflict["path"], conflict["base"], conflict["git"], conflict["hub"]) == (
        "spec.replicas",
        2,
        3,
        4,
    )


def test_merge_of_a_file_that_is_not_there_exits_6(tmp_path: Path) -> None:
    assert run(tmp_path, "merge", "--base", "a", "--git", "b", "--hub", "c").code == 6


def test_merge_of_a_malformed_file_exits_8_and_names_the_place(tmp_path: Path) -> None:
    ran = merged(tmp_path, git="a: {", hub=deployment())
    assert ran.code == 8
    assert "line 1" in ran.err


def merged(folder: Path, *argv: str, git: str, hub: str) -> Ran:
    for name, text in (("b", deployment()), ("g", git), ("h", hub)):
        (folder / name).write_text(text)
    return run(folder, "merge", "--base", "b", "--git", "g", "--hub", "h", *argv)


def test_blame_names_who_set_each_field_and_marks_what_is_not_exact(busy: World) -> None:
    lines = run(busy.top, "blame", WEB).out.splitlines()
    (replicas,) = [line for line in lines if line.startswith("spec.replicas")]
    assert replicas.split()[1:3] == ["Alice", "Adams"]
    assert "op1" in replicas
    assert lines[-1].startswith("? not exact")


def test_blame_of_one_field_says_how_sure_it_is_and_where_it_is_written(busy: World) -> None:
    out = run(busy.top, "blame", WEB, "spec.replicas").out
    assert "exact" in out
    assert "prod/web.yaml:7" in out


def test_blame_as_json_has_an_owner_for_each_side(busy: World) -> None:
    form = json.loads(run(busy.top, "blame", WEB, "spec.replicas", "-o", "json").out)
    (field,) = form["fields"]
    assert list(field["owners"]) == ["git", "hub", "live"]
    assert field["owners"]["git"]["place"] == "prod/web.yaml:7"
    assert field["owners"]["live"]["why"]


def test_show_says_how_sure_it_is_who_set_a_field(busy: World) -> None:
    form = json.loads(run(busy.top, "show", WEB, "-o", "json").out)
    (git,) = {field["owners"]["git"]["sure"] for field in form["fields"] if "git" in field["owners"]}
    assert git == "exact"


def test_history_without_a_unit_is_everything_that_happened_newest_first(busy: World) -> None:
    lines = run(busy.top, "history").out.splitlines()
    assert lines[0].split()[:4] == ["AGE", "BY", "DID", "UNIT"]
    assert [line.split()[2] for line in lines[1:]] == ["set", "created", "created"]


def test_a_decision_is_printed_in_full_and_for_people(busy: World) -> None:
    past = json.loads(run(busy.top, "history", "-o", "json").out)["past"]
    decision = past[0]["decision"]
    assert f"Decision {decision}" in run(busy.top, "history", "--decision", decision).out
    assert run(busy.top, "history", "--decision", decision, "--markdown").out.startswith(
        f"# Decision {decision}"
    )
    form = json.loads(run(busy.top, "history", "--decision", decision, "-o", "json").out)
    assert form["records"][0]["event"] == "recorded"


def test_a_difference_without_a_unit_is_refused(busy: World) -> None:
    assert run(busy.top, "history", "--diff", "1..2").code == 2
