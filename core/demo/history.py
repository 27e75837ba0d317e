"""The repository of the story: commits become a stream that `git fast-import` reads. No git is run here."""

from collections.abc import Iterator, Sequence

from core.demo.acts import Add, Commit, Edit, Remove, Replace
from core.demo.texts import written
from core.demo.timeline import StoryClock

__all__ = ["import_stream"]


def import_stream(commits: Sequence[Commit], clock: StoryClock) -> bytes:
    """Write commits on main, oldest first, for ``git fast-import``; commit number n gets the mark n.

    Raises:
        ValueError: the story is wrong: an edit does not fit the file as it stands by then.
    """
    tree: dict[str, str] = {}
    return b"".join(
        part for mark, commit in enumerate(commits, 1) for part in _commit(commit, mark, tree, clock)
    )


def _commit(commit: Commit, mark: int, tree: dict[str, str], clock: StoryClock) -> Iterator[bytes]:
    stamp = f"{commit.author.signature} {clock.at(commit.minutes_ago)} +0000"
    yield f"commit refs/heads/main\nmark :{mark}\nauthor {stamp}\ncommitter {stamp}\n".encode()
    yield _data(commit.message)
    for edit in commit.edits:
        _change(tree, edit)
    for path in dict.fromkeys(edit.path for edit in commit.edits):
        yield _file(path, tree.get(path))
    yield b"\n"


def _file(path: str, text: str | None) -> bytes:
    return f"D {path}\n".encode() if text is None else f"M 100644 inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"


def _change(tree: dict[str, str], edit: Edit) -> None:
    match edit:
        case Add(path=path, file=file, facts=facts) if path not in tree:
            tree[path] = written(file, facts)
        case Replace(path=path, old=old, new=new) if path in tree and tree[path].count(old) == 1:
            tree[path] = tree[path].replace(old, new)
        case Remove(path=path) if path in tree:
            del tree[path]
        case _:
            raise ValueError(f"the story cannot do {edit!r}")
