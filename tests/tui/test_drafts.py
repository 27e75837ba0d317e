"""Choices that were made and not applied: no end of the program loses them, the next start offers them."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import HeadgateError, StorageUnwritable
from core.ledger.drafts import DraftFile
from core.merge.places import Side
from core.sync.context import DigestKey
from core.sync.drafting import DraftBook
from tests.builders.shop import PROD, WEB, conflicted, deployment
from tests.builders.terminal import TOP
from tests.fakes.clock import FakeClock
from tests.fakes.inbox import inbox_of, waiting
from tests.fakes.waiting import NOW
from tests.tui.on_a_pty import OnPty
from tui.drafts import Drafts

ONE = next(one for one in waiting() if one.item.id == "it-web-conflict")
KEYS = [field.key for field in ONE.resolution.fields]


def headgate(top: Path) -> OnPty:
    code = f"import os, sys; os.chdir({str(top)!r}); from tui.__main__ import main; sys.exit(main())"
    kept = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")
    return OnPty(code, environment={"PYTHONPATH": str(TOP), **{name: os.environ[name] for name in kept}})


def killed(terminal: OnPty) -> None:
    terminal.process.send_signal(signal.SIGKILL)
    terminal.process.wait()


def hung_up(terminal: OnPty) -> None:
    terminal.hang_up()
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.ended() == 129


End = Callable[[OnPty], None]


def test_choices_outlive_every_end_of_the_program(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    with headgate(made.top) as terminal:  # on the fields
        terminal.until("web")
        terminal.send("\r")
        terminal.until("1 undecided")
        terminal.send("1")
        terminal.until("0 undecided")
        killed(terminal)
    with headgate(made.top) as terminal:  # on the plan
        terminal.until("1 item holds choices made just now and not applied")
        terminal.send("\r")
        terminal.until("0 undecided")
        terminal.send("A")
        terminal.until("Plan shop-prod/web")
        hung_up(terminal)
    with headgate(made.top) as terminal:  # in a dialog
        terminal.until("1 item holds choices")
        terminal.send("\r")
        terminal.until("0 undecided")
        terminal.send("e")
        terminal.until("Reads as")
        killed(terminal)
    made.commit({"prod/web.yaml": deployment(replicas=9, image="shop/web:2")}, "a side moves")
    made.desk("ci").propose()
    with headgate(made.top) as terminal:
        terminal.until("1 item holds choices")
        terminal.send("\r")
        terminal.until("to choose again, because it moved since: spec.replicas")
        terminal.until("1 undecided")
    assert made.head(WEB) == 2
    assert made.items(PROD)


def drafts(folder: Path, told: Callable[[HeadgateError], None] = lambda _: None) -> Drafts:
    key = DigestKey(id="k1", key=b"k" * 32)
    return Drafts(DraftBook(DraftFile(folder / "drafts"), key, FakeClock()), told)


def another_run(folder: Path) -> Drafts:
    found = drafts(folder)
    found.read()
    return found


def offered(found: Drafts) -> str:
    return found.offer(inbox_of(waiting()), space=None, now=NOW)


def test_another_window_offers_what_this_one_kept(tmp_path: Path) -> None:
    here = drafts(tmp_path)
    here.keep(ONE.item, ONE.resolution.choose(KEYS[:1], Side.GIT))
    here.close(5)
    there = another_run(tmp_path)
    assert "1 item holds choices" in offered(there)
    assert (there.left_of(ONE.item), there.left()) == (2, {ONE.item.id: 2})
    assert there.recall(ONE).resolution.choices == ((KEYS[0], Side.GIT),)


def test_what_was_offered_is_not_offered_with_every_reading(tmp_path: Path) -> None:
    here = drafts(tmp_path)
    here.keep(ONE.item, ONE.resolution.choose(KEYS[:1], Side.GIT))
    here.close(5)
    there = another_run(tmp_path)
    assert offered(there)
    there.read()
    assert (offered(there), len(there)) == ("", 1)


def test_choices_for_what_waits_no_more_are_dropped_in_words(tmp_path: Path) -> None:
    here = drafts(tmp_path)
    here.keep(ONE.item, ONE.resolution.choose(KEYS[:2], Side.GIT))
    here.close(5)
    there = another_run(tmp_path)
    words = there.offer(inbox_of(()), space=None, now=NOW)
    assert words == f"2 choices for {ONE.item.unit} dropped: nothing waits there any more."
    there.close(5)
    assert len(another_run(tmp_path)) == 0
    assert offered(another_run(tmp_path)) == ""


def test_what_is_forgotten_is_not_offered(tmp_path: Path) -> None:
    here = drafts(tmp_path)
    here.keep(ONE.item, ONE.resolution.choose(KEYS[:1], Side.GIT))
    here.forget(ONE.item.id)
    here.close(5)
    assert offered(another_run(tmp_path)) == ""


def test_choices_that_cannot_be_kept_are_told_and_stay_here(tmp_path: Path) -> None:
    told: list[HeadgateError] = []
    (tmp_path / "drafts").mkdir()
    here = drafts(tmp_path, told.append)
    here.keep(ONE.item, ONE.resolution.choose(KEYS[:1], Side.GIT))
    here.close(5)
    assert {type(error) for error in told} == {StorageUnwritable}
    assert len(here.choices(ONE.item.id)) == 1


@pytest.mark.parametrize("content", [b"it-web-conflict\tnonsense\n"], ids=["no seal"])
def test_what_cannot_be_read_is_said_and_no_reason_to_stop(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "drafts").write_bytes(content)
    (tmp_path / "drafts").chmod(0o600)
    assert offered(another_run(tmp_path)) == "1 record of choices could not be read and is passed over."
