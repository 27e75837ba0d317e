import pytest

from core.merge.compare import Sides, compare
from tests.builders.documents import thing, unit

BODY = "{a: 1, b: 2, c: 3, d: 4, e: 5}"
MARKED = "metadata: {name: a, annotations: {crossplane.io/external-name: bucket-1}}"


def _whys(base: str, git: str) -> list[str]:
    sides = Sides(base=unit(base), git=unit(git), hub=unit(base))
    return [place.why for place in compare(sides).places]


@pytest.mark.parametrize(
    ("base", "git", "hinted"),
    [
        pytest.param(thing(BODY), thing(BODY, name="b"), True, id="the same body under a new name"),
        pytest.param(thing(BODY), thing(BODY.replace("5", "6"), name="b"), True, id="nearly the same body"),
        pytest.param(thing(BODY), thing("{z: 1}", name="b"), False, id="another body"),
        pytest.param(thing(BODY), thing(BODY, name="b", kind="Other"), False, id="another kind"),
        pytest.param(
            thing("{a: 1}").replace("metadata: {name: a}", MARKED),
            thing("{z: 9}").replace("metadata: {name: a}", MARKED.replace("name: a,", "name: b,")),
            True,
            id="the same external name",
        ),
        pytest.param(
            thing("{l: [{name: x, v: 1, w: 2}]}"),
            thing("{l: [{name: z, v: 1, w: 2}]}"),
            True,
            id="an item under a new key",
        ),
        pytest.param(
            thing("{l: [{name: x, v: 1}], m: []}"),
            thing("{l: [], m: [{name: z, v: 1}]}"),
            False,
            id="an item of another list",
        ),
    ],
)
def test_a_rename_is_a_hint_on_both_of_its_places(base: str, git: str, *, hinted: bool) -> None:
    renamed = [why for why in _whys(base, git) if "renamed" in why]
    assert len(renamed) == (2 if hinted else 0)
