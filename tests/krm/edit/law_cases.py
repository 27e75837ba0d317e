"""What the laws of editing are tried on: texts with what they mean, and what may not have moved."""

from hypothesis import strategies as st

from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import read
from core.krm.values import Absent, Value
from tests.krm.shapes import Written, documents, written

__all__ = ["assert_only", "edited", "meant", "texts"]


@st.composite
def texts(draw: st.DrawFn) -> tuple[Value, Written]:
    value = draw(documents())
    return value, draw(written(value))


def edited(text: str, path: FieldPath, value: Value | Absent) -> str:
    return edit(text, [FieldChange(resource=0, path=path, value=value)])


def meant(text: str) -> Value:
    return read(text).documents[0].value


def assert_only(found: Written, result: str, path: FieldPath) -> None:
    """All lines outside the place's own are the same, and stand where they stood."""
    lines = found.text.splitlines(keepends=True)
    first, last = found.lines[path]
    after_it = "".join(lines[last + 1 :])
    assert result.startswith("".join(lines[:first]))
    assert result.endswith(after_it) if after_it.endswith("\n") else after_it.rstrip() in result
