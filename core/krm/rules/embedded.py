"""Documents inside strings: JSON, access policies, and the Secret's two maps for one thing.

Source: domain.md §3.8, cases/merge/README.md, What counts as equal.
"""

from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["JSON", "POLICY", "STRING_DATA", "EmbeddedRule"]


class EmbeddedRule(NamedTuple):
    """One row: what a string of the scope holds."""

    id: str
    scope: str
    paths: tuple[str, ...]
    why: str
    source: str
    example: Example


JSON: Final = EmbeddedRule(
    "J-JSON", "*", ("*",), "both texts hold the same JSON",
    "cases/merge/README.md, What counts as equal",
    Example({"spec": {"schema": '{"a": 1, "b": 2}'}}, {"spec": {"schema": '{"b":2,"a":1}'}}),
)  # fmt: skip

POLICY: Final = EmbeddedRule(
    "J-POLICY", "unknown", ("*",),
    "both texts grant and deny the same: order and one-item lists say nothing in a policy",
    "AWS IAM JSON policy grammar; domain.md §3.8",
    Example(
        {"policy": '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'},
        {"policy": '{"Statement": {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}}'},
    ),
)  # fmt: skip

STRING_DATA: Final = EmbeddedRule(
    "J-STRINGDATA", "core/Secret", ("stringData",),
    "the server stores stringData as base64 under data", "k8s.io/api/core/v1 Secret",
    Example({"stringData": {"a": "x"}}, {"data": {"a": "eA=="}}),
)  # fmt: skip
