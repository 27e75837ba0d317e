"""Whose hand a live field shows: managers that are people with a tool, and why other additions are not drift.

managedFields names tools, never persons, and is computed before webhooks run: a field that nobody owns came
from a webhook or from before server-side apply.
Source: domain.md §3.1, §0.5.
"""

from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = [
    "AUTOSCALED",
    "BY_CONTROLLER",
    "EMPTY_LEFT_OUT",
    "FORESEEN",
    "LATE_INITIALISED",
    "RESOLVED",
    "STALE",
    "UNOWNED",
    "UNTRUSTED",
    "OwnerRule",
    "is_untrusted",
]


class OwnerRule(NamedTuple):
    """One row: why what only live holds, or holds otherwise, is not drift."""

    id: str
    scope: str
    paths: tuple[str, ...]
    why: str
    source: str
    example: Example


UNTRUSTED: Final = ("kubectl*", "dashboard*", "kubernetes-dashboard*", "Mozilla*", "k9s*", "unknown")
"""Managers behind which a person stands: what they add is drift. Patterns, case counts."""


def is_untrusted(manager: str) -> bool:
    """Tell whether a person with a tool wrote a field.

    >>> is_untrusted("kubectl-edit"), is_untrusted("argocd-controller")
    (True, False)
    """
    return any(fnmatchcase(manager, pattern) for pattern in UNTRUSTED)


_LIVE_ONLY: Final = Example({"a": 1, "b": 2}, {"a": 1}, alike=False)

BY_CONTROLLER: Final = OwnerRule(
    "O-CONTROLLER", "*", ("*",), "only live has it, and a controller wrote it", "domain.md §3.1", _LIVE_ONLY
)
UNOWNED: Final = OwnerRule(
    "O-UNOWNED", "*", ("*",), "only live has it, and nobody is on record for it: the server or a webhook",
    "domain.md §3.1", _LIVE_ONLY,
)  # fmt: skip
EMPTY_LEFT_OUT: Final = OwnerRule(
    "O-EMPTY", "*", ("*",), "live leaves an empty block out", "cases/merge/README.md, Drift",
    Example({"a": {}}, {}, alike=False),
)  # fmt: skip
LATE_INITIALISED: Final = OwnerRule(
    "O-LATEINIT", "managed", ("spec.forProvider.*",), "the provider filled in what the cloud chose",
    "crossplane-runtime late initialisation; domain.md §3.4",
    Example({"spec": {"forProvider": {"tableClass": "STANDARD"}}}, {"spec": {"forProvider": {}}},
            alike=False),
)  # fmt: skip
RESOLVED: Final = OwnerRule(
    "O-RESOLVED", "managed", ("spec.forProvider.*",), "the provider resolved the reference beside it",
    "crossplane-runtime reference resolver; domain.md §3.4",
    Example({"spec": {"forProvider": {"role": "a", "roleRef": {"name": "a"}}}},
            {"spec": {"forProvider": {"roleRef": {"name": "a"}}}}, alike=False),
)  # fmt: skip
STALE: Final = OwnerRule(
    "O-STALE", "managed", ("status.atProvider",),
    "the provider is not in sync with the cloud, so what it reports may be old", "domain.md §3.4",
    Example({"status": {"atProvider": {"a": 1}}}, {}),
)  # fmt: skip
FORESEEN: Final = OwnerRule(
    "O-FORESEEN", "*", ("*",), "the server itself makes this of what was applied: a webhook or a conversion",
    "domain.md §3.1, tier 1", Example({"a": 1}, {"a": 2}, alike=False),
)  # fmt: skip
AUTOSCALED: Final = OwnerRule(
    "O-AUTOSCALED", "*", ("spec.replicas",), "an autoscaler owns the number of replicas", "domain.md §3.9",
    Example({"spec": {"replicas": 3}}, {"spec": {"replicas": 7}}, alike=False),
)  # fmt: skip
