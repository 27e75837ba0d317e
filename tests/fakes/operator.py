"""An operator that a test names."""

from core.model.people import Actor

__all__ = ["FakeOperator"]


class FakeOperator:
    """Always the same person; ``ada`` unless told."""

    def __init__(self, name: str = "ada", *, is_agent: bool = False) -> None:
        self._actor = Actor(name=name, is_agent=is_agent)

    def actor(self) -> Actor:
        return self._actor
