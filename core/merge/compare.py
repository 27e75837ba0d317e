"""Compare: the sides of one unit go in, the places where they differ come out, with every reason. Pure.

This is the face of the engine: `core.sync` and ``headgate merge`` ask here and nowhere else.
Source: design §2 and §4; cases/merge/README.md; domain.md §3 and §4.
"""

from collections.abc import Iterator, Sequence

from core.krm.read.documents import Document, Documents
from core.krm.schema.catalog import BUILTIN, Catalog
from core.merge.autoscale import is_scaled_live, scaled_targets
from core.merge.hints import with_hints
from core.merge.join import joined
from core.merge.places import Comparison, Warned
from core.merge.resource import Compared, compared
from core.merge.sides import Sides, by_resource
from core.merge.warnings import doubtful_words, of_resource

__all__ = ["Sides", "compare", "each_resource", "warned"]


def compare(sides: Sides, *, catalog: Catalog = BUILTIN) -> Comparison:
    """Compare the sides of a unit, resource by resource.

    Conflicts, drift and unknown sides are values in the result. Raises nothing: what cannot be read never
    gets here. Linear in what is not written alike.
    """
    resources = list(each_resource(sides, catalog))
    places = [place for one in resources for place in joined(one)]
    return Comparison(
        places=tuple(with_hints(places)),
        excused=tuple((one.held.id, row) for one in resources for row in one.excused),
        warned=tuple(warned(sides, resources)),
    )


def each_resource(sides: Sides, catalog: Catalog = BUILTIN) -> Iterator[Compared]:
    """Compare each resource of a unit: the hub's in their order, then those it has not."""
    targets = scaled_targets(_documents(sides))
    for held in by_resource(sides):
        key = (held.id.namespace, held.id.kind, held.id.name)
        autoscaled = key in targets or is_scaled_live(held.live)
        yield compared(held, catalog, autoscaled=autoscaled)


def _documents(sides: Sides) -> Iterator[Document]:
    each = {id(side): side for side in (sides.hub, sides.git, sides.applied, sides.live)}
    for side in each.values():
        if isinstance(side, Documents):
            yield from side.documents


def warned(sides: Sides, resources: Sequence[Compared]) -> Iterator[Warned]:
    """Say what a person should know of a unit."""
    targets = scaled_targets(_documents(sides))
    for one in resources:
        yield from of_resource(one, targets)
    yield from doubtful_words(sides)
