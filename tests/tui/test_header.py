"""What a header says where room is short: what must be known is said in fewer words, never dropped."""

import pytest

from tests.tui.driving import driven
from tui.screens.base import production_piece
from tui.widgets.bars import Piece, Pieces, pieces_line
from tui.widgets.lines import Span, plain

COUNT = Piece((Span("1 undecided of 4"),), short=(Span("1 of 4"),))
PIECES = Pieces(
    (Piece((Span("shop-prod-east/receipt-mailer"),)), *production_piece(production=True), COUNT),
    (Piece((Span("read 2h ago"),), rank=3),),
)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        pytest.param(80, ("PRODUCTION", "1 undecided of 4", "read 2h ago"), id="all of it"),
        pytest.param(68, ("PRODUCTION", "1 undecided of 4"), id="what ages is dropped"),
        pytest.param(60, ("PRODUCTION", "1 of 4"), id="a count in fewer words"),
        pytest.param(48, ("PROD", "1 of 4"), id="both in fewer words"),
    ],
)
def test_a_header_says(width: int, words: tuple[str, ...]) -> None:
    said = [piece for piece in plain(pieces_line(PIECES, width)).split("  ") if piece.strip()]
    assert tuple(piece.strip() for piece in said) == ("shop-prod-east/receipt-mailer", *words)


async def test_production_is_said_in_the_card_form_too() -> None:
    async with driven(size=(60, 20)) as driver:
        await driver.press("j", "enter")
        assert ("PRODUCTION" in driver.text, "3 undecided of 6" in driver.text) == (True, True)
