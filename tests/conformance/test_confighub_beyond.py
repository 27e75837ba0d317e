"""What Headgate asks of ConfigHub beyond the hub's ports: probe, second opinion, process, delivery."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from typing import Final, TypeAlias

import pytest

from core.demo.confighub.delivering import release, reported
from core.demo.confighub.process import attested, ordered
from core.hub.confighub.hub import ConfigHub
from core.model.delivery import delivery_words
from core.model.names import RevisionNumber, UnitName
from core.net.site import Limits
from tests.builders.confighubs import AS_ADA, confighub_at, server_by
from tests.builders.hubs import NONE, a_change, a_point, a_proposal
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.prism import ASKED_FOR, proxied
from tests.fakes.confighub.server import Loopback

UNIT: Final = UnitName("shop", "web")
Opened: TypeAlias = AbstractContextManager[tuple[Loopback, ConfigHub]]
TEXT: Final = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: "1"}\n'


class Ticking(FakeClock):
    """A second goes by with every look."""

    def seconds(self) -> float:
        self.advance(1)
        return super().seconds()


@contextmanager
def alone() -> Iterator[tuple[Loopback, ConfigHub]]:
    with Loopback(Ticking()) as server, closing(confighub_at(server, FakeClock())) as hub:
        yield server, hub


@contextmanager
def behind_prism() -> Iterator[tuple[Loopback, ConfigHub]]:
    there = proxied()
    server = there.emptied(Ticking())
    reached = server_by(there.url, there.url, AS_ADA, limits=Limits(seconds=30))
    with closing(ConfigHub(reached, FakeClock())) as hub:
        yield server, hub


@pytest.mark.parametrize(
    "opened", [alone, *((behind_prism,) if ASKED_FOR else ())], ids=lambda one: one.__name__
)
def test_every_call_fits_the_description(opened: Callable[[], Opened]) -> None:
    with opened() as (server, hub):
        assert [one for one in hub.probe("headgate-probe") if one.holds is not True] == []
        hub.write(UNIT, TEXT, seen=NONE, change=a_change("t0"))
        hub.agree([replace(a_point(UNIT, base=TEXT), git_text=TEXT)])
        newer = TEXT.replace('"1"', '"2"')
        hub.offer(replace(a_proposal(unit=UNIT), data=newer, base_revision=RevisionNumber(2)))
        preview = hub.preview(UNIT, newer, proposal="p1")
        assert preview is not None
        assert (preview.not_merged, preview.not_compared, preview.touched) == ("", "", ("v1/ConfigMap x",))
        release(server.store, "shop")
        reported(server.store, "shop", Sync="Synced", Health="Healthy", Reporter="bot")
        (head,) = hub.heads("shop")
        assert delivery_words(head.delivery, "").startswith("release 1: Synced, Healthy, says bot")
        attested(server.store, "shop", "web")
        ordered(server.store, "october", "shop")
        assert [one.name for one in hub.reviews.of(UNIT)] == ["change order october", "attestation Approval"]
        assert hub.native.matching("Slug LIKE 'w%'") == {UNIT}
        assert server.contract.violations == []
