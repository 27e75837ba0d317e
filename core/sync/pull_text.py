"""What a pull request of sync-back says: each field with its story, the policy, and the proof. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.krm.values import ABSENT
from core.model.item import Risk
from core.model.space import Space
from core.model.unit import RevisionSource
from core.policy.risk import risk_of, risk_of_field
from core.report.audit import markdown_cell
from core.sync.message import named
from core.sync.show import printed, shown_field
from core.sync.wanted import Wanted

__all__ = ["PullText", "pull_text"]

_LONG = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PullText:
    """A pull request's words.

    Attributes:
        body: Markdown, outside text inert in it.
        labels: beside the usual ones.
        harmless: of low risk, not production, of no incident, and proved.
    """

    body: str
    labels: tuple[str, ...]
    harmless: bool


def pull_text(
    space: Space, carried: Sequence[Wanted], *, files: Sequence[str], proved_in: Sequence[str]
) -> PullText:
    """Write a pull request.

    Args:
        space: whose changes it carries.
        carried: the units with their fields.
        files: what it edits.
        proved_in: the spaces that were rendered again for the proof.
    """
    places = [field.place for one in carried for field in one.fields]
    risk, incidents = risk_of(places, space), _incidents(carried)
    low = all(risk_of_field(place) is Risk.LOW for place in places)
    harmless = low and risk is Risk.LOW and not space.production and not incidents and space.name in proved_in
    lines = [
        f"The hub's space {markdown_cell(space.name)} holds what Git does not. Merged, Git says it too.",
        "",
        "| unit | field | Git | hub | revision | who | when | why |",
        "|---|---|---|---|---|---|---|---|",
        *_rows(carried),
        "",
        *(f"- **Incident**: {markdown_cell(incident)}" for incident in incidents),
        f"- **Policy**: {_policy(space, risk, harmless=harmless)}",
        f"- **Render proof**: {_proof(files, proved_in)}",
    ]
    return PullText(body="\n".join(lines), labels=(f"risk:{risk}",), harmless=harmless)


def _rows(carried: Sequence[Wanted]) -> Iterator[str]:
    for one in carried:
        sides = one.unit.sides
        for field in one.fields:
            shown, revision = shown_field(field).place, one.revision(field)
            old, new = printed(shown.git), printed(shown.hub)
            if not field.path.steps:
                old, new = (
                    ("the resource", "removed") if shown.hub is ABSENT else ("no such resource", "added")
                )
            story = ("unknown", "", "", "")
            if revision is not None:
                change = revision.change
                story = (str(revision.number), change.author, revision.created, change.description)
            cells = (str(sides.unit), named(sides, field.place.resource, field.path), old, new, *story)
            yield f"| {' | '.join(markdown_cell(_short(cell)) for cell in cells)} |"


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _incidents(carried: Sequence[Wanted]) -> list[str]:
    """List the incidents that its fields are from; a break-glass revision without one counts as such."""
    found: set[str] = set()
    for one in carried:
        for field in one.fields:
            revision = one.revision(field)
            if revision is not None and revision.change.incident:
                found.add(revision.change.incident)
            elif revision is not None and revision.change.source is RevisionSource.BREAK_GLASS:
                found.add("break-glass, without a name")
    return sorted(found)


def _policy(space: Space, risk: Risk, *, harmless: bool) -> str:
    words = [f"{risk} risk", *(["production"] if space.production else [])]
    words.append("the settings may let it merge by itself" if harmless else "a person reviews it")
    return ", ".join(words)


def _proof(files: Sequence[str], proved_in: Sequence[str]) -> str:
    """Say what was rendered again; a branch that stands from before was proved when it was made."""
    if not proved_in:
        return "the branch renders just these values"
    edited = ", ".join(map(markdown_cell, files))
    spaces = ", ".join(map(markdown_cell, proved_in))
    return (
        f"with {edited} edited, {spaces} rendered again: these fields change as above, nothing else does, "
        "and no other space reads what was edited"
    )
