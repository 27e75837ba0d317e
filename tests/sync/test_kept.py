"""What is kept of a plan finishes it: it comes back as it was, and from nowhere else."""

import base64
from dataclasses import replace

import pytest

from core.errors import SourceUnreadable
from core.model.plan import Plan
from core.sync.carry.envelope import closed, opened
from core.sync.carry.kept import keep, unkeep
from core.sync.context import DigestKey
from tests.simulate.stage import KEY, STORIES, Story

OTHER = DigestKey(id="k2", key=b"o" * 32)


def without_what_was_only_shown(plan: Plan) -> Plan:
    """Leave out what was shown, and what the journal keeps for good beside the decision."""
    return replace(plan, diff=(), overwrites=(), by_rule=(), checks=(), live_fields=(), chosen=())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_plan_comes_back_as_it_was(story: Story) -> None:
    _, plan = story()
    assert unkeep(keep(plan, KEY), KEY, plan.id) == without_what_was_only_shown(plan)


def test_what_is_kept_says_nothing_without_the_key() -> None:
    _, plan = STORIES[-1]()
    kept = keep(plan, KEY)
    for word in ("replicas", "sale day", plan.id):
        assert word.encode() not in base64.b64decode(kept)
    with pytest.raises(SourceUnreadable, match=plan.id):
        unkeep(kept, OTHER, plan.id)


def test_a_plan_of_another_decision_is_refused() -> None:
    _, plan = STORIES[-1]()
    with pytest.raises(SourceUnreadable):
        unkeep(keep(plan, KEY), KEY, "D9999")


def test_every_flipped_bit_is_found() -> None:
    raw = base64.b64decode(closed("replicas: 4\n", key=b"k", about="D1"))
    for position in range(len(raw)):
        flipped = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        with pytest.raises(SourceUnreadable):
            opened(base64.b64encode(flipped).decode(), key=b"k", about="D1")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param("\x00" * 3, id="zeros at the front"),
        pytest.param("é✓" * 10_000, id="a long one"),
    ],
)
def test_any_text_comes_back(text: str) -> None:
    assert opened(closed(text, key=b"k", about="D1"), key=b"k", about="D1") == text


@pytest.mark.parametrize("damaged", ["", "no base64 !", "AAAA"])
def test_what_is_no_envelope_is_refused(damaged: str) -> None:
    with pytest.raises(SourceUnreadable):
        opened(damaged, key=b"k", about="D1")
