"""Edits of a real repository's overlays, each proved by rendering all of them again."""

import os
from collections.abc import Mapping

import pytest

from core.fieldpath import FieldPath
from core.git.repository import GitRepository
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.names import UnitName
from core.ports.source_edits import Confidence, Located
from core.progress import never_stop
from core.source.edited import EditedTrees
from core.source.edits import SourceEditor
from core.source.renderer import SourceRenderer
from tests.builders.messagewall import CLAIM_SPACES, PLACES, cloned, needs_kustomize, sources

pytestmark = needs_kustomize
ONE_WORKER = pytest.mark.xdist_group("messagewall")

Opened = tuple[GitRepository, SourceRenderer]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The repository and its four overlays."""
    top = cloned(tmp_path_factory.mktemp("messagewall"))
    return sources(top, CLAIM_SPACES, path=os.environ["PATH"])


def claim(place: str) -> tuple[UnitName, ResourceId]:
    name = f"messagewall-{place}"
    unit = UnitName(name, "claim")
    return unit, ResourceId("messagewall.demo/v1alpha1", "ServerlessEventAppClaim", "default", name)


def wanted(place: str, path: str, value: Value | Absent) -> tuple[UnitName, FieldChange]:
    unit, resource = claim(place)
    return unit, FieldChange(resource=resource, path=FieldPath.parse(path), value=value)


def located(opened: Opened, place: str, path: str, value: Value | Absent) -> Located:
    trees, renderer = opened
    unit, change = wanted(place, path, value)
    return SourceEditor(renderer, trees).edits(unit.space, trees.head().oid, {unit: [change]})


def lines(opened: Opened, found: Located) -> Mapping[str, list[str]]:
    """Give the lines of each edited file that are not the old ones, in order, with + and -."""
    trees, _ = opened
    before = trees.read(trees.head().oid, list(found.files))
    changed: dict[str, list[str]] = {}
    for path, text in found.files.items():
        old, new = before[path].splitlines(), (text or "").splitlines()
        start = next(at for at in range(len(old) + 1) if old[at : at + 1] != new[at : at + 1])
        rest = next(
            at for at in range(len(old) + 1) if at == len(old) - start or old[-1 - at] != new[-1 - at]
        )
        rest = min(rest, len(new) - start)
        changed[path] = [f"-{line}" for line in old[start : len(old) - rest]]
        changed[path] += [f"+{line}" for line in new[start : len(new) - rest]]
    return changed


def overlay(place: str) -> str:
    return f"infra/claims/overlays/{place}/kustomization.yaml"


@ONE_WORKER
@pytest.mark.parametrize(
    ("place", "path", "value", "changed"),
    [
        pytest.param(
            "prod-east",
            "spec.lambdaMemory",
            512,
            ["-        value: 256", "+        value: 512"],
            id="S03: a field that the overlay sets is one line",
        ),
        pytest.param(
            "dev-east",
            "spec.lambdaMemory",
            256,
            ["+      - op: replace", "+        path: /spec/lambdaMemory", "+        value: 256"],
            id="S04: a field that only the base sets is three lines more",
        ),
        pytest.param(
            "prod-west",
            "spec.awsAccountId",
            "205074708100",
            ['-        value: "123456789012"', '+        value: "205074708100"'],
            id="an account number stays in its quotes",
        ),
        pytest.param(
            "prod-east",
            'metadata.annotations["messagewall.demo/oncall"]',
            "sre",
            ["-          messagewall.demo/oncall: platform-team", "+          messagewall.demo/oncall: sre"],
            id="an annotation inside the block that an operation adds",
        ),
        pytest.param(
            "prod-east",
            'metadata.annotations["confighub.io/tier"]',
            "gold",
            ["+          confighub.io/tier: gold"],
            id="one more annotation in that block",
        ),
        pytest.param(
            "dev-west",
            'metadata.annotations["confighub.io/tier"]',
            "gold",
            [
                "+      - op: add",
                "+        path: /metadata/annotations",
                "+        value:",
                "+          confighub.io/tier: gold",
            ],
            id="a first annotation brings the block",
        ),
        pytest.param(
            "dev-east",
            "metadata.labels.region",
            "eu-west-1",
            ["-      region: us-east-1", "+      region: eu-west-1"],
            id="a label that the kustomization puts on",
        ),
        pytest.param(
            "dev-west",
            "metadata.name",
            "messagewall-sandbox",
            ["-        value: messagewall-dev-west", "+        value: messagewall-sandbox"],
            id="a name",
        ),
        pytest.param(
            "prod-west",
            "spec.lambdaTimeout",
            ABSENT,
            ["-        value: 30", "+      - op: remove", "+        path: /spec/lambdaTimeout"],
            id="a field that goes though the base has it",
        ),
    ],
)
def test_an_edit_of_one_overlay_changes_no_other(
    opened: Opened, place: str, path: str, value: Value | Absent, changed: list[str]
) -> None:
    found = located(opened, place, path, value)
    if value is ABSENT:
        assert [line for line in lines(opened, found)[overlay(place)] if line in changed] != []
    else:
        assert lines(opened, found) == {overlay(place): changed}
    assert (found.unrepresentable, found.proved_in) == ((), (f"messagewall-{place}",))
    trees, renderer = opened
    edited, oid = EditedTrees(trees, found.files), trees.head().oid
    for other in (one for one in CLAIM_SPACES if not one.space.endswith(place)):
        before = renderer.render(other.space, oid, stop=never_stop())
        assert renderer.render_over(other, oid, edited, stop=never_stop()) == tuple(before)


@ONE_WORKER
def test_the_base_is_no_way_where_another_overlay_reads_it(opened: Opened) -> None:
    trees, renderer = opened
    unit, change = wanted("dev-east", "spec.lambdaMemory", 256)
    tried = SourceEditor(renderer, trees).tried(trees.head().oid, unit, change)
    base = next(one for one in tried if one.files == ("infra/claims/base/claim.yaml",))
    assert base.confidence is Confidence.SHARED
    assert base.also == ("spec.lambdaMemory of messagewall-dev-west/claim (128 -> 256)",)
    assert base.objection == f"it also changes {base.also[0]}"
    assert tried[0].objection == ""
    assert tried[0].how == f"one more operation in the patch of {overlay('dev-east')}"


@ONE_WORKER
def test_where_all_that_read_the_base_want_it_the_base_is_a_way_too(opened: Opened) -> None:
    trees, renderer = opened
    oid = trees.head().oid
    (unit, change), other = (wanted(place, "spec.lambdaMemory", 256) for place in PLACES[:2])
    tried = SourceEditor(renderer, trees).tried(oid, unit, change, also=[other])
    overlay_first, *_, base = [one for one in tried if one.objection == ""]
    assert base.files == ("infra/claims/base/claim.yaml",)
    assert (overlay_first.files, overlay_first.confidence) == ((overlay("dev-east"),), Confidence.EXTENDS)
