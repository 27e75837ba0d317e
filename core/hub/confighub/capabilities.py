"""Capabilities: what a probe found of a server is remembered for it, until it is another version.

What nobody probed is unknown, and then nothing is asked of the server that could harm where it is not as
thought: a preview that would be a write, if the server did not know it for a preview.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from core.store.files import distrusted, write_private

__all__ = ["NOTHING_KNOWN", "Capabilities", "CapabilityFile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What one probe found.

    Attributes:
        version: of the server, as it was probed; "" where it was not.
        probed: RFC 3339 UTC; "" where it was not.
        found: whether each assumption held, by its name.
    """

    version: str = ""
    probed: str = ""
    found: Mapping[str, bool] = field(default_factory=dict)

    def says(self, name: str, version: str) -> bool | None:
        """Tell whether an assumption holds for a server of this version; None where nobody knows.

        >>> Capabilities(version="1", probed="t", found={"guard": True}).says("guard", "2") is None
        True
        """
        return self.found.get(name) if self.version == version else None

    def words(self, version: str) -> str:
        """Say when it was probed and what came of it."""
        if not self.probed:
            return "never probed: headgate doctor --probe headgate-probe"
        if self.version != version:
            return f"probed when it was {self.version or 'without a version'}: probe it again"
        wrong = sorted(name for name, holds in self.found.items() if not holds)
        held = f"{len(self.found) - len(wrong)} of {len(self.found)} as we think"
        return f"probed {self.probed}, {held}{', otherwise: ' + ', '.join(wrong) if wrong else ''}"


NOTHING_KNOWN: Final = Capabilities()


class CapabilityFile:
    """The capabilities of all servers that this user probed, by address; written whole, beside, put in place.

    A file that is damaged, or not ours alone, knows nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, server: str) -> Capabilities:
        """Read what is known of a server."""
        known = self._all().get(server)
        if not isinstance(known, dict) or not isinstance(known.get("found"), dict):
            return NOTHING_KNOWN
        found = {str(name): holds for name, holds in known["found"].items() if isinstance(holds, bool)}
        return Capabilities(
            version=str(known.get("version", "")), probed=str(known.get("probed", "")), found=found
        )

    def keep(self, server: str, capabilities: Capabilities) -> None:
        """Remember what a probe found, in place of what one found before.

        Raises:
            StorageUnwritable: it cannot be written.
        """
        kept = self._all() | {server: asdict(capabilities)}
        write_private(self._path, json.dumps(kept, indent=1).encode())

    def _all(self) -> dict[str, Any]:
        try:
            if distrusted(self._path) is not None:
                return {}
            read = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}
