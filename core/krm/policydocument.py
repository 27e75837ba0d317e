"""Access policies: which spellings of an AWS policy document grant and deny the same.

Source: AWS IAM JSON policy grammar; domain.md §3.8.
"""

import json
import re
from typing import Final

from core.krm.values import Value

__all__ = ["policy_meaning"]

_TOP: Final = frozenset({"Version", "Id", "Statement"})
_LISTS: Final = ("Action", "NotAction", "Resource", "NotResource")
_PRINCIPALS: Final = ("Principal", "NotPrincipal")
_OLD_VERSION: Final = "2008-10-17"
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def policy_meaning(document: Value) -> Value | None:
    """Bring a policy document into its one form; None where the document is no policy.

    One statement is a list of one; statements, actions, resources, principals and the values of a condition
    have no order; ``"*"`` as principal is ``{"AWS": "*"}``; an account id is its root; no version is the old
    one, which is not 2012's.

    >>> a = policy_meaning({"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}})
    >>> b = policy_meaning({"Statement": [{"Action": ["s3:GetObject"], "Effect": "Allow"}]})
    >>> a == b == policy_meaning({"Version": "2008-10-17", **b})
    True
    >>> policy_meaning({"a": 1}) is None
    True
    """
    if not isinstance(document, dict) or not document.keys() <= _TOP or "Statement" not in document:
        return None
    statements = document["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    if not all(isinstance(part, dict) and "Effect" in part for part in listed):
        return None
    meant = [_statement(part) for part in listed if isinstance(part, dict)]
    return {**document, "Version": document.get("Version", _OLD_VERSION), "Statement": _sorted(meant)}


def _statement(statement: dict[str, Value]) -> Value:
    found = dict(statement)
    for name in _LISTS:
        if name in found:
            found[name] = _set(found[name])
    for name in _PRINCIPALS:
        if name in found:
            found[name] = _principal(found[name])
    condition = found.get("Condition")
    if isinstance(condition, dict):
        found["Condition"] = {operator: _condition(block) for operator, block in condition.items()}
    return found


def _condition(block: Value) -> Value:
    return {key: _set(values) for key, values in block.items()} if isinstance(block, dict) else block


def _principal(principal: Value) -> Value:
    if principal == "*":
        return {"AWS": ["*"]}
    if not isinstance(principal, dict):
        return principal
    return {kind: _set(_rooted(names) if kind == "AWS" else names) for kind, names in principal.items()}


def _rooted(names: Value) -> Value:
    listed = names if isinstance(names, list) else [names]
    return [
        f"arn:aws:iam::{name}:root" if isinstance(name, str) and _ACCOUNT.fullmatch(name) else name
        for name in listed
    ]


def _set(values: Value) -> Value:
    """Sort the values of a set, each once; a single value is a set of one."""
    listed = values if isinstance(values, list) else [values]
    once: dict[str, Value] = {_text(value): value for value in listed}
    return [once[text] for text in sorted(once)]


def _sorted(values: list[Value]) -> Value:
    return sorted(values, key=_text)


def _text(value: Value) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
