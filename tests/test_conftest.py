import os
import socket
from pathlib import Path

import pytest


def test_a_test_reaches_nothing_beyond_this_machine() -> None:
    with socket.socket() as outward, pytest.raises(ConnectionRefusedError, match="a test may not reach"):
        outward.connect(("192.0.2.1", 80))


def test_a_test_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as inward:
        inward.connect(server.getsockname())
        assert inward.getpeername() == server.getsockname()


def test_a_test_sees_no_settings_of_whoever_runs_it() -> None:
    assert list(Path(os.environ["HOME"]).iterdir()) == []
    assert [name for name in os.environ if name.startswith(("SUDO_", "HEADGATE_", "SSH_"))] == []
