"""The loopback ConfigHub does what a client trips over, and what it says fits the description."""

import hashlib
import ssl
from collections.abc import Iterator

import httpx
import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Loopback

EMPTY = hashlib.sha256(b"").hexdigest()
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Spares httpx the reading of certificates that nobody asks for here."""
UNIT = {"Slug": "web", "ToolchainType": "Kubernetes/YAML"}


@pytest.fixture
def hub() -> Iterator[Loopback]:
    with Loopback(FakeClock()) as opened:
        yield opened
        assert opened.contract.violations == []


@pytest.fixture
def client(hub: Loopback) -> Iterator[httpx.Client]:
    headers = {"Authorization": "Bearer t0ken"}
    with httpx.Client(base_url=hub.url + "/api", headers=headers, trust_env=False, verify=PLAIN) as opened:
        yield opened


@pytest.fixture
def unit(client: httpx.Client) -> str:
    """The path of a new unit."""
    space = client.post("/space", json={"Slug": "shop"}).json()["SpaceID"]
    made = client.post(f"/space/{space}/unit", json=UNIT).json()["Unit"]
    return f"/space/{space}/unit/{made['UnitID']}"


def put(client: httpx.Client, unit: str, data: bytes, *, seen: bytes | None = b"") -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream"}
    if seen is not None:
        headers["If-Match"] = f'"{hashlib.sha256(seen).hexdigest()}"'
    return client.put(f"{unit}/data", content=data, headers=headers)


def test_a_stale_data_guard_is_a_conflict(client: httpx.Client, unit: str) -> None:
    assert put(client, unit, b"a: 1\n").status_code == 200
    assert put(client, unit, b"a: 2\n").status_code == 409
    assert put(client, unit, b"a: 2\n", seen=b"a: 1\n").status_code == 200


def test_a_stale_version_is_a_conflict_for_put_and_is_not_looked_at_by_patch(
    client: httpx.Client, unit: str
) -> None:
    body = {**UNIT, "Labels": {"tier": "web"}}
    assert client.put(unit, json={**body, "Version": 7}).status_code == 409
    assert client.put(unit, json={**body, "Version": 1}).status_code == 200
    patch = b'{"Labels": {"tier": null}, "Version": 1}'
    headers = {"Content-Type": "application/merge-patch+json"}
    assert client.patch(unit, content=patch, headers=headers).json()["Unit"]["Labels"] == {}


def test_a_new_unit_has_one_empty_revision_and_the_same_bytes_make_none(
    client: httpx.Client, unit: str
) -> None:
    (first,) = client.get(f"{unit}/revision").json()
    assert (first["Revision"]["RevisionNum"], first["Revision"]["DataHash"]) == (1, EMPTY)
    put(client, unit, b"a: 1\n")
    put(client, unit, b"a: 1\n", seen=b"a: 1\n")
    assert [row["Revision"]["RevisionNum"] for row in client.get(f"{unit}/revision").json()] == [1, 2]


def test_revisions_across_spaces_are_the_newest_of_each_unit_unless_said_otherwise(
    client: httpx.Client, unit: str
) -> None:
    put(client, unit, b"a: 1\n")
    asked = {"where": "Source IN ('Update', 'CreateUnit')"}
    assert len(client.get("/revision", params=asked).json()) == 1
    every = {**asked, "distinct_on": "Off", "limit": "9"}
    assert len(client.get("/revision", params=every).json()) == 2


@pytest.mark.parametrize(
    ("path", "query"),
    [
        pytest.param("/revision", {"distinct_on": "Off"}, id="every revision without a limit"),
        pytest.param("/unit", {"limit": "1001"}, id="too large a page"),
        pytest.param("/unit", {"include": "Nothing"}, id="an include that is none"),
        pytest.param("/unit", {"select": "Data"}, id="bytes in a list"),
        pytest.param("/unit", {"where": "Slug = 'o''brien'"}, id="a doubled quote"),
        pytest.param("/unit", {"where": r"Slug = 'o\'brien'"}, id="an escaped quote"),
        pytest.param("/unit", {"where": "Nonsense = 'x'"}, id="a field that is none"),
        pytest.param("/unit", {"where": "Slug = 'a' OR Slug = 'b'"}, id="an or"),
    ],
)
def test_what_the_service_refuses_is_refused(
    hub: Loopback, client: httpx.Client, unit: str, path: str, query: dict[str, str]
) -> None:
    assert unit
    assert client.get(path, params=query).status_code == 400
    hub.contract.violations.clear()


def test_pages_are_short_and_empty_and_go_on_until_the_mark_is_gone(
    hub: Loopback, client: httpx.Client, unit: str
) -> None:
    hub.short_pages = True
    space = unit.split("/")[2]
    for number in range(4):
        client.post(f"/space/{space}/unit", json={**UNIT, "Slug": f"u{number}"})
    sizes, mark = [], ""
    while True:
        answer = client.get("/unit", params={"limit": "4", **({"continue": mark} if mark else {})})
        sizes.append(len(answer.json()))
        mark = answer.headers.get("ConfigHub-Continue", "")
        if not mark:
            break
    assert sizes == [0, 2, 2, 1]


def test_many_at_once_fail_one_by_one(hub: Loopback, client: httpx.Client, unit: str) -> None:
    space = unit.split("/")[2]
    client.post(f"/space/{space}/unit", json={**UNIT, "Slug": "gated"})
    hub.store.named("shop", "gated").fields["DeleteGates"] = {"keep": True}
    answer = client.patch(
        "/unit",
        params={"where": f"SpaceID = '{space}'"},
        content=b'{"Labels": {"a": "b"}}',
        headers={"Content-Type": "application/merge-patch+json"},
    )
    assert (answer.status_code, sorted("Error" in row for row in answer.json())) == (207, [False, True])


def test_a_trigger_changes_what_was_written_a_little_later(
    hub: Loopback, client: httpx.Client, unit: str
) -> None:
    hub.store.trigger = lambda data: data + b"# seen\n"
    assert "awaiting/triggers" in put(client, unit, b"a: 1\n").json()["Unit"]["ValidationErrors"]
    assert client.get(unit).json()["Unit"]["ValidationErrors"] == {"awaiting/triggers": True}
    client.get(unit)
    assert client.get(f"{unit}/data").content == b"a: 1\n# seen\n"


def test_the_tag_of_bytes_is_weak_at_times_and_spares_a_second_reading(
    client: httpx.Client, unit: str
) -> None:
    answers = [client.get(f"{unit}/data") for _ in range(2)]
    assert {answer.headers["ETag"] for answer in answers} == {f'"{EMPTY}"', f'W/"{EMPTY}"'}
    again = client.get(f"{unit}/data", headers={"If-None-Match": f'"{EMPTY}"'})
    assert again.status_code == 304


def test_an_expired_token_is_refused_and_workers_log_in_at_the_root(
    hub: Loopback, client: httpx.Client
) -> None:
    hub.expired.add("t0ken")
    assert client.get("/me").status_code == 401
    worker = "11111111-1111-1111-1111-111111111111"
    hub.workers[worker] = "s3cret"
    login = {"worker_id": worker, "worker_secret": "s3cret"}
    assert (
        httpx.post(f"{hub.url}/api/auth/worker", json=login, trust_env=False, verify=PLAIN).status_code == 401
    )
    hub.contract.violations.clear()
    token = httpx.post(f"{hub.url}/auth/worker", json=login, trust_env=False, verify=PLAIN).json()[
        "access_token"
    ]
    answer = client.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["UserID"] == worker


@pytest.mark.parametrize(
    ("epoch", "facts"),
    [
        pytest.param("A", {"AuthServer"}, id="the oldest"),
        pytest.param("B", {"AuthServer", "Version"}, id="the middle one"),
        pytest.param("C", {"AuthIssuer", "Version"}, id="the newest"),
    ],
)
def test_each_version_says_which_it_is(epoch: str, facts: set[str]) -> None:
    with Loopback(FakeClock(), epoch) as hub:
        answer = httpx.get(f"{hub.url}/api/info", trust_env=False, verify=PLAIN)
    assert set(answer.json()) & {"AuthServer", "AuthIssuer", "Version"} == facts


def test_what_does_not_fit_the_description_is_noted() -> None:
    with Loopback(FakeClock(), "A") as hub:
        headers = {"Authorization": "Bearer t0ken"}
        with httpx.Client(
            base_url=hub.url + "/api", headers=headers, trust_env=False, verify=PLAIN
        ) as client:
            client.get("/unit", params={"limit": "5"})
            client.post("/space", json={"Slug": "shop", "Colour": "red"})
            client.get("/release")
    assert hub.contract.violations == [
        "GET /unit: unknown query parameter limit",
        "POST /space: body.Colour is unknown",
        "GET /api/release is no call of epoch A",
    ]
