import json
from pathlib import Path

import pytest

from core.settings.reference import reference
from core.settings.schema import schema

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def test_every_key_has_a_line_with_what_may_stand_there() -> None:
    keys = [line.split("`")[1] for line in reference().splitlines() if line.startswith("| `")]
    assert keys == [
        *("version", "hub", "hub.embedded", "hub.url", "hub.ca", "hub.proxy", "hub.token"),
        *("hub.worker_id", "hub.worker_secret", "git", "git.branch", "git.remote"),
        "git.forge",
        *(f"git.forge.{key}" for key in ("kind", "url", "ca", "proxy", "draft", "auto_merge")),
        "spaces",
        *("spaces.<name>.labels", "spaces.<name>.source"),
        *(f"spaces.<name>.source.{key}" for key in ("files", "kustomize", "command")),
        *("spaces.<name>.units", "spaces.<name>.live"),
        *(f"spaces.<name>.live.{key}" for key in ("folder", "context", "namespace")),
        *(
            "spaces.<name>.promote",
            "spaces.<name>.clean_merges",
            "audit",
            "audit.syslog",
            "schemas",
            "policies",
        ),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("settings.md", reference(), id="the page"),
        pytest.param("headgate.schema.json", json.dumps(schema(), indent=2) + "\n", id="the schema"),
    ],
)
def test_what_stands_in_the_docs_is_current(name: str, text: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text
