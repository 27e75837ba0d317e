"""Who else has an item open is said in its row, where there is room for why it is here."""

from dataclasses import replace

import pytest

from core.model.lease import Lease
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tests.tui.driving import driven


@pytest.mark.parametrize(("width", "said"), [(120, True), (80, False)])
async def test_a_wide_row_says_who_is_there_now(width: int, *, said: bool) -> None:
    first, *rest = waiting()
    lease = Lease(
        unit=first.item.unit, who="ada (login)", host="bastion", pid=7, since="2026-02-16T12:00:00Z"
    )
    held = replace(first, item=replace(first.item, open_at=(lease,)))
    async with driven(FakeDesk((held, *rest)), size=(width, 40)) as driver:
        assert ("Here now: ada@bastion" in driver.text) == said
