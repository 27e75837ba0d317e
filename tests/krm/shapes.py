"""Documents of real shapes, and a writer that puts them down as people do and knows each place's lines."""

import json
import random
import re
from dataclasses import dataclass, field
from typing import Final

from hypothesis import strategies as st

from core.fieldpath import ROOT, FieldPath, Index
from core.krm.values import Value

__all__ = ["LEAVES", "Written", "documents", "places", "values", "written"]

_PLAIN: Final = re.compile(r"[a-z][a-z0-9./-]*[a-z0-9]")
_WORDS: Final = {"on", "off", "yes", "no", "true", "false", "null"}

_TRICKY: Final = (
    *("no", "0644", "1e3", "2024-01-02", "12:30", "~", "null", "=", "<<", "0x1F", ".5", "1_0"),
    *("a: b", "a:", "x #y", "it's", 'say "hi"', "{a}", "- x", " a ", "", "a\tb", "\u2028", "é", "😀"),
    *("*a", "&b", "!c", "%d", "@e"),
)
_TEXTS = (
    st.sampled_from(
        ["web", "shop", "registry.io/web:1.2", "100m", "128Mi", "team.io/a", "a", "Always", "10.0.0.1/16"]
    )
    | st.sampled_from(_TRICKY)
    | st.sampled_from(
        ["one\ntwo\n", "one\n\ntwo", "a: 1\nb:\n- c\n", "# not a comment\n", "  led\nby blanks\n"]
    )
)
LEAVES = (
    _TEXTS
    | st.integers(min_value=-5, max_value=70000)
    | st.booleans()
    | st.none()
    | st.sampled_from([0.5, 1.0, -2.25, 1e21, 1e-7])
)
_KEYS = st.sampled_from(["name", "value", "image", "app", "team.io/oncall", "x", "on", "labels", "spec"])
values = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_KEYS, below, max_size=3),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Value]:
    """Draw a workload, a config map or a claim, some parts left out."""
    metadata: dict[str, Value] = {"name": draw(st.sampled_from(["web", "cart"]))}
    if draw(st.booleans()):
        metadata["labels"] = dict(draw(st.dictionaries(_KEYS, _TEXTS, max_size=3)))
    kind = draw(st.sampled_from(["Deployment", "ConfigMap", "Claim"]))
    document: dict[str, Value] = {"apiVersion": "v1", "kind": kind, "metadata": metadata}
    match kind:
        case "Deployment":
            document["spec"] = {"replicas": draw(st.integers(0, 9)), "template": {"spec": draw(_pods())}}
        case "ConfigMap":
            document["data"] = dict(draw(st.dictionaries(_KEYS, _TEXTS, max_size=4)))
        case _:
            document["spec"] = draw(st.dictionaries(_KEYS, values, min_size=1, max_size=4))
    return document


@st.composite
def _pods(draw: st.DrawFn) -> dict[str, Value]:
    containers: list[Value] = []
    for name in draw(st.lists(st.sampled_from(["app", "proxy", "init"]), min_size=1, unique=True)):
        container: dict[str, Value] = {"name": name, "image": "registry.io/x:1"}
        if draw(st.booleans()):
            container["args"] = list(draw(st.lists(_TEXTS, max_size=3)))
        if draw(st.booleans()):
            container["env"] = [
                {"name": key, "value": draw(LEAVES)} for key in draw(st.sets(_KEYS, max_size=3))
            ]
        containers.append(container)
    return {"containers": containers}


def places(value: Value, path: FieldPath = ROOT) -> list[FieldPath]:
    """List every place of a value, from the top down."""
    below: list[tuple[str | Index, Value]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = [(Index(at), part) for at, part in enumerate(value)]
    return [path, *(place for step, part in below for place in places(part, path / step))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text and the first and last line of every place in it."""

    text: str
    lines: dict[FieldPath, tuple[int, int]]


@st.composite
def written(draw: st.DrawFn, value: Value) -> Written:
    """Draw one of the many ways to write a document; one number stands for all its small choices."""
    writer = _Writer(chance=random.Random(draw(st.integers(0, 2**32 - 1))))  # noqa: S311 no secret
    writer.indent = draw(st.sampled_from([2, 4]))
    writer.dash = draw(st.sampled_from([0, 2]))
    writer.quote = draw(st.sampled_from(["'", '"']))
    eol = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    if draw(st.booleans()):
        writer.lines += ["# head", "---"]
    writer.document(value)
    ends = "" if draw(st.booleans()) and not writer.ends_in_a_block else eol
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return Written(text=mark + eol.join(writer.lines) + ends, lines=writer.spans)


@dataclass(slots=True)
class _Writer:
    chance: random.Random
    indent: int = 2
    dash: int = 0
    quote: str = '"'
    lines: list[str] = field(default_factory=list)
    spans: dict[FieldPath, tuple[int, int]] = field(default_factory=dict)
    ends_in_a_block: bool = False

    def document(self, value: Value) -> None:
        start = len(self.lines)
        if isinstance(value, dict) and value:
            self._map(value, 0, ROOT, "")
        else:
            self.lines.append(self._flow(value))
        self.spans[ROOT] = (start, len(self.lines) - 1)

    def _map(self, value: dict[str, Value], indent: int, path: FieldPath, first: str) -> None:
        lead = first
        for key, part in value.items():
            if lead.isspace() or not lead:
                self._maybe_remark(indent)
            self._entry(f"{lead}{self._word(key)}:", part, indent, path / key)
            lead = " " * indent

    def _entry(self, head: str, value: Value, indent: int, path: FieldPath) -> None:
        start = len(self.lines)
        if self._is_block(value) and isinstance(value, dict):
            self.lines.append(head + self._comment())
            self._map(value, indent + self.indent, path, " " * (indent + self.indent))
        elif self._is_block(value) and isinstance(value, list):
            self.lines.append(head + self._comment())
            self._list(value, indent + self.dash, path)
        else:
            self._scalar(f"{head} ", value, indent + self.indent, path)
        self.spans[path] = (start, len(self.lines) - 1)

    def _list(self, value: list[Value], indent: int, path: FieldPath) -> None:
        for at, part in enumerate(value):
            self._maybe_remark(indent)
            start, dash, below = len(self.lines), " " * indent + "- ", path / Index(at)
            if isinstance(part, dict) and self._is_block(part):
                self._map(part, indent + 2, below, dash)
            else:
                self._scalar(dash, part, indent + 2, below)
            self.spans[below] = (start, len(self.lines) - 1)

    def _scalar(self, head: str, value: Value, indent: int, path: FieldPath) -> None:
        """Write what fits on a line, or a block scalar; all that is inside stands on these lines."""
        start = len(self.lines)
        self.ends_in_a_block = False
        if isinstance(value, str) and "\n" in value and value[0] not in " #\n" and self.chance.random() < 0.8:
            end = "-" if not value.endswith("\n") else ""
            self.lines.append(f"{head}|{end}")
            self.lines += [
                " " * indent + line if line else "" for line in value.removesuffix("\n").split("\n")
            ]
            self.ends_in_a_block = True
        else:
            self.lines.append(head + self._flow(value) + self._comment())
        for place in places(value, path):
            self.spans[place] = (start, len(self.lines) - 1)

    def _is_block(self, value: Value) -> bool:
        return isinstance(value, dict | list) and bool(value) and self.chance.random() < 0.85

    def _flow(self, value: Value) -> str:
        match value:
            case dict():
                return (
                    "{"
                    + ", ".join(f"{self._word(key)}: {self._flow(part)}" for key, part in value.items())
                    + "}"
                )
            case list():
                return "[" + ", ".join(self._flow(part) for part in value) + "]"
            case str():
                return self._word(value)
            case _:
                return json.dumps(value)

    def _word(self, word: str) -> str:
        if _PLAIN.fullmatch(word) and word not in _WORDS and self.chance.random() < 0.7:
            return word
        if self.quote == "'" and word.isprintable():
            return "'" + word.replace("'", "''") + "'"
        return json.dumps(word, ensure_ascii=False).replace("\u2028", "\\u2028")

    def _comment(self) -> str:
        return "  # why" if self.chance.random() < 0.2 else ""

    def _maybe_remark(self, indent: int) -> None:
        if self.chance.random() < 0.1:
            self.lines.append(self.chance.choice(["", " " * indent + "# a remark"]))
