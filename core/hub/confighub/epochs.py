"""Epochs: the three versions of the API that are known, told apart by what a server says of itself."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["Epoch", "epoch_of"]


class Epoch(StrEnum):
    """Which rules a server follows; named after when they were published."""

    A = "2025-08"
    """Data in the unit's JSON, guarded by its version; no pages."""
    B = "2026-06"
    """As A, with hashes, and bytes that are read apart."""
    C = "2026-10"
    """Bytes are written apart and guarded by their hash; lists in pages; releases instead of applying."""

    @property
    def newest(self) -> bool:
        """Whether bytes are written apart from the unit."""
        return self is Epoch.C


def epoch_of(info: Mapping[str, object]) -> Epoch:
    """Tell the epoch from ``GET /info``.

    Source: confighub-api.md §9.

    >>> epoch_of({"Version": "0.6.0"}).name
    'B'
    """
    if info.get("AuthIssuer"):
        return Epoch.C
    return Epoch.B if info.get("Version") else Epoch.A
