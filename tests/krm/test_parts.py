import pytest

from core.krm.parts import joined, parts_of
from core.krm.read.documents import read_resources

A = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
B = "apiVersion: v1\nkind: Service\nmetadata: {name: b}  # b\n"
LIST = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n"
WRITTEN = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(A, [("a", A, True)], id="one document is the whole text"),
        pytest.param(
            f"# h\n---\n{A}---\n{B}",
            [("a", f"# h\n---\n{A}", True), ("b", f"---\n{B}", True)],
            id="two are pieces",
        ),
        pytest.param(LIST, [("a", WRITTEN, False)], id="a list of one is no piece"),
        pytest.param(
            '[{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}]',
            [("a", WRITTEN, False)],
            id="nor is a JSON list",
        ),
        pytest.param(
            A.replace("Service", "PodList"),
            [("a", A.replace("Service", "PodList"), True)],
            id="a kind that only sounds like a list",
        ),
    ],
)
def test_a_text_is_taken_apart(text: str, parts: list[tuple[str, str, bool]]) -> None:
    assert [(part.id.name, part.text, part.is_verbatim) for part in parts_of(read_resources(text))] == parts


@pytest.mark.parametrize(
    "texts", [[A, B], [f"# h\n---\n{A}", f"---\n{B}"], [A.rstrip("\n"), f"# c\n\n{B}"], [A], []]
)
def test_what_is_put_together_reads_as_its_parts(texts: list[str]) -> None:
    apart = [read_resources(text).documents[0].value for text in texts]
    assert [document.value for document in read_resources(joined(texts)).documents] == apart
