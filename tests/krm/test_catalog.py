"""Schemas of CRDs and XRDs: what they change about comparing."""

from typing import Final

import pytest

from core.fieldpath import FieldPath
from core.krm.digest import same_at
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, catalog_from
from core.krm.values import ABSENT, Absent, Value

CRD: Final = r"""
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: pumps.example.org}
spec:
  group: example.org
  names: {kind: Pump}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: integer, default: 3}
                nested:
                  type: object
                  default: {}
                  properties: {depth: {type: integer, default: 1}}
                tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                steps: {type: array, x-kubernetes-list-type: atomic, items: {type: object}}
                ports:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [port, protocol]
                  items:
                    type: object
                    properties: {port: {type: integer}, protocol: {type: string, default: TCP}}
                target: {x-kubernetes-int-or-string: true}
                memory: {x-kubernetes-int-or-string: true, pattern: '^([0-9]+)(([KMGTPE]i)|m)?$'}
                wait: {type: string, format: duration}
                since: {type: string, format: date-time}
                selector: {type: object, x-kubernetes-map-type: atomic}
                extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
"""
CATALOG: Final = catalog_from([CRD])
PUMP: Final = ResourceId("example.org/v1", "Pump", "shop", "a")
TCP: Final[Value] = {"port": 53, "protocol": "TCP"}
UDP: Final[Value] = {"port": 53, "protocol": "UDP"}


@pytest.mark.parametrize(
    ("path", "left", "right", "alike"),
    [
        pytest.param("spec.size", 3, ABSENT, True, id="a default"),
        pytest.param("spec.size", 4, ABSENT, False, id="no default"),
        pytest.param("spec.nested", {"depth": 1}, ABSENT, True, id="a default in a block that has one"),
        pytest.param("spec.tags", ["a", "b"], ["b", "a"], True, id="a set"),
        pytest.param(
            "spec.steps",
            [{"name": "a"}, {"name": "b"}],
            [{"name": "b"}, {"name": "a"}],
            False,
            id="an atomic list",
        ),
        pytest.param(
            "spec.ports", [TCP, UDP], [UDP, {"port": 53}], True, id="a list by its keys, one by default"
        ),
        pytest.param("spec.target", "80", 80, True, id="int-or-string"),
        pytest.param("spec.target", "80%", 80, False, id="a percentage"),
        pytest.param("spec.memory", "1Gi", "1024Mi", True, id="an amount"),
        pytest.param("spec.wait", "1h0m0s", "60m", True, id="a duration"),
        pytest.param("spec.since", "2025-01-01T01:00:00+01:00", "2025-01-01T00:00:00Z", True, id="a time"),
        pytest.param(
            "spec.extra.list",
            [{"name": "a"}, {"name": "b"}],
            [{"name": "b"}, {"name": "a"}],
            True,
            id="what the schema leaves open",
        ),
    ],
)
def test_a_schema_says_what_means_the_same(
    path: str, left: Value, right: Value | Absent, *, alike: bool
) -> None:
    at = FieldPath.parse(path)
    assert same_at(left, right, resource=PUMP, path=at, catalog=CATALOG) is alike


def test_without_the_schema_the_same_values_differ() -> None:
    at = FieldPath.parse("spec.size")
    assert not same_at(3, ABSENT, resource=PUMP, path=at, catalog=BUILTIN)


def test_a_version_nobody_described_is_read_by_the_newest_schema() -> None:
    newer = ResourceId("example.org/v2", "Pump", "shop", "a")
    assert same_at(3, ABSENT, resource=newer, path=FieldPath.parse("spec.size"), catalog=CATALOG)


def test_an_xrd_describes_the_composite_and_its_claim() -> None:
    xrd = CRD.replace("CustomResourceDefinition", "CompositeResourceDefinition").replace(
        "names: {kind: Pump}", "names: {kind: XPump}\n  claimNames: {kind: Pump}"
    )
    assert set(catalog_from([xrd]).kinds) == {("example.org", "XPump"), ("example.org", "Pump")}


def test_a_managed_resource_keeps_crossplanes_own_rules_beside_its_schema() -> None:
    crd = CRD.replace("example.org", "kms.aws.upbound.io")
    key = ResourceId("kms.aws.upbound.io/v1", "Pump", "", "a")
    catalog = catalog_from([crd])
    assert same_at(
        "Delete", ABSENT, resource=key, path=FieldPath.parse("spec.deletionPolicy"), catalog=catalog
    )
