"""Where edits of the real overlays would go, told without a build: what was rendered is written down."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.ports.source_edits import Confidence
from core.source.candidate import Candidate
from core.source.in_kustomize import kustomize_candidates
from tests.builders.messagewall import cloned

BASE = ["infra/claims/base/kustomization.yaml", "infra/claims/base/claim.yaml"]


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The message wall, checked out."""
    return cloned(tmp_path_factory.mktemp("located"))


def rendered(place: str) -> Value:
    """What the overlay builds to; recorded."""
    environment, _, coast = place.partition("-")
    is_prod = environment == "prod"
    annotations: dict[str, Value] = {
        "messagewall.demo/oncall": "platform-team",
        "messagewall.demo/tier": "production",
    }
    metadata: dict[str, Value] = {
        **({"annotations": annotations} if is_prod else {}),
        "labels": {
            "app.kubernetes.io/managed-by": "kustomize",
            "app.kubernetes.io/part-of": "messagewall",
            "environment": environment,
            "region": "us-east-1",
        },
        "name": f"messagewall-{place}",
        "namespace": "default",
    }
    return {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": "ServerlessEventAppClaim",
        "metadata": metadata,
        "spec": {
            "awsAccountId": "123456789012",
            "environment": environment,
            "eventSource": "messagewall.api-handler",
            "lambdaMemory": 256 if is_prod else 128,
            "lambdaTimeout": 30 if is_prod else 10,
            "region": "us-east-1",
            "resourcePrefix": f"messagewall-{coast}",
        },
    }


def candidates(top: Path, place: str, path: str, value: Value) -> tuple[list[Candidate], Mapping[str, str]]:
    paths = [f"infra/claims/overlays/{place}/kustomization.yaml", *BASE]
    texts = {path: (top / path).read_text() for path in paths}
    resource = ResourceId(
        "messagewall.demo/v1alpha1", "ServerlessEventAppClaim", "default", f"messagewall-{place}"
    )
    change = FieldChange(resource=resource, path=FieldPath.parse(path), value=value)
    return list(kustomize_candidates(texts, paths, change, rendered(place))), texts


@pytest.mark.parametrize(
    ("place", "path", "value", "before", "after"),
    [
        pytest.param("prod-east", "spec.lambdaMemory", 512, "value: 256", "value: 512", id="S03"),
        pytest.param(
            "dev-east",
            "spec.lambdaMemory",
            256,
            "\n\nlabels:",
            "\n      - op: replace\n        path: /spec/lambdaMemory\n        value: 256\n\nlabels:",
            id="S04",
        ),
        pytest.param(
            "dev-east",
            "metadata.labels.environment",
            "test",
            "      environment: dev\n",
            "      environment: test\n",
            id="a label that the overlay puts on",
        ),
        pytest.param(
            "prod-east",
            'metadata.annotations["messagewall.demo/tier"]',
            "gold",
            "tier: production",
            "tier: gold",
            id="a part of a block that an operation adds",
        ),
    ],
)
def test_the_nearest_place_is_in_the_overlay(
    top: Path, place: str, path: str, value: Value, before: str, after: str
) -> None:
    (first, *_), texts = candidates(top, place, path, value)
    ((edited, text),) = first.files.items()
    assert edited == f"infra/claims/overlays/{place}/kustomization.yaml"
    assert text == texts[edited].replace(before, after)


def test_s04_the_base_comes_last_and_as_shared(top: Path) -> None:
    found, texts = candidates(top, "dev-east", "spec.lambdaMemory", 256)
    assert [one.confidence for one in found] == [*[Confidence.EXTENDS] * 3, Confidence.SHARED]
    assert found[-1].files == {
        BASE[1]: texts[BASE[1]].replace("lambdaMemory: 128  #", "lambdaMemory: 256  #")
    }
