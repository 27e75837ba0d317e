"""One clean world for every test: no settings of whoever runs them, no network."""

import ipaddress
import os
import socket
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from tests.builders.canaries import ENVIRONMENT, found_in, found_in_files, private_files

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "quick")
"""How many examples a law gets: ``quick`` at the desk, ``ci`` by make test, ``fuzz`` by make fuzz."""

ENGINE: Final = tuple(Path(__file__).parent / room for room in ("krm", "merge"))
"""The rooms whose laws are tried often; everywhere else a law gets as many examples as at the desk."""

WHOLE: Final = frozenset({"test_laws.py", "test_drift_laws.py"})
"""Of these, the files whose laws are tried at full size; the others hold parts of them, at a quarter."""

EXAMPLES: Final = {
    "quick": 60,
    "ci": 2_000,
    "fuzz": int(os.environ.get("HYPOTHESIS_EXAMPLES", "10000")),
}

settings.register_profile("quick", derandomize=True, max_examples=60, stateful_step_count=25, deadline=None)
settings.register_profile(
    "engine",
    derandomize=PROFILE != "fuzz",
    max_examples=EXAMPLES[PROFILE],
    deadline=None,
    print_blob=True,
)
settings.register_profile(
    "parts", settings.get_profile("engine"), max_examples=max(EXAMPLES["quick"], EXAMPLES[PROFILE] // 4)
)
settings.load_profile("quick")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the laws of the engine as many examples as the profile wants."""
    functions = [item for item in items if isinstance(item, pytest.Function)]
    laws = {(item.obj, item.path.name) for item in functions if is_of_the_engine(item)}
    for law, name in laws:
        settings.get_profile("engine" if name in WHOLE else "parts")(law)


def is_of_the_engine(item: pytest.Item) -> bool:
    is_law = item.get_closest_marker("hypothesis") is not None
    return is_law and any(item.path.is_relative_to(room) for room in ENGINE)


FOREIGN = ("GIT_", "GH_", "GITHUB_", "GITLAB_", "HEADGATE_", "KUBE", "SSH_", "SUDO_", "TEXTUAL", "XDG_")
"""Beginnings of the variables that would let the machine under a test speak."""

SNAPSHOTS = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Where the snapshot plugin keeps what it compares; its own, so it stays."""


@pytest.fixture(autouse=True)
def clean_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(FOREIGN) and name != SNAPSHOTS]:
        monkeypatch.delenv(name)
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)  # a test says how wide its terminal is
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    monkeypatch.setenv("TZ", "UTC")
    for name, token in ENVIRONMENT.items():
        if not name.startswith(FOREIGN):
            monkeypatch.setenv(name, token)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, at_home(getattr(socket.socket, name)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that printed a canary: what it plants must not come out."""
    report = yield
    if report.passed and (found := found_in(report.capstdout + report.capstderr + report.caplog)):
        report.outcome = "failed"
        report.longrepr = f"canaries in what was printed: {found}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Look through all that Headgate kept for itself in the whole run: no canary stands there."""
    if hasattr(session.config, "workerinput"):
        return  # the controller looks through the folders of all workers
    base = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # no other way
    states = [*base.glob("*/state/headgate"), *base.glob("popen-*/*/state/headgate")]
    if found := found_in_files(file for state in states for file in private_files(state)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        session.config.get_terminal_writer().line(f"\nCanaries in files of ours: {found}", red=True)


def at_home(connect: Callable[[socket.socket, object], object]) -> Callable[[socket.socket, object], object]:
    """Refuse every address that is not on this machine."""

    def guarded(self: socket.socket, address: object) -> object:
        host = str(address[0]) if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and not (host == "localhost" or is_loopback(host)):
            raise ConnectionRefusedError(f"a test may not reach {host}")
        return connect(self, address)

    return guarded


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
