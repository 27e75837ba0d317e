import re
from concurrent.futures import ThreadPoolExecutor

from core.ports.effects import Ids
from core.system.ids import SystemIds
from tests.fakes.clock import FakeClock


def test_an_id_is_a_ulid_that_begins_with_the_time() -> None:
    made = SystemIds(FakeClock(seconds=1_469_918_176.385)).decision_id()
    assert made.startswith("01ARYZ6S41")
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", made)


def test_ids_rise_while_the_clock_stands_still_and_when_it_is_set_back() -> None:
    clock = FakeClock(seconds=1_000_000)
    ids: Ids = SystemIds(clock)
    made = [ids.decision_id() for _ in range(50)]
    clock.set_by(-3600)
    made += [ids.decision_id() for _ in range(50)]
    clock.set_by(7200)
    made += [ids.decision_id()]
    assert made == sorted(set(made))


def test_two_makers_at_the_same_moment_make_different_ids() -> None:
    clock = FakeClock()
    assert SystemIds(clock).decision_id() != SystemIds(clock).decision_id()


def test_threads_never_share_an_id() -> None:
    ids = SystemIds(FakeClock())
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids.decision_id(), range(400)))
    assert len(set(made)) == 400
