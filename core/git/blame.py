"""Blame: which commit wrote each line of a file, as ``git blame --porcelain`` prints it. Pure."""

import re
from typing import Final

__all__ = ["line_commits"]

_HEADER: Final = re.compile(rb"(?P<oid>[0-9a-f]{40}(?:[0-9a-f]{24})?) \d+ \d+(?: \d+)?")


def line_commits(output: bytes) -> tuple[str, ...]:
    r"""Read the commit of every line, in the order of the file.

    A content line begins with a tab, so whatever stands in it is never taken for a header.

    >>> oid = b"a" * 40
    >>> line_commits(oid + b" 1 1 1\nauthor x\nsummary y\n\tkind: x\n") == ("a" * 40,)
    True
    """
    found: list[str] = []
    oid = ""
    between = True
    for line in output.split(b"\n"):
        if line.startswith(b"\t"):
            found.append(oid)
            between = True
        elif between and (header := _HEADER.fullmatch(line)):
            oid = header["oid"].decode()
            between = False
    return tuple(found)
