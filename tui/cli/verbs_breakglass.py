"""``headgate breakglass`` with its arguments."""

from typing import Final

from tui.cli.grammar import Argument, Command

__all__ = ["BREAKGLASS"]

BREAKGLASS: Final = Command(
    "breakglass",
    "a session for changes by hand during an incident: begin, see, decide, end",
    "ACTION is start, status, watch, freeze, capture, before, later, end, thaw or report. start needs "
    "--space, --incident and --reason, and works while the hub is down. While it is open, every live change "
    "is listed; capture, before and later say what becomes of changes, of all open ones where none is named, "
    "and write nothing yet. freeze stops whoever takes live edits back, from the top down, of the units that "
    "are named or of all; thaw lets them go, from the bottom up, once the hub carries the changes. end "
    "carries out what was said, a decision a unit. Nothing is put back by itself: when the time is over the "
    "session is overdue, status says so and exits with 3. A session outlives its terminal.",
    (
        Argument(
            "ACTION",
            "start, status, watch, freeze, capture, before, later, end, thaw or report",
            required=True,
        ),
        Argument("CHANGE", "unit#path of a change, or the end of its path; freeze: a unit", many=True),
        Argument("--session", "its id, incident or space; needed where several are open", value="SESSION"),
        Argument("--incident", "the incident's id", value="INCIDENT"),
        Argument("--reason", "why; the record says it", value="REASON"),
        Argument(
            "--ttl",
            "start: how long it has, 60m unless said; later: how long it is left, as 2h",
            value="TIME",
        ),
        Argument("--every", "watch: seconds between two looks; 5 unless said", value="SECONDS"),
        Argument("--over", "end, freeze, thaw: take over from this manager", value="MANAGER", many=True),
        Argument("--anyway", "thaw: though live changes are taken back that the hub does not hold"),
        Argument("--yes", "end, freeze, thaw: carry it out without asking"),
        Argument("--dry-run", "end, freeze, thaw: print what would be written, write nothing"),
    ),
    (
        (
            'headgate breakglass start --space shop-prod-east --incident INC-7 --reason "out of memory"',
            "begin; then change what must be changed, with kubectl or in the cloud",
        ),
        ("headgate breakglass status", "what changed live since, by whom, and what becomes of it"),
        ("headgate breakglass freeze --dry-run", "who takes a live edit back, how soon, and how they stop"),
        ("headgate breakglass capture limits.memory", "keep this change: it becomes a revision at the end"),
        ("headgate breakglass before replicas", "put this one back as it was applied"),
        ("headgate breakglass end", "show the plans, ask, carry them out, close the session"),
        ("headgate breakglass report", "the record of it, as Markdown"),
    ),
)
