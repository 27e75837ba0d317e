"""Heads of the audit record in the system log: one line a head, nobody is held up where nobody listens."""

import socket
from pathlib import Path

from core.system.syslog import Syslog
from tests.fakes.clock import FakeClock


def test_a_head_is_one_line_of_the_protocol(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(tmp_path / "log"))
        Syslog(str(tmp_path / "log"), "shop-1", FakeClock()).ship(7, "a" * 64)
        line = log.recv(1000).decode()
    assert line.startswith(f"<109>1 {FakeClock().now()} {socket.gethostname()} headgate ")
    assert line.endswith(f" audit-head - workspace=shop-1 number=7 head={'a' * 64}")


def test_a_head_goes_to_another_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as log:
        log.bind(("127.0.0.1", 0))
        log.settimeout(5)
        Syslog(f"127.0.0.1:{log.getsockname()[1]}", "shop-1", FakeClock()).ship(7, "a" * 64)
        assert b"number=7" in log.recv(1000)


def test_where_nobody_listens_nothing_is_in_the_way(tmp_path: Path) -> None:
    Syslog(str(tmp_path / "nobody"), "shop-1", FakeClock()).ship(7, "a" * 64)
