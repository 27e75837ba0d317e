"""What happened, for other people and programs: a JSON file and one in Markdown, where we stand."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import StorageUnwritable

__all__ = ["export"]


def export(name: str, form: Mapping[str, object], lines: Iterable[str]) -> tuple[Path, Path]:
    """Write ``name.json`` and ``name.md``, for our eyes alone; gives their full paths.

    Raises:
        StorageUnwritable: they cannot be written.
    """
    texts = {".json": json.dumps(form, indent=2, ensure_ascii=False) + "\n", ".md": "\n".join(lines) + "\n"}
    here = Path.cwd()
    paths = tuple(here / f"{name}{ending}" for ending in texts)
    try:
        for path, text in zip(paths, texts.values(), strict=True):
            _put(path, text)
    except OSError as error:
        raise StorageUnwritable(
            f"Could not write {name}.json and {name}.md",
            why=f"{here}: {error.strerror}",
            next_step="start headgate in a folder that you may write to",
        ) from error
    return paths[0], paths[1]


def _put(path: Path, text: str) -> None:
    """Write beside, 0600, and put it in place: a link that a clone holds under the name is not followed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as fresh:
            fresh.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
