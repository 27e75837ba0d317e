import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import InputRefused
from core.krm.read.documents import read, read_resources
from tests.krm.mutations import mutated
from tests.krm.read.bombs import BOMBS, HARMLESS

CPU_SECONDS = 2.0
TOP = Path(__file__).parents[3]
MUTATIONS = 20_000


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[float, str]]:
    """What becomes of every bomb in one process that may use 512 MB."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.krm.read.bombs"], cwd=TOP, capture_output=True, text=True, check=True
    )
    return {name: (seconds, outcome) for name, (seconds, outcome) in json.loads(child.stdout).items()}


def test_there_are_forty_bombs() -> None:
    assert len(BOMBS) >= 40


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_read_in_time_and_only_our_error_escapes(
    name: str, outcomes: dict[str, tuple[float, str]]
) -> None:
    seconds, outcome = outcomes[name]
    assert outcome == ("read" if name in HARMLESS else "refused")
    assert seconds < CPU_SECONDS


def test_nothing_but_our_error_escapes_20_000_mutated_texts() -> None:
    chance = random.Random(20_000)  # noqa: S311 no secret, the same texts in every run
    texts = [file.read_text()[:700] for file in sorted((TOP / "tests" / "data" / "yaml").rglob("*.yaml"))]
    read_well = sum(is_read(mutated(chance.choice(texts), chance)) for _ in range(MUTATIONS))
    assert 1000 < read_well < MUTATIONS


def is_read(text: str) -> bool:
    try:
        documents = read(text).documents
    except InputRefused:
        return False
    assert "".join(text[one.start : one.end] for one in documents) == (text if documents else "")
    try:
        read_resources(text)
    except InputRefused:
        return True
    return True
