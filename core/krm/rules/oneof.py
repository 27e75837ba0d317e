"""Fields that exclude each other: if both sides choose another, the choice is one decision.

Source: k8s.io/api: members of which exactly one may be set; cases/merge/README.md, What becomes of it.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["ONE_OF", "OneOf"]


class OneOf(NamedTuple):
    """One row: of these members of the scope exactly one may be set.

    Attributes:
        members: the fields that exclude each other; empty: every field but the ``others``.
        others: fields beside them that belong to no choice.
        example: two values of the scope that chose different members.
    """

    id: str
    scope: str
    members: frozenset[str]
    others: frozenset[str]
    why: str
    source: str
    example: Example

    def chosen(self, block: Mapping[str, object]) -> frozenset[str]:
        """Read which members a block has set; a null is none."""
        names = {name for name, value in block.items() if value is not None}
        return frozenset(names & self.members if self.members else names - self.others)


_HANDLER = frozenset({"exec", "httpGet", "tcpSocket", "grpc", "sleep"})
_NONE: frozenset[str] = frozenset()

ONE_OF: Final = (
    OneOf("X-VOLUME", "Volume", _NONE, frozenset({"name"}), "a volume has one source",
          "k8s.io/api/core/v1 Volume, patchStrategy=retainKeys",
          Example({"name": "a", "configMap": {"name": "x"}}, {"name": "a", "secret": {"secretName": "x"}},
                  alike=False)),
    OneOf("X-ENV", "EnvVar", frozenset({"value", "valueFrom"}), _NONE, "a variable has a value or a source",
          "k8s.io/api/core/v1 EnvVar",
          Example({"name": "A", "value": "x"}, {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "x"}}},
                  alike=False)),
    OneOf("X-PROBE", "Probe", _HANDLER, _NONE, "a probe has one handler", "k8s.io/api/core/v1 ProbeHandler",
          Example({"exec": {"command": ["x"]}}, {"tcpSocket": {"port": 1}}, alike=False)),
    OneOf("X-HANDLER", "Handler", _HANDLER, _NONE, "a hook has one handler",
          "k8s.io/api/core/v1 LifecycleHandler",
          Example({"exec": {"command": ["x"]}}, {"sleep": {"seconds": 1}}, alike=False)),
)  # fmt: skip
