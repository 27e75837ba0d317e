"""An operator's own keys: checked against the verb table, so that no key means two things on one screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import SettingsError
from tui.key_names import key_name, shown_key
from tui.keys import VERBS, Verb, verbs_of

__all__ = ["Keymap", "keymap"]

_WITHOUT_LIST: Final = frozenset({"app", "help", "ask"})
_NOT_FREE: Final = frozenset(
    {
        "ctrl+j",
        "ctrl+m",
        "ctrl+i",
        "ctrl+h",
        "ctrl+left_square_bracket",
        "ctrl+s",
        "ctrl+q",
        "ctrl+a",
        "ctrl+b",
    }
)
"""Enter, Tab, Backspace and Esc on plain terminals; flow control; what screen and tmux take."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which verbs have other keys.

    Attributes:
        changed: verb id to Textual key names, comma-separated.
    """

    changed: Mapping[str, str] = field(default_factory=dict)

    def keys(self, verb: Verb) -> str:
        """Say which keys a verb has."""
        return self.changed.get(verb.id, verb.keys)

    def verbs(self, *rooms: str) -> tuple[Verb, ...]:
        """List the verbs of some rooms with the keys they have here; of all rooms where none is named."""
        listed = verbs_of(*rooms) if rooms else VERBS
        return tuple(verb._replace(keys=self.keys(verb)) for verb in listed)


def keymap(said: Mapping[str, str], file: Path | None) -> Keymap:
    """Check an operator's keys.

    Args:
        said: verb id to keys as they were written, ``"x"`` or ``"ctrl+g,G"``.
        file: where they were written, for errors.

    Raises:
        SettingsError: no such verb, no key, one that never arrives, or that another verb of the screen has.
    """
    known = {verb.id: verb for verb in VERBS}
    for verb_id in said:
        if verb_id not in known:
            near = get_close_matches(verb_id, known, n=1)
            raise _wrong(file, f"{verb_id} is no verb{f'; did you mean {near[0]}?' if near else ''}")
    changed = {verb_id: ",".join(map(key_name, keys.split(","))) for verb_id, keys in said.items()}
    mapped = Keymap(MappingProxyType(changed))
    for verb_id, keys in changed.items():
        for key in keys.split(","):
            if not key:
                raise _wrong(file, f"{verb_id} has an empty key; without its line the verb keeps its own")
            if key in _NOT_FREE:
                raise _wrong(file, f"{verb_id} cannot have {key}: terminals use it for something else")
    for one, other, key in _clashes(mapped):
        raise _wrong(file, f"{one} and {other} would both have {shown_key(key)}; give one of them another")
    return mapped


def _clashes(mapped: Keymap) -> Iterator[tuple[str, str, str]]:
    """Find verbs that would share a key where both work."""
    for room in dict.fromkeys(verb.id.partition(".")[0] for verb in VERBS):
        owners: dict[str, str] = {}
        near = ("app",) if room in _WITHOUT_LIST else ("app", "list")
        for verb in mapped.verbs(*dict.fromkeys([*near, room])):
            for key in filter(None, verb.keys.split(",")):
                if owners.setdefault(key, verb.id) != verb.id:
                    yield owners[key], verb.id, key


def _wrong(file: Path | None, why: str) -> SettingsError:
    return SettingsError(
        f"Could not use the keys of {file}",
        why=why,
        next_step="correct them there; docs/keys.md lists every verb with its key",
    )
