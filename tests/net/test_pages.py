"""A list stays at its origin, gets on, and ends."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import InputRefused
from core.net.address import Base, base_of
from core.net.calls import Answer
from core.net.pages import by_link, pages
from tests.builders.clients import READ, talking
from tests.builders.loopback import Reply, Request, json_reply, well_behaved


def linked(request: Request) -> Reply:
    """Three pages, each with the link to the next among others."""
    page = int(parse_qs(urlsplit(request.target).query).get("page", ["1"])[0])
    here = f"http://{request.headers['host']}{request.path}"
    link = f'<{here}?page=1>; rel="first", <{here}?per_page=2&page={page + 1}>; title="a, b"; rel="next"'
    return json_reply([page], Link=link if page < 3 else f'<{here}?page=1>; rel="first"')


def test_links_lead_through_a_list_to_its_end() -> None:
    with talking(well_behaved(linked), prefix="/api") as (client, _):
        assert [json.loads(page.body) for page in pages(client, READ, by_link)] == [[1], [2], [3]]


def onward(answer: Answer) -> dict[str, str] | None:
    mark = json.loads(answer.body)["continue"]
    return {"continue": mark} if mark else None


def test_marks_lead_through_a_list_and_keep_the_rest_of_the_query() -> None:
    marks = iter(["m1", "m2", ""])
    with talking(well_behaved(lambda _: json_reply({"continue": next(marks)}))) as (client, server):
        call = READ.__class__(doing="read", path="/units", query=(("limit", "2"),))
        assert len(list(pages(client, call, onward))) == 3
        assert [request.target for request in server.requests] == [
            "/units?limit=2",
            "/units?limit=2&continue=m1",
            "/units?limit=2&continue=m2",
        ]


@pytest.mark.parametrize(
    ("marks", "asked", "why"),
    [
        pytest.param(["same"], 2, "a second time", id="the same mark again"),
        pytest.param(["a", "b"], 3, "a second time", id="a circle of two"),
        pytest.param([f"m{n}" for n in range(99)], 5, "after 5 pages", id="always a new one"),
    ],
)
def test_a_list_that_does_not_end_is_refused(marks: list[str], asked: int, why: str) -> None:
    count = 0

    def turn(_: Request) -> Reply:
        nonlocal count
        count += 1
        return json_reply({"continue": marks[(count - 1) % len(marks)]})

    with talking(well_behaved(turn), pages=5) as (client, server):
        with pytest.raises(InputRefused) as refused:
            list(pages(client, READ, onward))
        assert len(server.requests) == asked
    assert refused.value.why == f"the list of the server asks for a page more, {why}"


BASE = base_of("https://forge.test/api/v3", setting="the test")
SEEN = "/api/v3/pulls?page=1"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        pytest.param("https://forge.test/api/v3/pulls?page=2", "/api/v3/pulls?page=2", id="absolute"),
        pytest.param("https://FORGE.test:443/api/v3/x", "/api/v3/x", id="the same origin, written otherwise"),
        pytest.param("?page=2", "/api/v3/pulls?page=2", id="relative"),
        pytest.param("/api/v3/more", "/api/v3/more", id="a path"),
        pytest.param("https://evil.test/api/v3/pulls", None, id="another host"),
        pytest.param("//evil.test/api/v3/pulls", None, id="another host, in short"),
        pytest.param("http://forge.test/api/v3/pulls", None, id="in clear"),
        pytest.param("https://forge.test:8443/api/v3/pulls", None, id="another port"),
        pytest.param("https://forge.test:x/api/v3/pulls", None, id="a port that is none"),
        pytest.param("https://a@forge.test/api/v3/pulls", None, id="with a login"),
        pytest.param("https://forge.test/login", None, id="outside the API"),
        pytest.param("https://forge.test/api/v30/x", None, id="beside the API"),
        pytest.param("/api/v3/../../login", None, id="climbing out"),
        pytest.param("https://forge.test/api/v3/%2e%2e/x", None, id="climbing, quoted"),
        pytest.param("https://forge.test/api/v3/..%2fx", None, id="climbing, with a quoted slash"),
        pytest.param("https://forge.test/api/v3/a\\..\\b", None, id="a backslash"),
        pytest.param("https://forge.test/api/v3/ü", None, id="not ASCII"),
        pytest.param("javascript:alert(1)", None, id="no address at all"),
    ],
)
def test_a_link_is_followed_within_the_api_only(link: str, target: str | None) -> None:
    assert BASE.inside(link, seen_at=SEEN) == target


@pytest.mark.parametrize(
    ("header", "link"),
    [
        pytest.param('<https://a/x>; rel="next"', "https://a/x", id="quoted"),
        pytest.param("<https://a/x>; rel=next", "https://a/x", id="bare"),
        pytest.param('<https://a/x>; rel="prev next"', "https://a/x", id="one of several"),
        pytest.param('<https://a/p>; rel="prev", <https://a/n>; REL="Next"', "https://a/n", id="the second"),
        pytest.param('<https://a/x>; rel="last"', None, id="none"),
        pytest.param('<https://a/x>; title="rel=next"', None, id="in a title"),
        pytest.param("rel=next", None, id="no link"),
    ],
)
def test_the_link_header_is_read_as_written(header: str, link: str | None) -> None:
    assert by_link(Answer(status=200, headers={"link": header}, body=b"", target="/")) == link


def test_a_base_prints_as_its_url() -> None:
    assert str(Base(scheme="http", host="::1", port=80, prefix="/a")) == "http://[::1]/a"
    assert str(BASE) == "https://forge.test/api/v3"
