"""How much harm a change can do, and which changes no rule lets in, as tables."""

import pytest

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Value
from core.merge.places import Held, Place
from core.model.item import Risk
from core.model.space import Space
from core.policy.risk import RISKS, is_never_automatic, risk_of, risk_of_field

WEB = ResourceId("apps/v1", "Deployment", "shop", "web")
ROLE = ResourceId("rbac.authorization.k8s.io/v1", "Role", "shop", "web")
NAME = "crossplane.io/external-name"
DEV = Space(name="dev", labels={"environment": "dev"})
PROD = Space(name="prod", labels={"environment": "prod"})
LOW, MEDIUM, HIGH = Risk.LOW, Risk.MEDIUM, Risk.HIGH


def place(
    path: str,
    *,
    base: Held = 1,
    git: Held = 2,
    hub: Held = 1,
    live: Held = 1,
    resource: ResourceId = WEB,
    git_changed: bool = True,
    hub_changed: bool = False,
) -> Place:
    return Place(
        resource=resource,
        path=FieldPath.parse(path),
        base=base,
        git=git,
        hub=hub,
        live=live,
        git_changed=git_changed,
        hub_changed=hub_changed,
    )


FIELDS = [
    pytest.param("spec.replicas", LOW, id="size"),
    pytest.param("spec.forProvider.memorySize", LOW, id="memory of a function"),
    pytest.param("spec.lambdaTimeout", LOW, id="patience"),
    pytest.param("spec.containers[name=app].resources.limits.memory", LOW, id="limits"),
    pytest.param("spec.containers[name=app].env[name=LOG].value", LOW, id="a variable"),
    pytest.param("data.level", LOW, id="configuration of one process"),
    pytest.param("metadata.labels.team", LOW, id="a label"),
    pytest.param('metadata.annotations["team.io/oncall"]', LOW, id="an annotation"),
    pytest.param("spec.forProvider.tags.team", LOW, id="a tag"),
    pytest.param("spec.containers[name=app].image", MEDIUM, id="other code"),
    pytest.param("spec.forProvider.runtime", MEDIUM, id="another runtime"),
    pytest.param("spec.forProvider.s3Key", MEDIUM, id="another package"),
    pytest.param("spec.rules", MEDIUM, id="where traffic goes"),
    pytest.param("spec.strategy.type", MEDIUM, id="what nobody rated"),
    pytest.param("spec.containers[name=app].securityContext.privileged", HIGH, id="what a process may do"),
    pytest.param("spec.deletionPolicy", HIGH, id="whether the cloud object goes too"),
    pytest.param("spec.forProvider.policy", HIGH, id="who may do what"),
    pytest.param("spec.forProvider.assumeRolePolicy", HIGH, id="who may act as whom"),
    pytest.param("spec.forProvider.hashKey", HIGH, id="the key of a table"),
    pytest.param("spec.forProvider.billingMode", HIGH, id="what a table costs"),
    pytest.param("spec.awsAccountId", HIGH, id="another account"),
    pytest.param(f'metadata.annotations["{NAME}"]', HIGH, id="another external object"),
    pytest.param("", HIGH, id="a whole resource"),
]


@pytest.mark.parametrize(("path", "risk"), FIELDS)
def test_a_field_has_a_risk_of_its_own(path: str, risk: Risk) -> None:
    assert risk_of_field(place(path)) is risk


@pytest.mark.parametrize("rule", RISKS, ids=lambda rule: rule.key)
def test_every_rule_is_met_by_a_field_with_its_key(rule: object) -> None:
    key, risk = getattr(rule, "key", ""), getattr(rule, "risk", None)
    assert risk_of_field(Place(resource=WEB, path=FieldPath(("spec", key)))) is risk


def test_every_rule_has_a_key_of_its_own_and_a_reason() -> None:
    assert len({rule.key for rule in RISKS}) == len(RISKS)
    assert all(rule.why for rule in RISKS)


def test_the_riskiest_key_of_a_path_counts() -> None:
    assert risk_of_field(place("spec.template.metadata.labels.image")) is MEDIUM


BLOCK: Held = [{"name": "app", "securityContext": {"privileged": True}}]


@pytest.mark.parametrize("at", range(4))
def test_what_stands_inside_a_block_counts_on_every_side(at: int) -> None:
    base, git, hub, live = (BLOCK if at == side else ABSENT for side in range(4))
    assert risk_of_field(place("spec.containers", base=base, git=git, hub=hub, live=live)) is HIGH


def test_rbac_is_high_whatever_the_field() -> None:
    assert risk_of_field(place("metadata.labels.team", resource=ROLE)) is HIGH


CHANGES = [
    pytest.param([], PROD, LOW, id="nothing"),
    pytest.param(["spec.replicas"], DEV, LOW, id="a low field"),
    pytest.param(["spec.replicas"], PROD, MEDIUM, id="production raises it"),
    pytest.param(["spec.replicas"] * 5, DEV, LOW, id="five fields do not"),
    pytest.param(["spec.replicas"] * 6, DEV, MEDIUM, id="six fields do"),
    pytest.param(["spec.replicas"] * 6, PROD, HIGH, id="six fields in production"),
    pytest.param(["spec.replicas", "spec.image"], DEV, MEDIUM, id="the riskiest field counts"),
    pytest.param(["spec.image"], PROD, HIGH, id="other code in production"),
    pytest.param(["spec.policy"] * 9, PROD, HIGH, id="there is nothing above high"),
]


@pytest.mark.parametrize(("paths", "space", "risk"), CHANGES)
def test_a_change_is_as_risky_as_its_riskiest_field_raised_by_breadth_and_production(
    paths: list[str], space: Space, risk: Risk
) -> None:
    assert risk_of([place(path) for path in paths], space) is risk


@pytest.mark.parametrize(
    ("label", "risk"), [("prod", MEDIUM), ("production", MEDIUM), ("staging", LOW), ("", LOW)]
)
def test_production_is_what_the_label_says(label: str, risk: Risk) -> None:
    assert risk_of([place("spec.replicas")], Space(name="s", labels={"environment": label})) is risk


OURS: dict[str, Value] = {"metadata": {"annotations": {NAME: "ours"}}}
THEIRS: dict[str, Value] = {"metadata": {"annotations": {NAME: "theirs"}}}
NEVER = [
    pytest.param(place("", base={}, git=ABSENT, hub={}), True, id="a resource goes"),
    pytest.param(place("", base=ABSENT, git=OURS, hub=ABSENT), False, id="a resource comes, with a name"),
    pytest.param(
        place("", base=OURS, git=THEIRS, hub=OURS), True, id="a name changes in a resource as a whole"
    ),
    pytest.param(
        place("", base=OURS, git={"spec": 1}, hub=OURS), True, id="a name goes in a resource as a whole"
    ),
    pytest.param(place("", base=OURS, git={**OURS, "spec": 1}, hub=OURS), False, id="a name stays in it"),
    pytest.param(place(f'metadata.annotations["{NAME}"]', base=ABSENT, git="ours"), True, id="a name comes"),
    pytest.param(
        place(f'metadata.annotations["{NAME}"]', base="ours", git="theirs"), True, id="a name changes"
    ),
    pytest.param(place(f'metadata.annotations["{NAME}"]', base="ours", git=ABSENT), True, id="a name goes"),
    pytest.param(
        place("metadata.annotations", base=ABSENT, git={NAME: "ours"}), True, id="a name comes in a block"
    ),
    pytest.param(
        place("metadata.annotations", base={NAME: "ours"}, git=ABSENT), True, id="a name goes with its block"
    ),
    pytest.param(place("spec.list", base=[], git=[{"deep": [OURS]}]), True, id="a name comes deep inside"),
    pytest.param(
        place("metadata.annotations", base=ABSENT, git={"a": "b"}), False, id="another annotation comes"
    ),
    pytest.param(place("metadata.annotations.a", base="b", git=ABSENT), False, id="another annotation goes"),
    pytest.param(place("spec.replicas"), False, id="a plain field changes"),
    pytest.param(place("spec.replicas", git=ABSENT), False, id="a plain field goes"),
    pytest.param(place("spec.account", base="0123", git=123), True, id="a text becomes a number"),
    pytest.param(place("spec.account", base=ABSENT, git=123), False, id="a number comes"),
    pytest.param(place("spec.cpu", base=1, git=1.5), False, id="a number stays one"),
]


@pytest.mark.parametrize(("changed", "never"), NEVER)
def test_some_changes_of_git_need_a_person_whatever_the_settings_say(changed: Place, *, never: bool) -> None:
    assert is_never_automatic(changed) is never
