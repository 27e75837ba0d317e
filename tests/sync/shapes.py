"""Four sizes of a thing that can differ, in four states each: B as agreed, the others unlike all others.

For all but the field, X means that the thing is not there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from core.krm.read.documents import read_resources
from core.merge.diff import differences
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import UNIT, deleted, git, hub, live, live_text, one_unit

__all__ = ["PATHS", "SHAPES", "Shape", "head_state", "live_state", "replicas", "standing"]

Shape: TypeAlias = Callable[[str], str | None]

_SETTINGS = (
    '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: set, namespace: shop}\ndata: {level: "%s"}\n'
)
_ENV = "          env:\n            - {name: KEEP, value: k}\n"


def replicas(state: str) -> str:
    """Write the unit with the field in a state."""
    return deployment(replicas={"B": 2, "X": 3, "Y": 4, "Z": 5}[state])


def _item(state: str) -> str:
    own = "" if state == "X" else f"            - {{name: LEVEL, value: level-{state.lower()}}}\n"
    return f"{deployment()}{_ENV}{own}"


def _resource(state: str) -> str:
    return deployment() + ("" if state == "X" else _SETTINGS % state.lower())


def _unit(state: str) -> str | None:
    return None if state == "X" else replicas(state)


SHAPES: Final[dict[str, Shape]] = {"field": replicas, "item": _item, "resource": _resource, "unit": _unit}

PATHS: Final = {
    "field": "spec.replicas",
    "item": "spec.template.spec.containers[name=app].env[name=LEVEL]",
    "resource": "data.level",
    "unit": "spec.replicas",
}
"""Where two states that are both there differ; the item differs as a whole or in its value."""


def standing(folder: Path, shape: str, sides: str) -> World:
    """Build a world in which Git, hub and live are in these states; base and applied are B."""
    text = SHAPES[shape]
    made = one_unit(folder, _there(text("B")))
    in_git, in_hub, running = tuple(sides)
    if in_hub != "B":
        hub(made, text(in_hub))
    if running != "B":
        live(made, text(running))
    if in_git != "B":
        git(made, text(in_git))
    return made


def head_state(made: World, shape: str) -> str:
    """Say in which state Head is."""
    return "X" if deleted(made) else _state(shape, made.text(UNIT))


def live_state(made: World, shape: str) -> str:
    """Say in which state live is."""
    text = live_text(made)
    return _state(shape, text) if text else "X"


def _state(shape: str, text: str) -> str:
    found = read_resources(text)
    states = {state: SHAPES[shape](state) for state in "BXYZ"}
    return "".join(
        state
        for state, there in states.items()
        if there is not None and not list(differences(read_resources(there), found))
    )


def _there(text: str | None) -> str:
    assert text is not None
    return text
