"""``headgate hub`` with its arguments."""

from typing import Final

from tui.cli.grammar import Argument, Command

__all__ = ["HUB"]

HUB: Final = Command(
    "hub",
    "take everything out of a hub, or put it into another",
    "ACTION is export or import. export writes units with their history, sync points and what waits into a "
    "new file that only you can read; secrets in it are in clear. import puts such a file into the hub that "
    "headgate.yaml names: start embedded, go on with ConfigHub, or the other way round. Units that are there "
    "already otherwise are left as they are and named, exit code 5. What is cut off goes on with the same "
    "command.",
    (
        Argument("ACTION", "export or import", required=True),
        Argument("FILE", "where to, or where from", required=True),
    ),
    (
        ("headgate hub export shop.jsonl", "before hub: embedded becomes hub: https://…"),
        ("headgate hub import shop.jsonl", "after it"),
    ),
)
