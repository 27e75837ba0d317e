from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import core.hub
from core.errors import InputRefused, NotFound, SideMoved
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.unit import Head, Revision, RevisionSource
from tests.builders.hubs import CART, NONE, WEB, a_change, a_point, seen
from tests.conformance.openers import HUBS, Authority, OpenHub
from tests.fakes.clock import FakeClock

ZERO = RevisionNumber(0)
ELSEWHERE = UnitName("bank", "web")


@pytest.fixture(params=HUBS, ids=lambda opener: opener.__name__)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Authority]:
    open_hub: OpenHub = request.param
    with open_hub(tmp_path, FakeClock()) as opened:
        yield opened


def test_an_empty_hub_gives_empty_answers(hub: Authority) -> None:
    assert list(hub.spaces()) == []
    assert list(hub.heads("shop")) == []
    assert hub.head(WEB) is None
    assert list(hub.revisions(WEB, after=ZERO)) == []
    assert list(hub.changed_since("")[0]) == []


def test_a_first_write_makes_space_and_unit(hub: Authority) -> None:
    change = a_change(
        "t1",
        source=RevisionSource.BREAK_GLASS,
        incident="INC-7",
        links={"commit": "c0ffee", "decision": "D1"},
    )
    written = hub.write(WEB, "a: 1\n", seen=NONE, change=change)
    assert written.number > 0
    assert written == Revision(
        unit=WEB,
        number=written.number,
        data_hash=hash_of("a: 1\n"),
        change=change,
        created="2026-02-16T12:00:00Z",
    )
    assert list(hub.spaces()) == ["shop"]
    assert hub.head(WEB) == Head(unit=WEB, number=written.number, data_hash=hash_of("a: 1\n"), applied=ZERO)
    assert list(hub.revisions(WEB, after=ZERO)) == [written]


def test_a_text_is_read_exactly_as_it_was_written(hub: Authority) -> None:
    text = "\ufeffa: 'é✓\u202e'\r\n\tb: \x00\x1b \u2028 …\n\n\n"
    written = hub.write(WEB, text, seen=NONE, change=a_change())
    assert hub.data(WEB, written.number) == text


def test_an_empty_text_is_a_text(hub: Authority) -> None:
    written = hub.write(WEB, "", seen=NONE, change=a_change())
    assert (hub.data(WEB, written.number), written.data_hash, written.deletes) == ("", hash_of(""), False)


def test_old_revisions_stay_as_they_were(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    second = hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert second.number == first.number + 1
    assert [hub.data(WEB, first.number), hub.data(WEB, second.number)] == ["a: 1\n", "a: 2\n"]
    assert list(hub.revisions(WEB, after=ZERO)) == [first, second]
    assert list(hub.revisions(WEB, after=first.number)) == [second]
    assert list(hub.revisions(WEB, after=second.number)) == []


def test_a_write_over_an_unseen_revision_is_refused_and_changes_nothing(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    before = hub.head(WEB), hub.changed_since("")
    with pytest.raises(SideMoved) as refused:
        hub.write(WEB, "a: 3\n", seen=seen("a: 1\n"), change=a_change("t3"))
    assert (refused.value.exit_code, refused.value.changed) == (5, "nothing")
    assert (hub.head(WEB), hub.changed_since("")) == before
    assert len(hub.revisions(WEB, after=ZERO)) == 2


def test_a_first_write_is_refused_where_the_unit_is_already(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    with pytest.raises(SideMoved):
        hub.write(WEB, "a: 2\n", seen=NONE, change=a_change())


def test_a_later_write_is_refused_where_the_unit_never_was(hub: Authority) -> None:
    with pytest.raises(SideMoved):
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change())
    assert (hub.head(WEB), list(hub.spaces())) == (None, [])


@pytest.mark.parametrize(
    ("stored", "asked", "refused"),
    [
        pytest.param(0, None, False, id="no sync point, and it does not matter"),
        pytest.param(0, 0, False, id="no sync point, as seen"),
        pytest.param(0, 1, True, id="the sync point that was seen is not there"),
        pytest.param(2, None, False, id="a sync point, and it does not matter"),
        pytest.param(2, 2, False, id="a sync point as seen"),
        pytest.param(2, 1, True, id="the sync point moved"),
        pytest.param(2, 0, True, id="a sync point came"),
    ],
)
def test_a_write_is_guarded_by_the_sync_point_too(
    hub: Authority, stored: int, asked: int | None, *, refused: bool
) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    for version in range(stored):
        hub.agree([a_point(version=version)])
    guard = seen("a: 1\n", sync_version=asked)
    if refused:
        with pytest.raises(SideMoved):
            hub.write(WEB, "a: 2\n", seen=guard, change=a_change())
    else:
        hub.write(WEB, "a: 2\n", seen=guard, change=a_change())
    head = hub.head(WEB)
    assert head is not None
    assert head.number - first.number == (0 if refused else 1)


def test_the_same_write_tried_again_is_found_and_not_written_twice(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    second = hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    hub.write(WEB, "a: 3\n", seen=seen("a: 2\n"), change=a_change("t3"))
    assert hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2")) == second
    assert len(hub.revisions(WEB, after=ZERO)) == 3


def test_the_same_token_with_other_content_is_refused(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    with pytest.raises(SideMoved):
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t1"))
    with pytest.raises(SideMoved):
        hub.delete(WEB, seen=seen("a: 1\n"), change=a_change("t1"))
    assert len(hub.revisions(WEB, after=ZERO)) == 1


def test_a_token_counts_for_its_unit_only(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    assert hub.write(CART, "a: 1\n", seen=NONE, change=a_change("t1")).unit == CART
    assert hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1")) == first


def test_a_write_without_a_token_is_never_taken_for_another(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change(""))
    second = hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change(""))
    third = hub.write(WEB, "a: 1\n", seen=seen("a: 2\n"), change=a_change(""))
    assert [first.number + 1, second.number + 1] == [second.number, third.number]


def test_the_same_bytes_again_are_a_revision_more_or_head_as_it_stands(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    again = hub.write(WEB, "a: 1\n", seen=seen("a: 1\n"), change=a_change("t2"))
    head = hub.head(WEB)
    assert head is not None
    assert (
        (head.number, head.data_hash) == (again.number, again.data_hash) == (again.number, hash_of("a: 1\n"))
    )
    assert again.number in {first.number, first.number + 1}


def test_a_deletion_keeps_the_history_and_shows_in_the_heads(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    gone = hub.delete(WEB, seen=seen("a: 1\n"), change=a_change("t2"))
    assert (gone.number, gone.deletes, gone.data_hash) == (first.number + 1, True, "")
    assert hub.head(WEB) == Head(
        unit=WEB, number=gone.number, data_hash=DataHash(""), applied=ZERO, deleted=True
    )
    assert list(hub.heads("shop")) == [hub.head(WEB)]
    assert list(hub.revisions(WEB, after=ZERO)) == [first, gone]
    assert (hub.data(WEB, first.number), hub.data(WEB, gone.number)) == ("a: 1\n", "")


def test_a_deletion_tried_again_is_found_and_not_written_twice(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
    gone = hub.delete(WEB, seen=seen("a: 1\n"), change=a_change("t2"))
    assert hub.delete(WEB, seen=seen("a: 1\n"), change=a_change("t2")) == gone
    assert len(hub.revisions(WEB, after=ZERO)) == 2


def test_a_write_brings_a_deleted_unit_back(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    gone = hub.delete(WEB, seen=seen("a: 1\n"), change=a_change())
    back = hub.write(WEB, "a: 3\n", seen=NONE, change=a_change())
    assert (back.number, back.deletes) == (gone.number + 1, False)
    head = hub.head(WEB)
    assert head is not None
    assert (head.number, head.deleted) == (back.number, False)


def test_a_deletion_of_an_unseen_revision_is_refused(hub: Authority) -> None:
    hub.write(WEB, "a: 2\n", seen=NONE, change=a_change())
    with pytest.raises(SideMoved):
        hub.delete(WEB, seen=seen("a: 1\n"), change=a_change())
    assert len(hub.revisions(WEB, after=ZERO)) == 1


def test_what_is_not_there_cannot_be_deleted(hub: Authority) -> None:
    with pytest.raises(NotFound):
        hub.delete(WEB, seen=NONE, change=a_change())
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    hub.delete(WEB, seen=seen("a: 1\n"), change=a_change())
    with pytest.raises(NotFound):
        hub.delete(WEB, seen=NONE, change=a_change())


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(lambda _: -1, id="below nothing"),
        pytest.param(lambda _: 0, id="nothing"),
        pytest.param(lambda head: head + 1, id="the next one"),
        pytest.param(lambda _: 10**9, id="one that never comes"),
    ],
)
def test_a_revision_that_is_not_there_is_not_found(hub: Authority, number: Callable[[int], int]) -> None:
    written = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    absent = RevisionNumber(number(written.number))
    with pytest.raises(NotFound):
        hub.data(WEB, absent)
    with pytest.raises(NotFound):
        hub.mark_applied(WEB, absent)
    with pytest.raises(NotFound):
        hub.data(CART, written.number)


def test_last_applied_stands_apart_from_head(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change())
    hub.mark_applied(WEB, first.number)
    last = hub.write(WEB, "a: 3\n", seen=seen("a: 2\n"), change=a_change())
    head = hub.head(WEB)
    assert head is not None
    assert (head.number, head.applied) == (last.number, first.number)


def test_heads_are_those_of_the_space_by_name(hub: Authority) -> None:
    for unit in (WEB, ELSEWHERE, CART):
        hub.write(unit, "a: 1\n", seen=NONE, change=a_change())
    assert [head.unit for head in hub.heads("shop")] == [CART, WEB]
    assert [head.unit for head in hub.heads("bank")] == [ELSEWHERE]
    assert list(hub.heads("nowhere")) == []
    assert list(hub.spaces()) == ["bank", "shop"]


def test_a_sync_point_alone_makes_no_unit_and_no_space(hub: Authority) -> None:
    hub.agree([a_point()])
    assert (hub.head(WEB), list(hub.heads("shop")), list(hub.spaces())) == (None, [], [])
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    assert (len(hub.heads("shop")), list(hub.spaces())) == (1, ["shop"])


def test_news_since_a_cursor_are_what_changed_after_it(hub: Authority) -> None:
    web = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    hub.write(CART, "a: 1\n", seen=NONE, change=a_change())
    units, cursor = hub.changed_since("")
    assert list(units) == [CART, WEB]
    assert hub.changed_since(cursor) == ([], cursor)
    hub.mark_applied(WEB, web.number)
    units, later = hub.changed_since(cursor)
    assert list(units) == [WEB]
    hub.delete(CART, seen=seen("a: 1\n"), change=a_change())
    assert list(hub.changed_since(later)[0]) == [CART]
    assert list(hub.changed_since(cursor)[0]) == [CART, WEB]


def test_a_new_agreement_is_news(hub: Authority) -> None:
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    _, cursor = hub.changed_since("")
    hub.agree([a_point()])
    assert list(hub.changed_since(cursor)[0]) == [WEB]


def test_a_text_that_has_no_bytes_is_refused(hub: Authority) -> None:
    with pytest.raises(InputRefused):
        hub.write(WEB, "a: \ud800\n", seen=NONE, change=a_change())
    assert (hub.head(WEB), list(hub.spaces())) == (None, [])


def test_no_adapter_is_missing_from_the_list(tmp_path: Path) -> None:
    adapters = {path.parent.name for path in Path(core.hub.__path__[0]).glob("*/hub.py")}
    listed = []
    for open_hub in HUBS:
        with open_hub(tmp_path, FakeClock()) as opened:
            listed.append(type(opened).__module__)
    assert {f"core.hub.{name}.hub" for name in adapters} <= set(listed)
    assert adapters
