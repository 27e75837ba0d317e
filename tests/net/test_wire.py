"""Every exception of the engine has a fault of ours, or comes from parts that are not used."""

import httpcore
import pytest

from core.net.allowance import Allowance
from core.net.faults import FAULTS, Broken, Fault
from core.net.wire import _mapped
from core.progress import never_stop
from core.system.clock import SystemClock

MAPPED: set[type[Exception]] = {
    httpcore.NetworkError,
    httpcore.ConnectError,
    httpcore.ReadError,
    httpcore.WriteError,
    httpcore.ProtocolError,
    httpcore.RemoteProtocolError,
    httpcore.UnsupportedProtocol,
}
OUR_BUG = {httpcore.LocalProtocolError}
OF_PARTS_NOT_USED = {
    httpcore.ConnectTimeout: "the sockets are ours, with one deadline",
    httpcore.ReadTimeout: "likewise",
    httpcore.WriteTimeout: "likewise",
    httpcore.TimeoutException: "likewise",
    httpcore.PoolTimeout: "the pool is ours",
    httpcore.ConnectionNotAvailable: "likewise: a connection has one holder",
    httpcore.ProxyError: "the tunnel is ours",
}


def allowance(*, ended: bool = False) -> Allowance:
    made = Allowance(SystemClock(), 5, 1000, never_stop())
    made.ended = ended
    return made


def test_no_exception_of_the_engine_is_forgotten() -> None:
    found = {one for one in vars(httpcore).values() if isinstance(one, type) and issubclass(one, Exception)}
    assert found == MAPPED | OUR_BUG | set(OF_PARTS_NOT_USED)


@pytest.mark.parametrize("kind", sorted(MAPPED, key=str))
def test_an_exception_of_the_engine_becomes_a_fault_of_ours(kind: type[Exception]) -> None:
    faults = []
    for answered, ended in ((False, False), (False, True), (True, True)):
        with pytest.raises(Broken) as broken, _mapped(allowance(ended=ended), answered=answered):
            raise kind
        faults.append(broken.value.fault)
    assert faults == [Fault.GARBLED, Fault.LOST, Fault.CUT]


def test_a_header_of_ours_that_is_none_is_a_bug_that_is_not_quoted() -> None:
    with pytest.raises(ValueError, match="breaks the rules") as bug, _mapped(allowance(), answered=False):
        raise httpcore.LocalProtocolError("Illegal header value b'c4n4ry'")
    assert (bug.value.__cause__, bug.value.__suppress_context__) == (None, True)


def test_every_fault_has_its_row() -> None:
    assert set(FAULTS) == set(Fault)
