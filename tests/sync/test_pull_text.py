"""What a pull request says, and which may merge by itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.space import Space
from core.model.unit import RevisionSource
from core.sync.pull_text import PullText, pull_text
from core.sync.wanted import Wanted, wanted_in
from tests.builders.services import password
from tests.builders.shop import deployment
from tests.sync.one_unit import SPACE, hub, one_unit

PROOF = (SPACE,)


def text(found: list[Wanted], *, production: bool = False, proved_in: tuple[str, ...] = PROOF) -> PullText:
    space = Space(name=SPACE, labels={"environment": "prod"} if production else {})
    return pull_text(space, found, files=("k8s/web.yaml",), proved_in=proved_in)


def wanted(folder: Path, before: str, after: str, *, incident: str = "") -> list[Wanted]:
    made = one_unit(folder, before)
    hub(made, after, reason="sale | day", incident=incident)
    return list(wanted_in(made.workspace().context, SPACE).wanted)


@pytest.fixture
def size(tmp_path: Path) -> list[Wanted]:
    """Another number of replicas: of low risk."""
    return wanted(tmp_path, deployment(), deployment(replicas=4))


def test_a_proved_change_of_low_risk_may_merge_by_itself(size: list[Wanted]) -> None:
    found = text(size)
    assert (found.harmless, found.labels) == (True, ("risk:low",))
    assert "- **Policy**: low risk, the settings may let it merge by itself" in found.body


@pytest.mark.parametrize(
    ("production", "proved_in"),
    [
        pytest.param(True, PROOF, id="in production"),
        pytest.param(False, (), id="that nobody proved"),
        pytest.param(False, ("another",), id="that was proved elsewhere"),
    ],
)
def test_a_person_reviews_a_change(
    size: list[Wanted], *, production: bool, proved_in: tuple[str, ...]
) -> None:
    found = text(size, production=production, proved_in=proved_in)
    assert not found.harmless
    assert found.body.splitlines()[-2].endswith("a person reviews it")


def test_a_person_reviews_another_image(tmp_path: Path) -> None:
    found = text(wanted(tmp_path, deployment(), deployment(image="web:9")))
    assert (found.harmless, found.labels) == (False, ("risk:medium",))


def test_a_person_reviews_what_an_incident_brought(tmp_path: Path) -> None:
    found = text(wanted(tmp_path, deployment(), deployment(replicas=4), incident="INC-7"))
    assert not found.harmless
    assert "- **Incident**: INC-7" in found.body


def test_a_person_reviews_break_glass_without_an_incident(size: list[Wanted]) -> None:
    (one,) = size
    broken = {
        key: replace(revision, change=replace(revision.change, source=RevisionSource.BREAK_GLASS))
        for key, revision in one.revisions.items()
    }
    found = text([replace(one, revisions=broken)])
    assert not found.harmless
    assert "- **Incident**: break-glass, without a name" in found.body


def test_a_field_without_a_known_revision_says_so(size: list[Wanted]) -> None:
    (one,) = size
    assert "| 2 | 4 | unknown |  |  |  |" in text([replace(one, revisions={})]).body


def test_a_secret_is_masked(tmp_path: Path) -> None:
    body = text(wanted(tmp_path, password("c4n4ry-old"), password("c4n4ry-new"))).body
    assert "| stringData.password |" in body
    assert "c4n4ry" not in body


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    body = text(wanted(tmp_path, deployment(), deployment(image=f"web:{'9' * 200}"))).body
    assert "9" * 116 + "…" in body
    assert "9" * 117 not in body
