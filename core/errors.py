"""What can go wrong, each with its exit code and a way out.

HeadgateError                   1  internal: raise a subclass
├── UsageError                  2  the command line or the settings are wrong
│   └── SettingsError           2  headgate.yaml is wrong, with its place
├── DecisionPending             3  a value is asked for that a person has yet to decide
├── Blocked                     4  policy, gate, approval or read-only mode says no
├── SideMoved                   5  a side changed since it was seen; nothing written
├── SourceUnreadable            6  a source could not be read or reached, or rights are missing
│   ├── NotFound                6  the unit, item, revision or commit is not there
│   └── ToolMissing             6  a program that is needed is not installed
├── OutcomeUnknown              7  partly done, or nobody knows: headgate resume
├── InputRefused                8  limit, encoding, syntax or signature
│   └── EditRefused             8  an edit could not be proved; nothing written
└── StorageUnwritable           9  local storage or the audit record cannot be written; nothing sent
"""

from typing import ClassVar

__all__ = [
    "Blocked",
    "DecisionPending",
    "EditRefused",
    "HeadgateError",
    "InputRefused",
    "NotFound",
    "OutcomeUnknown",
    "SettingsError",
    "SideMoved",
    "SourceUnreadable",
    "StorageUnwritable",
    "ToolMissing",
    "UsageError",
]


class HeadgateError(Exception):
    """Base of every error raised on purpose; raise a subclass, never this.

    Args:
        what: what failed: verb, object, system; one sentence without a full stop.
        why: the one cause; outside text in it is shown inert by whoever prints it.
        next_step: one exact command or action that leads on.
        changed: what was changed before it failed, per side; "nothing" where nothing was.
        ref: decision id, request id, file: whatever finds it again; "" for none.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, what: str, *, why: str, next_step: str, changed: str = "nothing", ref: str = ""
    ) -> None:
        self.what = what
        self.why = why
        self.changed = changed
        self.next_step = next_step
        self.ref = ref
        super().__init__(what)

    def __str__(self) -> str:
        lines = [self.what, f"Why: {self.why}", f"Changed: {self.changed}", f"Next: {self.next_step}"]
        lines += [f"Ref: {self.ref}"] if self.ref else []
        return "\n".join("\n  ".join(line.splitlines()) for line in lines)  # no quote can pass for a part

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.what, self.why, self.next_step, self.changed, self.ref))


def _rebuilt(kind: type[HeadgateError], what: str, *parts: str) -> HeadgateError:
    why, next_step, changed, ref = parts
    return kind(what, why=why, next_step=next_step, changed=changed, ref=ref)


class UsageError(HeadgateError):
    """The command line is wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """headgate.yaml is wrong; ``why`` names file, line and the nearest known key."""


class DecisionPending(HeadgateError):
    """A value was asked for that a person has yet to decide."""

    exit_code = 3


class Blocked(HeadgateError):
    """Policy, a gate, a missing approval or read-only mode says no."""

    exit_code = 4


class SideMoved(HeadgateError):
    """A side changed after it was seen; nothing was written."""

    exit_code = 5


class SourceUnreadable(HeadgateError):
    """A source could not be read or reached, or rights are missing: unknown, never "in sync"."""

    exit_code = 6


class NotFound(SourceUnreadable):
    """The unit, item, revision or commit that was named is not there."""


class ToolMissing(SourceUnreadable):
    """A program that a source needs is not installed."""


class OutcomeUnknown(HeadgateError):
    """Partly done, or nobody knows whether a write arrived; `headgate resume` looks it up."""

    exit_code = 7


class InputRefused(HeadgateError):
    """Input over a limit, badly encoded, malformed or badly signed; ``why`` has file, line and column."""

    exit_code = 8


class EditRefused(InputRefused):
    """An edit of a text could not be proved to change what was asked and nothing else; not written."""


class StorageUnwritable(HeadgateError):
    """Local storage or the audit record cannot be written; nothing was sent."""

    exit_code = 9
