"""How the story writes the edits of its commits: by unit and space, not by path."""

from core.demo.acts import Add, Edit, Replace
from core.demo.story.spaces import UNITS, StorySpace, file_of, path_of

__all__ = ["changed", "new_files", "whole_spaces"]


def new_files(unit: str, *spaces: StorySpace) -> tuple[Edit, ...]:
    """Add a unit's file to some spaces."""
    return tuple(Add(path=path_of(space, unit), file=file_of(unit), facts=space.facts) for space in spaces)


def whole_spaces(*spaces: StorySpace) -> tuple[Edit, ...]:
    """Add the files of all units that every space has."""
    return tuple(edit for unit in UNITS for edit in new_files(unit, *spaces))


def changed(unit: str, old: str, new: str, *spaces: StorySpace) -> tuple[Edit, ...]:
    """Change a unit's file alike in some spaces."""
    return tuple(Replace(path=path_of(space, unit), old=old, new=new) for space in spaces)
