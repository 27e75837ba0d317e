import json
import re

from core.krm.values import Value
from core.settings.schema import schema


def at(document: Value, *steps: str) -> Value:
    for step in steps:
        assert isinstance(document, dict)
        document = document[step]
    return document


def test_the_schema_is_plain_json_and_closed() -> None:
    made = schema()
    assert json.loads(json.dumps(made)) == made
    assert (made["additionalProperties"], made["required"]) == (False, ["version", "spaces"])


def test_the_schema_knows_every_key_of_a_space_and_what_is_usual() -> None:
    space = at(schema(), "properties", "spaces", "additionalProperties")
    keys = ["labels", "source", "units", "live", "promote", "clean_merges"]
    assert list(json.loads(json.dumps(at(space, "properties")))) == keys
    assert at(space, "properties", "promote") == {
        "enum": ["auto", "review"],
        "default": "auto",
        "description": "whether a Git change on an unmoved Head goes in by itself",
    }
    assert at(space, "properties", "source", "oneOf") == [
        {"required": ["files"]},
        {"required": ["kustomize"]},
        {"required": ["command"]},
    ]


def test_its_patterns_take_and_refuse_what_the_reader_does() -> None:
    pattern = at(schema(), "properties", "spaces", "propertyNames", "pattern")
    assert isinstance(pattern, str)
    assert [bool(re.search(pattern, name)) for name in ("shop-1.x", "Shop", "-shop", "")] == [
        True,
        False,
        False,
        False,
    ]
