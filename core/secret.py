"""A value that never prints itself."""

from typing import Final

__all__ = ["Secret"]

_SHOWN: Final = "***"


class Secret:
    """Holds a credential; its text leaves only by `reveal`, at the one place that sends it.

    >>> Secret("t0ken")
    ***
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, spec: str) -> str:
        return format(_SHOWN, spec)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")

    def reveal(self) -> str:
        """Read the credential itself."""
        return self._value
