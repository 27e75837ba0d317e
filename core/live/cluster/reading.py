"""Reading: the live objects of many resources, in pages where they are many and by name where they are few.

Each is read at its manifest's own API version: at another one the same object has other fields (domain.md
§0.4). Secrets are always read by name: a list would bring those that nobody asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.errors import HeadgateError, InputRefused, NotFound, SourceUnreadable
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Kinds, Served
from core.live.cluster.refusals import Refusal, error_of, refusal_of
from core.net.calls import Answer, Call, reading
from core.net.values import Json
from core.progress import Stop, never_stop

__all__ = ["PAGE", "Found", "Reader"]

PAGE: Final = 500
"""Objects a page, as kubectl asks for."""

_BY_NAME: Final = 3
"""So many of a kind in a namespace are read one by one."""

_SMALLEST: Final = 10
_EXPIRED: Final = 410
_AT_ONCE: Final = 4

_Key: TypeAlias = tuple[str, str, str, str]
_Group: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at some resources brought.

    Attributes:
        objects: by what makes a resource the same (`ResourceId.key`); only those that are there.
        unread: why others could not be read: unknown, never "deleted".
    """

    objects: Mapping[_Key, dict[str, Value]]
    unread: Mapping[_Key, HeadgateError]


class Reader:
    """Reads objects of one cluster."""

    def __init__(self, connection: Connection, kinds: Kinds, *, page: int = PAGE) -> None:
        self._connection = connection
        self._kinds = kinds
        self._page = page

    def namespace(self, resource: ResourceId) -> str:
        """Say where a resource is looked for: what names no namespace is in the context's own."""
        return resource.namespace or self._connection.access.namespace or "default"

    def look(self, resources: Sequence[ResourceId]) -> Found:
        """Read resources.

        Raises:
            SourceUnreadable: not one could be read.
        """
        groups: dict[_Group, list[ResourceId]] = {}
        for one in resources:
            groups.setdefault((one.api_version, one.kind, one.namespace), []).append(one)
        objects: dict[_Key, dict[str, Value]] = {}
        unread: dict[_Key, HeadgateError] = {}
        with ThreadPoolExecutor(min(_AT_ONCE, max(1, len(groups)))) as pool:
            for wanted, outcome in zip(groups.values(), pool.map(self._group, groups.values()), strict=True):
                if isinstance(outcome, HeadgateError):
                    unread.update({one.key: outcome for one in wanted})
                else:
                    objects.update(outcome)
        if unread and len(unread) == len(resources):
            raise next(iter(unread.values()))
        return Found(objects=objects, unread=unread)

    def one(self, resource: ResourceId) -> dict[str, Value] | None:
        """Read one resource; None where it is not there.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        served = self._kinds.served(resource)
        call = reading(f"read {resource}", served.path(self.namespace(resource), resource.name))
        try:
            found = self._connection.read(call)
        except NotFound:
            return None
        return _object(found, resource)

    def pages(self, served: Served, namespace: str, *, stop: Stop | None = None) -> Iterator[dict[str, Json]]:
        """Read the objects of a kind page by page; each page is the whole List.

        A page that is too large is asked for again in halves; a list that grew too old in the middle goes on
        with what the server offers for its rest.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        stop = stop or never_stop()
        size, token = self._page, ""
        while not stop.is_set():
            call = _list_call(served, namespace, size, token)
            try:
                answer = self._connection.answer(call, stop=stop)
            except InputRefused:
                if size <= _SMALLEST:
                    raise
                size //= 2
                continue
            refusal = None if answer.status != _EXPIRED else refusal_of(answer)
            if refusal is not None and refusal.onward and refusal.onward != token:
                token = refusal.onward
                continue
            page = self._page_of(call, answer)
            yield page
            metadata = page.get("metadata")
            onward = metadata.get("continue") if isinstance(metadata, dict) else None
            if not isinstance(onward, str) or not onward:
                return
            if onward == token:
                raise _circle(served)
            token = onward

    def _page_of(self, call: Call, answer: Answer) -> dict[str, Json]:
        if answer.status != _OK:
            refusal: Refusal = refusal_of(answer)
            raise error_of(refusal, call, context=self._connection.access.context)
        found = self._connection.json(call, answer)
        return found if isinstance(found, dict) else {}

    def _group(self, wanted: list[ResourceId]) -> Mapping[_Key, dict[str, Value]] | HeadgateError:
        try:
            if len(wanted) <= _BY_NAME or wanted[0].kind == "Secret":
                return self._by_name(wanted)
            return self._listed(wanted)
        except (SourceUnreadable, InputRefused) as error:
            return error

    def _by_name(self, wanted: list[ResourceId]) -> Mapping[_Key, dict[str, Value]]:
        pairs = [(one, self.one(one)) for one in wanted]
        return {one.key: found for one, found in pairs if found is not None}

    def _listed(self, wanted: list[ResourceId]) -> Mapping[_Key, dict[str, Value]]:
        first = wanted[0]
        served = self._kinds.served(first)
        keys = {one.name: one.key for one in wanted}
        objects: dict[_Key, dict[str, Value]] = {}
        for page in self.pages(served, self.namespace(first)):
            for item in _items(page):
                metadata = item.get("metadata")
                name = metadata.get("name") if isinstance(metadata, dict) else None
                if isinstance(name, str) and name in keys:
                    objects[keys[name]] = {**item, "apiVersion": first.api_version, "kind": first.kind}
        return objects


_OK: Final = 200


def _list_call(served: Served, namespace: str, size: int, token: str) -> Call:
    query = [("limit", str(size)), *([("continue", token)] if token else [])]
    where = f" in {namespace}" if namespace and served.namespaced else ""
    return reading(f"list {served.resource}{where}", served.path(namespace), *query)


def _items(page: dict[str, Json]) -> Iterator[dict[str, Json]]:
    items = page.get("items")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield item


def _object(found: Json, resource: ResourceId) -> dict[str, Value]:
    if not isinstance(found, dict):
        raise SourceUnreadable(
            f"Could not read {resource}",
            why="the server answered with no object",
            next_step="check the server of the context: kubectl version",
        )
    return found


def _circle(served: Served) -> SourceUnreadable:
    return SourceUnreadable(
        f"Could not list {served.resource}",
        why="the server gave the same place to go on from a second time",
        next_step="ask again; if it stays so, tell whoever runs the cluster",
    )
