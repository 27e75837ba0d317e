"""What of a plan people see: words and diffs, secrets masked. Pure."""

import difflib
import json
import shlex
from collections.abc import Iterator, Sequence

from core.krm.redact import redact_text
from core.krm.values import ABSENT, UNKNOWN
from core.merge.mask import masked
from core.merge.places import Held
from core.merge.resolution import Edited, Field, Resolution
from core.merge.verdict import Verdict
from core.model.names import UnitName
from core.model.space import Space
from core.sync.points import Settled

__all__ = [
    "diff_lines",
    "overwritten",
    "printed",
    "rule_words",
    "settled_words",
    "shown_field",
    "twin",
    "word_for",
]


def printed(held: Held) -> str:
    """Print a held value on one line, as JSON where it is no plain text."""
    if held is ABSENT or held is UNKNOWN:
        return str(held.value)
    if isinstance(held, str):
        return held
    return json.dumps(held, ensure_ascii=False)


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

    A secret that changed shows as one masked line replaced by another.
    """
    lines = difflib.unified_diff(
        redact_text(old).splitlines(), redact_text(new).splitlines(), before, after, n=3, lineterm=""
    )
    return tuple(lines)


def overwritten(settled: Sequence[Settled]) -> Iterator[str]:
    """Say which values of somebody else a plan replaces, one sentence each."""
    for one in settled:
        place = masked(one.place) if one.place.sensitive else one.place
        to = "(secret)" if one.place.sensitive else printed(one.result)
        if one.place.live_changed and one.choice in {"git", "hub", "base", "edit"} and not _keeps_live(one):
            yield f"OVERWRITES LIVE  {place.path}  {printed(place.live)} -> {to}"
        if (
            one.place.hub_changed
            and one.choice in {"git", "live", "base", "edit"}
            and not one.place.git_is_hub
        ):
            yield f"OVERWRITES HUB   {place.path}  {printed(place.hub)} -> {to}"


def _keeps_live(one: Settled) -> bool:
    return one.result == one.place.live


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
    """Name each decided field and its choice."""
    return tuple((f"{one.place.resource}#{one.place.path}", one.choice) for one in settled)


def word_for(unit: UnitName, space: Space) -> str:
    """Say what the operator types to carry a plan out: the space in production, else the unit."""
    return space.name if space.production else unit.unit


def twin(item: str, resolution: Resolution, *, reason: str, several: bool) -> str:
    """Print the command line that makes the same plan."""
    parts = ["headgate", "resolve", item]
    by_key = {field.key: field for field in resolution.fields}
    for key, choice in resolution.choices:
        name = key if several else str(by_key[key].path)
        if isinstance(choice, Edited):
            value = "***" if by_key[key].place.sensitive else printed(choice.value)
            parts += ["--set", f"{name}={value}"]
        else:
            parts += ["--path", f"{name}={choice.value}"]
    if not resolution.choices:
        parts += ["--take", "clean"]
    return shlex.join([*parts, "--reason", reason])
