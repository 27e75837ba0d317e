"""The scenarios run on an embedded hub; with HEADGATE_SCENARIOS=loopback on a ConfigHub, `make loopback`."""

import os
from collections.abc import Iterator

import pytest

from tests.builders.far import far_worlds

ON_LOOPBACK = os.environ.get("HEADGATE_SCENARIOS") == "loopback"
"""Read before the tests' own environment is made."""


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not ON_LOOPBACK:
        yield
        return
    with far_worlds(monkeypatch):
        yield
