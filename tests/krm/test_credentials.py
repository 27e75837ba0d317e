"""Credentials outside the fields that are named for them: found by their look, masked where they stand."""

import json

import pytest

from core.fieldpath import ROOT
from core.krm.credentials import credentials_in, without_credentials
from core.krm.read.documents import read
from core.krm.redact import is_sensitive, redact_text, redacted
from core.krm.resource import ResourceId
from core.krm.rules.credentials import CREDENTIALS, CredentialRule
from core.krm.values import Value
from core.merge.mask import masked
from tests.fakes.waiting import field
from tests.krm.test_corpus import FILES, HERE

CANARY = "c4naryT0ken9c4naryT0ken9"
POD = ResourceId("v1", "Pod", "shop", "web")


def shown(text: str) -> str:
    return without_credentials(text, lambda _: "***")


def example_texts(row: CredentialRule) -> tuple[str, str]:
    left, right = (side["args"] for side in row.example[:2] if isinstance(side, dict))
    assert isinstance(left, list)
    assert isinstance(right, list)
    return str(left[0]), str(right[0])


@pytest.mark.parametrize("row", CREDENTIALS, ids=lambda row: row.id)
def test_every_row_masks_all_that_tells_its_two_examples_apart(row: CredentialRule) -> None:
    left, right = example_texts(row)
    assert left != right
    assert shown(left) == shown(right) != left
    assert any(row.pattern.search(text) for text in (left, right))


@pytest.mark.parametrize("row", CREDENTIALS, ids=lambda row: row.id)
def test_every_row_leaves_what_only_looks_alike(row: CredentialRule) -> None:
    assert shown(row.harmless) == row.harmless


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"--password={CANARY}", id="an option"),
        pytest.param(f"serve --api-key {CANARY} -v", id="an option and its value"),
        pytest.param(f"postgres://app:{CANARY}@db:5432/shop?sslmode=off", id="an address"),
        pytest.param(f"https://oauth2:{CANARY}@git.example.com/x.git", id="a Git address"),
        pytest.param(f"https://hub.example.com/?access_token={CANARY}&a=b", id="a query"),
        pytest.param(f"Server=db;User Id=sa;Password={CANARY};", id="a connection string"),
        pytest.param(f'curl -H "Authorization: Bearer {CANARY}" https://x', id="a header"),
        pytest.param(f"mode=a\ndb.password = {CANARY}\n", id="properties"),
        pytest.param(f"export AWS_SECRET_ACCESS_KEY={CANARY}", id="a shell's variable"),
        pytest.param(f"a: 1\nauth:\n  client-secret: {CANARY}\n", id="YAML in a text"),
        pytest.param(f'{{"db": {{"password": "{CANARY}"}}}}', id="JSON in a text"),
        pytest.param(f"[db]\npassword = {CANARY}\n", id="an ini file"),
        pytest.param(f"-----BEGIN RSA PRIVATE KEY-----\n{CANARY}\n-----END RSA PRIVATE KEY-----", id="a key"),
        pytest.param(f"ghp_{CANARY}", id="a token of GitHub"),
        pytest.param(f"eyJhbGciOiJIUzI1.eyJzdWIiOiJhIn0.{CANARY}", id="a signed token"),
    ],
)
@pytest.mark.parametrize(
    "layout",
    [
        pytest.param("kind: ConfigMap\ndata:\n  app: {}\n", id="in quotes"),
        pytest.param("kind: Pod\nspec:\n  args:\n    - {}\n    - -v\n", id="in a list"),
        pytest.param("spec: {{a: {}, b: 1}}\n", id="in a flow map"),
    ],
)
def test_a_credential_is_masked_wherever_it_is_written(layout: str, text: str) -> None:
    written = layout.format(json.dumps(text))
    assert CANARY in written
    assert CANARY not in redact_text(written)
    value = read(written).documents[0].value
    assert CANARY not in repr(redacted(POD, ROOT, value, lambda _: "***"))
    assert is_sensitive(POD, ROOT, value)


@pytest.mark.parametrize(
    ("text", "redacted_text"),
    [
        pytest.param(
            f"data:\n  a: |\n    mode=x\n    token={CANARY}\n    size=3\n",
            "data:\n  a: |\n    mode=x\n    token=***\n    size=3\n",
            id="a line of a block, the others stay",
        ),
        pytest.param(
            f'args: ["--token", "{CANARY}", "x"]\n',
            'args: ["--token", ***, "x"]\n',
            id="an argument by itself",
        ),
        pytest.param(f"a: 1  # password: {CANARY}\n", "a: 1  # password: ***\n", id="a comment"),
        pytest.param(
            f'a: "pass\\u0077ord={CANARY}"\n',
            "a: ***\n",
            id="an escape in the name: the whole value",
        ),
    ],
)
def test_the_rest_of_a_text_stays(text: str, redacted_text: str) -> None:
    assert redact_text(text) == redacted_text


@pytest.mark.parametrize(
    "harmless",
    [
        "password=${DB_PASSWORD}",
        "--token=$(TOKEN)",
        "password: {{ .Values.password }}",
        "https://host:8443/path",
        "secretName: db",
        "--auth-mode=rbac",
        "tokens: 5",
        "token_ttl: 3600",
        "authorization: none",
        "key=value",
        "ssh://git@example.com/x",
        "the password is kept elsewhere",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    ],
)
def test_what_holds_no_secret_is_shown(harmless: str) -> None:
    assert shown(harmless) == harmless


def test_of_the_corpus_next_to_nothing_is_masked() -> None:
    leaves = [leaf for name in FILES for leaf in texts(read((HERE / name).read_text()).documents[0].value)]
    found = [leaf for leaf in leaves if credentials_in(leaf)]
    assert len(leaves) > 500
    assert found == []


def texts(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in texts(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in texts(part)]
    return [value] if isinstance(value, str) else []


def test_equal_credentials_get_equal_marks_and_the_text_around_them_stays() -> None:
    url = "postgres://app:{}@{}/shop"
    place = field(
        "spec.x",
        sensitive=True,
        base=url.format("one1", "a"),
        git=url.format("two2", "a"),
        hub=url.format("one1", "b"),
    )
    hidden = masked(place.place)
    assert (hidden.base, hidden.git, hidden.hub) == (
        "postgres://app:(secret A)@a/shop",
        "postgres://app:(secret B)@a/shop",
        "postgres://app:(secret A)@b/shop",
    )
