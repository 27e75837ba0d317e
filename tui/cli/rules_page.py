"""The page of the rules: every row of the engine's tables, with who says so and the pair that proves it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from core.krm.rules.credentials import CredentialRule
from core.krm.rules.defaults import (
    Computed,
    Copied,
    DefaultRule,
    FromImage,
    FromPresence,
    WhenAlone,
    WhenNeighbour,
)
from core.krm.rules.embedded import EmbeddedRule
from core.krm.rules.example import Rule
from core.krm.rules.lists import ListRule
from core.krm.rules.noise import NoiseRule
from core.krm.rules.oneof import OneOf
from core.krm.rules.owners import OwnerRule
from core.krm.rules.presence import PresenceRule
from core.krm.rules.quantities import FormRule
from core.krm.rules.sensitive import SensitiveRule
from core.krm.rules.versions import VersionRule
from core.krm.values import ABSENT, Absent, Value

__all__ = ["rules_page"]

_TABLES: Final = {
    "L": ("Lists", "How the items of a list are told apart; a list that no row names is one value."),
    "Q": ("Amounts and numbers", "Where a scalar is read as what it measures."),
    "I": ("Number or text", "Where digits in quotes are their number."),
    "J": ("Texts that hold documents", "Where a text is compared by what is in it."),
    "P": ("Presence", "Where null, nothing and empty are the same, and where empty is a value."),
    "X": ("Choices", "Fields of which one may be set: two sides that chose differently are one decision."),
    "D": ("Defaults", "What a field means that is left out."),
    "N": ("Noise", "What is not compared, and on which sides."),
    "O": ("Live only", "Why something that only live holds is no drift."),
    "S": ("Secrets", "What is shown as `same` or `differs` and never in clear."),
    "V": ("Versions", "API versions of a kind that hold the same fields, so that they are compared as one."),
}


def rules_page(generated: str, rules: Sequence[Rule]) -> Iterator[str]:
    """Write the page line by line; ``generated`` says where it is from."""
    yield from ("# The rules of the engine", "", generated, "")
    yield f"All {len(rules)} rules that decide what counts as equal, as one item, as noise or as a secret. An"
    yield "id is never used again for another rule; `headgate show ITEM --explain` and `headgate merge"
    yield "--explain` print it."
    yield from ("", "A scope is `group/Kind`, the name of a type that several kinds share (`Container`),")
    yield "`managed` for Crossplane managed resources, `unknown` for what no schema describes, or `*`. `[]`"
    yield "steps into the items of a list, `*` is any key. The last column is the pair of values by which a"
    yield "test holds the rule."
    for letter, rows in groupby(sorted(rules, key=_table), key=_table):
        title, about = list(_TABLES.values())[letter]
        yield from ("", f"## {title}", "", about, "")
        yield from ("| rule | scope | fields | says | why | source | example |", "|" + " --- |" * 7)
        yield from (_row(rule) for rule in rows)
    yield ""


def _table(rule: Rule) -> int:
    return list(_TABLES).index(rule.id[0])


def _row(rule: Rule) -> str:
    left, right, alike = rule.example
    example = f"{_code(_json(left))} {'means' if alike else 'is not'} {_code(_json(right))}"
    cells = (f"`{rule.id}`", f"`{rule.scope}`", _fields(rule), _says(rule), rule.why, rule.source, example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _fields(rule: Rule) -> str:
    match rule:
        case CredentialRule(harmless=harmless):
            return f"inside any text; {_code(_json(harmless))} is none"
        case NoiseRule(paths=paths):
            return _codes(".".join(path) for path in paths)
        case OneOf(members=members, others=others):
            return _codes(sorted(members)) or f"all but {_codes(sorted(others))}"
        case VersionRule(versions=versions):
            return _codes(sorted(versions))
        case (
            DefaultRule()
            | EmbeddedRule()
            | FormRule()
            | ListRule()
            | OwnerRule()
            | PresenceRule()
            | SensitiveRule()
        ):
            return _codes(rule.paths)
        case _:
            return ""


def _says(rule: Rule) -> str:
    match rule:
        case ListRule(kind=kind, keys=keys, defaults=defaults):
            by = f": {_codes(keys)}" if keys else ""
            missing = ", ".join(f"no {_code(key)} is {_code(value)}" for key, value in defaults)
            return f"{kind}{by}{f'; {missing}' if missing else ''}"
        case FormRule(form=form):
            return str(form)
        case NoiseRule(reach=reach):
            return str(reach)
        case SensitiveRule(named=named):
            return "by the name" if named else "always"
        case DefaultRule(value=value):
            return _meant(value)
        case _:
            return ""


def _meant(value: Value | Computed) -> str:
    match value:
        case Copied(neighbour=neighbour):
            return f"what {_code(neighbour)} holds"
        case WhenNeighbour(neighbour=neighbour, holds=holds, value=meant):
            return f"{_code(_json(meant))} where {_code(neighbour)} is {' or '.join(map(_held, holds))}"
        case WhenAlone(beside=beside, value=meant):
            return f"{_code(_json(meant))} where nothing is set but {_codes(beside)}"
        case FromImage(neighbour=neighbour):
            return f"`Always` where {_code(neighbour)} is tagged latest or not at all, else `IfNotPresent`"
        case FromPresence(always=always, block=block, then=then):
            return f"{_code(always)}, and {_code(then)} where {_code(block)} is there"
        case _:
            return _code(_json(value))


def _held(value: Value | Absent) -> str:
    return "missing" if value is ABSENT else _code(_json(value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(map(_code, words))
