"""Watches: events as they come, bookmarks, and 410 as an event."""

import json
import time
from typing import TYPE_CHECKING, Any

from tests.fakes.kube.asked import Asked, Target
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.refusing import Refused

if TYPE_CHECKING:
    from tests.fakes.kube.handling import Handler

__all__ = ["watched"]

Json = dict[str, Any]


def watched(handler: "Handler", request: Asked, kind: Kind, target: Target) -> None:
    """Stream the events of a kind until the watch's time is up, or the server stops."""
    kube, store = handler.kube, handler.kube.store
    _begin(handler)
    seconds = min(float(request.query.get("timeoutSeconds") or kube.watch_seconds), kube.watch_seconds)
    until = time.monotonic() + seconds
    seen = int(request.query.get("resourceVersion") or 0)
    if not seen:
        for _, one in store.listed(kind, target.namespace):
            _send(handler, "ADDED", one)
        seen = store.version
    while not kube.stopping.is_set():
        with store.moved:
            try:
                events = store.since(seen, kind.resource)
            except Refused as error:
                _send(handler, "ERROR", error.body)
                break
            left = until - time.monotonic()
            if not events and left > 0:
                store.moved.wait(min(left, 0.2))
        for event in events:
            if not target.namespace or event.object["metadata"].get("namespace") == target.namespace:
                _send(handler, event.type, store.at(kind, event.object))
            seen = event.version
        if time.monotonic() >= until and not events:
            if request.query.get("allowWatchBookmarks") == "true":
                mark = {"resourceVersion": str(store.version), "creationTimestamp": None}
                _send(
                    handler, "BOOKMARK", {"kind": kind.kind, "apiVersion": kind.api_version, "metadata": mark}
                )
            break
    if kube.stopping.is_set():
        handler.close_connection = True
        return
    handler.wfile.write(b"0\r\n\r\n")
    handler.wfile.flush()


def _begin(handler: "Handler") -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.flush()


def _send(handler: "Handler", type_: str, document: Any) -> None:
    data = json.dumps({"type": type_, "object": document}).encode() + b"\n"
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
    handler.wfile.flush()
