"""How the inbox looks at every size we promise, dark and in the terminal's own colours; each is read, too."""

import pytest

from tests.fakes.desk import FakeDesk
from tests.tui.driving import Driver, app_over
from tests.tui.test_inbox_many import services
from tests.tui.test_looks import Compare
from tui.look import ASCII, Look

SIZES = [pytest.param((w, h), id=f"{w}x{h}") for w, h in ((60, 20), (80, 24), (120, 40), (200, 60))]
LOOKS = [
    pytest.param(Look(), id="dark"),
    pytest.param(Look(theme="headgate-ansi", glyphs=ASCII), id="ansi"),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_group_unfolded_with_marks(snap_compare: Compare, look: Look, size: tuple[int, int]) -> None:
    desk = FakeDesk(services())
    app = app_over(desk, look)

    async def before(pilot: object) -> None:
        driver = Driver(app, desk, pilot)  # type: ignore[arg-type]  # the fixture's pilot is untyped
        await driver.settle()
        await driver.press("j", "l", "j", "space")
        assert "3 units" in driver.text
        assert "1 marked" in driver.text
        assert any(line.startswith("+") and "cart" in line for line in driver.text.splitlines())
        if size[0] >= 120:
            assert "Why it is here" in driver.text

    assert snap_compare(app, terminal_size=size, run_before=before)
