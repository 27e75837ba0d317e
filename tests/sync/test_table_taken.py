"""What each choice writes, for a field, a list item, a resource and a unit; and that it stays decided."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.merge.resolution import Edited
from core.model.unit import RevisionSource
from core.sync.bring import Became
from tests.builders.repo import ALICE
from tests.builders.world import World
from tests.sync.one_unit import accept, chosen, done, git, item, kinds, newest, propose
from tests.sync.shapes import SHAPES, head_state, live_state, standing

GIT, HUB, LIVE, BASE = Side.GIT, Side.HUB, Side.LIVE, Side.BASE

TAKEN = [
    # Git, hub, live; in words; the item; what is taken; Head and live afterwards; what waits then
    ("YZB", "conflict, take git", "conflict", GIT, "Y", "B", []),
    ("YZB", "conflict, take hub", "conflict", HUB, "Z", "B", ["sync-back"]),
    ("YZB", "conflict, take what is live", "conflict", LIVE, "B", "B", ["sync-back"]),
    ("YZB", "conflict, take base", "conflict", BASE, "B", "B", ["sync-back"]),
    ("YXB", "the hub removed it, take git", "conflict", GIT, "Y", "B", []),
    ("YXB", "the hub removed it, take hub", "conflict", HUB, "X", "B", ["sync-back"]),
    ("YZZ", "Git alone, take git", "conflict", GIT, "Y", "Z", ["capture"]),
    ("YZZ", "Git alone, take live", "conflict", LIVE, "Z", "Z", ["sync-back"]),
    ("YZY", "the hub alone, take live", "conflict", LIVE, "Y", "Y", []),
    ("YZY", "the hub alone, take hub", "conflict", HUB, "Z", "Y", ["sync-back"]),
    ("YZY", "the hub alone, take base", "conflict", BASE, "B", "Y", ["capture"]),
    ("YBZ", "hold, take git", "hold", GIT, "Y", "Z", ["capture"]),
    ("YBZ", "hold, take hub", "hold", HUB, "B", "Z", ["capture"]),
    ("YBZ", "hold, take live", "hold", LIVE, "Z", "Z", ["sync-back"]),
    ("BYZ", "hub and live, take git", "conflict", GIT, "B", "Z", ["capture"]),
    ("BYZ", "hub and live, take hub", "conflict", HUB, "Y", "Z", ["sync-back"]),
    ("BYZ", "hub and live, take live", "conflict", LIVE, "Z", "Z", ["sync-back"]),
    ("BBY", "drift, take hub", "capture", HUB, "B", "B", []),
    ("BBY", "drift, take git", "capture", GIT, "B", "B", []),
    ("BBY", "drift, take live", "capture", LIVE, "Y", "Y", ["sync-back"]),
    ("BBX", "gone live, take hub", "capture", HUB, "B", "B", []),
    ("BBX", "gone live, take live", "capture", LIVE, "X", "X", ["sync-back"]),
    ("YYZ", "drift from what both say, take hub", "capture", HUB, "Y", "Y", []),
]


def rows() -> list[object]:
    return [
        pytest.param(shape, *row[:1], *row[2:], id=f"{shape}: {row[1]}")
        for shape in SHAPES
        for row in TAKEN
        if not (shape == "field" and "X" in row[0])  # a field's X is a value like the others
    ]


@pytest.mark.parametrize(("shape", "sides", "kind", "side", "head", "running", "waits"), rows())
def test_a_taken_side_is_written_and_stays_decided(
    tmp_path: Path, shape: str, sides: str, kind: str, side: Side, head: str, running: str, waits: list[str]
) -> None:
    made = standing(tmp_path, shape, sides)
    propose(made)
    accept(made, kind, side)
    after = (head_state(made, shape), live_state(made, shape), kinds(made, but="pending-apply"))
    assert after == (head, running, waits)
    assert propose(made).item is None
    assert kinds(made, but="pending-apply") == waits


DELETIONS = [
    ("resource", "XBB", "a deletion, take git", "proposal", GIT, "X", "B", []),
    ("resource", "XBB", "a deletion, take hub", "proposal", HUB, "B", "B", ["sync-back"]),
    ("resource", "XYZ", "a deletion that collides, take git", "conflict", GIT, "X", "Z", ["capture"]),
    ("unit", "XBB", "a deletion, take git", "deletion", GIT, "X", "B", []),
    ("unit", "XBB", "a deletion, take hub", "deletion", HUB, "B", "B", ["sync-back"]),
    ("unit", "XYB", "a deletion that collides, take hub", "deletion", HUB, "Y", "B", ["sync-back"]),
    ("unit", "XBY", "a deletion of what changed live, take hub", "deletion", HUB, "B", "Y", ["capture"]),
    ("unit", "XBX", "a deletion of what is gone live, take hub", "deletion", HUB, "B", "X", ["capture"]),
]


@pytest.mark.parametrize(
    ("shape", "sides", "kind", "side", "head", "running", "waits"),
    [pytest.param(*row[:2], *row[3:], id=f"{row[0]}: {row[2]}") for row in DELETIONS],
)
def test_a_decided_deletion_is_written_and_stays_decided(
    tmp_path: Path, shape: str, sides: str, kind: str, side: Side, head: str, running: str, waits: list[str]
) -> None:
    made = standing(tmp_path, shape, sides)
    propose(made)
    accept(made, kind, side)
    made.desk("ci").propose()
    after = (head_state(made, shape), live_state(made, shape), kinds(made, but="pending-apply"))
    assert after == (head, running, waits)


SIGNED = [
    pytest.param(
        "YZB", "conflict", GIT, RevisionSource.GIT, ALICE, True, id="git: the commit's author answers"
    ),
    pytest.param("YZB", "conflict", LIVE, RevisionSource.CAPTURE, "op2", False, id="live is a capture"),
    pytest.param("YZB", "conflict", BASE, RevisionSource.MERGE, "op2", False, id="base is a merge"),
    pytest.param(
        "YZB", "conflict", Edited(9), RevisionSource.OPERATOR, "op2", False, id="an own value is one's own"
    ),
    pytest.param("YBZ", "hold", LIVE, RevisionSource.CAPTURE, "op2", False, id="live against a held offer"),
    pytest.param("BBY", "capture", LIVE, RevisionSource.CAPTURE, "op2", False, id="a drift is captured"),
]


@pytest.mark.parametrize(("sides", "kind", "choice", "source", "author", "commit"), SIGNED)
def test_a_revision_says_who_answers_for_it_and_where_it_came_from(
    tmp_path: Path,
    sides: str,
    kind: str,
    choice: Side | Edited,
    source: RevisionSource,
    author: str,
    *,
    commit: bool,
) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    receipt = accept(made, kind, choice)
    change = newest(made).change
    assert (change.source, change.author, change.description) == (source, author, "load test L-9")
    assert (change.links["decision"], change.links["operator"]) == (receipt.decision, "op2 (login)")
    assert ("commit" in change.links) is commit
    assert change.token == receipt.decision


def test_a_promotion_is_the_commits_and_links_it(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "BBB")
    oid = git(made, SHAPES["field"]("Y"), "raise the floor")
    assert propose(made).became is Became.PROMOTED
    change = newest(made).change
    assert (change.source, change.author) == (RevisionSource.GIT, ALICE)
    assert (change.links["commit"], change.links["operator"]) == (oid, "ci (login)")
    assert (oid[:7] in change.description, "raise the floor" in change.description) == (True, True)


def test_an_answered_proposal_is_linked_and_ended(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    offer = proposal(made)
    accept(made, "conflict", GIT)
    assert newest(made).change.links["proposal"] == offer
    assert state_of(made, offer) == "applied"


def test_a_declined_proposal_ends_as_rejected(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    offer = proposal(made)
    accept(made, "conflict", HUB)
    assert state_of(made, offer) == "rejected"


def proposal(made: World) -> str:
    (offer,) = made.workspace().context.proposals.pending("shop")
    return offer.id


def state_of(made: World, offer: str) -> str:
    found = made.workspace().context.proposals.proposal(offer)
    assert found is not None
    return found.state.value


def test_an_own_value_goes_in_and_is_offered_to_git(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    accept(made, "conflict", Edited(9))
    propose(made)
    assert (
        "replicas: 9  # two are enough at night" in made.text("shop/web"),
        kinds(made, but="pending-apply"),
    ) == (
        True,
        ["sync-back"],
    )


@pytest.mark.parametrize(
    ("sides", "kind", "side", "sentences"),
    [
        pytest.param(
            "YZB", "conflict", GIT, ["OVERWRITES HUB   spec.replicas  5 -> 4"], id="the hub's value"
        ),
        pytest.param("YZB", "conflict", HUB, [], id="nobody's value"),
        pytest.param("YBZ", "hold", GIT, ["OVERWRITES LIVE  spec.replicas  5 -> 4"], id="a hotfix"),
        pytest.param("YZZ", "conflict", LIVE, [], id="taking live where the hub holds the same"),
        pytest.param("BBY", "capture", HUB, ["OVERWRITES LIVE  spec.replicas  4 -> 2"], id="a drift"),
        pytest.param(
            "BYZ", "conflict", LIVE, ["OVERWRITES HUB   spec.replicas  4 -> 5"], id="the hub over live"
        ),
    ],
)
def test_a_plan_says_what_of_others_it_overwrites(
    tmp_path: Path, sides: str, kind: str, side: Side, sentences: list[str]
) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    assert list(chosen(made, kind, side).overwrites) == sentences


def test_a_plan_writes_nothing(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    before = (made.head("shop/web"), item(made, "conflict"))
    plan = chosen(made, "conflict", GIT)
    assert (made.head("shop/web"), item(made, "conflict")) == before
    assert done(made, plan).revision == before[0] + 1
