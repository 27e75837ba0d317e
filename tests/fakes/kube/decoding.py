"""How a typed server spells what it decodes: amounts in canonical form, empty lists and nulls left out.

Source: apimachinery pkg/api/resource/quantity.go; the ``omitempty`` tags of k8s.io/api.
"""

import re
from decimal import Decimal
from typing import Any, Final

__all__ = ["canonical_amount", "decoded"]

Json = dict[str, Any]

_AMOUNT: Final = re.compile(r"([+-]?[0-9.]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?")
_BINARY: Final = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL: Final = {-3: "n", -2: "u", -1: "m", 0: "", 1: "k", 2: "M", 3: "G", 4: "T", 5: "P", 6: "E"}
_KEPT_EMPTY: Final = frozenset(
    {"emptyDir", "podSelector", "namespaceSelector", "objectSelector", "selector", "resources", "strategy"}
    | {"updateStrategy", "securityContext", "spec", "metadata", "status", "behavior", "scaleUp", "scaleDown"}
    | {"rollingUpdate", "persistentVolumeClaimRetentionPolicy", "serviceAccount", "exec", "httpGet", "grpc"}
)
_AMOUNTS_IN: Final = frozenset(
    {"limits", "requests", "hard", "capacity", "max", "min", "default", "defaultRequest"}
)
_AMOUNTS: Final = frozenset({"sizeLimit", "averageValue", "divisor"})


def decoded(document: Json) -> Json:
    """Spell an object as the server does after decoding it into its type."""
    kept = document["metadata"].get("managedFields")
    bare = {key: part for key, part in document["metadata"].items() if key != "managedFields"}
    result = {key: _decoded(part, key, key) for key, part in document.items() if part is not None}
    result["metadata"] = _decoded(bare, "metadata", "metadata")
    if kept is not None:
        result["metadata"]["managedFields"] = kept
    return result


def _decoded(value: Any, key: str, parent: str) -> Any:
    if isinstance(value, dict):
        found = {
            name: _decoded(part, name, key) for name, part in value.items()
            if part is not None and not _is_left_out(part, name, key)
        }  # fmt: skip
        if key in _AMOUNTS_IN and not isinstance(next(iter(found.values()), ""), dict | list):
            return {name: canonical_amount(amount) for name, amount in found.items()}
        return found
    if isinstance(value, list):
        return [_decoded(part, f"{key}[]", parent) for part in value]
    if key in _AMOUNTS:
        return canonical_amount(value)
    return value


def _is_left_out(part: Any, name: str, parent: str) -> bool:
    if part == [] and not (parent in {"Role", "ClusterRole"} or name == "rules"):
        return True
    in_peer = parent in {"from", "to"}
    return part == {} and name not in _KEPT_EMPTY and not in_peer


def canonical_amount(amount: Any) -> str:
    """Spell an amount as the server does.

    >>> [canonical_amount(text) for text in ("0.5", "1000m", "1024Mi", "1.5Gi", 2, "1e3", "0.0001")]
    ['500m', '1', '1Gi', '1536Mi', '2', '1e3', '100u']
    """
    found = _AMOUNT.fullmatch(str(amount))
    if found is None:
        return str(amount)
    number, unit = Decimal(found[1]), found[2] or ""
    if unit.endswith("i"):
        return _binary(number * 1024 ** _BINARY.index(unit))
    if unit[:1] in {"e", "E"} and len(unit) > 1:
        return str(amount)
    scale = next(power for power, name in _DECIMAL.items() if name == unit)
    return _decimal(number * Decimal(1000) ** scale)


def _binary(whole: Decimal) -> str:
    for power in range(6, 0, -1):
        if whole and whole % 1024**power == 0:
            return f"{int(whole / 1024**power)}{_BINARY[power]}"
    return _decimal(whole)


def _decimal(whole: Decimal) -> str:
    for power in range(6, -4, -1):
        scaled = whole / Decimal(1000) ** power
        if scaled == int(scaled) and (scaled or power == 0):
            return f"{int(scaled)}{_DECIMAL[power]}"
    return f"{int(whole * 10**9) + 1}n"
