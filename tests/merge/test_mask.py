import pytest

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN
from core.merge.mask import masked
from core.merge.places import Held, Place

SECRET = ResourceId("v1", "Secret", "shop", "db")
POD = ResourceId("v1", "Pod", "shop", "web")
DATA = FieldPath(("data", "a"))


def _place(resource: ResourceId, path: FieldPath, *held: Held, sensitive: bool = True) -> Place:
    base, git, hub, applied, live = held
    return Place(
        resource=resource, path=path, base=base, git=git, hub=hub, applied=applied, live=live,
        sensitive=sensitive,
    )  # fmt: skip


def _held(place: Place) -> list[Held]:
    return [place.base, place.git, place.hub, place.applied, place.live]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        pytest.param(
            _place(SECRET, DATA, "eA==", "eQ==", "eA==", ABSENT, UNKNOWN),
            ["(secret A)", "(secret B)", "(secret A)", ABSENT, UNKNOWN],
            id="equal marks are equal values, absent and unknown stay",
        ),
        pytest.param(
            _place(SECRET, DATA, "eHh4\neHh4", "eHh4eHh4", "eA==", ABSENT, UNKNOWN),
            ["(secret A)", "(secret A)", "(secret B)", ABSENT, UNKNOWN],
            id="equal means equal bytes",
        ),
        pytest.param(
            _place(
                POD,
                FieldPath.parse("spec.containers[name=app]"),
                ABSENT,
                {
                    "name": "app",
                    "env": [{"name": "DB_PASSWORD", "value": "x"}, {"name": "MODE", "value": "y"}],
                },
                ABSENT,
                UNKNOWN,
                UNKNOWN,
            ),
            [
                ABSENT,
                {
                    "name": "app",
                    "env": [{"name": "DB_PASSWORD", "value": "(secret A)"}, {"name": "MODE", "value": "y"}],
                },
                ABSENT,
                UNKNOWN,
                UNKNOWN,
            ],
            id="inside a block only what is secret",
        ),
        pytest.param(
            _place(POD, FieldPath(("spec", "a")), 1, 2, 3, 4, 5, sensitive=False),
            [1, 2, 3, 4, 5],
            id="what is no secret stays",
        ),
    ],
)
def test_secret_values_become_marks(place: Place, shown: list[Held]) -> None:
    assert _held(masked(place)) == shown
