"""The check against the descriptions itself: it finds what it is there to find."""

from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from core.forge.place import ForgeKind
from tests.builders.described import Described
from tests.builders.loopback import Reply, Request, json_reply

PATH = "/api/v3/repos/acme/shop"
COMMENTS = f"{PATH}/issues/1/comments"


def asked(method: str, target: str, body: bytes = b"") -> Request:
    headers = {"content-type": "application/json"} if body else {}
    return Request(method=method, target=target, headers=headers, body=body)


def answering(reply: Reply) -> Callable[[Request], Reply]:
    return Described("forges/github.yaml")(lambda _: reply)


@pytest.mark.parametrize(
    ("request_", "reply", "complaint"),
    [
        pytest.param(asked("GET", "/api/v3/users"), Reply(), "GET /api/v3/users is not described", id="path"),
        pytest.param(asked("PUT", PATH), Reply(), "is not described", id="method"),
        pytest.param(
            asked("GET", f"{COMMENTS}?order=up"), Reply(), "unknown parameter order", id="parameter"
        ),
        pytest.param(asked("GET", f"{COMMENTS}?per_page=500"), Reply(), "per_page is not as", id="its value"),
        pytest.param(asked("GET", f"{COMMENTS}?page=1&page=2"), Reply(), "twice", id="a parameter twice"),
        pytest.param(
            asked("POST", COMMENTS, b'{"body":"x","to":1}'), Reply(), "'to' was unexpected", id="field"
        ),
        pytest.param(asked("POST", COMMENTS, b"{}"), Reply(), "'body' is a required property", id="no field"),
        pytest.param(asked("GET", PATH, b"{}"), Reply(), "has a body", id="a body where none belongs"),
        pytest.param(asked("GET", PATH), Reply(status=418), "answer 418 is not described", id="status"),
        pytest.param(asked("GET", PATH), json_reply({"id": 1}), "'full_name' is a required", id="answer"),
    ],
)
def test_what_is_not_as_described_is_found(request_: Request, reply: Reply, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        answering(reply)(request_)


def test_what_is_as_described_passes() -> None:
    good = json_reply({"id": 1, "full_name": "acme/shop", "default_branch": "main"})
    assert answering(good)(asked("GET", PATH)) is good


@pytest.mark.parametrize("kind", ForgeKind)
def test_every_schema_of_a_description_is_one(kind: ForgeKind) -> None:
    schemas = list(Described(f"forges/{kind}.yaml").schemas())
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
    assert len(schemas) > 2
