"""Texts: a unit's texts are read once each; a base is a stream of JSON, compared and never read by people.

Pure, but for what is kept of the texts read last.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from core.krm.read.documents import Documents, read_resources
from core.krm.values import Value

__all__ = ["base_of", "canonical", "parsed", "stream"]

_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=4096)
def parsed(text: str, namespace: str) -> Documents | None:
    """Read a unit's text once per text; None for no text at all.

    Raises:
        InputRefused: it cannot be read.
    """
    return read_resources(text, namespace=namespace) if text.strip() else None


@lru_cache(maxsize=4096)
def base_of(text: str, git_text: str, namespace: str) -> Documents | None:
    """Read a base; where it says just what Git renders, it is what was read of that already.

    Most bases do, and reading is what costs; its words in doubt are Git's to tell.

    Raises:
        InputRefused: it cannot be read.
    """
    git = parsed(git_text, namespace)
    return replace(git, flags=()) if git and canonical(git) == text else parsed(text, namespace)


def canonical(documents: Documents | None) -> str:
    """Write documents in the one form of a base; two with one text hold the same values, types and all."""
    return stream([document.value for document in documents.documents] if documents else [])


def stream(values: Sequence[Value]) -> str:
    """Write values, a document each."""
    lines = [_escaped(json.dumps(value, ensure_ascii=False, sort_keys=True)) for value in values]
    return "".join(f"---\n{line}\n" for line in lines)


def _escaped(text: str) -> str:
    """Write what YAML does not let stand as it is (c-printable, YAML 1.2 §5.1) by its number."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
