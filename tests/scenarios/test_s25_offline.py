"""S25: the hub is away during an incident; what is changed live is kept here and brought in on return."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.breakglass import BreakGlass
from core.errors import SideMoved, SourceUnreadable
from core.ledger.sessions import SessionFile
from core.model.session import Disposition, Session
from core.model.session_results import Ended
from core.sync.breakglass.book import SessionBook
from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.terminal import run
from tests.builders.world import World


class Away:
    """A hub that nobody reaches."""

    def __getattr__(self, name: str) -> object:
        raise SourceUnreadable("Could not reach the hub", why="no connection", next_step="headgate doctor")


def sat_down(made: World, *, away: bool = False) -> BreakGlass:
    """Open the sessions as another process does, with the hub or without it."""
    context = made.workspace("oncall1").context
    file = next(Path(os.environ["XDG_STATE_HOME"]).rglob("hub.db")).with_name("sessions.db")
    book = SessionBook(SessionFile.open(file), context.digest_key)
    nobody: Any = Away()
    ports = ("hub", "points", "proposals", "captures")
    gone = replace(context, **dict.fromkeys(ports, nobody))
    return BreakGlass(gone if away else context, book)


def begun(made: World, *, away: bool) -> Session:
    session, _ = sat_down(made, away=away).start(
        space=PROD, incident="INC-7", reason="hub is down", minutes=60
    )
    return session


def hotfixed(made: World, replicas: int = 5) -> None:
    made.live(PROD, {"web.yaml": deployment(replicas=replicas)})


def captured(made: World) -> Session:
    """See what changed while the hub is away, and say that it is to be kept."""
    breakglass = sat_down(made, away=True)
    looked = breakglass.look(breakglass.find("INC-7"))
    assert [one.unit for one in looked.unknown] == [f"{PROD}/*"]
    assert "live is compared with" in looked.unknown[0].why
    return breakglass.dispose(looked.session, [], Disposition.KEEP)


def returned(made: World) -> Ended:
    """End the session where the hub is back."""
    breakglass = sat_down(made)
    session = breakglass.look(breakglass.find("INC-7")).session
    return breakglass.end(session, breakglass.plans(session))


@pytest.mark.parametrize("away", [False, True], ids=["since it began", "already before"])
def test_what_is_changed_while_the_hub_is_away_waits_here_and_becomes_one_revision(
    tmp_path: Path, *, away: bool
) -> None:
    made = shop(tmp_path)
    begun(made, away=away)
    hotfixed(made)
    session = captured(made)
    assert [(one.key.partition("#")[2], one.before, one.now) for one in session.to_keep] == [
        ("spec.replicas", 2, 5)
    ]
    with pytest.raises(SourceUnreadable):
        sat_down(made, away=True).plans(session)
    assert (made.head(WEB), len(sat_down(made).find("INC-7").to_keep)) == (1, 1)
    assert "INC-7: 1 live change to keep, not yet in hub" in run(made.top, "resume").err
    ended = returned(made)
    assert (ended.failed, made.head(WEB), "replicas: 5" in made.text(WEB)) == ((), 2, True)
    assert sat_down(made).find("INC-7").kept == ""


def test_what_had_drifted_before_it_began_without_the_hub_is_none_of_its_changes(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.live(PROD, {"web.yaml": deployment(replicas=9, grace=90)})
    begun(made, away=True)
    made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90)})
    breakglass = sat_down(made)
    session = breakglass.look(breakglass.find("INC-7")).session
    assert [(one.key.partition("#")[2], one.now) for one in session.changes] == [("spec.replicas", 5)]
    assert breakglass.look(session).session == session


def test_where_head_moved_meanwhile_it_is_a_conflict_and_nothing_is_lost(tmp_path: Path) -> None:
    made = shop(tmp_path)
    begun(made, away=False)
    hotfixed(made)
    captured(made)
    made.set(WEB, "spec.replicas", 7, who="op2")
    with pytest.raises(SideMoved, match="meets a change of the hub"):
        returned(made)
    assert (made.head(WEB), len(sat_down(made).find("INC-7").to_keep)) == (2, 1)
    (item,) = [one for one in made.items(PROD) if one.conflicts]
    assert item.conflicts == ("spec.replicas",)


def test_the_record_names_the_fields_that_were_seen_while_the_hub_was_away(tmp_path: Path) -> None:
    made = shop(tmp_path)
    begun(made, away=False)
    hotfixed(made)
    captured(made)
    captured(made)
    journal = made.workspace().journal
    (seen,) = [one for one in journal.audit() if one.event == "seen live, not yet in hub"]
    assert any(what == "field" and "spec.replicas" in field for what, field in seen.about)
    assert journal.first_bad() is None


def test_what_is_compared_with_is_no_longer_readable_text_on_disk(tmp_path: Path) -> None:
    made = shop(tmp_path)
    begun(made, away=False)
    file = next(Path(os.environ["XDG_STATE_HOME"]).rglob("sessions.db"))
    assert b"replicas" not in file.read_bytes()


def test_a_live_side_that_cannot_be_read_ends_nothing_and_is_said_so(tmp_path: Path) -> None:
    made = shop(tmp_path)
    begun(made, away=False)
    hotfixed(made)
    session = captured(made)
    made.live(PROD, {"web.yaml": "a: [\n"})
    with pytest.raises(SourceUnreadable, match="Could not read what is live"):
        sat_down(made).plans(session)
