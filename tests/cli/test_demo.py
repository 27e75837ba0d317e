"""The demo on the command line, without a terminal."""

import json
import re
from pathlib import Path

from tests.builders.terminal import run


def test_the_demo_prints_its_inbox_and_one_whole_comparison_and_can_be_worked_in(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    ran = run(tmp_path, "demo", "--dir", "shop")
    items = json.loads(run(folder, "status", "-o", "json").out)["items"]
    assert (ran.code, len(items) >= 12, len({item["kind"] for item in items}) >= 6) == (0, True, True)
    assert [item["id"] for item in items if item["id"] not in ran.out] == []
    assert "  FIELD  " in ran.out
    assert re.search(rf"Next: cd {re.escape(str(folder))} && (\S+/)?headgate\n", ran.err)
    assert run(tmp_path, "demo", "--dir", "shop").code == 2
