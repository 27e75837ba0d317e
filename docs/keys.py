"""Write docs/keys.md from the verb table. Run by ``make docs``."""

from collections.abc import Iterator
from pathlib import Path

from tui.key_names import shown_key
from tui.keys import VERBS, Verb

PAGE = Path(__file__).with_name("keys.md")

ROOMS = {
    "app": "Everywhere",
    "list": "In every list",
    "inbox": "Inbox",
    "resolve": "Resolve",
    "plan": "Plan",
    "done": "Receipt",
    "reader": "Reading",
    "reading": "Reading",
    "help": "Help",
}


def page() -> str:
    """Print the page: one table a screen, in table order."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield from (
        "# Keys",
        "",
        "<!-- Written by docs/keys.py from tui/keys.py; change the table, not this page. -->",
    )
    danger = sorted({key for verb in VERBS if verb.danger for key in verb.keys.split(",")})
    leading = ", ".join(f"`{key}`" for key in danger[:-1])
    yield from (
        "",
        f"Lower case looks and moves; only {leading} and `{danger[-1]}` lead towards a write. Each stops",
        "where what would be written is shown and a word is typed; `S` asks for what its record needs.",
        "A digit names the side whose value survives, on every screen.",
    )
    for room in dict.fromkeys(verb.id.partition(".")[0] for verb in VERBS):
        yield from (
            "",
            f"## {ROOMS.get(room, room.capitalize())}",
            "",
            "| keys | does | on the command line |",
            "|---|---|---|",
        )
        yield from (_row(verb) for verb in VERBS if verb.id.partition(".")[0] == room)


def _row(verb: Verb) -> str:
    keys = ", ".join(f"`{_escaped(shown_key(key))}`" for key in verb.keys.split(",") if key) or "`:`"
    twin = f"`{_escaped(verb.twin)}`" if verb.twin else ""
    return f"| {keys} | {_escaped(verb.help)} | {twin} |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
