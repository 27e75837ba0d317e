"""Assumptions: what Headgate takes for granted about ConfigHub and nobody has proved, in one place.

Nothing here was tried on the live service. ``headgate doctor --probe SPACE`` asks about each that can
be asked cheaply, in a space that is thrown away. Source: confighub-api.md §10; numbers are that section's.
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["ASSUMPTIONS", "EVENTS_DAYS", "FIRST_PAUSE_SECONDS", "LOOKS", "PAUSE_SECONDS", "Assumption"]

FIRST_PAUSE_SECONDS: Final = 0.025
PAUSE_SECONDS: Final = 0.25
LOOKS: Final = 100
"""How long triggers are waited for. Source: confighub-api.md §3.4, what `cub` does."""

EVENTS_DAYS: Final = 7
"""A refresh that is older says nothing of now; without it an older server would list every one there was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One thing that is taken for granted.

    Attributes:
        number: of the question in §10; 0 for one of the text.
        name: a word for it.
        holds: what is taken for true.
        else_: what goes wrong, and where, if it is not.
        matters: something goes wrong where it does not hold.
    """

    number: int
    name: str
    holds: str
    else_: str
    matters: bool = True


ASSUMPTIONS: Final = (
    Assumption(
        number=0,
        name="guard",
        holds="a data write with a stale If-Match is refused with 409 and writes nothing",
        else_="two writers overwrite one another: do not use Headgate on this server",
    ),
    Assumption(
        number=0,
        name="first",
        holds="a new unit has one empty revision, 1, and its first data is revision 2",
        else_="an empty first revision is shown in the history",
        matters=False,
    ),
    Assumption(
        number=1,
        name="patch-version",
        holds="Version in a PATCH body is not enforced, so what must be guarded goes by PUT",
        else_="nothing: PUT is guarded either way",
        matters=False,
    ),
    Assumption(
        number=2,
        name="strong",
        holds="If-Match takes a strong quoted hash",
        else_="every data write is refused",
    ),
    Assumption(
        number=2,
        name="unguarded",
        holds="a data write without If-Match overwrites; Headgate never sends one",
        else_="nothing: none is sent",
        matters=False,
    ),
    Assumption(
        number=3,
        name="refusal",
        holds="the words of a 409 are not stable, so its cause is read from the unit",
        else_="nothing: the unit says it",
    ),
    Assumption(
        number=4,
        name="ids",
        holds="paths take ids, never slugs",
        else_="nothing: ids are always taken",
    ),
    Assumption(
        number=5,
        name="live-status",
        holds="lists may refuse a filter on LiveStatus.Sync, so it is looked at here",
        else_="nothing: one list is longer than it must be",
        matters=False,
    ),
    Assumption(
        number=0,
        name="releases",
        holds="releases are listed newest first, and a report moves the UpdatedAt of its release",
        else_="what is reported of a delivery is shown as unknown, or late; nothing is decided by it",
        matters=False,
    ),
    Assumption(
        number=0,
        name="counts",
        holds="the summary of a space counts its units, those that are hidden too",
        else_="a unit that was deleted elsewhere is seen when all ids are compared, every five minutes",
        matters=False,
    ),
    Assumption(
        number=0,
        name="stamps",
        holds="a list cut to Version and HeadRevisionNum still names unit, space and slug",
        else_="the inbox says that a unit cannot be read whenever all ids are compared",
    ),
    Assumption(
        number=0,
        name="diff",
        holds="POST /diff names the resources that change from a revision to a text, and writes nothing",
        else_="the server's own diff is not shown beside ours",
        matters=False,
    ),
    Assumption(
        number=0,
        name="process",
        holds="a revision is listed with its attestations, and change orders over all spaces",
        else_="the plan says that the hub's own process was not asked, and holds live back for none of it",
        matters=False,
    ),
    Assumption(
        number=6,
        name="hidden",
        holds="a unit may be hidden for a reason of our own; Headgate does not use it",
        else_="nothing: drafts are in a space of their own",
        matters=False,
    ),
    Assumption(
        number=7,
        name="limits",
        holds="429 with Retry-After, or without, means: later",
        else_="a command says that the hub is busy",
    ),
    Assumption(
        number=8,
        name="tokens",
        holds="a person's token cannot be renewed by us, a worker's can",
        else_="nothing: cub auth login is asked for",
    ),
    Assumption(
        number=9,
        name="updated",
        holds="UpdatedAt moves with data, labels, annotations and gates",
        else_="news come late, with the full pass",
    ),
    Assumption(
        number=11,
        name="size",
        holds="a unit may hold 64 MiB",
        else_="a larger one is refused by the server, and nothing is written",
    ),
    Assumption(
        number=12,
        name="labels",
        holds="labels and annotations may hold what Headgate writes: slugs, hashes, JSON of some kilobytes",
        else_="a proposal is refused by the server when it is offered",
    ),
    Assumption(
        number=14,
        name="same-bytes",
        holds="the same bytes again make no revision",
        else_="a decision that changes no byte is a revision more in the history",
        matters=False,
    ),
    Assumption(
        number=18,
        name="bytes",
        holds="what is written is stored byte for byte, unless a trigger changes it",
        else_="every write is reported as changed by the hub, and live is left alone",
    ),
    Assumption(
        number=19,
        name="order",
        holds="a list by UpdatedAt may repeat or skip while rows change: thirty seconds are asked for twice",
        else_="news come late, with the full pass",
    ),
    Assumption(
        number=21,
        name="provider-none",
        holds="ProviderType None is taken when a clone is made",
        else_="drafts of proposals are made as ordinary units of a space that has no target",
    ),
    Assumption(
        number=23,
        name="upstream-revision",
        holds="a clone may be pinned to a revision by its number",
        else_="a draft begins at Head, and its content replaces that",
        matters=False,
    ),
    Assumption(
        number=16,
        name="dry-run",
        holds="a merge may be previewed with dry_run by whoever may edit the unit, and writes nothing then",
        else_="the server's own preview is not shown beside ours",
        matters=False,
    ),
)
