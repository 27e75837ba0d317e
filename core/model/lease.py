"""Leases: who has a unit open to decide about it. A courtesy; nothing is allowed or forbidden by one."""

from dataclasses import dataclass

from core.model.names import UnitName

__all__ = ["Lease"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Somebody who has a unit open right now, in another process.

    Attributes:
        unit: which.
        who: the person, and how that is known, as ``name (how)``.
        host: the machine they are on.
        pid: their process there.
        since: RFC 3339 UTC.
        ours: it is the same person on the same machine, in another window.
    """

    unit: UnitName
    who: str
    host: str
    pid: int
    since: str
    ours: bool = False

    @property
    def holder(self) -> str:
        """Name the holder.

        >>> unit = UnitName("shop", "web")
        >>> Lease(unit=unit, who="ada (login)", host="bastion", pid=7, since="").holder
        'ada@bastion, process 7'
        """
        if self.ours:
            return f"you, other window, process {self.pid}"
        return f"{self.who.partition(' (')[0]}@{self.host}, process {self.pid}"
