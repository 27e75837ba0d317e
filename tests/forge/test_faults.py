"""Every forge under the sixteen faults: looked for, read, offered, closed, commented on."""

import copy
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import pytest

from core.forge.marks import marked
from core.forge.offering import RestForge
from core.forge.place import ForgeKind
from core.net.calls import Effect
from core.net.means import Means
from core.net.site import Credential, Site
from core.ports.forge import MergeMethod, Outcome
from core.secret import Secret
from tests.builders.faults import Ends, Suffered, Wrong, expected, suffer
from tests.builders.forges import BRANCH, PREFIXES, dialect_of, forge_of, offer
from tests.builders.loopback import Request
from tests.fakes.forges import TOKEN, Hosted

Act = Callable[[RestForge], object]


def reads(_: Request) -> bool:
    return True


def writes(request: Request) -> bool:
    return request.method != "GET"


def suffered(
    kind: ForgeKind, wrong: Wrong, act: Act, *, hosted: Hosted, strikes: Callable[[Request], bool]
) -> Suffered:
    def call(site: Site, using: Means) -> None:
        forge = forge_of(kind, replace(site, credential=Credential(secret=Secret(TOKEN))), using)
        try:
            act(forge)
        finally:
            forge.release()

    return suffer(
        wrong,
        healthy=dialect_of(kind, hosted),
        effects=lambda: hosted.writes,
        act=call,
        strikes=strikes,
        prefix=PREFIXES[kind],
    )


def offered(forge: RestForge) -> Outcome:
    return forge.offer(offer(labels=())).outcome


FRESH = offer(labels=())
OTHER_TEXT = offer(labels=(), title="another")
AS_A_DRAFT = offer(labels=(), draft=True)
PULL: dict[str, object] = {"title": FRESH.title, "body": marked(FRESH.body, FRESH.key, limit=60_000)}
REMARK = (7, marked("old", "ci", limit=100))


class Case(NamedTuple):
    """One call of the port.

    Attributes:
        effect: what it does.
        act: the call.
        pull: the pull request that is there before; None for none.
        answers: what some faults come to that are answers to this call, by forge.
    """

    effect: Effect
    act: Act
    pull: dict[str, object] | None = PULL
    answers: Mapping[ForgeKind, AbstractSet[Wrong]] = MappingProxyType({})


NOT_THERE = dict.fromkeys(ForgeKind, frozenset({Wrong.MISSING}))
CASES = {
    "ask who we are": Case(Effect.READ, lambda forge: forge.standing()),
    "read the default branch": Case(Effect.READ, lambda forge: forge.default_branch()),
    "read a branch": Case(Effect.READ, lambda forge: forge.branch("main"), answers=NOT_THERE),
    "read a pull request": Case(Effect.READ, lambda forge: forge.pull(1)),
    "look for pull requests": Case(Effect.READ, lambda forge: forge.pulls(BRANCH, base="release/1")),
    "look by base and head": Case(
        Effect.READ,
        lambda forge: forge.pulls(BRANCH, base="main"),
        answers={ForgeKind.GITEA: {Wrong.MISSING}},
    ),
    "edit the text": Case(Effect.GUARDED, lambda forge: forge.offer(OTHER_TEXT)),
    "make it a draft": Case(Effect.GUARDED, lambda forge: forge.offer(AS_A_DRAFT)),
    "close": Case(Effect.GUARDED, lambda forge: forge.close(1)),
    "comment": Case(Effect.CREATE, lambda forge: forge.comment(1, key="ci", text="x")),
    "edit the comment": Case(
        Effect.GUARDED,
        lambda forge: forge.comment(1, key="ci", text="x"),
        pull={**PULL, "comments": [REMARK]},
    ),
    "leave the merge to it": Case(
        Effect.GUARDED,
        lambda forge: forge.merge_when_green(forge.pull(1), MergeMethod.SQUASH),
        answers={ForgeKind.GITLAB: {Wrong.TAKEN, Wrong.INVALID}, ForgeKind.GITEA: {Wrong.TAKEN}},
    ),
}


@pytest.mark.parametrize("kind", ForgeKind)
@pytest.mark.parametrize("name", CASES)
def test_every_call_of_every_forge_ends_as_the_table_says(kind: ForgeKind, name: str) -> None:
    case = CASES[name]
    found, wanted = {}, {}
    for wrong in Wrong:
        hosted = Hosted()
        if case.pull is not None:
            hosted.add(BRANCH, **copy.deepcopy(case.pull))
        strikes = reads if case.effect is Effect.READ else writes
        found[wrong] = suffered(kind, wrong, case.act, hosted=hosted, strikes=strikes).ends
        is_answer = wrong in case.answers.get(kind, frozenset())
        wanted[wrong] = Ends(None, 0, "nothing", 0) if is_answer else expected(wrong, case.effect)
    assert found == wanted


DONE_AND_FOUND = {Wrong.DRIP, Wrong.TRUNCATED, Wrong.RESET}
"""The pull request was made and its answer lost: it is looked for at once, and adopted."""


@pytest.mark.parametrize("kind", ForgeKind)
@pytest.mark.parametrize("wrong", Wrong)
def test_an_offer_to_every_forge_is_never_doubled_and_never_called_failed(
    kind: ForgeKind, wrong: Wrong
) -> None:
    hosted = Hosted()
    ended: list[Outcome] = []
    found = suffered(kind, wrong, lambda forge: ended.append(offered(forge)), hosted=hosted, strikes=writes)
    if wrong in DONE_AND_FOUND:
        assert (found.ends, ended) == (Ends(None, 0, "nothing", 1), [Outcome.ADOPTED])
    else:
        assert found.ends == expected(wrong, Effect.CREATE)
    assert len(hosted.pulls) == hosted.writes


class FromCreationOn:
    """Strikes the creation and everything after it, as a network that goes away just then."""

    def __init__(self) -> None:
        self.begun = False

    def __call__(self, request: Request) -> bool:
        self.begun = self.begun or request.method == "POST"
        return self.begun


@pytest.mark.parametrize("kind", ForgeKind)
def test_what_cannot_be_looked_up_stays_unknown_and_the_next_run_finds_it(kind: ForgeKind) -> None:
    hosted = Hosted()
    lost = suffered(kind, Wrong.RESET, offered, hosted=hosted, strikes=FromCreationOn())
    assert (lost.ends, len(hosted.pulls)) == (expected(Wrong.RESET, Effect.CREATE), 1)
    ended: list[Outcome] = []
    suffered(
        kind, Wrong.LOGIN, lambda forge: ended.append(offered(forge)), hosted=hosted, strikes=lambda _: False
    )
    assert (ended, len(hosted.pulls)) == ([Outcome.UNCHANGED], 1)


@pytest.mark.parametrize("kind", ForgeKind)
@pytest.mark.parametrize("wrong", [Wrong.RESET, Wrong.FAILED, Wrong.LIMITED_SECONDS, Wrong.RIGHTS])
def test_an_edit_that_is_unsure_is_made_again_by_the_next_run(kind: ForgeKind, wrong: Wrong) -> None:
    hosted = Hosted()
    hosted.add(BRANCH, title="old", body=marked("old", "shop/a1", limit=1000))

    assert suffered(kind, wrong, offered, hosted=hosted, strikes=writes).ends == expected(
        wrong, Effect.GUARDED
    )
    suffered(kind, wrong, offered, hosted=hosted, strikes=lambda _: False)
    assert (hosted.pulls[0].title, len(hosted.pulls)) == (offer().title, 1)
