"""The documentation is current: its generated pages, and every link between its pages."""

import re
import runpy
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])


def test_the_page_of_keys_is_what_the_verb_table_says() -> None:
    written = runpy.run_path(str(TOP / "docs" / "keys.py"))["page"]()
    assert (TOP / "docs" / "keys.md").read_text() == written


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
