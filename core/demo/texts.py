"""The files that come with the story, with each space's facts filled in."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

__all__ = ["written"]


def written(file: str, facts: Mapping[str, str]) -> str:
    """Read a file of the story and fill its ``$names`` in."""
    return _template(file).substitute(facts)


@cache
def _template(file: str) -> Template:
    return Template((files("core.demo.story") / file).read_text(encoding="utf-8"))
