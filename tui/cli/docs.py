"""The generated pages of docs/reference: ``python -m tui.cli.docs`` writes them anew."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.errors import HeadgateError
from core.krm.rules.table import ALL_RULES
from tui.cli.grammar import Argument, Command, synopsis
from tui.cli.rules_page import rules_page
from tui.cli.verbs import COMMANDS, EVERYWHERE, SCREENS, TOP

__all__ = ["FOLDER", "main", "pages"]

FOLDER: Final = Path(__file__).parents[2] / "docs" / "reference"

_GENERATED: Final = "<!-- Written by `python -m tui.cli.docs`; change the program, not this page. -->"
_ALSO: Final = {
    0: "Done, or nothing to decide.",
    1: "A fault in the program itself; the message names the report, a file in the state folder.",
    2: "The command line or the settings are wrong.",
    3: (
        "A decision is pending or a conflict stands: `propose`, `merge` and `drift` always say so, `status` "
        "with `--exit-code`."
    ),
    4: "Not allowed, or not confirmed.",
    5: "A side moved since it was seen; nothing was written. Look again, then decide again.",
    6: "Something could not be read or reached: what is printed is not the whole answer.",
    7: "Partly done, or nobody knows. The message says what stands where.",
    8: "The input is over a limit, badly encoded or malformed.",
    9: "Local storage cannot be written; nothing was sent.",
    129: "The terminal went away (HUP).",
    130: "Ctrl-C (INT).",
    143: "Asked to end (TERM).",
}


def pages() -> dict[str, str]:
    """Write every generated page, by file name."""
    found = {"cli.md": _cli(), "exit-codes.md": _exit_codes(), "rules.md": rules_page(_GENERATED, ALL_RULES)}
    return {name: "\n".join(lines) for name, lines in found.items()}


def main() -> int:
    """Write the pages into docs/reference."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def _cli() -> Iterator[str]:
    yield from ("# The command line", "", _GENERATED, "", TOP, "")
    yield "`headgate` alone opens the inbox; without a terminal it prints it. Data goes to standard output,"
    yield "everything else to standard error. The shapes of JSON are in [json.md](json.md), the exit codes in"
    yield "[exit-codes.md](exit-codes.md)."
    yield from ("", "Every command takes:", "")
    yield from _table(EVERYWHERE)
    yield from ("", "The screens, which `headgate` alone and `headgate demo` open, also take:", "")
    yield from _table(SCREENS)
    for command in COMMANDS:
        yield from _command(command)
    yield ""


def _command(command: Command) -> Iterator[str]:
    yield from ("", f"## headgate {command.name}", "", "```", synopsis(command), "```", "")
    yield f"{command.does[0].upper()}{command.does[1:]}.{f' {command.more}' if command.more else ''}"
    if command.arguments:
        yield ""
        yield from _table(command.arguments)
    for typed, does in command.examples:
        yield from ("", f"{does[0].upper()}{does[1:]}:", "", "```sh", typed, "```")


def _table(arguments: tuple[Argument, ...]) -> Iterator[str]:
    yield from ("| argument | |", "| --- | --- |")
    for one in arguments:
        names = ", ".join(name for name in (one.name, one.long) if name)
        value = "\\|".join(one.choices) or one.value
        again = "; may be given several times" if one.many else ""
        yield f"| `{names}{f' {value}' if value else ''}` | {one.help}{again} |"


def _exit_codes() -> Iterator[str]:
    yield from ("# Exit codes", "", _GENERATED, "")
    yield "An error says what failed, why, what was changed and what to do next; its code says the kind."
    yield from ("", "| code | when | errors |", "| --- | --- | --- |")
    for code, when in _ALSO.items():
        kinds = "<br>".join(f"`{kind.__name__}`: {_first_line(kind)}" for kind in _kinds(HeadgateError, code))
        yield f"| {code} | {when} | {kinds} |"
    yield ""
    yield "Where several hold, the first of these wins: an error, 6 (unknown), 3 (pending), 0."
    yield ""


def _kinds(kind: type[HeadgateError], code: int) -> Iterator[type[HeadgateError]]:
    for leaf in kind.__subclasses__():
        if leaf.exit_code == code and leaf.__module__ == HeadgateError.__module__:
            yield leaf
        yield from _kinds(leaf, code)


def _first_line(kind: type[HeadgateError]) -> str:
    return (kind.__doc__ or "").partition("\n")[0].replace("``", "`")


if __name__ == "__main__":
    sys.exit(main())
