"""What of a plan people see: words and diffs, secrets masked. Pure."""

import difflib
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from core.krm.redact import is_sensitive, redact_text
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.lookalike import disguised
from core.merge.mask import masked
from core.merge.places import Held, Side
from core.merge.resolution import Edited, Field, Resolution
from core.merge.verdict import Verdict
from core.model.names import UnitName
from core.model.plan import LiveChange
from core.model.space import Space
from core.safetext import has_hidden
from core.sync.points import Settled

_HEAD: Final = 2
_AROUND: Final = 3
_PLAIN: Final = re.compile(r"[A-Za-z/][A-Za-z0-9 ./_-]*")
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})

__all__ = [
    "applied_over",
    "diff_lines",
    "live_fields",
    "overwritten",
    "printed",
    "rule_words",
    "settled_words",
    "shown_field",
    "twin",
    "word_for",
]


def printed(held: Held) -> str:
    """Print a held value on one line, as JSON where it is no plain text or reads as something else.

    >>> printed("web:1"), printed("3"), printed(3), printed(" a")
    ('web:1', '"3"', '3', '" a"')
    """
    if held is ABSENT or held is UNKNOWN:
        return str(held.value)
    if not isinstance(held, str):
        return json.dumps(held, ensure_ascii=False)
    if has_hidden(held) or disguised(held):
        return json.dumps(held)
    return json.dumps(held, ensure_ascii=False) if _reads_otherwise(held) else held


def _reads_otherwise(text: str) -> bool:
    """Tell whether a text, printed bare, would read as a value of another type, or hide its ends."""
    if text != text.strip() or text in {"", str(ABSENT.value), str(UNKNOWN.value)}:
        return True
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def shown_field(field: Field) -> Field:
    """Mask a field's values where they must not be shown."""
    if not field.place.sensitive:
        return field
    return Field(
        place=masked(field.place),
        verdict=field.verdict,
        rule=field.rule,
        hint=field.hint,
        protected=field.protected,
    )


def diff_lines(old: str, new: str, *, before: str, after: str) -> tuple[str, ...]:
    """Make a unified diff of two unit texts with secrets masked.

    A line whose secret changed is in the diff though both sides look alike: it is compared as it is and
    shown masked.
    """
    olds, news = _masked_lines(old), _masked_lines(new)
    matcher = difflib.SequenceMatcher(
        None, [raw for raw, _ in olds], [raw for raw, _ in news], autojunk=False
    )
    lines = [f"--- {before}", f"+++ {after}"]
    for group in matcher.get_grouped_opcodes(_AROUND):
        lines.append(f"@@ -{_span(group, 1)} +{_span(group, 3)} @@")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [f" {shown}" for _, shown in olds[i1:i2]]
            else:
                lines += [f"-{shown}" for _, shown in olds[i1:i2]]
                lines += [f"+{shown}" for _, shown in news[j1:j2]]
    return tuple(lines) if len(lines) > _HEAD else ()


def _span(group: Sequence[tuple[str, int, int, int, int]], at: int) -> str:
    first, last = group[0][at], group[-1][at + 1]
    return f"{int(first) + 1},{int(last) - int(first)}"


def _masked_lines(text: str) -> list[tuple[str, str]]:
    """Pair each line with what may be shown of it."""
    raw, shown = text.splitlines(), redact_text(text).splitlines()
    if len(raw) != len(shown):
        return [(line, line) for line in shown]
    return list(zip(raw, shown, strict=True))


def overwritten(settled: Sequence[Settled]) -> Iterator[str]:
    """Say which values of somebody else a plan replaces, one sentence each."""
    for one in settled:
        place = masked(one.place) if one.place.sensitive else one.place
        to = "(secret)" if one.place.sensitive else printed(one.result)
        over_live = one.place.live_changed and one.choice in {"git", "hub", "base", "edit"}
        if over_live and one.result != one.place.live:
            yield f"OVERWRITES LIVE  {place.path}  {printed(place.live)} -> {to}"
        if (
            one.place.hub_changed
            and one.choice in {"git", "live", "base", "edit"}
            and not one.place.git_is_hub
            and one.result != one.place.hub
        ):
            yield f"OVERWRITES HUB   {place.path}  {printed(place.hub)} -> {to}"


def applied_over(settled: Sequence[Settled], live: Sequence[LiveChange]) -> Iterator[str]:
    """Say what an apply changes live beyond the decided fields, one sentence each."""
    told = {(one.place.resource, one.place.path) for one in settled if one.place.live_changed}
    for change in live:
        if (change.resource, change.path) in told:
            continue
        secret = is_sensitive(change.resource, change.path, change.seen)
        old, new = ("(secret)", "(secret)") if secret else (printed(change.seen), printed(change.value))
        yield f"CHANGES LIVE     {change.path if change.path.steps else change.resource}  {old} -> {new}"


def live_fields(changes: Sequence[LiveChange]) -> Iterator[str]:
    """Say which live fields a plan writes, one line each, secrets masked."""
    for change in changes:
        held = (change.value, change.seen)
        secret = any(is_sensitive(change.resource, change.path, value) for value in held)
        old, new = ("(secret)", "(secret)") if secret else (printed(change.seen), printed(change.value))
        where = f"{change.resource.kind} {change.resource.name}"
        yield f"{where}  {change.path if change.path.steps else '(whole resource)'}  {old} -> {new}"


def rule_words(fields: Sequence[Field], resolution: Resolution) -> Iterator[str]:
    """Say what rules decided and nobody looked at."""
    for field in fields:
        if (
            resolution.choice(field.key) is None
            and field.rule is not None
            and field.verdict is not Verdict.AGREED
        ):
            shown = shown_field(field)
            yield f"{field.path}  {field.rule.value}: {printed(shown.place.held(field.rule))}"


def settled_words(settled: Sequence[Settled]) -> tuple[tuple[str, str], ...]:
    """Name each field that somebody chose for, and the choice; what rules decided is told apart."""
    return tuple(
        (f"{one.place.resource}#{one.place.path}", one.choice) for one in settled if one.choice != "clean"
    )


def word_for(unit: UnitName, space: Space) -> str:
    """Say what the operator types to carry a plan out: the space in production, else the unit."""
    return space.name if space.production else unit.unit


def twin(item: str, resolution: Resolution, *, reason: str, several: bool, apply_live: bool) -> str:
    """Print the command line that makes the same plan."""
    parts = ["headgate", "resolve", item]
    by_key = {field.key: field for field in resolution.fields}
    for key, choice in resolution.choices:
        field = by_key[key]
        name = key if several or not field.path.steps else str(field.path)
        match choice:
            case Edited(value=value) if value is ABSENT:
                parts += ["--remove", name]
            case Edited(value=value):
                parts += ["--set", f"{name}={'***' if field.place.sensitive else typed(value)}"]
            case Side() as side:
                parts += ["--path", f"{name}={side.value}"]
    if not resolution.choices:
        parts += ["--take", "clean"]
    return shlex.join([*parts, *(["--apply"] if apply_live else []), "--reason", reason])


def typed(value: Value | Absent) -> str:
    """Print a value so that it reads back as itself; text that looks like something else in quotes."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return "" if value is ABSENT else "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(char: str) -> str:
    """Write what YAML or a terminal would not take as it is by its number."""
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}"
