"""Drift: what is live against what was applied, and why the rest is none."""

from typing import Final

import pytest

from core.krm.values import ABSENT
from core.merge.compare import Sides, compare
from core.merge.places import Comparison
from tests.builders.documents import deployment_text, thing, unit

MANAGED: Final = {"kind": "Function", "api": "lambda.aws.upbound.io/v1beta1"}


def _compared(applied: str, live: str, base: str = "") -> Comparison:
    before = unit(base or applied)
    return compare(Sides(base=before, git=before, hub=unit(applied), applied=unit(applied), live=unit(live)))


def _drift(applied: str, live: str, base: str = "") -> dict[str, object]:
    places = _compared(applied, live, base).places
    return {str(place.path): place.live for place in places if place.live_changed}


def _excused(applied: str, live: str) -> dict[str, str]:
    return {str(row.path): row.rule for row in _compared(applied, live).ignored}


def _fields(manager: str, fields: str, *, subresource: str = "") -> str:
    return (
        f"metadata: {{name: a, managedFields: [{{manager: {manager}, operation: Update, "
        f"subresource: '{subresource}', fieldsV1: {fields}}}]}}"
    )


def _owned(spec: str, manager: str, fields: str, *, subresource: str = "") -> str:
    text = thing(spec)
    return text.replace("metadata: {name: a}", _fields(manager, fields, subresource=subresource))


@pytest.mark.parametrize(
    ("applied", "live", "found"),
    [
        pytest.param("{a: 1}", "{a: 2}", {"spec.a": 2}, id="live holds another value"),
        pytest.param("{a: 1}", "{}", {"spec.a": ABSENT}, id="live lacks it"),
        pytest.param("{a: {}}", "{}", {}, id="live leaves an empty block out"),
        pytest.param("{a: []}", "{}", {}, id="live leaves an empty list out"),
        pytest.param("{}", "{a: 1}", {}, id="only live has it"),
        pytest.param("{a: {b: 1}}", "{a: {b: 1, c: 2}}", {}, id="only live has it, deeper"),
        pytest.param("{a: {b: 1}}", "{}", {"spec.a": ABSENT}, id="a whole block is gone"),
        pytest.param("{labels: {b: x}}", "{}", {"spec.labels.b": ABSENT}, id="texts are gone key by key"),
        pytest.param("{a: [1]}", "{a: [1, 2]}", {"spec.a": [1, 2]}, id="a list is one value"),
        pytest.param(
            "{a: [{name: x, v: 1}]}",
            "{a: [{name: z}, {name: x, v: 2}]}",
            {"spec.a[name=x].v": 2},
            id="items belong together by name",
        ),
        pytest.param(
            "{a: [{v: 1}]}", "{a: [{v: 2, w: 3}]}", {"spec.a[0].v": 2}, id="the only item is walked"
        ),
        pytest.param("{a: [{name: x}]}", "{a: []}", {"spec.a[name=x]": ABSENT}, id="an item is gone"),
        pytest.param(
            "{a: [{v: 1}, {v: 2}]}",
            "{a: [{v: 1, w: 1}, {v: 2, w: [{u: 1}]}]}",
            {},
            id="blocks only gained fields",
        ),
        pytest.param(
            "{a: [{v: 1}, {v: 2}]}",
            "{a: [{v: 1, w: 1}, {v: 3}]}",
            {"spec.a": [{"v": 1, "w": 1}, {"v": 3}]},
            id="one of them lost one",
        ),
    ],
)
def test_what_was_applied_is_looked_for(applied: str, live: str, found: dict[str, object]) -> None:
    assert _drift(thing(applied), thing(live)) == found


@pytest.mark.parametrize(
    ("base", "applied", "live", "found"),
    [
        pytest.param("{a: 1}", "{}", "{a: 1}", {"spec.a": 1}, id="a removal has not arrived"),
        pytest.param("{a: 1}", "{}", "{a: 2}", {"spec.a": 2}, id="it was changed meanwhile"),
        pytest.param("{a: 1}", "{}", "{}", {}, id="the removal has arrived"),
        pytest.param("{}", "{}", "{a: 1}", {}, id="nobody ever asked for it"),
        pytest.param(
            "{a: [{name: x}]}",
            "{a: []}",
            "{a: [{name: x}]}",
            {"spec.a[name=x]": {"name": "x"}},
            id="a removed item is still live",
        ),
        pytest.param(
            "{labels: {x: y}}",
            "{}",
            "{labels: {x: y, z: w}}",
            {"spec.labels.x": True},
            id="a removed text is still live, an added one is none",
        ),
    ],
)
def test_what_was_removed_should_be_gone(
    base: str, applied: str, live: str, found: dict[str, object]
) -> None:
    assert _drift(thing(applied), thing(live), thing(base)) == found


SIZE: Final = '{"f:spec": {"f:size": {}}}'
BOTH: Final = '{"f:spec": {"f:block": {".": {}, "f:a": {}}}}'


@pytest.mark.parametrize(
    ("live", "found"),
    [
        pytest.param(_owned("{size: 1}", "kubectl-edit", SIZE), {"spec.size": 1}, id="kubectl added it"),
        pytest.param(_owned("{size: 1}", "Mozilla", SIZE), {"spec.size": 1}, id="a browser added it"),
        pytest.param(_owned("{size: 1}", "argocd-controller", SIZE), {}, id="a controller added it"),
        pytest.param(_owned("{size: 1}", "kubectl-edit", "{}"), {}, id="nobody is on record"),
        pytest.param(
            _owned("{block: {a: 1, b: 2}}", "k9s", BOTH),
            {"spec.block": {"a": 1, "b": 2}},
            id="k9s added a block",
        ),
    ],
)
def test_what_only_live_has_is_judged_by_who_is_on_record(live: str, found: dict[str, object]) -> None:
    assert _drift(thing("{}"), live) == found


def test_where_hands_are_mixed_only_the_persons_part_is_drift() -> None:
    live = thing("{block: {a: 1, b: 2}}").replace(
        "metadata: {name: a}",
        "metadata: {name: a, managedFields: ["
        "{manager: kubectl-patch, fieldsV1: {'f:spec': {'f:block': {'f:a': {}}}}},"
        "{manager: operator, fieldsV1: {'f:spec': {'f:block': {'.': {}, 'f:b': {}}}}}]}",
    )
    assert _drift(thing("{}"), live) == {"spec.block.a": 1}


def test_an_added_container_is_captured_without_what_the_server_filled_in() -> None:
    live = deployment_text(
        "{containers: [{name: app}, {name: debug, image: 'busybox:1', imagePullPolicy: IfNotPresent,"
        " terminationMessagePath: /dev/termination-log, resources: {}}]}",
        metadata="managedFields: [{manager: kubectl-edit, fieldsV1: {'f:spec': {'f:template': {'f:spec':"
        " {'f:containers': {'k:{\"name\":\"debug\"}': {'.': {}, 'f:name': {}, 'f:image': {}}}}}}}}]",
    )
    applied = deployment_text("{containers: [{name: app}]}")
    path = "spec.template.spec.containers[name=debug]"
    assert _drift(applied, live) == {path: {"name": "debug", "image": "busybox:1"}}


@pytest.mark.parametrize(
    ("applied", "live", "rules"),
    [
        pytest.param(
            deployment_text(),
            deployment_text("{dnsPolicy: ClusterFirst}"),
            {"spec.template.spec.dnsPolicy": "D-DNSPOLICY"},
            id="a default",
        ),
        pytest.param(
            deployment_text(),
            deployment_text(metadata="uid: x, annotations: {meta.helm.sh/release-name: a}"),
            {"metadata.uid": "N-UID", 'metadata.annotations["meta.helm.sh/release-name"]': "N-HELM"},
            id="what the server and Helm wrote",
        ),
        pytest.param(
            thing("{a: {}}"), thing("{}"), {"spec.a": "O-EMPTY"}, id="an empty block that live leaves out"
        ),
        pytest.param(
            thing("{}"), thing("{a: 1}"), {"spec.a": "O-UNOWNED"}, id="what nobody is on record for"
        ),
        pytest.param(
            thing("{}"),
            _owned("{size: 1}", "operator", SIZE),
            {"spec.size": "O-CONTROLLER", "metadata.managedFields": "N-MANAGED"},
            id="a controller's addition",
        ),
        pytest.param(
            thing("{forProvider: {roleRef: {name: r}}}", **MANAGED),
            thing("{forProvider: {roleRef: {name: r}, role: arn, tableClass: STANDARD}}", **MANAGED),
            {"spec.forProvider.role": "O-RESOLVED", "spec.forProvider.tableClass": "O-LATEINIT"},
            id="what the provider resolved and initialised",
        ),
        pytest.param(
            thing("{forProvider: {environment: [{variables: {A: x}}]}}", **MANAGED),
            thing("{forProvider: {environment: {variables: {A: x}}}}", **MANAGED),
            {"spec.forProvider.environment": "L-SINGLETON"},
            id="a block of another version is read in the form that was applied",
        ),
        pytest.param(
            thing("{forProvider: {attribute: []}}", **MANAGED),
            thing("{forProvider: {attribute: {name: x}}}", **MANAGED),
            {"spec.forProvider.attribute": "L-SINGLETON", "spec.forProvider.attribute[name=x]": "O-LATEINIT"},
            id="where an empty list was applied, a block is one more item",
        ),
    ],
)
def test_what_is_no_drift_is_explained_by_its_rule(applied: str, live: str, rules: dict[str, str]) -> None:
    assert _drift(applied, live) == {}
    assert _excused(applied, live) == rules


def _cloud(reported: str, *, synced: str = "True") -> str:
    status = f"status: {{conditions: [{{type: Synced, status: '{synced}'}}], atProvider: {reported}}}\n"
    return thing(
        "{forProvider: {size: 1, tags: {a: x}, roleRef: {name: r}, ids: [p, q]}}", **MANAGED, more=status
    )


@pytest.mark.parametrize(
    ("live", "found"),
    [
        pytest.param(_cloud("{size: 2}"), {"spec.forProvider.size": 2}, id="the cloud has another size"),
        pytest.param(_cloud("{size: 1, arn: x}"), {}, id="what was not asked says nothing"),
        pytest.param(_cloud("{tags: {b: z}}"), {}, id="what is not reported says nothing"),
        pytest.param(_cloud("{tagsAll: {a: z}}"), {"spec.forProvider.tags.a": "z"}, id="tags as tagsAll"),
        pytest.param(_cloud("{ids: [q, p]}"), {}, id="the cloud keeps no order"),
        pytest.param(_cloud("{ids: [q]}"), {"spec.forProvider.ids": ["q"]}, id="but it keeps the members"),
        pytest.param(_cloud("{size: 2}", synced="False"), {}, id="a provider out of touch says nothing"),
    ],
)
def test_the_cloud_is_compared_with_what_was_asked(live: str, found: dict[str, object]) -> None:
    applied = thing("{forProvider: {size: 1, tags: {a: x}, roleRef: {name: r}, ids: [p, q]}}", **MANAGED)
    assert _drift(applied, live) == found


HPA: Final = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def test_replicas_are_the_autoscalers_where_there_is_one() -> None:
    applied, live = deployment_text(spec="replicas: 3"), deployment_text(spec="replicas: 7")
    both, running = unit(applied, HPA), unit(live, HPA)
    found = compare(Sides(base=both, git=both, hub=both, applied=both, live=running))
    assert found.places == ()
    assert [(str(row.path), row.rule) for row in found.ignored] == [("spec.replicas", "O-AUTOSCALED")]
    assert [str(row.path) for row in found.warned] == ["spec.replicas"]
    assert _drift(applied, live) == {"spec.replicas": 7}


HEAD: Final = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\n"


@pytest.mark.parametrize(
    ("applied", "live", "found"),
    [
        pytest.param("stringData: {a: x}", "data: {a: eA==}", {}, id="the server stores it as base64"),
        pytest.param(
            "stringData: {a: x}",
            "data: {a: eQ==}",
            {"stringData.a": "y"},
            id="in the form that holds a capture",
        ),
        pytest.param(
            "data: {a: eA==}", "data: {a: eQ==}", {"data.a": "eQ=="}, id="as bytes where bytes were applied"
        ),
        pytest.param(
            "stringData: {a: x}", "data: {a: /w==}", {"data.a": "/w=="}, id="bytes that are no text"
        ),
        pytest.param('data: {a: "eHh4\\neHh4"}', "data: {a: eHh4eHh4}", {}, id="line breaks say nothing"),
    ],
)
def test_a_secret_is_compared_by_its_bytes(applied: str, live: str, found: dict[str, object]) -> None:
    assert _drift(HEAD + applied, HEAD + live) == found


def test_a_resource_that_is_gone_is_one_place() -> None:
    found = compare(Sides(base=unit(thing("{a: 1}")), git=unit(thing("{a: 1}")), hub=unit(thing("{a: 1}")),
                          applied=unit(thing("{a: 1}")), live=None)).places  # fmt: skip
    assert [(str(place.path), place.live, place.live_changed) for place in found] == [("", ABSENT, True)]


def test_a_resource_that_only_live_has_is_none_of_ours() -> None:
    found = compare(Sides(base=None, git=None, hub=None, applied=None, live=unit(thing("{a: 1}"))))
    assert (found.places, [row.rule for row in found.ignored]) == ((), ["O-UNOWNED"])
