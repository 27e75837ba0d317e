"""Canary tokens: credentials that are planted everywhere and may come out nowhere."""

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

__all__ = ["ENVIRONMENT", "canary", "found_in", "found_in_files", "private_files"]

_STEM: Final = "c4nary"
_ANY: Final = re.compile(rf"{_STEM}[A-Za-z0-9]*")


def canary(place: str) -> str:
    """Make the token that is planted at a place, letters and digits only."""
    return f"{_STEM}9{place}9xK7"


ENVIRONMENT: Final = {
    name: canary(f"env{number}")
    for number, name in enumerate(
        ("GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "AWS_SECRET_ACCESS_KEY", "VAULT_TOKEN", "HEADGATE_TOKEN")
    )
}
"""Tokens as the environment of an operator or of CI holds them."""

_STEM_IN_BASE64: Final = [
    b64encode(b"x" * shift + _STEM.encode())[(shift * 8 + 5) // 6 : (shift + len(_STEM)) * 8 // 6]
    for shift in range(3)
]


def found_in(seen: str | bytes) -> list[str]:
    """Find the canaries in what was seen, in clear or in base64."""
    data = seen if isinstance(seen, bytes) else seen.encode(errors="surrogatepass")
    plain = [match.group() for match in _ANY.finditer(data.decode(errors="replace"))]
    return plain + [f"in base64: {part.decode()}" for part in _STEM_IN_BASE64 if part in data]


def found_in_files(files: Iterable[Path]) -> dict[str, list[str]]:
    """Find the canaries in files; those without one are left out."""
    seen = {str(file): found_in(file.read_bytes()) for file in files}
    return {name: found for name, found in seen.items() if found}


def private_files(state: Path) -> Iterator[Path]:
    """List what Headgate keeps for itself: all but the hub, which is the authority and holds the units."""
    for folder, _, names in os.walk(state):
        if "objects" not in Path(folder).parts:
            yield from (Path(folder, name) for name in names if not name.startswith("hub.db"))
