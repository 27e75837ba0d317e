"""Units whose names are easily taken for one another are flagged where they wait."""

from pathlib import Path

import pytest

from tests.builders.shop import DEV, deployment, shop
from tests.builders.terminal import run


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        pytest.param("web1", True, id="a digit for a letter"),
        pytest.param("webl", False, id="the only one"),
        pytest.param("web-l", False, id="another name"),
    ],
)
def test_a_name_like_another_units_is_flagged(name: str, flagged: bool, tmp_path: Path) -> None:  # noqa: FBT001
    made = shop(tmp_path)
    made.commit({"dev/webl.yaml": deployment("webl")}, "first")
    made.desk("ci").propose()
    made.commit({f"dev/{name}.yaml": deployment(name, replicas=7)}, "second")
    made.desk("ci").propose()
    for unit in {"webl", name}:
        made.set(f"{DEV}/{unit}", "spec.replicas", 9)
    said = run(made.top, "status").out
    assert (f"! {DEV}/{name} is easily taken for {DEV}/webl" in said) is flagged
