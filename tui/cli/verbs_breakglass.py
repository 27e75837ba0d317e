"""``headgate breakglass`` with its arguments."""

from typing import Final

from tui.cli.grammar import Argument, Command

__all__ = ["BREAKGLASS"]

BREAKGLASS: Final = Command(
    "breakglass",
    "a session for changes by hand during an incident: begin, see, decide, end",
    "ACTION is start, status, watch, capture, before, later, end or report. start needs --space, --incident "
    "and --reason, and works while the hub is down. While it is open, every live change is listed; "
    "capture, before and later say what becomes of changes, of all open ones where none is named, and write "
    "nothing yet. end carries it out, a decision a unit. Nothing is put back by itself: when the time is "
    "over the session is overdue, status says so and exits with 3. A session outlives its terminal.",
    (
        Argument("ACTION", "start, status, watch, capture, before, later, end or report", required=True),
        Argument("CHANGE", "unit#path of a change, or the end of its path", many=True),
        Argument("--session", "its id, incident or space; needed where several are open", value="SESSION"),
        Argument("--incident", "the incident's id", value="INCIDENT"),
        Argument("--reason", "why; the record says it", value="REASON"),
        Argument("--ttl", "how long it has, as 45m or 2h; 60m unless said", value="TIME"),
        Argument("--every", "watch: seconds between two looks; 5 unless said", value="SECONDS"),
        Argument("--yes", "end: carry the plans out without asking"),
        Argument("--dry-run", "end: print what would be written, write nothing"),
    ),
    (
        (
            'headgate breakglass start --space shop-prod-east --incident INC-7 --reason "out of memory"',
            "begin; then change what must be changed, with kubectl or in the cloud",
        ),
        ("headgate breakglass status", "what changed live since, by whom, and what becomes of it"),
        ("headgate breakglass capture limits.memory", "keep this change: it becomes a revision at the end"),
        ("headgate breakglass before replicas", "put this one back as it was applied"),
        ("headgate breakglass end", "show the plans, ask, carry them out, close the session"),
        ("headgate breakglass report", "the record of it, as Markdown"),
    ),
)
