"""Where the walk stops, and whose change it finds there: base, git, hub as one table."""

import pytest

from core.merge.compare import Sides, compare
from core.merge.places import Place
from core.merge.verdict import Verdict, verdict
from tests.builders.documents import deployment_text, thing, unit

GIT, HUB, AGREED, CONFLICT = Verdict.PROMOTE, Verdict.SYNC_BACK, Verdict.AGREED, Verdict.CONFLICT


def _found(base: str, git: str, hub: str) -> tuple[Place, ...]:
    return compare(Sides(base=unit(base), git=unit(git), hub=unit(hub))).places


def _verdicts(base: str, git: str, hub: str) -> dict[str, Verdict]:
    return {str(place.path): verdict(place) for place in _found(base, git, hub)}


@pytest.mark.parametrize(
    ("base", "git", "hub", "found"),
    [
        pytest.param("{a: 1}", "{a: 1.0}", "{a: 1}", {}, id="1.0 is 1"),
        pytest.param("{a: 1}", "{a: true}", "{a: 1}", {"spec.a": GIT}, id="true is not 1"),
        pytest.param("{a: 1}", '{a: "1"}', "{a: 1}", {"spec.a": GIT}, id="the text 1 is not 1"),
        pytest.param(
            "{a: 9007199254740993}",
            "{a: 9007199254740992}",
            "{a: 9007199254740993}",
            {"spec.a": GIT},
            id="large integers are exact",
        ),
        pytest.param("{a: 1}", "{a: null}", "{a: 1}", {"spec.a": GIT}, id="null removes"),
        pytest.param("{}", "{a: null}", "{}", {}, id="null is nothing"),
        pytest.param("{}", "{a: {}}", "{}", {"spec.a": GIT}, id="without a schema an empty block is a value"),
        pytest.param(
            "{a: {b: 1}}",
            "{}",
            "{a: {b: 1, c: 2}}",
            {"spec.a": CONFLICT},
            id="git removed the block the hub added to",
        ),
        pytest.param(
            "{a: {b: 1}}", "{}", "{a: {b: 1}}", {"spec.a": GIT}, id="git removed a block nobody else touched"
        ),
        pytest.param("{a: {b: 1}}", "{}", "{}", {"spec.a": AGREED}, id="both removed it"),
        pytest.param("{}", "{a: {b: 1}}", "{a: {b: 1}}", {"spec.a": AGREED}, id="both added it alike"),
        pytest.param(
            "{}",
            "{a: {b: 1, c: 1}}",
            "{a: {b: 2, d: 1}}",
            {"spec.a.b": CONFLICT, "spec.a.c": GIT, "spec.a.d": HUB},
            id="two added blocks are compared key by key",
        ),
        pytest.param(
            "{a: 1}",
            "{a: {b: 1}}",
            "{a: {c: 1}}",
            {"spec.a": CONFLICT},
            id="two blocks in the place of one number are a conflict, not the sum of both",
        ),
        pytest.param(
            "{a: 1}",
            "{a: {b: 1}}",
            "{a: [1]}",
            {"spec.a": CONFLICT},
            id="a block and a list meet at the node",
        ),
        pytest.param(
            "{a: [1, 2]}", "{a: [1, 3]}", "{a: [1, 2]}", {"spec.a": GIT}, id="a list of scalars is one value"
        ),
        pytest.param("{a: [1, 2]}", "{a: [2, 1]}", "{a: [1, 2]}", {"spec.a": GIT}, id="its order counts"),
        pytest.param(
            "{a: [{name: x}, {name: w}]}",
            "{a: [{name: w}, {name: x, v: 1}]}",
            "{a: [{name: x}, {name: z}, {name: w}]}",
            {"spec.a[name=x].v": GIT, "spec.a[name=z]": HUB},
            id="items with a name of their own",
        ),
        pytest.param(
            "{a: [{key: x}]}",
            "{a: [{key: x, v: 1}]}",
            "{a: [{key: x}, {key: w}]}",
            {"spec.a[key=x].v": GIT, "spec.a[key=w]": HUB},
            id="failing that, a key",
        ),
        pytest.param(
            "{a: [{id: x}]}",
            "{a: [{id: x, v: 1}]}",
            "{a: [{id: x}, {id: w}]}",
            {"spec.a[id=x].v": GIT, "spec.a[id=w]": HUB},
            id="failing that, an id",
        ),
        pytest.param(
            "{a: [{Sid: x}]}",
            "{a: [{Sid: x, v: 1}]}",
            "{a: [{Sid: x}, {Sid: w}]}",
            {"spec.a[Sid=x].v": GIT, "spec.a[Sid=w]": HUB},
            id="failing that, a Sid",
        ),
        pytest.param(
            "{a: [{name: x}]}",
            "{a: [{name: x}, {name: x}]}",
            "{a: [{name: x}]}",
            {"spec.a": GIT},
            id="a name twice makes it one value",
        ),
        pytest.param(
            "{a: [{v: 1, w: 1}]}",
            "{a: [{v: 2, w: 1}]}",
            "{a: [{v: 1, w: 2}]}",
            {"spec.a[0].v": GIT, "spec.a[0].w": HUB},
            id="the only item is walked",
        ),
        pytest.param(
            "{a: [{v: 1}]}",
            "{a: [{v: 2}]}",
            "{a: [{v: 1}, {v: 3}]}",
            {"spec.a": CONFLICT},
            id="two items without a key are one value",
        ),
        pytest.param(
            "{labels: {a: x}}",
            "{}",
            "{labels: {a: x, b: y}}",
            {"spec.labels.a": GIT, "spec.labels.b": HUB},
            id="a map of texts goes key by key",
        ),
        pytest.param(
            "{labels: {a: x}}",
            "{}",
            "{labels: {a: z}}",
            {"spec.labels.a": CONFLICT},
            id="a removed text meets a changed one",
        ),
        pytest.param(
            '{p: "{}"}', '{p: "[]"}', '{p: "{}"}', {"spec.p": GIT}, id="an empty object is no empty list"
        ),
        pytest.param(
            """{p: '{"a": 1}'}""",
            """{p: '{"a":1}'}""",
            """{p: '{"a": 2}'}""",
            {"spec.p": HUB},
            id="respaced JSON is no change",
        ),
        pytest.param(
            """{p: '{"a": 1'}""",
            """{p: '{"a":1'}""",
            """{p: '{"a": 1'}""",
            {"spec.p": GIT},
            id="broken JSON is text",
        ),
    ],
)
def test_a_kind_without_a_schema(base: str, git: str, hub: str, found: dict[str, Verdict]) -> None:
    assert _verdicts(thing(base), thing(git), thing(hub)) == found


C = "containers: [{name: app"


@pytest.mark.parametrize(
    ("base", "git", "hub", "found"),
    [
        pytest.param(
            "{}", "{dnsPolicy: ClusterFirst}", "{}", {}, id="a default that is written out is no change"
        ),
        pytest.param(
            "{dnsPolicy: None}",
            "{}",
            "{dnsPolicy: None}",
            {"dnsPolicy": GIT},
            id="removing a value that is no default is one",
        ),
        pytest.param("{securityContext: {}}", "{}", "{}", {}, id="an empty pod security context is none"),
        pytest.param(
            f"{{{C}, securityContext: {{}}}}]}}",
            f"{{{C}}}]}}",
            f"{{{C}, securityContext: {{}}}}]}}",
            {"containers[name=app].securityContext": GIT},
            id="an empty container security context is a value",
        ),
        pytest.param(
            f"{{{C}, resources: {{limits: {{cpu: 1}}}}}}]}}",
            f'{{{C}, resources: {{limits: {{cpu: "1000m"}}}}}}]}}',
            f'{{{C}, resources: {{limits: {{cpu: "2"}}}}}}]}}',
            {"containers[name=app].resources.limits.cpu": HUB},
            id="a respelled amount is no change",
        ),
        pytest.param(
            "{tolerations: [{key: a}]}",
            "{tolerations: [{key: a}, {key: b}]}",
            "{tolerations: [{key: a}, {key: c}]}",
            {"tolerations": CONFLICT},
            id="tolerations are one value",
        ),
        pytest.param(
            "{volumes: [{name: v, emptyDir: {}}]}",
            "{volumes: [{name: v, configMap: {name: a}}]}",
            "{volumes: [{name: v, emptyDir: {}}]}",
            {"volumes[name=v].configMap": GIT, "volumes[name=v].emptyDir": GIT},
            id="one side changed a volume's source",
        ),
        pytest.param(
            "{volumes: [{name: v, emptyDir: {}}]}",
            "{volumes: [{name: v, configMap: {name: a}}]}",
            "{volumes: [{name: v, secret: {secretName: a}}]}",
            {"volumes[name=v]": CONFLICT},
            id="both chose another source",
        ),
        pytest.param(
            "{volumes: [{name: v}]}",
            "{volumes: [{name: v, emptyDir: {}}]}",
            "{volumes: [{name: v}]}",
            {},
            id="no source is an empty one",
        ),
        pytest.param(
            f"{{{C}, env: [{{name: A, value: x}}]}}]}}",
            f"{{{C}, env: [{{name: A, valueFrom: {{fieldRef: {{fieldPath: y}}}}}}]}}]}}",
            f"{{{C}, env: [{{name: A, value: z}}]}}]}}",
            {"containers[name=app].env[name=A]": CONFLICT},
            id="a source and another value",
        ),
        pytest.param(
            f"{{{C}, livenessProbe: {{exec: {{command: [a]}}}}}}]}}",
            f"{{{C}, livenessProbe: {{tcpSocket: {{port: 1}}}}}}]}}",
            f"{{{C}, livenessProbe: {{httpGet: {{port: 1}}}}}}]}}",
            {"containers[name=app].livenessProbe": CONFLICT},
            id="two handlers of one probe",
        ),
        pytest.param(
            f"{{{C}, ports: [{{containerPort: 53}}]}}]}}",
            f"{{{C}, ports: [{{containerPort: 53, protocol: TCP}}]}}]}}",
            f"{{{C}, ports: [{{containerPort: 53}}, {{containerPort: 53, protocol: UDP}}]}}]}}",
            {"containers[name=app].ports[containerPort=53,protocol=UDP]": HUB},
            id="ports by number and protocol",
        ),
        pytest.param(
            "{nodeSelector: {a: x}}",
            "{}",
            "{nodeSelector: {a: x, b: y}}",
            {"nodeSelector.a": GIT, "nodeSelector.b": HUB},
            id="a node selector goes key by key",
        ),
        pytest.param(
            "{hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]}",
            "{hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}",
            "{hostAliases: [{ip: 1.1.1.1, hostnames: [a]}, {ip: 2.2.2.2}]}",
            {"hostAliases[ip=1.1.1.1].hostnames": GIT, "hostAliases[ip=2.2.2.2]": HUB},
            id="host aliases by address",
        ),
        pytest.param(
            "{containers: [{name: app, image: 'a:1', imagePullPolicy: IfNotPresent}]}",
            "{containers: [{name: app, image: 'a:1', imagePullPolicy: IfNotPresent}]}",
            "{containers: [{name: app, image: 'a:1', imagePullPolicy: []}]}",
            {},
            id="an empty block that says nothing means what its neighbours imply",
        ),
    ],
)
def test_the_pod_of_a_deployment(base: str, git: str, hub: str, found: dict[str, Verdict]) -> None:
    pods = deployment_text(base), deployment_text(git), deployment_text(hub)
    assert _verdicts(*pods) == {f"spec.template.spec.{path}": judged for path, judged in found.items()}


@pytest.mark.parametrize(
    ("base", "git", "hub", "found"),
    [
        pytest.param("", "replicas: 1", "", {}, id="one replica is the default"),
        pytest.param(
            "replicas: 3", "", "replicas: 3", {"spec.replicas": GIT}, id="removing three replicas means one"
        ),
        pytest.param(
            "",
            "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%}}",
            "",
            {},
            id="the default strategy, written out",
        ),
        pytest.param("", "strategy: {type: Recreate}", "", {"spec.strategy": GIT}, id="another strategy"),
        pytest.param(
            "strategy: {type: Recreate}",
            "strategy: {type: Recreate, rollingUpdate: {maxSurge: 2}}",
            "strategy: {type: Recreate}",
            {"spec.strategy.rollingUpdate": GIT},
            id="no rolling update where pods are recreated",
        ),
        pytest.param(
            "strategy: {rollingUpdate: {maxSurge: 2}}",
            'strategy: {rollingUpdate: {maxSurge: "2"}}',
            "strategy: {rollingUpdate: {maxSurge: 2}}",
            {},
            id="digits in quotes are their number",
        ),
        pytest.param(
            "strategy: {rollingUpdate: {maxSurge: 50}}",
            'strategy: {rollingUpdate: {maxSurge: "50%"}}',
            "strategy: {rollingUpdate: {maxSurge: 50}}",
            {"spec.strategy.rollingUpdate.maxSurge": GIT},
            id="a percentage is no number",
        ),
    ],
)
def test_the_spec_of_a_deployment(base: str, git: str, hub: str, found: dict[str, Verdict]) -> None:
    assert _verdicts(*(deployment_text(spec=spec) for spec in (base, git, hub))) == found


def test_true_and_1_are_two_members_of_a_set_and_two_places() -> None:
    sides = (f"finalizers: [{members}]" for members in ("a.io/b", "a.io/b, 1", "a.io/b, true"))
    found = {place.path for place in _found(*(deployment_text(metadata=side) for side in sides))}
    assert {str(path) for path in found} == {"metadata.finalizers[=1]", "metadata.finalizers[=true]"}
