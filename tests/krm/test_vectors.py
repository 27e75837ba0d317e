"""The test vectors of the domain, both columns: two values at a path that mean the same, or do not."""

from typing import Final

import pytest

from core.fieldpath import FieldPath
from core.krm.digest import digest_at, same_at
from core.krm.resource import ResourceId
from core.krm.schema.catalog import catalog_from
from core.krm.values import ABSENT, Absent, Value

DEPLOYMENT: Final = "apps/v1/Deployment/shop/web"
CLAIM: Final = "messagewall.demo/v1alpha1/ServerlessEventAppClaim/default/wall"
FUNCTION: Final = "lambda.aws.upbound.io/v1beta1/Function//intake"
CORS: Final = "s3.aws.upbound.io/v1beta1/BucketCorsConfiguration//cors"
ROLE_POLICY: Final = "iam.aws.upbound.io/v1beta1/RolePolicy//intake"
RULE: Final = "cloudwatchevents.aws.upbound.io/v1beta1/Rule//trigger"
PASSWORDS: Final = "v1/Secret/shop/db"
NAMESPACE: Final = "v1/Namespace//shop"
NETWORK_POLICY: Final = "networking.k8s.io/v1/NetworkPolicy/shop/fence"

POD: Final = "spec.template.spec"
CONTAINER: Final = f"{POD}.containers[name=app]"
LIMITS: Final = f"{CONTAINER}.resources.limits"

XRD: Final = """
apiVersion: apiextensions.crossplane.io/v1
kind: CompositeResourceDefinition
metadata: {name: serverlesseventapps.messagewall.demo}
spec:
  group: messagewall.demo
  names: {kind: ServerlessEventApp, plural: serverlesseventapps}
  claimNames: {kind: ServerlessEventAppClaim, plural: serverlesseventappclaims}
  versions:
    - name: v1alpha1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                awsAccountId: {type: string}
                lambdaMemory: {type: integer, default: 128}
                artifactBucket: {type: string, default: ""}
"""
CATALOG: Final = catalog_from([XRD])

ROLLING: Final[Value] = {
    "type": "RollingUpdate",
    "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"},
}
TCP: Final[Value] = {"containerPort": 53, "protocol": "TCP"}
UDP: Final[Value] = {"containerPort": 53, "protocol": "UDP"}
A: Final[Value] = {"name": "a"}
B: Final[Value] = {"name": "b"}


def _policy(action: str, resource: str = '"*"', effect: str = "Allow") -> str:
    return f'{{"Statement": [{{"Effect": "{effect}", "Action": {action}, "Resource": {resource}}}]}}'


_TWO: Final = (
    '{"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject"},'
    ' {"Sid": "B", "Effect": "Deny", "Action": "s3:PutObject"}]}'
)
_TWO_REORDERED: Final = (
    '{"Statement":[{"Action":"s3:PutObject","Effect":"Deny","Sid":"B"},'
    '{"Action":"s3:GetObject","Effect":"Allow","Sid":"A"}]}'
)

_Held = Value | Absent


def _row(resource: str, path: str, left: _Held, right: _Held, says: str) -> object:
    return pytest.param(ResourceId.parse(resource), FieldPath.parse(path), left, right, id=says)


EQUAL: Final = [
    _row(DEPLOYMENT, f"{LIMITS}.cpu", 0.5, "500m", "cpu 0.5 is 500m"),
    _row(DEPLOYMENT, f"{LIMITS}.cpu", 1, "1", "cpu 1 is the text 1"),
    _row(DEPLOYMENT, f"{LIMITS}.cpu", "1", "1000m", "cpu 1 is 1000m"),
    _row(DEPLOYMENT, f"{LIMITS}.memory", "1Gi", "1024Mi", "memory 1Gi is 1024Mi"),
    _row(DEPLOYMENT, f"{LIMITS}.memory", "1Gi", 1073741824, "memory 1Gi is its bytes"),
    _row(DEPLOYMENT, "", {"spec": {}}, {"spec": {"strategy": ROLLING}}, "no strategy is 25% and 25%"),
    _row(DEPLOYMENT, f"{CONTAINER}.ports", [{"containerPort": 53}], [TCP], "a port without protocol is TCP"),
    _row(DEPLOYMENT, f"{CONTAINER}.resources", {}, ABSENT, "resources: {} is none"),
    _row(CLAIM, "spec.artifactBucket", "", ABSENT, 'artifactBucket "" is what the schema fills in'),
    _row(CLAIM, "spec.lambdaMemory", 128, ABSENT, "lambdaMemory 128 is what the schema fills in"),
    _row(FUNCTION, "spec.forProvider.memorySize", 128, 128.0, "128 and 128.0 are one number"),
    _row(DEPLOYMENT, f"{POD}.containers", [A, B], [B, A], "containers have no order"),
    _row(
        CORS, "spec.forProvider.corsRule", [{"allowedMethods": ["GET", "POST"]}],
        [{"allowedMethods": ["POST", "GET"]}], "cors methods are a set",
    ),
    _row(
        FUNCTION, "spec.forProvider.environment", [{"variables": {"X": "1"}}], {"variables": {"X": "1"}},
        "a list of one block is the block",
    ),
    _row(
        ROLE_POLICY, "spec.forProvider.policy", _policy('"s3:GetObject"'), _policy('["s3:GetObject"]'),
        "one action is a list of one",
    ),
    _row(ROLE_POLICY, "spec.forProvider.policy", _TWO, _TWO_REORDERED, "statements have no order"),
    _row(
        RULE, "spec.forProvider.eventPattern", '{"source": ["a"], "detail-type": ["A"]}',
        '{"detail-type":["A"],\n"source":["a"]}', "an event pattern has no layout",
    ),
    _row(PASSWORDS, "", {"stringData": {"a": "x"}}, {"data": {"a": "eA=="}}, "stringData is data, plain"),
    _row(DEPLOYMENT, f"{POD}.volumes[name=k].secret.defaultMode", 0o644, 420, "0644 is 420"),
    _row(
        NAMESPACE, "", {"metadata": {"labels": {"kubernetes.io/metadata.name": "shop"}}}, {"metadata": {}},
        "a namespace labels itself",
    ),
    _row(
        DEPLOYMENT, "", {"metadata": {"annotations": {"confighub.com/ResourceMergeID": "7"}}},
        {"metadata": {}}, "the hub marks its own",
    ),
    _row(
        DEPLOYMENT, "",
        {"metadata": {"creationTimestamp": None, "managedFields": [{"manager": "a"}]}, "status": {"x": 1}},
        {"metadata": {}}, "what the server writes says nothing",
    ),
    _row("rbac.authorization.k8s.io/v1/ClusterRole//reader", "rules", [], None, "no rules are none"),
]  # fmt: skip

DIFFERENT: Final = [
    _row(DEPLOYMENT, f"{LIMITS}.memory", "1G", "1Gi", "memory 1G is not 1Gi"),
    _row(DEPLOYMENT, "metadata.labels.size", "1k", "1000", "a label is no amount"),
    _row(DEPLOYMENT, "spec.replicas", ABSENT, 2, "no replicas are not two"),
    _row(DEPLOYMENT, f"{CONTAINER}.ports", [TCP, UDP], [TCP], "53 over UDP is a port of its own"),
    _row(DEPLOYMENT, f"{POD}.volumes[name=x].emptyDir", {}, ABSENT, "emptyDir: {} is a source"),
    _row(FUNCTION, "spec.managementPolicies", [], ABSENT, "no management policies are a pause"),
    _row(CLAIM, "spec.lambdaMemory", 128, "128", "a number is not its text"),
    _row(CLAIM, "spec.awsAccountId", "205074708100", 205074708100, "an account id is text"),
    _row(DEPLOYMENT, f"{CONTAINER}.args", ["-a", "-b"], ["-b", "-a"], "the order of arguments counts"),
    _row(
        FUNCTION, "spec.forProvider.environment",
        [{"variables": {"X": "1"}}, {"variables": {"Y": "1"}}], {"variables": {"X": "1"}},
        "a list of two blocks is no block",
    ),
    _row(
        ROLE_POLICY, "spec.forProvider.policy", _policy('"s3:GetObject"', '"arn:aws:s3:::a/*"'),
        _policy('"s3:GetObject"', '"arn:aws:s3:::a"'), "another resource",
    ),
    _row(
        ROLE_POLICY, "spec.forProvider.policy", _policy('"s3:GetObject"'),
        _policy('"s3:GetObject"', effect="Deny"), "allow is not deny",
    ),
    _row(
        RULE, "spec.forProvider.eventPattern", '{"detail-type": ["A"]}', '{"detail-type": ["A", "B"]}',
        "one more event type",
    ),
    _row(PASSWORDS, "data.a", "eA==", "eQ==", "another secret value"),
    _row("v1/ConfigMap/shop/modes", "data.mode", "0644", "420", "a text in a ConfigMap is what it says"),
    _row(NAMESPACE, "metadata.labels.team", "data", "platform", "a label of a namespace"),
    _row(
        DEPLOYMENT, 'metadata.annotations["confighub.io/precious"]', "true", ABSENT, "an annotation of ours"
    ),
    _row(FUNCTION, "spec.forProvider.role", "arn:x", "arn:y", "another role where the role itself is set"),
    _row(
        FUNCTION, 'metadata.annotations["crossplane.io/external-name"]', "a", "b", "another external name"
    ),
    _row(NETWORK_POLICY, "spec.ingress", [], ABSENT, "ingress: [] lets nobody in"),
    _row(DEPLOYMENT, "spec.replicas", 3, 7, "replicas without an autoscaler"),
]  # fmt: skip


def _digest(value: _Held, resource: ResourceId, path: FieldPath, key: bytes = b"k") -> str:
    return digest_at(value, resource=resource, path=path, key=key, catalog=CATALOG)


@pytest.mark.parametrize(("resource", "path", "left", "right"), EQUAL)
def test_these_mean_the_same_and_share_a_digest(
    resource: ResourceId, path: FieldPath, left: _Held, right: _Held
) -> None:
    assert same_at(left, right, resource=resource, path=path, catalog=CATALOG)
    assert _digest(left, resource, path) == _digest(right, resource, path)


@pytest.mark.parametrize(("resource", "path", "left", "right"), DIFFERENT)
def test_these_differ_and_their_digests_do(
    resource: ResourceId, path: FieldPath, left: _Held, right: _Held
) -> None:
    assert not same_at(left, right, resource=resource, path=path, catalog=CATALOG)
    assert _digest(left, resource, path) != _digest(right, resource, path)


def test_another_key_gives_another_digest() -> None:
    at = ResourceId.parse(PASSWORDS), FieldPath.parse("data.a")
    assert _digest("eA==", *at, key=b"one") != _digest("eA==", *at, key=b"two")
