"""Lists in pages: the way on stays at the origin, gets somewhere, and ends.

Source: reliability.md T40, T42; RFC 8288 for the Link header.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from core.net.address import host_of
from core.net.calls import Answer, Call
from core.net.client import Client
from core.net.words import malformed
from core.progress import Stop

__all__ = ["Further", "by_link", "pages"]

Further = Callable[[Answer], str | Mapping[str, str] | None]
"""Finds the way on in an answer: a link, the parameters that ask for the next page, or None at the end."""

_LINK: Final = re.compile(r"<([^<>]*)>([^<]*)")
_REL: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


def by_link(answer: Answer) -> str | None:
    """Find the next page in the Link header."""
    for link, parameters in _LINK.findall(answer.headers.get("link", "")):
        rel = _REL.search(parameters)
        if rel and "next" in (rel[1] or rel[2]).lower().split():
            return str(link)
    return None


def pages(client: Client, call: Call, further: Further, *, stop: Stop | None = None) -> Iterator[Answer]:
    """Read a list page by page.

    Args:
        client: of the site.
        call: the first page.
        further: finds the way on.
        stop: asked between pages and while one comes.

    Raises:
        InputRefused: the way on leads to another host, in a circle, or never ends.
        SourceUnreadable: as `Client` says.
    """
    base, limit = client.site.base, client.site.limits.pages
    target: str | None = base.target(call.path, call.query)
    seen: set[str] = set()
    while target is not None:
        if target in seen or len(seen) == limit:
            why = "a second time" if target in seen else f"after {limit} pages"
            raise malformed(call, f"the list of {client.site.title} asks for a page more, {why}")
        seen.add(target)
        answer = client.ask(call, target, stop=stop)
        yield answer
        target = _next(client, call, answer, further(answer))


def _next(client: Client, call: Call, answer: Answer, way: str | Mapping[str, str] | None) -> str | None:
    if way is None:
        return None
    if not isinstance(way, str):
        kept = tuple(pair for pair in call.query if pair[0] not in way)
        onward = replace(call, query=(*kept, *way.items()))
        return client.site.base.target(onward.path, onward.query)
    target = client.site.base.inside(way, seen_at=answer.target)
    if target is None:
        raise malformed(
            call, f"the next page of {client.site.title} is said to be at {host_of(way)}, out of bounds"
        )
    return target
