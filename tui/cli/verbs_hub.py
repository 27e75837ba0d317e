"""``headgate hub`` and ``headgate doctor`` with their arguments."""

from typing import Final

from tui.cli.grammar import Argument, Command

__all__ = ["DOCTOR", "HUB"]

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

DOCTOR: Final = Command(
    "doctor",
    "look whether everything can be read, reached and written",
    "The exit code is 6 where something cannot. With --probe it asks a ConfigHub server about what "
    "Headgate takes for granted of it, in a space that must not be there: it is made and deleted again.",
    (Argument("--probe", "ask the server about what is taken for granted", value="SPACE"),),
    (
        ("headgate doctor", "before the first propose, and when something is unknown"),
        ("headgate doctor --probe headgate-probe", "whether this server is as we think"),
    ),
)
