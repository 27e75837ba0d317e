"""What of the environment may reach the screens' library; imports nothing of it, to run before it is loaded.

Source: reliability D10: ``TEXTUAL_PRESS`` presses keys, ``TEXTUAL_DRIVER`` imports any module,
``TEXTUAL_LOG`` writes files.
"""

from collections.abc import Mapping, MutableMapping

__all__ = ["meant_for_the_library", "scrub"]


def meant_for_the_library(environment: Mapping[str, str]) -> tuple[str, ...]:
    """List the variables that steer Textual.

    >>> meant_for_the_library({"TEXTUAL_PRESS": "y", "TERM": "xterm"})
    ('TEXTUAL_PRESS',)
    """
    return tuple(sorted(name for name in environment if name.upper().startswith("TEXTUAL")))


def scrub(environment: MutableMapping[str, str]) -> None:
    """Delete them; to be called before Textual is imported, which reads them only then."""
    for name in meant_for_the_library(environment):
        del environment[name]
