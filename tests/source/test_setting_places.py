"""Which entry of a kustomization gives a field its value; no build is needed to tell."""

import pytest

from core.fieldpath import FieldPath
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.source.transformers import setting_places

IMAGE = "spec.containers[0].image"


def places(
    text: str, path: str, now: Value | Absent, *, kind: str = "Deployment", name: str = "web"
) -> list[str]:
    resource = ResourceId("apps/v1", kind, "shop", name)
    found = setting_places(read(text).documents[0].value, resource, FieldPath.parse(path), now)
    return [str(place) for place in found]


@pytest.mark.parametrize(
    ("entry", "now", "sets"),
    [
        pytest.param("{name: a, newTag: '1'}", "a:1", ["images[0].newTag"], id="a tag"),
        pytest.param("{name: x, newName: a}", "a:1", ["images[0].newName"], id="a name"),
        pytest.param("{name: a, digest: sha256:ab}", "a@sha256:ab", ["images[0].digest"], id="a digest"),
        pytest.param(
            "{name: 'h:5/a', newTag: '1'}", "h:5/a:1", ["images[0].newTag"], id="a host with a port"
        ),
        pytest.param("{name: a, newTag: '9'}", "a:1", [], id="another tag, so a patch came later"),
        pytest.param("{name: a, digest: sha256:cd}", "a@sha256:ab", [], id="another digest"),
        pytest.param("{name: b, newTag: '1'}", "a:1", [], id="another image"),
    ],
)
def test_an_image_is_set_by_the_entry_that_says_just_this(entry: str, now: str, sets: list[str]) -> None:
    assert places(f"images: [{entry}]", IMAGE, now) == sets


@pytest.mark.parametrize(
    ("text", "path", "now", "sets"),
    [
        pytest.param(
            "replicas: [{name: web, count: 3}]", "spec.replicas", 3, ["replicas[0].count"], id="replicas"
        ),
        pytest.param(
            "replicas: [{name: cart, count: 3}]", "spec.replicas", 3, [], id="replicas of something else"
        ),
        pytest.param("replicas: [{name: web, count: 3}]", "spec.replicas", 4, [], id="other replicas"),
        pytest.param("namespace: shop", "metadata.namespace", "shop", ["namespace"], id="the namespace"),
        pytest.param(
            "labels: [{pairs: {a: x}}, {pairs: {b: z}}]",
            "metadata.labels.b",
            "z",
            ["labels[1].pairs.b"],
            id="a label of the second entry",
        ),
        pytest.param(
            "commonLabels: {a: x}",
            "spec.selector.matchLabels.a",
            "x",
            ["commonLabels.a"],
            id="a label in a selector",
        ),
        pytest.param(
            "commonAnnotations: {a: x}",
            "metadata.annotations.a",
            "x",
            ["commonAnnotations.a"],
            id="an annotation",
        ),
        pytest.param("commonAnnotations: {a: x}", "metadata.annotations.a", ABSENT, [], id="nothing"),
    ],
)
def test_a_field_is_set_by_the_entry_that_holds_its_value(
    text: str, path: str, now: Value | Absent, sets: list[str]
) -> None:
    assert places(text, path, now) == sets


def test_only_what_scales_takes_replicas() -> None:
    text = "replicas: [{name: web, count: 3}]"
    assert places(text, "spec.replicas", 3, kind="StatefulSet") == ["replicas[0].count"]
    assert places(text, "spec.replicas", 3, kind="HorizontalPodAutoscaler") == []


def test_a_name_that_kustomize_lengthened_is_still_meant() -> None:
    text = "replicas: [{name: web, count: 3}]"
    assert places(text, "spec.replicas", 3, name="dev-web-1") == ["replicas[0].count"]
