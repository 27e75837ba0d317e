"""Edits of texts that nobody wrote on purpose: right, or refused with our own error."""

import random
from typing import Final

from core.errors import EditRefused, InputRefused
from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same, value_at
from core.krm.read.documents import Document, read
from core.krm.values import ABSENT, Absent, Value
from tests.krm.mutations import mutated
from tests.krm.shapes import places

TEXTS: Final = (
    "a: &x\n  b: 1\n  c: |\n    t\n    u\nd:\n  <<: *x\n  e: >-\n    f g\n    h\n\n    i\nl:\n- *x\n- - 1\n",
    "# head\n---\ndata:\n  k: v # c\nspec: {a: [1, 2.5, ~], b: {c: d}}\n---\nl:\n- name: x\n  v: 1\n- \n",
    'z: plain\n  multi\n  line\nw: "a\\\n  b"\nm: |+\n  a\n\nj: {"a":1,"b":[{"c":"d"}]}\n',
)
MAP: Final[Value] = {"a": 1}
LIST: Final[Value] = ["x", {"b": ["c"]}]
NEWS: Final[tuple[Value | Absent, ...]] = (
    *("new", "no", 5, None, True, 1.5, "several\nlines\n", "  led\nby", "", "tab\there"),
    *(MAP, LIST, {}, [], ABSENT, ABSENT),
)
ROUNDS: Final = 4000


def test_an_edit_of_any_readable_text_is_right_or_refused() -> None:
    chance = random.Random(4000)  # noqa: S311 no secret, the same texts in every run
    outcomes = [tried(mutated(chance.choice(TEXTS), chance), chance) for _ in range(ROUNDS)]
    assert outcomes.count("wrong") == 0
    assert outcomes.count("right") > 10 * outcomes.count("refused") > 0


def tried(text: str, chance: random.Random) -> str:
    try:
        documents = read(text).documents
    except InputRefused:
        return "unreadable"
    if not documents:
        return "empty"
    at = chance.randrange(len(documents))
    path, new = asked(documents[at].value, chance)
    try:
        wanted = changed(documents[at].value, path, new)
        result = edit(text, [FieldChange(resource=at, path=path, value=new)])
    except EditRefused:
        return "refused"
    return "right" if is_right(result, documents, at, wanted) else "wrong"


def asked(value: Value, chance: random.Random) -> tuple[FieldPath, Value | Absent]:
    """Ask for any value anywhere, also just behind what is there."""
    path = chance.choice(places(value))
    held, new = value_at(value, path), chance.choice(NEWS)
    if isinstance(held, dict) and chance.random() < 0.4:
        path = path / "added"
    elif isinstance(held, list) and chance.random() < 0.4:
        path = path / Index(len(held))
    return (path, new) if path.steps else (path, {"whole": 1})


def is_right(result: str, documents: tuple[Document, ...], at: int, wanted: Value) -> bool:
    intended = [wanted if place == at else one.value for place, one in enumerate(documents)]
    return is_same([one.value for one in read(result).documents], intended)
