"""Resources and files grouped into units, by the rule that the settings name. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from core.errors import InputRefused, SettingsError
from core.krm.parts import joined
from core.model.names import UnitName
from core.model.source import Named, SpaceSource, Splitting
from core.ports.renderer import RenderedUnit
from core.safetext import safe_line
from core.source.globs import matches
from core.source.names import file_unit, resource_unit
from core.source.parts import Placed

__all__ = ["units_of_files", "units_of_parts"]

T = TypeVar("T")

_WAY_OUT: Final = "give the units names in headgate.yaml: units: {name: [glob]}"


def units_of_parts(
    parts: Sequence[Placed], space: SpaceSource, *, paths: Sequence[str] | None
) -> list[RenderedUnit]:
    """Make units of resources, each by itself or by the globs over ``Kind/name``.

    Args:
        parts: the resources.
        space: the settings.
        paths: the files that all of them are from; None where each part's origin is its file.

    Raises:
        InputRefused: two get one name, or one belongs to no unit or to two.
        SettingsError: the units are to be told apart by files that generated resources do not have.
    """
    if space.units is Splitting.ONE_PER_FILE:
        raise _no_files(space)
    if isinstance(space.units, Named):
        named = _by_globs(((f"{part.id.kind}/{part.id.name}", part) for part in parts), space.units)
    else:
        named = [(resource_unit(part.id, namespace=space.namespace), part) for part in parts]
        _refuse_clashes((name, f"{part.id} ({part.place})") for name, part in named)
    grouped: dict[str, list[Placed]] = {}
    for name, part in named:
        grouped.setdefault(name, []).append(part)
    return [_unit(space.space, name, members, paths) for name, members in grouped.items()]


def units_of_files(texts: Mapping[str, str], globs: Sequence[str], space: SpaceSource) -> list[RenderedUnit]:
    """Make units of whole files, each by itself or by the globs over their paths.

    Args:
        texts: path to text.
        globs: the source's.
        space: the settings.

    Raises:
        InputRefused: two get one name, or one belongs to no unit or to two.
    """
    if isinstance(space.units, Named):
        named = _by_globs(((path, path) for path in texts), space.units)
    else:
        named = [(file_unit(path, glob=_first(globs, path)), path) for path in texts]
        _refuse_clashes((name, path) for name, path in named)
    grouped: dict[str, list[str]] = {}
    for name, path in named:
        grouped.setdefault(name, []).append(path)
    return [
        RenderedUnit(
            unit=UnitName(space.space, name),
            text=joined([texts[path] for path in paths]),
            paths=tuple(paths),
            editable=texts[paths[0]] if len(paths) == 1 else None,
        )
        for name, paths in grouped.items()
    ]


def _no_files(space: SpaceSource) -> SettingsError:
    return SettingsError(
        f"Could not tell the units of {space.space} apart",
        why="units: one-per-file needs source: files, and this source is generated",
        next_step="use one-per-resource, or units: {name: [Kind/name]}",
    )


def _first(globs: Sequence[str], path: str) -> str:
    return next(glob for glob in globs if matches(glob, path))


def _by_globs(keyed: Iterable[tuple[str, T]], units: Named) -> list[tuple[str, T]]:
    named: list[tuple[str, T]] = []
    for key, member in keyed:
        owners = [name for name, globs in units.units if any(matches(glob, key) for glob in globs)]
        if len(owners) != 1:
            why = f"it belongs to the units {' and '.join(owners)}" if owners else "it belongs to no unit"
            raise InputRefused(
                f"Could not tell which unit {safe_line(key)} belongs to",
                why=why,
                next_step="correct the globs of units in headgate.yaml, so that each fits one unit",
            )
        named.append((owners[0], member))
    return named


def _refuse_clashes(named: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, place in named:
        if name in seen:
            raise InputRefused(
                f"Could not name the unit of {safe_line(place)}",
                why=f"{safe_line(seen[name])} has the name {name} already",
                next_step=_WAY_OUT,
            )
        if not name:
            raise InputRefused(
                f"Could not name the unit of {safe_line(place)}",
                why="nothing in it can stand in a name",
                next_step=_WAY_OUT,
            )
        seen[name] = place


def _unit(space: str, name: str, parts: Sequence[Placed], paths: Sequence[str] | None) -> RenderedUnit:
    origins = tuple(dict.fromkeys(part.origin for part in parts))
    editable = paths is None and len(parts) == 1 and parts[0].part.is_verbatim
    return RenderedUnit(
        unit=UnitName(space, name),
        text=joined([placed.part.text for placed in parts]),
        paths=origins if paths is None else tuple(paths),
        editable=parts[0].part.text if editable else None,
    )
