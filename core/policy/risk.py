"""How much harm a change can do: the field's own risk, raised by production and by breadth.

Source: domain.md R71 and §4.8, risk map.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT
from core.merge.places import Place
from core.model.item import Risk
from core.model.space import Space

__all__ = ["RISKS", "RiskRule", "is_never_automatic", "risk_of", "risk_of_field"]

_ORDER: Final = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
_MANY: Final = 6
EXTERNAL_NAME: Final = "crossplane.io/external-name"


class RiskRule(NamedTuple):
    """A field's own risk, by a key that stands somewhere in its path."""

    key: str
    risk: Risk
    why: str


RISKS: Final = (
    RiskRule(EXTERNAL_NAME, Risk.HIGH, "another external object, or the old one destroyed"),
    RiskRule("deletionPolicy", Risk.HIGH, "decides whether the cloud object goes with its record"),
    RiskRule("hashKey", Risk.HIGH, "the table is replaced"),
    RiskRule("rangeKey", Risk.HIGH, "the table is replaced"),
    RiskRule("billingMode", Risk.HIGH, "cost and throughput of the table"),
    RiskRule("policy", Risk.HIGH, "who may do what"),
    RiskRule("assumeRolePolicy", Risk.HIGH, "who may act as whom"),
    RiskRule("permissionsBoundary", Risk.HIGH, "who may do what"),
    RiskRule("authorizationType", Risk.HIGH, "who may call it"),
    RiskRule("principal", Risk.HIGH, "who may call it"),
    RiskRule("securityContext", Risk.HIGH, "what the process may do"),
    RiskRule("awsAccountId", Risk.HIGH, "another account"),
    RiskRule("roleRef", Risk.HIGH, "who may do what"),
    RiskRule("rules", Risk.MEDIUM, "who may do what, or where traffic goes"),
    RiskRule("image", Risk.MEDIUM, "other code runs"),
    RiskRule("runtime", Risk.MEDIUM, "other code runs"),
    RiskRule("handler", Risk.MEDIUM, "other code runs"),
    RiskRule("s3Bucket", Risk.MEDIUM, "other code runs"),
    RiskRule("s3Key", Risk.MEDIUM, "other code runs"),
    RiskRule("replicas", Risk.LOW, "size"),
    RiskRule("resources", Risk.LOW, "size"),
    RiskRule("memorySize", Risk.LOW, "size"),
    RiskRule("lambdaMemory", Risk.LOW, "size"),
    RiskRule("lambdaTimeout", Risk.LOW, "patience"),
    RiskRule("timeout", Risk.LOW, "patience"),
    RiskRule("env", Risk.LOW, "configuration of one process"),
    RiskRule("environment", Risk.LOW, "configuration of one process"),
    RiskRule("data", Risk.LOW, "configuration of one process"),
    RiskRule("labels", Risk.LOW, "marks"),
    RiskRule("annotations", Risk.LOW, "marks"),
    RiskRule("tags", Risk.LOW, "marks"),
)


def risk_of_field(resource: ResourceId, path: FieldPath) -> Risk:
    """Find a field's own risk: the first rule whose key stands in the path; unknown fields are medium.

    A whole resource is high, and so is anything of RBAC kinds.
    """
    if not path.steps or resource.group == "rbac.authorization.k8s.io":
        return Risk.HIGH
    keys = {step for step in path.steps if isinstance(step, str)}
    return next((rule.risk for rule in RISKS if rule.key in keys), Risk.MEDIUM)


def risk_of(places: Sequence[Place], space: Space) -> Risk:
    """Find the risk of a change: its riskiest field, one step up in production or from six fields on."""
    if not places:
        return Risk.LOW
    own = max(_ORDER.index(risk_of_field(place.resource, place.path)) for place in places)
    raised = own + int(space.production) + int(len(places) >= _MANY)
    return _ORDER[min(raised, len(_ORDER) - 1)]


def is_never_automatic(place: Place) -> bool:
    """Tell whether a Git change needs a person whatever the settings say.

    Deleting a resource or ``crossplane.io/external-name``, or giving the latter another value: the
    external object would be left behind or destroyed (design.md §2; domain.md R73).
    """
    if place.git is ABSENT and not place.path.steps:
        return True
    return EXTERNAL_NAME in place.path.steps and place.base is not ABSENT
