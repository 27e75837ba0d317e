"""What Git renders: the units of a space at a commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.model.names import UnitName
from core.progress import Stop

__all__ = ["Readable", "RenderedUnit", "Renderer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedUnit:
    """One unit as Git renders it.

    Attributes:
        unit: its name.
        text: its documents.
        paths: the source files it was rendered from, as far as they are known.
        editable: the text is, byte for byte, the one file in ``paths``, or the documents of it named here;
            None where it was generated (kustomize, command), so that a source edit must be located first.
    """

    unit: UnitName
    text: str
    paths: tuple[str, ...]
    editable: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """What of a space could be rendered.

    Attributes:
        units: sorted by name.
        broken: path of each file that could not be read, and why; a unit that is missing may stand in one.
    """

    units: Sequence[RenderedUnit]
    broken: Mapping[str, str]


class Renderer(Protocol):
    """Renders the spaces of the settings."""

    def spaces(self) -> Sequence[str]:
        """List the spaces that have a source, in the order of the settings."""

    def render(self, space: str, oid: str, *, stop: Stop) -> Sequence[RenderedUnit]:
        """Render a space's units at a commit, sorted by name; nothing in the user's work tree is touched.

        Raises:
            ToolMissing: kustomize or kubectl is needed and not there.
            SourceUnreadable: the renderer failed, or rendered no document at all (never "all were deleted").
            InputRefused: what it rendered cannot be read.
            NotFound: no such space or commit.
        """

    def readable(self, space: str, oid: str, *, stop: Stop) -> Readable:
        """Render what can be read of a space whose source is files, past files that cannot be.

        Of another source it is what `render` gives. Raises as `render`, where nothing can be read.
        """
