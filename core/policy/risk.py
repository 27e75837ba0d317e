"""How much harm a change can do: the field's own risk, raised by production and by breadth.

Source: domain.md R71 and §4.8, risk map.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from core.krm.values import ABSENT
from core.merge.places import Held, Place
from core.merge.words import is_retyped
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


def risk_of_field(place: Place) -> Risk:
    """Find a field's own risk: the first rule whose key stands in its path or in the values below it.

    Unknown fields are medium; a whole resource is high, and so is anything of RBAC kinds.
    """
    if not place.path.steps or place.resource.group == "rbac.authorization.k8s.io":
        return Risk.HIGH
    keys = {step for step in place.path.steps if isinstance(step, str)}
    for held in (place.base, place.git, place.hub, place.live):
        keys.update(key for key, _ in _entries(held))
    return next((rule.risk for rule in RISKS if rule.key in keys), Risk.MEDIUM)


def risk_of(places: Sequence[Place], space: Space) -> Risk:
    """Find the risk of a change: its riskiest field, one step up in production or from six fields on."""
    if not places:
        return Risk.LOW
    own = max(_ORDER.index(risk_of_field(place)) for place in places)
    raised = own + int(space.production) + int(len(places) >= _MANY)
    return _ORDER[min(raised, len(_ORDER) - 1)]


def is_never_automatic(place: Place) -> bool:
    """Tell whether a Git change needs a person whatever the settings say.

    Deleting a resource; or adding, changing or removing ``crossplane.io/external-name`` in a resource that
    is there already, be it deep inside a block: the external object would be left behind or destroyed
    (design.md §2; domain.md R73). Nor a value that changes its type: quotes get lost by mistake more often
    than on purpose (domain.md §3.5, §4.4).
    """
    if not place.path.steps:
        return place.git is ABSENT or (place.hub is not ABSENT and _renames(place))
    return EXTERNAL_NAME in place.path.steps or _renames(place) or is_retyped(place)


def _renames(place: Place) -> bool:
    return _external(place.base) != _external(place.git)


def _external(held: Held) -> list[str]:
    return sorted(str(value) for key, value in _entries(held) if key == EXTERNAL_NAME)


def _entries(held: Held) -> Iterator[tuple[str, Held]]:
    """Walk every key and value below a held value."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield key, value
            yield from _entries(value)
    elif isinstance(held, list):
        for value in held:
            yield from _entries(value)
