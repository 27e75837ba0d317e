"""Which changes share a branch, what stands already, and what one trouble leaves alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.errors import InputRefused
from core.model.names import NO_DATA, UnitName
from core.model.unit import Change, Guard, RevisionSource
from core.sync.sync_back import SyncedBack
from tests.builders import repo
from tests.builders.shop import deployment
from tests.builders.world import World, world
from tests.sync.one_unit import SPACE, settings

NAMES = ("cart", "web", "search")


@pytest.fixture
def shop(tmp_path: Path) -> World:
    """Three units, proposed."""
    made = world(
        tmp_path,
        settings(live=False),
        {f"k8s/{name}.yaml": deployment(name, replicas=2) for name in NAMES},
    )
    made.desk("ci").propose()
    return made


def write(made: World, name: str, text: str | None, *, incident: str = "", changeset: str = "") -> None:
    """Write a unit's Head past all rules; None deletes it."""
    authority, unit = made.workspace().context.hub, UnitName(SPACE, name)
    head = authority.head(unit)
    change = Change(
        author="op1",
        source=RevisionSource.OPERATOR,
        description="tuning",
        token=f"{name} {made.head(str(unit))}",
        incident=incident,
        links={"changeset": changeset} if changeset else {},
    )
    seen = Guard(data_hash=head.data_hash if head else NO_DATA)
    if text is None:
        authority.delete(unit, seen=seen, change=change)
    else:
        authority.write(unit, text, seen=seen, change=change)


def synced(made: World) -> SyncedBack:
    return made.desk("op2").sync_back(space=SPACE)


def carried(done: SyncedBack) -> Mapping[str, list[str]]:
    """Give what each branch carries, by the branch's name without its digest."""
    return {
        branch.name.rpartition("/")[2].rpartition("-")[0]: [
            field.partition("#")[0] for field in branch.fields
        ]
        for branch in done.branches
    }


def test_an_incident_has_a_branch_and_what_belongs_to_none_has_another(shop: World) -> None:
    write(shop, "cart", deployment("cart", replicas=4), incident="INC-4711")
    write(shop, "search", deployment("search", replicas=5), incident="INC-4711")
    write(shop, "web", deployment(replicas=6))
    assert carried(synced(shop)) == {"inc-4711": ["shop/cart", "shop/search"], "": ["shop/web"]}


def test_a_changeset_that_meets_an_incident_in_one_unit_goes_with_it(shop: World) -> None:
    write(shop, "cart", deployment("cart", replicas=4), incident="INC-4711")
    write(shop, "web", deployment(replicas=4), incident="INC-4711")
    write(shop, "web", deployment(replicas=4, grace=60), changeset="SEC-1")
    write(shop, "search", deployment("search", replicas=5), changeset="SEC-1")
    assert list(carried(synced(shop)).values()) == [["shop/cart", "shop/search", "shop/web", "shop/web"]]


def test_every_branch_edits_only_its_own_files_and_names_where_it_was_proved(shop: World) -> None:
    write(shop, "cart", deployment("cart", replicas=4), incident="INC-4711")
    write(shop, "web", deployment(replicas=6))
    done = synced(shop)
    assert [branch.files for branch in done.branches] == [("k8s/cart.yaml",), ("k8s/web.yaml",)]
    assert {branch.proved_in for branch in done.branches} == {(SPACE,)}
    assert all(branch.standing for branch in synced(shop).branches)


def test_each_field_says_what_is_edited_and_on_request_what_else_was_tried(shop: World) -> None:
    write(shop, "web", deployment(replicas=6))
    (branch,) = shop.desk().sync_back(dry_run=True, explain=True).branches
    assert branch.how == ("the file k8s/web.yaml",)
    assert [[one.objection for one in field] for field in branch.tried] == [[""]]
    assert synced(shop).branches[0].tried == ()


def test_a_unit_that_only_the_hub_has_gets_a_file_once(shop: World) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fresh\n  namespace: shop\n"
    write(shop, "fresh", text)
    (branch,) = synced(shop).branches
    assert repo.git(shop.top, "show", f"{branch.name}:k8s/fresh.yaml") + "\n" == text
    shop.commit({"README.md": "main goes on\n"})
    (again,) = synced(shop).branches
    assert (again.name, again.standing) == (branch.name, True)


def test_a_unit_that_the_hub_deleted_loses_its_file(shop: World) -> None:
    write(shop, "search", None)
    (branch,) = synced(shop).branches
    assert repo.git(shop.top, "diff", "--name-status", "main", branch.name) == "D\tk8s/search.yaml"


def test_what_was_squashed_and_taken_back_gets_a_new_branch(shop: World) -> None:
    write(shop, "web", deployment(replicas=6))
    (first,) = synced(shop).branches
    repo.git(shop.top, "merge", "--quiet", "--squash", first.name)
    repo.git(shop.top, "commit", "--quiet", "-m", "squashed")
    shop.commit({"k8s/web.yaml": deployment(replicas=2)}, "take it back")
    (second,) = synced(shop).branches
    assert (second.name, second.standing) == (f"{first.name}-2", False)


def test_one_unit_that_cannot_be_read_does_not_stop_the_others(shop: World) -> None:
    write(shop, "cart", "apiVersion: apps/v1\nkind: [unfinished\n")
    write(shop, "web", deployment(replicas=6))
    done = synced(shop)
    assert [branch.fields for branch in done.branches] == [("shop/web#spec.replicas",)]
    assert [one.unit for one in done.unknown] == ["shop/cart"]


def test_one_file_of_git_that_cannot_be_read_does_not_stop_the_others(shop: World) -> None:
    write(shop, "cart", deployment("cart", replicas=6))
    write(shop, "web", deployment(replicas=6))
    write(shop, "fresh", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fresh, namespace: shop}\n")
    shop.commit({"k8s/cart.yaml": "kind: [unfinished\n"})
    done = synced(shop)
    assert [branch.fields for branch in done.branches] == [("shop/web#spec.replicas",)]
    assert [one.unit for one in done.unknown] == ["shop/*"]
    assert "k8s/cart.yaml" in done.unknown[0].why
    assert [str(one.unit) for one in done.left_out] == ["shop/cart"]
    assert all(branch.standing for branch in synced(shop).branches)


def test_one_space_that_cannot_be_rendered_does_not_stop_the_others(tmp_path: Path) -> None:
    two = settings(live=False) + "  broken:\n    source: {files: 'broken/*.yaml'}\n    units: one-per-file\n"
    made = world(tmp_path, two, {"k8s/web.yaml": deployment(), "broken/web.yaml": deployment()})
    made.desk("ci").propose()
    write(made, "web", deployment(replicas=6))
    made.set("broken/web", "spec.replicas", 6)
    made.commit({"broken/web.yaml": "kind: [unfinished\n"}, "the only file")
    done = made.desk().sync_back()
    assert [branch.space for branch in done.branches] == [SPACE]
    assert [one.unit for one in done.unknown] == ["broken/*"]
    with pytest.raises(InputRefused):
        made.desk().sync_back(space="broken")
