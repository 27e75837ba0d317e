"""The whole document as a resolution would leave it, against the hub's."""

import pytest

from core.krm.values import ABSENT
from core.merge.places import Side
from core.merge.preview import preview, result_text
from core.merge.resolution import Edited, Resolution
from tests.fakes.waiting import field

TEXT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 4  # sale day
  paused: true
"""
REPLICAS = field("spec.replicas", base=2, git=3, hub=4)
PAUSED = field("spec.paused", base=True, git=False)


def test_a_decided_field_goes_and_comes_and_comments_stay() -> None:
    chosen = Resolution(fields=(REPLICAS,)).choose([REPLICAS.key], Side.GIT)
    shown = preview(TEXT, chosen)
    assert [row for row in shown.rows if row.sign != " "] == [
        ("-", "  replicas: 4  # sale day"),
        ("+", "  replicas: 3  # sale day"),
    ]
    assert shown.rows[shown.at[REPLICAS.key]].sign == "+"


def test_an_undecided_field_keeps_the_hubs_line_and_is_marked() -> None:
    shown = preview(TEXT, Resolution(fields=(REPLICAS, PAUSED)))
    assert [row.sign for row in shown.rows] == [" ", " ", " ", " ", "?", "-", "+"]


def test_a_removed_field_is_found_where_it_was() -> None:
    chosen = Resolution(fields=(REPLICAS,)).choose([REPLICAS.key], Edited(ABSENT))
    shown = preview(TEXT, chosen)
    assert shown.rows[shown.at[REPLICAS.key]] == ("-", "  replicas: 4  # sale day")


def test_a_resource_whose_namespace_only_the_space_gives_is_found() -> None:
    shown = preview(TEXT.replace(", namespace: shop", ""), Resolution(fields=(REPLICAS,)))
    assert shown.rows[shown.at[REPLICAS.key]].sign == "?"


@pytest.mark.parametrize("text", ["{", "a: 1\n"], ids=["a text that cannot be read", "no resource"])
def test_what_cannot_be_written_says_why(text: str) -> None:
    chosen = Resolution(fields=(REPLICAS,)).choose([REPLICAS.key], Side.GIT)
    assert preview(text, chosen).why


def test_the_text_is_the_hubs_where_nothing_changes() -> None:
    chosen = Resolution(fields=(REPLICAS,)).choose([REPLICAS.key], Side.HUB)
    assert result_text(TEXT, chosen) == TEXT
