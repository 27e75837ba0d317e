"""Drafting: choices are kept as they are made, and laid over the item again after a dropped line.

A choice whose field moved since is dropped, never laid over something that nobody has seen.
"""

import hmac
import json
from collections.abc import Iterable
from typing import Any

from core.errors import HeadgateError
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held, Side
from core.merge.resolution import Choice, Edited, Field, Resolution
from core.model.draft import Draft, DraftChoice, Drafted, Recalled
from core.model.item import Item, Opened
from core.model.names import ItemId, UnitName
from core.ports.drafts import DraftStore
from core.ports.effects import Clock
from core.sync.carry.envelope import closed, opened
from core.sync.context import DigestKey

__all__ = ["DraftBook"]


class DraftBook:
    """The drafts of one workspace, sealed with its key, since a typed value may be a secret."""

    def __init__(self, store: DraftStore, key: DigestKey, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock

    def keep(self, item: Item, resolution: Resolution) -> None:
        """Keep the choices of an item; no choices, no draft. No end of our process loses them afterwards.

        Raises:
            StorageUnwritable: they cannot be kept.
        """
        if not resolution.choices:
            self.forget(item.id)
            return
        fields = {field.key: field for field in resolution.fields}
        form = {
            "unit": str(item.unit),
            "open": len(resolution.open),
            "when": self._clock.now(),
            "choices": [
                [key, _choice_form(choice), self._seen(fields[key], item.id)]
                for key, choice in resolution.choices
                if key in fields
            ],
        }
        self._store.put(item.id, closed(json.dumps(form), key=self._key.key, about=item.id))

    def forget(self, item_id: str) -> None:
        """Drop the choices of an item.

        Raises:
            StorageUnwritable: it cannot be noted.
        """
        self._store.put(item_id, "")

    def settle(self) -> None:
        """Bring what was kept onto the disk.

        Raises:
            StorageUnwritable: the disk failed.
        """
        self._store.settle()

    def drafts(self) -> Drafted:
        """Read all drafts.

        Raises:
            SourceUnreadable: they cannot be read.
        """
        found: list[Draft] = []
        records = self._store.all()
        for item, sealed in records:
            try:
                found.append(self._draft(item, sealed))
            except HeadgateError:
                continue
        return Drafted(drafts=tuple(found), unread=len(records) - len(found))

    def recalled(self, draft: Draft, now: Opened) -> Recalled:
        """Lay a draft over an item as it is now; a choice stands where every side holds what was seen."""
        fields = {field.key: field for field in now.resolution.fields}
        kept = now.resolution
        for one in draft.choices:
            field = fields.get(one.key)
            if field is not None and hmac.compare_digest(one.seen, self._seen(field, now.item.id)):
                kept = kept.choose([one.key], one.choice)
        lost = tuple(one.key for one in draft.choices if kept.choice(one.key) is None)
        return Recalled(resolution=kept, lost=lost)

    def _seen(self, field: Field, item_id: str) -> str:
        """Digest what the sides hold; marks of secrets mean something within their item alone."""
        held = [_held_form(field.place.held(side)) for side in Side]
        about = item_id if field.place.sensitive else ""
        text = json.dumps([about, field.key, field.verdict, held], sort_keys=True)
        return hmac.digest(self._key.key, b"headgate draft\0" + text.encode(), "sha256").hex()

    def _draft(self, item: str, sealed: str) -> Draft:
        form: dict[str, Any] = json.loads(opened(sealed, key=self._key.key, about=item))
        return Draft(
            item=ItemId(item),
            unit=UnitName.parse(form["unit"]),
            choices=tuple(_choices(form["choices"])),
            open=form["open"],
            when=form["when"],
        )


def _choices(form: Iterable[Any]) -> Iterable[DraftChoice]:
    for key, choice, seen in form:
        yield DraftChoice(key=key, choice=_choice(choice), seen=seen)


def _choice_form(choice: Choice) -> object:
    return [_held_form(choice.value)] if isinstance(choice, Edited) else choice.value


def _choice(form: Any) -> Choice:  # noqa: ANN401  JSON as it was written above, under a seal
    if isinstance(form, str):
        return Side(form)
    ((kind, *value),) = form
    return Edited(value[0] if kind == "value" else ABSENT)


def _held_form(held: Held) -> list[object]:
    if held is ABSENT:
        return ["absent"]
    return ["unknown"] if held is UNKNOWN else ["value", held]
