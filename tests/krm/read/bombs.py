"""Texts made to hurt whoever reads them, and a program that reads them all with little memory.

Prints JSON: name → [CPU seconds, "read", "refused" or the name of another error].
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from math import inf
from typing import Final

from core.errors import InputRefused
from core.krm.read.documents import from_bytes, read

MEMORY_BYTES: Final = 512 * 2**20
TRIES: Final = 3
QUICK_SECONDS: Final = 1.0


def laughs(levels: int, each: int) -> str:
    above = (f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * each)}]" for level in range(1, levels))
    return "\n".join(["a0: &a0 [x]", *above])


def merges(levels: int) -> str:
    above = (f"a{at}: &a{at} {{<<: [*a{at - 1}, *a{at - 1}], k{at}: x}}" for at in range(1, levels))
    return "\n".join(["a0: &a0 {k0: x}", *above])


def wide_merge() -> str:
    keys = ", ".join(f"k{at}: 1" for at in range(2000))
    return f"b: &b {{{keys}}}\nm: {{<<: [{','.join(['*b'] * 2000)}]}}\n"


BOMBS: Final[dict[str, Callable[[], str | bytes]]] = {
    "a billion laughs": lambda: laughs(10, 9),
    "two to the sixty": lambda: laughs(61, 2),
    "merge keys that double": lambda: merges(30),
    "a merge of 2,000 times 2,000 keys": wide_merge,
    "a large scalar under many aliases": lambda: "a: &a " + "x" * 4_000_000 + "\nb: [*a, *a]\n",
    "a thousand aliases": lambda: "- &a x\n" + "- *a\n" * 1000,
    "300,000 anchors": lambda: "".join(f"- &a{at} x\n" for at in range(300_000)),
    "100,000 opening brackets": lambda: "[" * 100_000,
    "100,000 opening maps": lambda: "{a: " * 100_000,
    "100,000 dashes in a line": lambda: "- " * 100_000,
    "100,000 question marks": lambda: "? " * 100_000,
    "2,000 maps within each other": lambda: "\n".join(" " * at + "a:" for at in range(2000)),
    "5,000 brackets that close": lambda: "[" * 5000 + "]" * 5000,
    "50 MB in a scalar": lambda: "a: " + "x" * 50_000_000,
    "50 MB of documents": lambda: "a: 1\n---\n" * 5_500_000,
    "a million empty documents": lambda: "---\n" * 1_200_000,
    "a million items": lambda: "- a\n" * 1_200_000,
    "two million items in a line": lambda: "[" + "a," * 2_400_000 + "]",
    "two million numbers of JSON": lambda: "[" + "1," * 2_400_000 + "1]",
    "200,000 doubtful words in a line": lambda: "[" + "on," * 199_000 + "]",
    "200,000 doubtful words on lines": lambda: "- on\n" * 199_000,
    "150,000 tags": lambda: "".join(f"- !t{at} x\n" for at in range(150_000)),
    "an integer of 4.9 MB": lambda: "a: " + "9" * 4_900_000,
    "the same in JSON": lambda: "[" + "9" * 4_900_000 + "]",
    "a hexadecimal of 4.9 MB": lambda: "a: 0x" + "f" * 4_900_000,
    "an octal of 4.9 MB": lambda: "a: 0" + "7" * 4_900_000,
    "an exponent of 1 MB": lambda: "a: 1e" + "9" * 1_000_000,
    "a number to base 60 of 4.8 MB": lambda: "a: 1" + ":59" * 1_600_000,
    "a block scalar of 4.8 MB": lambda: "a: |\n" + " x\n" * 1_600_000,
    "100,000 keys, the last twice": lambda: "{" + ", ".join(f"k{at}: 1" for at in range(90_000)) + ", k0: 2}",
    "a Python object": lambda: "a: !!python/object/apply:os.system [echo]\n",
    "NUL": lambda: "a: b\0c\n",
    "half a surrogate pair": lambda: "a: \ud800\n",
    "half a pair in an escape": lambda: 'a: "\\ud800"\n',
    "bad UTF-8": lambda: b"a: \xc3\x28\n",
    "UTF-16": lambda: "a: b\n".encode("utf-16"),
    "a tab as indentation": lambda: "a:\n\tb: 1\n",
    "an unterminated list": lambda: "a: [" + "b, " * 1000,
    "an unterminated quotation": lambda: 'a: "' + "x\n" * 100_000,
    "100,000 percent signs": lambda: "%" * 100_000,
    "100,000 directives": lambda: "%TAG ! tag:x:\n" * 100_000,
    "a thousand byte-order marks": lambda: "\ufeff" * 1000 + "a: 1\n",
    "5 MB of line breaks": lambda: "\n" * 4_900_000,
    "5 MB of quotation marks": lambda: "'" * 4_900_000,
}

HARMLESS: Final = {
    "200,000 doubtful words in a line",
    "200,000 doubtful words on lines",
    "150,000 tags",
    "an integer of 4.9 MB",
    "the same in JSON",
    "a hexadecimal of 4.9 MB",
    "an octal of 4.9 MB",
    "an exponent of 1 MB",
    "a number to base 60 of 4.8 MB",
    "a block scalar of 4.8 MB",
    "a Python object",
    "5 MB of line breaks",
    "5 MB of quotation marks",
    "a thousand byte-order marks",
}
"""What is read, since it stays within every limit; all others are refused."""


def _outcome(bomb: str | bytes) -> str:
    try:
        read(bomb if isinstance(bomb, str) else from_bytes(bomb))
    except InputRefused:
        return "refused"
    except Exception as error:  # noqa: BLE001 whatever else escapes is the finding
        return type(error).__name__
    return "read"


def _measured(bomb: str | bytes) -> tuple[float, str]:
    """Measure; what took long is tried again, since a busy neighbour costs processor time too."""
    best, outcome = inf, ""
    for _ in range(TRIES):
        start = time.process_time()
        outcome = _outcome(bomb)
        best = min(best, time.process_time() - start)
        if best < QUICK_SECONDS:
            break
    return best, outcome


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    found = {}
    for name, make in BOMBS.items():
        bomb = make()
        found[name] = _measured(bomb)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    _main()
