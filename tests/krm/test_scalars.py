import pytest

from core.krm.scalars import duration_nanoseconds, instant, json_document, quantity_milli, quantity_text
from core.krm.values import Value


@pytest.mark.parametrize(
    ("spelling", "milli"),
    [
        pytest.param("0.5", 500, id="a fraction"),
        pytest.param(0.5, 500, id="a fraction as a number"),
        pytest.param("500m", 500, id="thousandths"),
        pytest.param("1", 1000, id="one as text"),
        pytest.param(1, 1000, id="one"),
        pytest.param("1k", 10**6, id="a thousand"),
        pytest.param("1e3", 10**6, id="a thousand by exponent"),
        pytest.param("1Ki", 1024000, id="1024"),
        pytest.param("1.5Gi", 1610612736000, id="a fraction of a binary unit"),
        pytest.param("-1", -1000, id="negative"),
        pytest.param("+1", 1000, id="a plus"),
        pytest.param(".5", 500, id="nothing before the point"),
        pytest.param("5.", 5000, id="nothing behind the point"),
        pytest.param("0.0001", 1, id="finer than a thousandth is rounded up"),
        pytest.param("-0.0001", -1, id="and away from nothing"),
        pytest.param("1n", 1, id="a billionth"),
        pytest.param("9007199254740993", 9007199254740993000, id="exact beyond floating point"),
        pytest.param("", None, id="nothing"),
        pytest.param("Gi", None, id="a unit alone"),
        pytest.param("1g", None, id="no such unit"),
        pytest.param("1 Gi", None, id="a space"),
        pytest.param("1e999", None, id="out of reach"),
        pytest.param(True, None, id="a switch"),
        pytest.param([1], None, id="a list"),
    ],
)
def test_an_amount_is_read_exactly(spelling: Value, milli: int | None) -> None:
    assert quantity_milli(spelling) == milli


@pytest.mark.parametrize("milli", [0, 1, 500, 1000, -1500, 10**18])
def test_an_amount_reads_back_as_it_was_written(milli: int) -> None:
    assert quantity_milli(quantity_text(milli)) == milli


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("1h0m0s", 3600 * 10**9, id="hours"),
        pytest.param("1.5s", 1_500_000_000, id="a fraction"),
        pytest.param("-1m", -60 * 10**9, id="negative"),
        pytest.param("0", 0, id="zero without a unit"),
        pytest.param("1", None, id="a number without one"),
        pytest.param("1d", None, id="days are none"),
        pytest.param("1h x", None, id="something behind it"),
    ],
)
def test_a_duration_is_read_as_go_does(text: str, found: int | None) -> None:
    assert duration_nanoseconds(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", id="UTC"),
        pytest.param("2025-01-01t02:00:00.5+02:00", "2025-01-01T00:00:00.5Z", id="an offset and a fraction"),
        pytest.param("2025-01-01T00:00:00.123456789Z", "2025-01-01T00:00:00.123456789Z", id="nanoseconds"),
        pytest.param("2025-13-01T00:00:00Z", None, id="no such month"),
        pytest.param("0001-01-01T00:00:00+02:00", None, id="before the calendar"),
        pytest.param("2025-01-01", None, id="a date"),
    ],
)
def test_a_time_is_its_instant(text: str, found: str | None) -> None:
    assert instant(text) == found


@pytest.mark.parametrize(
    "text",
    [
        '{"a":',
        '"a"',
        "1",
        "null",
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        "{a: 1}",
        "",
    ],
)
def test_what_is_no_certain_json_document_is_text(text: str) -> None:
    assert json_document(text) is None
