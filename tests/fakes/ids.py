"""Ids that a test can foretell."""

__all__ = ["FakeIds"]


class FakeIds:
    """Counts: ``D0001``, ``D0002``, …"""

    def __init__(self) -> None:
        self._made = 0

    def decision_id(self) -> str:
        self._made += 1
        return f"D{self._made:04d}"
