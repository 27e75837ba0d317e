"""Every recorded answer of the real server is understood: objects, lists, watches, and each refusal."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from core.errors import HeadgateError, InputRefused, NotFound, SideMoved, SourceUnreadable
from core.krm.managers import owners
from core.krm.read.documents import read_resources
from core.krm.schema.catalog import catalog_from
from core.live.cluster.refusals import Refusal, error_of, of_status, refusal_of
from core.live.cluster.schemas import definitions_in
from core.net.calls import Answer, Call, Effect
from tests.builders.corpus import differences, one_document
from tests.fakes.kube.kinds import RECORDED, recorded

Json = dict[str, Any]
CLAIM: Final = "messagewall.demo/v1alpha1/ServerlessEventAppClaim/default/messagewall-prod-west"


def head(name: str) -> tuple[str, str, int, dict[str, str]]:
    """Read a recorded exchange: method, path, status, headers."""
    asked, status, *lines = (RECORDED / f"{name}.http").read_text().splitlines()
    _, method, path = asked.split(" ", 2)
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return method, path.partition("?")[0], int(status.split(" ")[1]), headers


def answer(name: str) -> Answer:
    _, _, status, headers = head(name)
    (body,) = (RECORDED / f"{name}.{end}" for end in ("json", "txt") if (RECORDED / f"{name}.{end}").exists())
    return Answer(status=status, headers=headers, body=body.read_bytes(), target="")


def call(name: str) -> Call:
    method, path, _, _ = head(name)
    effect = Effect.READ if method == "GET" else Effect.GUARDED
    return Call(doing="do it", path=path, method=method, effect=effect, target="x")


REFUSED: Final = [
    pytest.param("err-400-malformed-json", InputRefused, "json parse error", id="JSON that is none"),
    pytest.param("err-400-strict-unknown-field", InputRefused, "spec.lambdaMemroy", id="an unknown field"),
    pytest.param("err-401-bad-token", SourceUnreadable, "401 Unauthorized", id="a bad token"),
    pytest.param(
        "err-403-reader-create", SourceUnreadable, 'User "reader" cannot create', id="no right to create"
    ),
    pytest.param(
        "err-403-reader-list-secrets", SourceUnreadable, "secrets is forbidden", id="no right to list"
    ),
    pytest.param("err-403-reader-patch-claim", SourceUnreadable, "cannot patch", id="no right to patch"),
    pytest.param("err-404-group", SourceUnreadable, "does not serve this API group", id="an unknown group"),
    pytest.param("err-404-object", NotFound, '"nope" not found', id="an object that is not there"),
    pytest.param("err-409-already-exists", SideMoved, "already exists", id="an object that is there"),
    pytest.param("err-409-ssa-conflict", SideMoved, "demo-apply", id="a conflict of managers over a claim"),
    pytest.param(
        "err-409-ssa-conflict-deployment", SideMoved, "kubectl-set", id="a conflict over a Deployment"
    ),
    pytest.param("err-409-stale-put", SideMoved, "has been modified", id="a claim that moved"),
    pytest.param(
        "err-409-stale-put-deployment", SideMoved, "has been modified", id="a Deployment that moved"
    ),
    pytest.param("err-410-expired-continue", SourceUnreadable, "too old", id="a list that grew too old"),
    pytest.param("err-410-list-exact-old-rv", SourceUnreadable, "too old", id="a version that is forgotten"),
    pytest.param("err-415-media-type", InputRefused, "unknown format", id="a media type that is not taken"),
    pytest.param("err-422-claim", InputRefused, "awsAccountId", id="a claim that breaks a pattern"),
    pytest.param(
        "err-422-claim-enum-missing", InputRefused, "greater than or equal to 128", id="three faults"
    ),
    pytest.param("err-422-deployment", InputRefused, "Bad_Name", id="a Deployment with four faults"),
    pytest.param("err-422-deployment-immutable", InputRefused, "immutable", id="a field that may not change"),
]
CODES: Final = {SideMoved: 5, SourceUnreadable: 6, NotFound: 6, InputRefused: 8}


@pytest.mark.parametrize(("name", "kind", "why"), REFUSED)
def test_a_refusal_is_an_error_with_its_class_its_words_and_its_exit_code(
    name: str, kind: type[HeadgateError], why: str
) -> None:
    sent = call(name)
    if name.startswith(("err-400", "err-409", "err-415", "err-422")):
        sent = Call(doing="do it", path=sent.path, method="PATCH", effect=Effect.GUARDED, target="x")
    error = error_of(refusal_of(answer(name)), sent, context="prod")
    assert (type(error), error.exit_code, error.changed) == (kind, CODES[kind], "nothing")
    assert why in error.why
    assert error.next_step
    assert error.ref.startswith("request ")


def test_no_recorded_refusal_is_left_out() -> None:
    named = {param.values[0] for param in REFUSED} | {"err-410-watch-old-rv", "err-429-storage-initializing"}
    assert {path.stem for path in RECORDED.glob("err-*.http")} == named


def test_the_managers_of_a_conflict_are_named_with_their_fields() -> None:
    refusal = refusal_of(answer("err-409-ssa-conflict-deployment"))
    assert refusal.is_conflict_of_managers
    assert [(one.message.split('"')[1], one.field) for one in refusal.causes] == [
        ("kubectl", ".spec.replicas"),
        ("kubectl-set", '.spec.template.spec.containers[name="web"].image'),
    ]


def test_a_list_that_grew_too_old_offers_its_rest() -> None:
    assert refusal_of(answer("err-410-expired-continue")).onward.startswith("eyJ2Ijoi")
    assert refusal_of(answer("err-410-list-exact-old-rv")).onward == ""


def test_an_old_watch_is_refused_inside_its_stream() -> None:
    assert head("err-410-watch-old-rv")[2] == 200
    event = json.loads((RECORDED / "err-410-watch-old-rv.jsonl").read_text().splitlines()[0])
    refusal = of_status(event["object"])
    assert (event["type"], refusal.code, refusal.reason) == ("ERROR", 410, "Expired")


def test_a_server_that_is_starting_says_how_long_to_wait() -> None:
    name = "err-429-storage-initializing"
    _, _, status, headers = head(name)
    assert (status, headers["retry-after"]) == (429, "1")
    assert refusal_of(answer(name)).message == "storage is (re)initializing"


def test_words_that_are_no_status_are_taken_as_they_are() -> None:
    refusal = refusal_of(answer("err-404-group"))
    assert (refusal.is_unserved, refusal.message) == (True, "404 page not found")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(
            b'{"kind": "Status", "details": 7, "metadata": [], "code": "x"}', id="a malformed status"
        ),
        pytest.param(b"[" * 100_000, id="a tower of brackets"),
        pytest.param(b"\xff\xfe", id="no text"),
    ],
)
def test_a_refusal_in_any_form_is_read(body: bytes) -> None:
    refusal = refusal_of(Answer(status=403, headers={}, body=body, target=""))
    assert isinstance(refusal, Refusal)
    assert error_of(refusal, Call(doing="read", path="/x"), context="c").exit_code in {6, 8}


OBJECTS: Final = sorted(
    path.stem
    for path in RECORDED.glob("*.json")
    if not path.stem.startswith(("err-", "discovery", "openapi", "version", "list-table", "delete-claim"))
    and json.loads(path.read_text())["kind"] not in {"Status", "PartialObjectMetadataList", "List"}
)


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_or_a_list_of_them_is_read_with_its_owners(name: str) -> None:
    whole = recorded(name + ".json")
    items = whole.get("items", [whole])
    named = [{**one, "apiVersion": one.get("apiVersion", whole["apiVersion"])} for one in items]
    kind = whole["kind"].removesuffix("List")
    text = json.dumps([{"kind": kind, **one} for one in named])
    documents = read_resources(text).documents
    assert len(documents) == len(items) > 0
    owned = [owners(one.value).everyone() for one in documents if "managedFields" in str(one.value)]
    assert all(owned)


def test_a_claim_shows_no_difference_to_what_was_applied_by_the_schema_of_openapi() -> None:
    found = list(definitions_in(recorded("openapi-v3-claims.json")))
    catalog = catalog_from([json.dumps({"apiVersion": "v1", "kind": "List", "items": found})])
    live = recorded("claim-dev-east.json")
    entry = next(one for one in live["metadata"]["managedFields"] if "f:spec" in one["fieldsV1"])
    set_fields = {key.removeprefix("f:") for key in entry["fieldsV1"]["f:spec"]}
    bare = {key: part for key, part in live["spec"].items() if key in set_fields}
    metadata = {"name": live["metadata"]["name"], "namespace": live["metadata"]["namespace"]}
    applied = {**live, "metadata": metadata, "spec": bare}
    applied.pop("status", None)
    assert set(live["spec"]) > set(bare)
    told = differences(one_document(json.dumps(applied)), one_document(json.dumps(live)), catalog=catalog)
    assert {path for path in told if path.startswith("spec")} == set()


@pytest.mark.parametrize("name", sorted(path.stem for path in RECORDED.glob("watch-*.jsonl")))
def test_a_watch_is_read_line_by_line(name: str) -> None:
    events = [json.loads(line) for line in (RECORDED / f"{name}.jsonl").read_text().splitlines()]
    assert {one["type"] for one in events} <= {"ADDED", "MODIFIED", "DELETED", "BOOKMARK"}
    assert all(one["object"]["metadata"]["resourceVersion"] for one in events)


def test_the_folder_of_samples_is_whole() -> None:
    assert len(list(Path(RECORDED).iterdir())) == 102
