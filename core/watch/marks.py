"""How far the watcher got: the commit and the hub's cursor that were dealt with, and the last full pass."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from core.store.files import distrusted, write_private
from core.store.trouble import Place, unreadable

__all__ = ["MarkFile", "Marks"]

_TITLE: Final = "the watcher's marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is behind us; all of it is at least once, and again is silent.

    Attributes:
        commit: object id that was proposed last; "" for none.
        cursor: of the hub; "" for the beginning.
        full: seconds since the epoch, when everything was last looked at; 0 for never.
    """

    commit: str = ""
    cursor: str = ""
    full: float = 0.0


class MarkFile:
    """The marks on disk; written whole, beside, and put in place."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Marks:
        """Read the marks; damaged or missing ones are none, so everything is looked at again.

        Raises:
            SourceUnreadable: the file is not ours alone.
        """
        if not self._path.exists():
            return Marks()
        distrust = distrusted(self._path)
        if distrust is not None:
            raise unreadable(Place(self._path, _TITLE), distrust.why, distrust.next_step)
        try:
            form = json.loads(self._path.read_text(encoding="utf-8"))
            return Marks(commit=str(form["commit"]), cursor=str(form["cursor"]), full=float(form["full"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Marks()

    def write(self, marks: Marks) -> None:
        """Keep the marks.

        Raises:
            StorageUnwritable: they cannot be written.
        """
        write_private(self._path, json.dumps(asdict(marks)).encode())
