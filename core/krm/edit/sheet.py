"""Sheet: the pieces of one text while it is edited, and where each of its resources stands."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from core.fieldpath import ROOT, FieldPath
from core.krm.edit.pieces import Opened, Piece, named_in, opened, pieces_of
from core.krm.edit.rewrite import rewritten
from core.krm.edit.style import PLAIN, Style
from core.krm.edit.whole import habits_of, with_document, without_document
from core.krm.read.limits import Limits
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value

__all__ = ["Place", "Sheet"]

Place: TypeAlias = tuple[int, FieldPath]
"""Which piece, and where in its document: the root, or an item of a list."""


class Sheet:
    """A text that is being edited. Finding a resource costs the same in a text of one and of ten thousand."""

    def __init__(self, text: str | Opened, limits: Limits) -> None:
        self._limits = limits
        source = opened(text, limits=limits) if isinstance(text, str) else text
        self._pieces = pieces_of(source)
        self._usual: Style | None = None
        self._names: list[list[tuple[ResourceId, FieldPath]]] = []
        self._places: dict[tuple[str, str, str], dict[Place, ResourceId]] = defaultdict(dict)
        self._index(range(len(self._pieces)))

    @property
    def text(self) -> str:
        """The text as it stands."""
        return "".join(piece.text for piece in self._pieces)

    @property
    def pieces(self) -> Sequence[Piece]:
        """Its pieces as they stand."""
        return self._pieces

    def find(self, resource: ResourceId | int) -> Place | None:
        """Find a document, or an item of a list; a number counts documents from 0.

        A resource that leaves its namespace to whoever applies it is found by any namespace, if only one is.
        """
        if isinstance(resource, int):
            filled = [at for at, piece in enumerate(self._pieces) if not isinstance(piece.value, Absent)]
            return (filled[resource], ROOT) if resource < len(filled) else None
        alike = self._places.get(_family(resource), {})
        exact = [place for place, found in alike.items() if found.namespace == resource.namespace]
        loose = [place for place, found in alike.items() if "" in {found.namespace, resource.namespace}]
        return exact[0] if exact else loose[0] if len(loose) == 1 else None

    def value(self, place: Place) -> Value | Absent:
        """Read what the document that holds a place means."""
        return self._pieces[place[0]].value

    def rewrite(self, place: Place, edits: Sequence[tuple[FieldPath, Value | Absent]]) -> None:
        """Change places of one resource, in order.

        Raises:
            EditRefused: one cannot be proved.
        """
        at, prefix = place
        otherwise = self._habits() if len(self._pieces) > 1 else PLAIN
        below = [(FieldPath(prefix.steps + path.steps), value) for path, value in edits]
        self._pieces[at] = rewritten(self._pieces[at], below, otherwise, self._limits)
        self._index([at])

    def remove(self, at: int) -> None:
        """Take a whole document out."""
        self._pieces = without_document(self._pieces, at, self._limits)
        self._index([at])

    def add(self, resource: ResourceId, value: Value, donors: Sequence[str | Opened]) -> None:
        """Add a resource at the end.

        Raises:
            EditRefused: the text is a list that cannot take it.
        """
        before = len(self._pieces)
        self._pieces = with_document(self._pieces, resource, value, donors, self._habits(), self._limits)
        self._index(range(before - 1, len(self._pieces)))

    def _habits(self) -> Style:
        """Find once how the text's first document is written."""
        if self._usual is None:
            self._usual = habits_of(self._pieces, self._limits)
        return self._usual

    def _index(self, touched: Sequence[int]) -> None:
        for at in touched:
            if at >= len(self._names):
                self._names.append([])
            for name, path in self._names[at]:
                del self._places[_family(name)][at, path]
            self._names[at] = list(named_in(self._pieces[at].value))
            for name, path in self._names[at]:
                self._places[_family(name)][at, path] = name


def _family(resource: ResourceId) -> tuple[str, str, str]:
    return resource.group, resource.kind, resource.name
