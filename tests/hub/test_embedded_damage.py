"""Whatever is damaged in a hub's file is found and named; a wrong answer is never given."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from operator import methodcaller
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SourceUnreadable
from core.hub.embedded.hub import EmbeddedHub
from core.model.names import RevisionNumber, UnitName
from core.model.proposal import OfferState
from tests.builders.hubs import (
    CART,
    NONE,
    WEB,
    a_capture,
    a_change,
    a_decided_field,
    a_point,
    a_proposal,
    seen,
)
from tests.fakes.clock import FakeClock

ELSEWHERE = UnitName("bank", "web")
UNITS = (WEB, CART, ELSEWHERE)
TABLES = ("counter", "content", "space", "head", "revision", "sync_point", "proposal", "capture")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's file with something in every table."""
    path = tmp_path_factory.mktemp("good") / "hub.db"
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        for unit in UNITS:
            hub.write(unit, f"{unit} 1", seen=NONE, change=a_change("t1", links={"commit": "c0ffee"}))
            hub.write(unit, f"{unit} 2", seen=seen(f"{unit} 1"), change=a_change("t2"))
            hub.mark_applied(unit, RevisionNumber(1))
            hub.agree([a_point(unit, decided=(a_decided_field(),))])
            hub.offer(a_proposal(f"proposal of {unit}", unit=unit))
            hub.offer_capture(a_capture(f"capture of {unit}", unit=unit))
        hub.settle(f"proposal of {WEB}", OfferState.APPLIED, reason="done")
        hub.settle_capture(f"capture of {WEB}", OfferState.APPLIED, reason="done")
    return path


@contextmanager
def opened(path: Path) -> Iterator[EmbeddedHub]:
    with closing(EmbeddedHub.open(path, FakeClock())) as hub:
        yield hub


QUESTIONS: tuple[Callable[[EmbeddedHub], object], ...] = (
    methodcaller("spaces"),
    methodcaller("changed_since", ""),
    methodcaller("pending"),
    methodcaller("pending_captures"),
    *(methodcaller("heads", space) for space in ("shop", "bank", "nowhere")),
    *(methodcaller("sync_points", space) for space in ("shop", "bank", "nowhere")),
    *(methodcaller("head", unit) for unit in UNITS),
    *(methodcaller("revisions", unit, after=0) for unit in UNITS),
    *(methodcaller("data", unit, number) for unit in UNITS for number in (1, 2)),
    *(methodcaller("sync_point", unit) for unit in UNITS),
    *(methodcaller("proposal", f"proposal of {unit}") for unit in UNITS),
)
"""All that a hub can be asked, one question at a time."""


def answers(hub: EmbeddedHub) -> list[object]:
    """The answer to each question; the kind of error where the file is found to be damaged."""
    return [answer(ask, hub) for ask in QUESTIONS]


def answer(ask: Callable[[EmbeddedHub], object], hub: EmbeddedHub) -> object:
    try:
        return ask(hub)
    except SourceUnreadable as found:
        return type(found)


def wrong(given: list[object], truth: list[object]) -> list[tuple[object, object]]:
    """The answers that are neither right nor a refusal."""
    both = zip(given, truth, strict=True)
    return [(one, right) for one, right in both if one not in (right, SourceUnreadable)]


def sql(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def cells_of(path: Path, table: str) -> list[tuple[str, str, object]]:
    """Each value with its column and the condition that finds its row again."""
    with closing(sqlite3.connect(path)) as connection:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        names, keys = [column[1] for column in columns], [column[1] for column in columns if column[5]]
        words = ["SELECT", ", ".join([*names, *(f"quote({key})" for key in keys)]), "FROM", table]
        cells = []
        for row in connection.execute(" ".join(words)):
            found = zip(keys, row[len(names) :], strict=True)
            where = " AND ".join(f"{key} = {value}" for key, value in found)
            cells += [(where, name, value) for name, value in zip(names, row, strict=False)]
        return cells


def flipped(value: object) -> object:
    """The same value with one bit changed."""
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    text = str(value)
    return chr(ord(text[0]) ^ 1) + text[1:] if text else "\x01"


@pytest.fixture(scope="module")
def truth(good: Path) -> list[object]:
    with opened(good) as hub:
        hub.check()
        return answers(hub)


def assert_found(path: Path, truth: list[object]) -> None:
    """No question is answered wrongly, and whoever looks for damage finds it."""
    with opened(path) as hub:
        assert wrong(answers(hub), truth) == []
        with pytest.raises(SourceUnreadable) as found:
            hub.check()
    assert str(path) in found.value.why


@pytest.mark.parametrize("table", TABLES)
def test_one_changed_bit_in_any_column_of_any_row_is_found(
    good: Path, truth: list[object], tmp_path: Path, table: str
) -> None:
    for where, column, value in cells_of(good, table):
        shutil.copy(good, tmp_path / "hub.db")
        words = ["UPDATE", table, "SET", column, "= ? WHERE", where]
        sql(tmp_path / "hub.db", " ".join(words), flipped(value))
        assert_found(tmp_path / "hub.db", truth)


@pytest.mark.parametrize("table", TABLES)
def test_any_row_that_is_gone_is_found(good: Path, truth: list[object], tmp_path: Path, table: str) -> None:
    rows = {where for where, _, _ in cells_of(good, table)}
    assert rows
    for where in rows:
        shutil.copy(good, tmp_path / "hub.db")
        words = ["DELETE FROM", table, "WHERE", where]
        sql(tmp_path / "hub.db", " ".join(words))
        assert_found(tmp_path / "hub.db", truth)


@given(drawn=st.integers(0, 2**32))
def test_one_changed_bit_anywhere_in_the_file_never_gives_a_wrong_answer(
    good: Path, truth: list[object], drawn: int
) -> None:
    data = bytearray(good.read_bytes())
    place = drawn * 2_654_435_761 % (len(data) * 8)  # hypothesis likes small numbers, damage does not
    data[place // 8] ^= 1 << place % 8
    bad = good.with_name("bad.db")
    bad.write_bytes(data)
    bad.chmod(0o600)
    with opened(bad) as hub:
        assert wrong(answers(hub), truth) == []


@pytest.mark.parametrize(
    ("statement", "ask", "named"),
    [
        pytest.param(
            "UPDATE revision SET author = 'eve' WHERE unit = 'web' AND space = 'shop' AND number = 2",
            lambda hub: hub.revisions(WEB, after=RevisionNumber(0)),
            "revision 2 of shop/web",
            id="who wrote a revision",
        ),
        pytest.param(
            "UPDATE content SET text = 'x' WHERE text = CAST('shop/web 2' AS BLOB)",
            lambda hub: hub.data(WEB, RevisionNumber(2)),
            "the text of revision 2 of shop/web",
            id="the text of a revision",
        ),
        pytest.param(
            "UPDATE head SET applied = 2 WHERE unit = 'cart'",
            lambda hub: hub.heads("shop"),
            "the head of shop/cart",
            id="what was last applied",
        ),
        pytest.param(
            "UPDATE sync_point SET rest = replace(rest, 'hub', 'git') WHERE unit = 'cart'",
            lambda hub: hub.sync_point(CART),
            "the sync point of shop/cart",
            id="a decided field",
        ),
        pytest.param(
            "UPDATE proposal SET state = 'applied' WHERE id = 'proposal of shop/cart'",
            lambda hub: hub.proposal("proposal of shop/cart"),
            "proposal proposal of shop/cart",
            id="the state of a proposal",
        ),
    ],
)
def test_what_is_damaged_is_named(
    good: Path, tmp_path: Path, statement: str, ask: Callable[[EmbeddedHub], object], named: str
) -> None:
    shutil.copy(good, tmp_path / "hub.db")
    sql(tmp_path / "hub.db", statement)
    with opened(tmp_path / "hub.db") as hub:
        with pytest.raises(SourceUnreadable) as found:
            ask(hub)
        with pytest.raises(SourceUnreadable):
            hub.check()
    assert found.value.what == f"Could not read {named} in the embedded hub"
    assert found.value.changed == "nothing; the file is left as it is"


def test_nothing_is_written_over_a_damaged_head(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    shutil.copy(good, path)
    sql(path, "UPDATE head SET number = 7 WHERE unit = 'cart'")
    before = path.read_bytes()
    with opened(path) as hub:
        with pytest.raises(SourceUnreadable):
            hub.write(CART, "a: 3", seen=seen("shop/cart 2"), change=a_change())
        with pytest.raises(SourceUnreadable):
            hub.agree([a_point(CART, version=1)])
    assert path.read_bytes() == before


def test_a_text_that_is_written_again_is_whole_again(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    shutil.copy(good, path)
    sql(path, "UPDATE content SET text = 'x' WHERE text = CAST('shop/web 2' AS BLOB)")
    with opened(path) as hub:
        hub.write(UnitName("shop", "new"), "shop/web 2", seen=NONE, change=a_change())
        assert hub.data(UnitName("shop", "new"), RevisionNumber(1)) == "shop/web 2"
        assert hub.data(WEB, RevisionNumber(2)) == "shop/web 2"
