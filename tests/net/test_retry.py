import pytest

from core.net.retry import backoff, wanted_seconds

NOW = 1_771_243_200.0  # 2026-02-16T12:00:00Z


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "120"}, 120, id="seconds"),
        pytest.param({"retry-after": "0"}, 0, id="at once"),
        pytest.param({"retry-after": " 7 "}, 7, id="seconds with space"),
        pytest.param({"retry-after": "Mon, 16 Feb 2026 12:01:30 GMT"}, 90, id="a date"),
        pytest.param({"retry-after": "Monday, 16-Feb-26 12:01:30 GMT"}, 90, id="an old date"),
        pytest.param({"retry-after": "Mon Feb 16 12:01:30 2026"}, 90, id="a date of C"),
        pytest.param({"retry-after": "Mon, 16 Feb 2026 11:00:00 GMT"}, 0, id="a date that is past"),
        pytest.param({"retry-after": "9" * 400}, 999_999_999_999, id="for ever"),
        pytest.param({"retry-after": "-5"}, None, id="less than nothing"),
        pytest.param({"retry-after": "²"}, None, id="no digit of ours"),
        pytest.param({"retry-after": "soon"}, None, id="no time"),
        pytest.param({"retry-after": ""}, None, id="empty"),
        pytest.param({}, None, id="nothing said"),
        pytest.param(
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1771243260"}, 60, id="GitHub's limit is met"
        ),
        pytest.param(
            {"x-ratelimit-remaining": "9", "x-ratelimit-reset": "1771243260"}, None, id="GitHub's is not"
        ),
        pytest.param({"x-ratelimit-remaining": "0"}, None, id="GitHub does not say when"),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(headers: dict[str, str], seconds: float | None) -> None:
    assert wanted_seconds(headers, now=NOW) == seconds


@pytest.mark.parametrize("drawn", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("wanted", [0.0, 7.0, 300.0])
def test_a_pause_is_never_shorter_than_wanted_and_little_longer(wanted: float, drawn: float) -> None:
    assert wanted <= backoff(1, wanted, lambda: drawn) <= wanted * 1.1 + 0.5


def test_pauses_that_nobody_asked_for_grow() -> None:
    assert [backoff(tried, None, lambda: 1.0) for tried in (1, 2, 3)] == [0.5, 1.0, 2.0]
    assert [backoff(tried, None, lambda: 0.0) for tried in (1, 2, 3)] == [0.25, 0.5, 1.0]
