"""Native: what `cub` says in words of its own: filters, which the server reads and not we, and commands."""

import shlex
from typing import Final

from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import Units
from core.hub.confighub.where import lists, typed
from core.model.names import UnitName

__all__ = ["Native"]

_DOING: Final = "list the units that --where means"


class Native:
    """What `cub` can do that Headgate says in its words."""

    def __init__(self, units: Units, spaces: Spaces) -> None:
        self._units = units
        self._spaces = spaces

    def matching(self, where: str) -> frozenset[UnitName]:
        """Name the units that match, of the spaces that matter.

        Raises:
            UsageError: the server does not take the expression.
            InputRefused: it can be in no request.
        """
        ids = list(self._spaces.named().values())
        expression = typed(where)
        self._units.refuse_unreadable(expression)
        stamps = [
            one for terms in lists("SpaceID", ids) for one in self._units.stamps(_DOING, expression, terms)
        ]
        return frozenset(UnitName(self._spaces.name_of(one.space_id), one.slug) for one in stamps)

    def applying(self, unit: UnitName) -> str:
        """Write the command that lets a worker apply Head; "" where releases deliver instead."""
        if self._units.epoch.newest:
            return ""
        return shlex.join(["cub", "unit", "apply", "--space", unit.space, unit.unit])

    def restoring(self, unit: UnitName, number: int) -> str:
        """Write the command that goes back to a revision."""
        words = ["cub", "unit", "update", "--space", unit.space, unit.unit, "--restore", str(number)]
        return shlex.join(words)
