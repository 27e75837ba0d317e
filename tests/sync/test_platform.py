"""Platform: a cluster is asked about what was applied and does not stand as it was written, and no more."""

from collections.abc import Callable
from typing import Any

import pytest

from core.krm.read.documents import Document, Documents
from core.krm.resource import identify
from core.krm.schema.catalog import BUILTIN
from core.sync.platform import to_be_asked
from core.sync.texts import base_of, canonical, parsed
from tests.builders.kube import deployment

Json = dict[str, Any]


def documents(value: Json) -> Documents:
    whole = Document(value=value, start=0, end=0, line=1, id=identify(value))
    return Documents(text="", documents=(whole,))


def container(it: Json) -> Json:
    found: Json = it["spec"]["template"]["spec"]["containers"][0]
    return found


def applied() -> Json:
    made = deployment(replicas=2)
    container(made)["args"] = ["-v"]
    return made


@pytest.mark.parametrize(
    ("edit", "asked"),
    [
        pytest.param(dict.copy, False, id="all of it stands"),
        pytest.param(lambda it: it["spec"].update(paused=True), False, id="live has a field more"),
        pytest.param(lambda it: container(it).update(tty=True), False, id="an item has a field more"),
        pytest.param(
            lambda it: container(it)["ports"][0].update(protocol="TCP"), False, id="a key by default"
        ),
        pytest.param(lambda it: container(it)["ports"][0].update(protocol="UDP"), True, id="another key"),
        pytest.param(lambda it: it["spec"].update(replicas=3), True, id="a field differs"),
        pytest.param(lambda it: it["spec"].pop("replicas"), True, id="a field is gone"),
        pytest.param(
            lambda it: container(it)["env"].append({"name": "NEW"}), False, id="live has an item more"
        ),
        pytest.param(
            lambda it: container(it)["args"].append("-x"), True, id="a list that is one value is longer"
        ),
    ],
)
def test_what_is_asked_of_the_cluster(edit: Callable[[Json], object], *, asked: bool) -> None:
    live = applied()
    edit(live)
    found = list(to_be_asked(documents(applied()), documents(live), catalog=BUILTIN))
    assert bool(found) is asked


def test_a_base_that_says_what_git_renders_is_what_was_read_of_git() -> None:
    text = "# ours\na: [1, 1.0, true]\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    git = parsed(text, "shop")
    base = base_of(canonical(git), text, "shop")
    alone = parsed(canonical(git), "shop")
    assert git
    assert base
    assert alone
    assert base.documents[0].value is git.documents[0].value == alone.documents[0].value
    assert base.documents[0].id == alone.documents[0].id


@pytest.mark.parametrize("other", ["a: 1", "a: 1.0", "a: true", 'a: "1"'])
def test_a_base_that_says_anything_else_is_read_itself(other: str) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    texts = [head + f"{one}\n" for one in (other, "a: 2")]
    base = base_of(canonical(parsed(texts[0], "")), texts[1], "")
    assert base
    assert canonical(base) == canonical(parsed(texts[0], "")) != canonical(parsed(texts[1], ""))
