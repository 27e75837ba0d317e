"""Rest: how the adapters of this room ask a forge, one line a question."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.net.calls import Answer, Call, Effect
from core.net.client import Client
from core.net.pages import by_link, pages
from core.net.values import Json, Picked, json_body, picked
from core.progress import Stop

__all__ = ["Rest", "change", "creation"]

_JSON = {"Content-Type": "application/json"}
_NOT_FOUND = frozenset({404})


class Rest:
    """Speaks JSON with one forge.

    Args:
        client: of the forge.
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def read(self, doing: str, path: str, *query: tuple[str, str], stop: Stop | None = None) -> Picked:
        """Read one thing; raises as `core.net.client.Client` says."""
        call = Call(doing=doing, path=path, query=query)
        return picked(self.client, call, self.client.send(call, stop=stop))

    def find(
        self, doing: str, path: str, *, absent: frozenset[int] = _NOT_FOUND, stop: Stop | None = None
    ) -> Picked | None:
        """Read one thing; None where it is not there, which these statuses say."""
        call = Call(doing=doing, path=path, also=absent)
        answer = self.client.send(call, stop=stop)
        return None if answer.status in absent else picked(self.client, call, answer)

    def rows(
        self, doing: str, path: str, *query: tuple[str, str], stop: Stop | None = None
    ) -> Iterator[Picked]:
        """Read a list through all its pages."""
        call = Call(doing=doing, path=path, query=query)
        for page in pages(self.client, call, by_link, stop=stop):
            yield from picked(self.client, call, page)

    def write(self, call: Call, body: Mapping[str, Json], *, stop: Stop | None = None) -> Picked:
        """Send a write and read what the forge made of it."""
        return picked(self.client, call, self.send(call, body, stop=stop))

    def send(self, call: Call, body: Mapping[str, Json] | None, *, stop: Stop | None = None) -> Answer:
        """Send a write and give the answer as it came."""
        whole = call if body is None else replace(call, headers=_JSON, body=json_body(dict(body)))
        return self.client.send(whole, stop=stop)


def change(doing: str, target: str, method: str, path: str) -> Call:
    """Make a write that may be repeated: it says how a thing shall be."""
    return Call(doing=doing, path=path, method=method, effect=Effect.GUARDED, target=target)


def creation(doing: str, target: str, path: str, *, also: frozenset[int] = frozenset()) -> Call:
    """Make a write that makes something new."""
    return Call(
        doing=doing,
        path=path,
        method="POST",
        effect=Effect.CREATE,
        target=target,
        also=also,
        next_step="the same command looks for it before it makes another",
    )
