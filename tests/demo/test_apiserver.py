import base64

import pytest

from core.demo.apiserver.defaults import DEFAULTS, Default, filled
from core.demo.apiserver.fields import Map, mapping, put
from core.demo.apiserver.owners import fields_of, take_over
from core.demo.apiserver.served import Delivery, served
from core.demo.story.spaces import PROD_EAST, SPACES, UNITS, file_of
from core.demo.texts import written
from core.fieldpath import FieldPath
from core.krm.read.documents import read_resources
from core.krm.values import ABSENT, Absent, Value

DELIVERY = Delivery(
    cluster="east", created="2026-02-16T09:00:00Z", applied="2026-02-16T12:00:00Z", generation=4
)

WEB: Map = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "demo", "labels": {"app": "web"}},
    "spec": {
        "replicas": 3,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "image": "nginx:1.28",
                        "ports": [{"containerPort": 80}],
                        "env": [{"name": "MODE", "value": "demo"}],
                        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
                    }
                ]
            },
        },
    },
}

RECORDED_SPEC: Map = {
    "replicas": 3,
    "selector": {"matchLabels": {"app": "web"}},
    "template": {
        "metadata": {"labels": {"app": "web"}},
        "spec": {
            "containers": [
                {
                    "name": "web",
                    "image": "nginx:1.28",
                    "ports": [{"containerPort": 80, "protocol": "TCP"}],
                    "env": [{"name": "MODE", "value": "demo"}],
                    "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
                    "terminationMessagePath": "/dev/termination-log",
                    "terminationMessagePolicy": "File",
                    "imagePullPolicy": "IfNotPresent",
                }
            ],
            "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30,
            "dnsPolicy": "ClusterFirst",
            "securityContext": {},
            "schedulerName": "default-scheduler",
        },
    },
    "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
    "revisionHistoryLimit": 10,
    "progressDeadlineSeconds": 600,
}
"""As a 1.36 server returned it."""

RECORDED_FIELDS: Map = {
    "f:metadata": {"f:labels": {"f:app": {}}},
    "f:spec": {
        "f:replicas": {},
        "f:selector": {"f:matchLabels": {"f:app": {}}},
        "f:template": {
            "f:metadata": {"f:labels": {"f:app": {}}},
            "f:spec": {
                "f:containers": {
                    'k:{"name":"web"}': {
                        ".": {},
                        "f:env": {'k:{"name":"MODE"}': {".": {}, "f:name": {}, "f:value": {}}},
                        "f:name": {},
                        "f:image": {},
                        "f:ports": {
                            'k:{"containerPort":80,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}
                        },
                        "f:resources": {"f:requests": {"f:cpu": {}, "f:memory": {}}},
                    }
                }
            },
        },
    },
}
"""Likewise, but for the selector, which the server owns as one."""

IMAGE = FieldPath.parse("spec.template.spec.containers[name=web].image")


def manifests() -> list[Map]:
    texts = [written(file_of(unit), space.facts) for space in SPACES for unit in UNITS]
    return [mapping(document.value) for text in texts for document in read_resources(text).documents]


def test_a_deployment_comes_back_with_the_defaults_of_a_real_server() -> None:
    assert filled(WEB)["spec"] == RECORDED_SPEC


def test_filling_in_leaves_the_manifest_alone_and_a_second_time_changes_nothing() -> None:
    before = str(WEB)
    assert filled(filled(WEB)) == filled(WEB)
    assert str(WEB) == before


@pytest.mark.parametrize("default", DEFAULTS, ids=lambda default: f"{default.kind} {default.path}")
def test_a_default_stands_where_nothing_was_written_and_nowhere_else(default: Default) -> None:
    steps = tuple(default.path.split("."))
    silent: Map = {"kind": default.kind, "metadata": {"name": "x"}, **mapping(nested(steps[:-1], {}))}
    spoken: Map = {"kind": default.kind, "metadata": {"name": "x"}, **mapping(nested(steps, "mine"))}
    assert _subset(default.value, reached(filled(silent), steps))
    assert reached(filled(spoken), steps) == "mine"


def nested(steps: tuple[str, ...], leaf: Value) -> Value:
    """Make maps, and lists of one at every ``*``, down to a leaf."""
    if not steps:
        return leaf
    below = nested(steps[1:], leaf)
    return [below] if steps[0] == "*" else {steps[0]: below}


def reached(value: Value, steps: tuple[str, ...]) -> Value:
    for step in steps:
        value = value[0] if isinstance(value, list) else mapping(value).get(step)
    return value


def _subset(small: Value, large: Value) -> bool:
    """Other defaults may stand below one that is a map."""
    return small == large or (isinstance(small, dict) and mapping(large).items() >= small.items())


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        pytest.param("nginx:1.28", "IfNotPresent", id="a fixed tag is pulled once"),
        pytest.param("nginx:latest", "Always", id="latest is pulled every time"),
        pytest.param("nginx", "Always", id="no tag means latest"),
    ],
)
def test_the_pull_policy_follows_the_tag(image: str, policy: str) -> None:
    manifest = filled(WEB)
    put(manifest, IMAGE, image)
    put(manifest, IMAGE.parent / "imagePullPolicy", ABSENT)
    assert f"'imagePullPolicy': '{policy}'" in str(filled(manifest))


def test_clear_secrets_come_back_encoded() -> None:
    secret: Map = {
        "kind": "Secret",
        "metadata": {"name": "s"},
        "stringData": {"a": "x"},
        "data": {"b": "eQ=="},
    }
    expected = {"b": "eQ==", "a": base64.b64encode(b"x").decode()}
    assert (filled(secret)["data"], "stringData" in filled(secret)) == (expected, False)


def test_an_applier_owns_what_it_wrote_and_nothing_else() -> None:
    assert fields_of(WEB) == RECORDED_FIELDS


def test_an_edit_moves_the_field_from_its_old_owner_to_its_new_one() -> None:
    document = served(WEB, DELIVERY)
    take_over(document, IMAGE, "nginx:1.29", manager="kubectl-edit", time="2026-02-16T12:05:00Z")
    owners = _owners(document)
    assert "'f:image'" not in owners["argocd-controller"]
    assert "'f:image'" in owners["kubectl-edit"]


def test_a_second_edit_by_the_same_manager_joins_its_first() -> None:
    document = served(WEB, DELIVERY)
    for path in (IMAGE, FieldPath.parse("spec.replicas")):
        take_over(document, path, 1, manager="kubectl-edit", time="2026-02-16T12:05:00Z")
    managers = [one for one in _managed(document) if one["manager"] == "kubectl-edit"]
    assert [("f:replicas" in str(one), "f:image" in str(one)) for one in managers] == [(True, True)]


def test_a_new_item_is_owned_with_its_keys() -> None:
    document = served(WEB, DELIVERY)
    path = FieldPath.parse("spec.template.spec.containers[name=web].env[name=DEBUG]")
    take_over(document, path, {"value": "1"}, manager="kubectl-edit", time="2026-02-16T12:05:00Z")
    owned = """'k:{"name":"DEBUG"}': {'.': {}, 'f:name': {}, 'f:value': {}}"""
    assert owned in _owners(document)["kubectl-edit"]


def _managed(document: Map) -> list[Map]:
    entries = mapping(document["metadata"])["managedFields"]
    return [mapping(entry) for entry in entries] if isinstance(entries, list) else []


def _owners(document: Map) -> dict[str, str]:
    return {str(entry["manager"]): str(entry["fieldsV1"]) for entry in _managed(document)}


@pytest.mark.parametrize("manifest", manifests(), ids=lambda manifest: str(manifest["kind"]))
def test_what_was_written_comes_back_with_server_metadata(manifest: Map) -> None:
    document = served(manifest, DELIVERY)
    metadata = mapping(document["metadata"])
    assert {"uid", "resourceVersion", "creationTimestamp", "managedFields"} <= metadata.keys()
    readable = {key: value for key, value in manifest.items() if key != "stringData"}
    assert _kept(readable, document)


def _kept(written_value: Value, returned: Value) -> bool:
    """Everything that was written is there; more may be."""
    match written_value, returned:
        case dict(), dict():
            return all(_kept(value, returned.get(key)) for key, value in written_value.items())
        case list(), list():
            return all(_kept(mine, theirs) for mine, theirs in zip(written_value, returned, strict=True))
        case _:
            return written_value == returned


def test_two_clusters_give_two_uids_and_one_cluster_always_the_same() -> None:
    west = Delivery(cluster="west", created=DELIVERY.created, applied=DELIVERY.applied)
    uids = [mapping(served(WEB, where)["metadata"])["uid"] for where in (DELIVERY, DELIVERY, west)]
    assert (uids[0] == uids[1], uids[0] == uids[2]) == (True, False)


def test_a_managed_resource_says_what_the_cloud_has() -> None:
    (mailer,) = read_resources(written(file_of("receipt-mailer"), PROD_EAST.facts)).documents
    status = mapping(served(mapping(mailer.value), DELIVERY)["status"])
    assert mapping(status["atProvider"])["memorySize"] == 512


def test_a_claim_is_bound_to_its_composite() -> None:
    (claim,) = read_resources(written(file_of("media-store"), PROD_EAST.facts)).documents
    spec = mapping(served(mapping(claim.value), DELIVERY)["spec"])
    assert mapping(spec["resourceRef"])["kind"] == "XMediaStore"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        pytest.param("a.b", 2, {"a": {"b": 2}, "l": [{"name": "x", "v": 1}]}, id="a map key"),
        pytest.param("n.m", 2, {"a": {"b": 1}, "l": [{"name": "x", "v": 1}], "n": {"m": 2}}, id="a new map"),
        pytest.param("a.b", ABSENT, {"a": {}, "l": [{"name": "x", "v": 1}]}, id="a key that goes"),
        pytest.param(
            "l[name=x].v", 2, {"a": {"b": 1}, "l": [{"name": "x", "v": 2}]}, id="a field of an item"
        ),
        pytest.param(
            "l[name=y]",
            {"v": 2},
            {"a": {"b": 1}, "l": [{"name": "x", "v": 1}, {"name": "y", "v": 2}]},
            id="a new item",
        ),
        pytest.param("l[name=x]", ABSENT, {"a": {"b": 1}, "l": []}, id="an item that goes"),
        pytest.param(
            "k[name=z].v",
            1,
            {"a": {"b": 1}, "l": [{"name": "x", "v": 1}], "k": [{"name": "z", "v": 1}]},
            id="a field of an item that is not there yet",
        ),
    ],
)
def test_a_place_is_set(path: str, value: Value | Absent, expected: Map) -> None:
    document: Map = {"a": {"b": 1}, "l": [{"name": "x", "v": 1}]}
    put(document, FieldPath.parse(path), value)
    assert document == expected
