"""Data in the format that was asked for. JSON and YAML hold nothing but printable ASCII."""

import json
from collections.abc import Iterable, Mapping

import yaml

from core.errors import HeadgateError
from core.report.held import json_value
from core.report.trouble import json_error
from tui.cli.console import Console

__all__ = ["emit", "emit_error", "printed"]


def emit(console: Console, form: Mapping[str, object], lines: Iterable[str]) -> None:
    """Print data: ``form`` for machines, or ``lines`` for people; the other is not even made."""
    console.data(lines if console.format == "table" else printed(form, console.format))


def emit_error(error: HeadgateError, console: Console) -> None:
    """Print an error for machines, on standard error like any other."""
    for line in printed(json_error(error), console.format):
        console.say(line)


def printed(form: Mapping[str, object], output: str) -> list[str]:
    r"""Write a form as JSON or YAML, line by line.

    >>> printed({"a": "\u202e\x7f"}, "json")
    ['{', '  "a": "\\u202e\\u007f"', '}']
    """
    plain = json_value(dict(form))
    if output == "yaml":
        text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=False, width=1_000_000)
        return text.splitlines()
    return json.dumps(plain, indent=2, allow_nan=False).replace("\x7f", "\\u007f").splitlines()
