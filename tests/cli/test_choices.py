"""Options become choices."""

from collections.abc import Mapping

import pytest

from core.errors import Blocked, UsageError
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Side
from core.merge.resolution import Edited, Resolution
from tests.builders.terminal import console
from tests.fakes.waiting import field
from tui.cli.choices import chosen
from tui.cli.given import Given

APP = "spec.containers[name=app].image"
JOB = "spec.containers[name=job].image"
OTHER = ResourceId("v1", "ConfigMap", "shop", "web")
THREE = Resolution(
    fields=(
        field("spec.replicas", base=2, git=3, hub=4, live=UNKNOWN),
        field(APP, base="a:1", git="a:2", hub="a:3"),
        field(JOB, base="j:1", git="j:2"),
        field("metadata.labels.team", base="x", git="y", hub="y"),
    )
)


def choices(options: Mapping[str, object], of: Resolution = THREE) -> dict[str, object]:
    """Give the choices by the path of their field."""
    made = chosen(of, Given(options), console())
    return {key.partition("#")[2]: choice for key, choice in made.choices}


@pytest.mark.parametrize(
    ("options", "made"),
    [
        pytest.param(
            {"take": "hub"}, {"spec.replicas": Side.HUB, APP: Side.HUB}, id="the undecided fields alone"
        ),
        pytest.param({"take": "clean"}, {}, id="clean chooses nothing"),
        pytest.param(
            {"take": "git", "path": ["replicas=base"]},
            {APP: Side.GIT, "spec.replicas": Side.BASE},
            id="a single field wins over all",
        ),
        pytest.param(
            {"set": ["spec.replicas=7"], "remove": [APP]},
            {"spec.replicas": Edited(7), APP: Edited(ABSENT)},
            id="values of one's own",
        ),
        pytest.param({"path": ["[name=job].image=git"]}, {JOB: Side.GIT}, id="a path from a list item on"),
    ],
)
def test_options_choose(options: Mapping[str, object], made: dict[str, object]) -> None:
    assert choices(options) == made


def test_where_nothing_is_undecided_a_side_is_taken_for_every_field_that_differs() -> None:
    clean = Resolution(fields=THREE.fields[2:])
    assert choices({"take": "hub"}, clean) == {JOB: Side.HUB}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param({"path": ["image=git"]}, f"it could be: {APP}, {JOB}", id="several fields"),
        pytest.param({"path": ["nowhere=git"]}, "its fields are: spec.replicas", id="no field"),
        pytest.param({"set": ["cas=1"]}, "its fields are: spec.replicas", id="the end of a word"),
        pytest.param(
            {"path": ["replicas=git"], "remove": ["spec.replicas"]}, "name it", id="one named twice"
        ),
        pytest.param({}, "neither --take", id="nothing at all"),
    ],
)
def test_options_that_do_not_say_what_they_mean_are_refused(
    options: Mapping[str, object], words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        choices(options)
    assert words in refused.value.why


def test_candidates_carry_their_resource_where_there_are_several() -> None:
    two = Resolution(
        fields=(field("a", base=1, git=2, hub=3), field("a", base=1, git=2, hub=3, resource=OTHER))
    )
    with pytest.raises(UsageError) as refused:
        choices({"path": ["a=git"]}, two)
    assert "v1/ConfigMap/shop/web#a" in refused.value.why


@pytest.mark.parametrize("options", [{"take": "live"}, {"path": ["spec.replicas=live"]}])
def test_a_side_that_was_not_read_cannot_be_taken(options: Mapping[str, object]) -> None:
    with pytest.raises(Blocked) as refused:
        choices(options)
    assert refused.value.why == "live was not read"
