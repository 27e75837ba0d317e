"""What was given on the command line, read by type."""

from collections.abc import Mapping

__all__ = ["Given"]


class Given:
    """The arguments of one run.

    >>> given = Given({"command": "status", "all": True, "path": ["a", "b"]})
    >>> given.flag("all"), given.text("space"), given.texts("path")
    (True, '', ('a', 'b'))
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    @property
    def command(self) -> str:
        """The command's name; "" for none."""
        return self.text("command")

    def flag(self, key: str) -> bool:
        """Tell whether a flag was given."""
        return self._values.get(key) is True

    def text(self, key: str) -> str:
        """Read a value; "" where none was given."""
        value = self._values.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Read the values of an argument that may be given several times."""
        values = self._values.get(key)
        return tuple(str(value) for value in values) if isinstance(values, list) else ()
