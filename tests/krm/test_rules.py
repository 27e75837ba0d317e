"""The rule tables: every row is unique, sourced and does what its example says."""

import re

import pytest

from core.krm.explain import reasons
from core.krm.normalize import canonical
from core.krm.rules.example import Example, Rule
from core.krm.rules.quantities import NUMBER
from core.krm.rules.table import ALL_RULES, DRIFT_RULES
from core.krm.schema.builtin import scope_node

COMPARED = [row for row in ALL_RULES if row.id not in {rule.id for rule in DRIFT_RULES}]


def test_no_rule_id_is_used_twice() -> None:
    ids = [row.id for row in ALL_RULES]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("row", ALL_RULES, ids=lambda row: row.id)
def test_every_rule_has_a_reason_a_source_and_an_id_that_tells_its_table(row: Rule) -> None:
    assert re.fullmatch(r"[NDLQIXJPOVS]-[A-Z0-9-]+", row.id)
    assert all((row.scope, row.why, row.source))


@pytest.mark.parametrize(
    ("scope", "example"), [pytest.param(row.scope, row.example, id=row.id) for row in COMPARED]
)
def test_every_rule_does_what_its_example_says(scope: str, example: Example) -> None:
    node = scope_node(scope)
    assert example.left != example.right or NUMBER.example == example
    assert (canonical(example.left, node) == canonical(example.right, node)) is example.alike


ALIKE = [row for row in COMPARED if row.example.alike and row.id[0] not in "SV"]


@pytest.mark.parametrize("row", ALIKE, ids=lambda row: row.id)
def test_every_rule_is_named_as_the_reason_for_its_own_example(row: Rule) -> None:
    found = reasons(row.example.left, row.example.right, scope_node(row.scope))
    assert row.id in {rule.id for _, rule in found}
