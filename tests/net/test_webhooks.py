"""Signatures of webhooks: published vectors, and that nothing else passes."""

import base64
import hmac
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.net.webhooks import STATUS, Delivery, Flaw, Scheme, checked
from core.secret import Secret

NOW = 1_614_265_330
STANDARD_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret of 32 bytes long.").decode()


@dataclass(frozen=True)
class Sent:
    """One webhook as it arrives."""

    scheme: Scheme
    headers: dict[str, str]
    body: bytes
    secrets: tuple[str, ...]
    now: float = NOW

    def checked(self) -> Delivery | Flaw:
        secrets = [Secret(text) for text in self.secrets]
        return checked(self.scheme, self.headers, self.body, secrets=secrets, now=self.now)

    def but(self, **headers: str) -> "Sent":
        return replace(self, headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}})


# Source: the vector that the libraries of Standard Webhooks 1.0.0 test their sign function with.
STANDARD = Sent(
    Scheme.STANDARD,
    {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": str(NOW),
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    b'{"test": 2432232314}',
    (STANDARD_KEY,),
)
# Source: GitHub, Validating webhook deliveries, Testing the webhook payload validation.
GITHUB = Sent(
    Scheme.GITHUB,
    {"X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},
    b"Hello, World!",
    ("It's a Secret to Everybody",),
)
GITLAB = Sent(Scheme.GITLAB_TOKEN, {"X-Gitlab-Token": "known to both"}, b"{}", ("known to both",))
ALL = [pytest.param(one, id=one.scheme.value) for one in (STANDARD, GITHUB, GITLAB)]


@pytest.mark.parametrize("sent", ALL)
def test_what_is_genuine_is_taken(sent: Sent) -> None:
    assert isinstance(sent.checked(), Delivery)


@pytest.mark.parametrize("sent", ALL)
def test_the_old_and_the_new_secret_count_while_one_replaces_the_other(sent: Sent) -> None:
    for secrets in ((OTHER_SECRET, *sent.secrets), (*sent.secrets, OTHER_SECRET)):
        assert isinstance(replace(sent, secrets=secrets).checked(), Delivery)
    assert replace(sent, secrets=(OTHER_SECRET,)).checked() is Flaw.FORGED


@pytest.mark.parametrize("sent", ALL)
def test_without_a_secret_nothing_is_genuine(sent: Sent) -> None:
    for secrets in ((), ("",), ("whsec_",), ("whsec_no base64!",)):
        assert replace(sent, secrets=secrets).checked() is Flaw.FORGED


@pytest.mark.parametrize("sent", ALL)
def test_without_its_headers_it_is_unsigned(sent: Sent) -> None:
    for name in sent.headers:
        rest = {other: value for other, value in sent.headers.items() if other != name}
        assert replace(sent, headers=rest).checked() is Flaw.UNSIGNED
        assert replace(sent, headers={**rest, name: ""}).checked() is Flaw.UNSIGNED


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("sent", ALL)
def test_another_scheme_than_the_settings_say_is_not_taken(sent: Sent, scheme: Scheme) -> None:
    assert isinstance(replace(sent, scheme=scheme).checked(), Delivery) == (sent.scheme is scheme)


@pytest.mark.parametrize(
    ("late", "outcome"),
    [
        pytest.param(-301, Flaw.STALE, id="from the future"),
        pytest.param(-300, Delivery, id="five minutes early"),
        pytest.param(300, Delivery, id="five minutes old"),
        pytest.param(301, Flaw.STALE, id="older"),
    ],
)
def test_a_signed_time_counts_for_five_minutes(late: int, outcome: object) -> None:
    found = replace(STANDARD, now=NOW + late).checked()
    assert found is outcome or (outcome is Delivery and isinstance(found, Delivery))


@pytest.mark.parametrize(
    ("sent", "flaw"),
    [
        pytest.param(STANDARD.but(webhook_timestamp="hello"), Flaw.MALFORMED, id="a time that is none"),
        pytest.param(STANDARD.but(webhook_timestamp="-5"), Flaw.MALFORMED, id="a time before all times"),
        pytest.param(STANDARD.but(webhook_timestamp="9" * 4000), Flaw.MALFORMED, id="a time of many digits"),
        pytest.param(STANDARD.but(webhook_id="a.b"), Flaw.MALFORMED, id="an id that could move the dot"),
        pytest.param(
            STANDARD.but(webhook_signature="v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="),
            Flaw.FORGED,
            id="forged",
        ),
        pytest.param(
            STANDARD.but(webhook_signature="v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            Flaw.UNSIGNED,
            id="another kind of signature",
        ),
        pytest.param(STANDARD.but(webhook_signature="v1,\u00fc"), Flaw.FORGED, id="no base64"),
        pytest.param(replace(STANDARD, body=b'{"test":2432232314}'), Flaw.FORGED, id="written again"),
        pytest.param(replace(GITHUB, body=b"Hello, World"), Flaw.FORGED, id="a body cut short"),
        pytest.param(
            replace(GITHUB, headers={"X-Hub-Signature-256": GITHUB.headers["X-Hub-Signature-256"].upper()}),
            Flaw.FORGED,
            id="in capitals",
        ),
        pytest.param(
            replace(GITHUB, headers={"X-Hub-Signature": "sha1=00"}), Flaw.UNSIGNED, id="the old kind"
        ),
    ],
)
def test_what_is_not_genuine_is_refused(sent: Sent, flaw: Flaw) -> None:
    assert sent.checked() is flaw


def test_one_good_signature_of_several_is_enough() -> None:
    bad = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
    several = f"{bad} v2,xyz {STANDARD.headers['webhook-signature']} {bad}"
    assert isinstance(STANDARD.but(webhook_signature=several).checked(), Delivery)


def test_a_repeat_has_the_key_of_the_first_and_another_delivery_has_another() -> None:
    later = replace(signed("one", NOW + 60, b"{}"), now=NOW + 60)
    assert signed("one", NOW, b"{}").checked() == later.checked()
    assert signed("two", NOW, b"{}").checked() != later.checked()
    assert GITHUB.but(X_GitHub_Delivery="another").checked() == GITHUB.checked()
    assert replace(GITLAB, body=b"[]").checked() != GITLAB.checked()


def test_every_flaw_has_the_answer_that_its_sender_gets() -> None:
    assert {flaw: STATUS[flaw] for flaw in Flaw} == {
        Flaw.UNSIGNED: 401,
        Flaw.FORGED: 401,
        Flaw.STALE: 400,
        Flaw.MALFORMED: 400,
    }


@pytest.mark.parametrize("secrets", [(), ("",), ("whsec_",), ("whsec_no base64!",)])
def test_a_secret_that_is_none_lets_nobody_in_who_signs_with_nothing(secrets: tuple[str, ...]) -> None:
    nothing = replace(signed("one", NOW, b"{}", key=b""), secrets=secrets)
    assert nothing.checked() is Flaw.FORGED
    mac = hmac.digest(b"", GITHUB.body, "sha256").hex()
    assert (
        replace(GITHUB, headers={"X-Hub-Signature-256": f"sha256={mac}"}, secrets=("",)).checked()
        is Flaw.FORGED
    )


KEY = base64.b64decode(STANDARD_KEY.removeprefix("whsec_"))


def signed(name: str, when: int, body: bytes, *, key: bytes = KEY) -> Sent:
    mac = hmac.digest(key, f"{name}.{when}.".encode() + body, "sha256")
    headers = {
        "Webhook-Id": name,
        "Webhook-Timestamp": str(when),
        "Webhook-Signature": f"v1,{base64.b64encode(mac).decode()}",
    }
    return Sent(Scheme.STANDARD, headers, body, (STANDARD_KEY,), now=when)


@given(st.binary(max_size=60), st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True), st.integers(0, 10**10))
def test_whatever_was_signed_is_taken(body: bytes, name: str, when: int) -> None:
    assert signed(name, when, body).checked() == Delivery(key=f"standard {name}")


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_another_body_is_never_taken(body: bytes, other: bytes) -> None:
    sent = replace(signed("one", NOW, body), body=other)
    assert isinstance(sent.checked(), Delivery) == (body == other)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text()))
def test_no_header_of_a_stranger_is_taken_or_breaks_it(headers: dict[str, str]) -> None:
    assert isinstance(replace(STANDARD, headers=headers).checked(), Flaw)
    for value in headers.values():
        assert isinstance(replace(GITHUB, headers={"x-hub-signature-256": value}).checked(), Flaw)
        assert isinstance(replace(GITLAB, headers={"x-gitlab-token": value}).checked(), Flaw)
