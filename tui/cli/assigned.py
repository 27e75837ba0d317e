"""``PATH=VALUE`` and ``PATH=SIDE`` as people type them."""

from typing import Final

from core.errors import InputRefused, UsageError
from core.krm.read.documents import Documents, read
from core.krm.values import Value
from core.merge.places import Side

__all__ = ["read_side", "read_value", "split"]

_NULLS: Final = frozenset({"null", "Null", "NULL", "~"})


def split(text: str, option: str) -> tuple[str, str]:
    """Take ``PATH=VALUE`` apart at the first ``=`` that is not inside brackets.

    Raises:
        UsageError: there is none, or nothing stands before it.

    >>> split("spec.containers[name=app].image=web:1", "--set")
    ('spec.containers[name=app].image', 'web:1')
    >>> split('data["a=b]"]=c=d', "--set")
    ('data["a=b]"]', 'c=d')
    """
    at = _equals(text)
    if at < 1:
        raise UsageError(
            f"Could not read {option} {text!r}",
            why="it has the form PATH=VALUE",
            next_step="headgate show ITEM prints the paths",
        )
    return text[:at], text[at + 1 :]


def read_side(text: str, path: str) -> Side:
    """Read the name of a side.

    Raises:
        UsageError: it is none; a value of one's own belongs to ``--set``.
    """
    try:
        return Side(text)
    except ValueError:
        raise UsageError(
            f"Could not take {text!r} for {path}",
            why="--path takes one of git, hub, live and base",
            next_step=f"--set '{path}={text}' gives the field a value of your own",
        ) from None


def read_value(text: str, path: str) -> tuple[Value, str]:
    """Read a value as kubectl reads YAML.

    Returns:
        The value, and a warning where other tools read the same words differently; "" for none.

    Raises:
        UsageError: it is no single value, or nothing at all.

    >>> read_value("4", "spec.replicas"), read_value("on", "data.fast")[0]
    ((4, ''), True)
    """
    if text.strip() in _NULLS:
        return None, ""
    documents = _documents(text, path)
    if not documents.documents:
        raise UsageError(
            f"No value is given for {path}",
            why="an empty value could mean the empty text, null, or that the field goes",
            next_step=f"'{path}=\"\"' is the empty text, {path}=null is null, --remove {path} removes it",
        )
    if len(documents.documents) > 1:
        raise _no_value(path, "it holds several documents")
    warning = "; ".join(f"{path}: {flag.words}" for flag in documents.flags)
    return documents.documents[0].value, warning


def _documents(text: str, path: str) -> Documents:
    try:
        return read(text)
    except InputRefused as error:
        raise _no_value(path, error.why) from error


def _no_value(path: str, why: str) -> UsageError:
    return UsageError(
        f"Could not read the value for {path}",
        why=why,
        next_step=f"a text with special characters stands in quotes: '{path}=\"...\"'",
    )


def _equals(text: str) -> int:
    """Find the first ``=`` outside brackets and outside the quotes in them; -1 for none."""
    depth, quoted, escaped = 0, False, False
    for at, char in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            quoted, escaped = char != '"', char == "\\"
        elif char == '"' and depth:
            quoted = True
        elif char in "[]":
            depth += 1 if char == "[" else -1
        elif char == "=" and not depth:
            return at
    return -1
