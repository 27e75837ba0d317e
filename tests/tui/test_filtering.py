"""What the inbox filter finds."""

import pytest

from core.model.item import UnknownUnit
from tests.fakes.inbox import inbox_of, waiting
from tui.filtering import Listed, parse, searchable

INBOX = inbox_of(waiting())
ROWS: tuple[Listed, ...] = (*INBOX.items, *INBOX.unknown)
TEXTS = [searchable(row) for row in ROWS]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("kind:hold", ["shop-prod-west/checkout"], id="a kind"),
        pytest.param("unit:cart", ["shop-prod-east/cart"], id="a unit"),
        pytest.param(
            "by:grace kind:conflict", ["shop-dev-east/storefront"], id="two terms, letters of any size"
        ),
        pytest.param("state:clean", ["shop-prod-west/payments"], id="a state"),
        pytest.param("path:versioning", ["shop-prod-east/media-bucket"], id="a path"),
        pytest.param("risk:high space:prod unit:db", ["shop-prod-east/db-credentials"], id="risk and space"),
        pytest.param("INC-4471", ["shop-prod-east/cart"], id="an incident, loosely"),
        pytest.param("mediabkt", ["shop-prod-east/media-bucket"], id="letters in order"),
        pytest.param(
            "kind:unknown", ["shop-dev-west/ledger", "shop-dev-west/*"], id="what could not be read"
        ),
        pytest.param("kustomize", ["shop-dev-west/ledger"], id="why it could not be read"),
        pytest.param("nothing-like-this", [], id="nothing"),
        pytest.param("[red]x by:mallory", ["shop-dev-east/banner"], id="markup is text"),
    ],
)
def test_a_filter_finds(text: str, units: list[str]) -> None:
    assert [str(row.unit) for row, _ in parse(text).pick(ROWS, TEXTS)] == units


def test_an_empty_filter_finds_all() -> None:
    assert (parse("  kind: ").is_empty, len(parse("").pick(ROWS, TEXTS))) == (True, len(ROWS))


def test_letters_in_order_are_looked_for_in_the_name_alone() -> None:
    unit = UnknownUnit(unit="a/b", why="zzz yyy")
    assert parse("zy").pick([unit], [searchable(unit)]) == []
