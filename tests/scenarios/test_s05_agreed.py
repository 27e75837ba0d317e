"""S05: both sides made the same change."""

from pathlib import Path

import pytest

from core.sync.bring import Became
from tests.scenarios.claims import PROD, claim, claims

UNIT = f"{PROD}/claim"


@pytest.mark.parametrize("written", ["60", "60.0"])
def test_the_base_moves_without_a_revision_and_without_noise(tmp_path: Path, written: str) -> None:
    made = claims(tmp_path)
    made.set(UNIT, "spec.lambdaTimeout", 60)
    made.mark_applied(UNIT)
    made.commit({f"{PROD}/claim.yaml": claim(timeout=written)})
    outcome = made.desk("ci").propose(space=PROD).outcomes[0]
    assert (outcome.became, outcome.item, made.head(UNIT)) == (Became.AGREED, None, 2)
    assert [item.kind.value for item in made.items(PROD)] == ["capture"]  # live still holds 30


def test_a_second_run_is_quiet(tmp_path: Path) -> None:
    made = claims(tmp_path)
    made.set(UNIT, "spec.lambdaTimeout", 60)
    made.commit({f"{PROD}/claim.yaml": claim(timeout=60)})
    made.desk("ci").propose(space=PROD)
    assert [o.became for o in made.desk("ci").propose(space=PROD).outcomes] == [Became.QUIET]
