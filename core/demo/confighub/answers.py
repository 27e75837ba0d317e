"""What the loopback ConfigHub answers: which call does what, in which version."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from core.demo.confighub.contents import (
    all_revisions_call,
    data_call,
    diff_call,
    events_call,
    many_revision_data_call,
    orders_call,
    put_data_call,
    releases_call,
    revision_data_call,
    revisions_call,
    unit_data_call,
)
from core.demo.confighub.entities import (
    add_space_call,
    add_unit_call,
    drop_space_call,
    drop_unit_call,
    info_call,
    login_call,
    me_call,
    patch_unit_call,
    patch_units_call,
    put_unit_call,
    spaces_call,
    unit_call,
    units_call,
    user_call,
)
from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.store import RefusedError

if TYPE_CHECKING:
    from core.demo.confighub.server import Loopback

__all__ = ["ROUTES", "answered"]

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_Method = Callable[["Loopback", Call, list[str], str], Answer]


def answered(hub: "Loopback", call: Call) -> Answer:
    """Find what a call asks for and do it."""
    if (call.method, call.path) == ("POST", "/auth/worker"):
        return login_call(hub, call)
    if (call.method, call.path) == ("GET", "/api/info"):
        return Answer.of(info_call(hub))
    user = user_call(hub, call)
    for method, pattern, epochs, do in hub.routes:
        match = re.fullmatch("/api" + pattern.replace("{}", f"({_UUID})"), call.path)
        if match and method == call.method and hub.epoch in epochs:
            return do(hub, call, list(match.groups()), user)
    raise RefusedError(404, f"no such call: {call.method} {call.path}")


_SPACE: Final = "/space/{}"
_UNIT: Final = "/space/{}/unit/{}"
ROUTES: Final[tuple[tuple[str, str, str, _Method], ...]] = (
    ("GET", "/me", "ABC", me_call),
    ("GET", "/space", "ABC", spaces_call),
    ("POST", "/space", "ABC", add_space_call),
    ("DELETE", _SPACE, "ABC", drop_space_call),
    ("GET", "/unit", "ABC", units_call),
    ("PATCH", "/unit", "ABC", patch_units_call),
    ("GET", _SPACE + "/unit", "ABC", units_call),
    ("POST", _SPACE + "/unit", "ABC", add_unit_call),
    ("GET", _UNIT, "ABC", unit_call),
    ("PUT", _UNIT, "ABC", put_unit_call),
    ("PATCH", _UNIT, "ABC", patch_unit_call),
    ("DELETE", _UNIT, "ABC", drop_unit_call),
    ("GET", _UNIT + "/data", "BC", data_call),
    ("PUT", _UNIT + "/data", "C", put_data_call),
    ("GET", _UNIT + "/revision", "ABC", revisions_call),
    ("GET", _UNIT + "/revision/{}/data", "ABC", revision_data_call),
    ("GET", "/revision", "BC", all_revisions_call),
    ("GET", "/unit_data", "C", unit_data_call),
    ("GET", "/revision_data", "C", many_revision_data_call),
    ("GET", "/release", "C", releases_call),
    ("GET", "/unit_event", "B", events_call),
    ("GET", "/change_order", "C", orders_call),
    ("POST", "/diff", "C", diff_call),
)
