import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRefused, SettingsError
from core.net.address import base_of, host_of, path_of


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        pytest.param("https://hub.test", "https://hub.test", id="a host"),
        pytest.param("https://HUB.test:443/api/", "https://hub.test/api", id="written otherwise"),
        pytest.param("https://hub.test:8443/a/b", "https://hub.test:8443/a/b", id="a port and a path"),
        pytest.param("http://localhost:3000", "http://localhost:3000", id="this machine, in clear"),
        pytest.param("http://[::1]:3000", "http://[::1]:3000", id="this machine, by number"),
        pytest.param("https://[2001:db8::1]", "https://[2001:db8::1]", id="a number"),
    ],
)
def test_a_base_is_read(url: str, printed: str) -> None:
    assert str(base_of(url, setting="hub")) == printed


CLEAR = "http:// would send credentials in clear"
SENT_ALONG = "a login, a query or a fragment in it would be sent with every request"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        pytest.param("http://hub.test", CLEAR, id="in clear"),
        pytest.param("http://127.0.0.1.evil.test", CLEAR, id="a look-alike"),
        pytest.param("ftp://hub.test", "it is no https:// URL", id="another scheme"),
        pytest.param("hub.test/api", "it is no https:// URL", id="no scheme"),
        pytest.param("https://", "it is no https:// URL", id="no host"),
        pytest.param("https://h b.test", "it is no https:// URL", id="a space"),
        pytest.param("https://hub.test:port", "it is no URL", id="a port that is none"),
        pytest.param("https://me:s3cret@hub.test", SENT_ALONG, id="a login"),
        pytest.param("https://hub.test/?x=1", SENT_ALONG, id="a query"),
        pytest.param("https://hub.test/a/../b", "its path is no plain path", id="climbing"),
        pytest.param("https://hub.test/ü", "its path is no plain path", id="not ASCII"),
    ],
)
def test_what_credentials_may_not_be_sent_to_is_refused(url: str, why: str) -> None:
    with pytest.raises(SettingsError) as refused:
        base_of(url, setting="hub in headgate.yaml")
    assert (refused.value.why, "s3cret" in str(refused.value)) == (why, False)
    assert "hub in headgate.yaml" in refused.value.next_step


@given(st.text(min_size=1).filter(lambda text: text not in {".", ".."}))
def test_a_segment_stays_one_whatever_is_in_it(text: str) -> None:
    try:
        path = path_of("a", text, "b")
    except UnicodeEncodeError:
        return
    assert (path.count("/"), path.isascii(), path.isprintable()) == (3, True, True)
    assert not set("?#% ") & set(path.replace("%", "", path.count("%")))


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_a_segment_that_climbs_is_refused(segment: str) -> None:
    with pytest.raises(InputRefused):
        path_of("repos", segment, "web")


@pytest.mark.parametrize(
    ("link", "host"),
    [
        pytest.param("https://evil.test/x?token=1", "evil.test", id="a URL"),
        pytest.param("/login", "another path of its own", id="a path"),
        pytest.param("https://[", "an address that is no URL", id="no URL"),
    ],
)
def test_a_host_is_named_without_the_rest(link: str, host: str) -> None:
    assert host_of(link) == host
