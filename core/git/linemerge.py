"""Merging line by line with ``git merge-file``. Starts git and reads what it prints."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable
from core.merge.markers import BASE, CURRENT, MERGED
from core.merge.wording import Clash, Part
from core.ports.processes import Finished, Run

__all__ = ["LineMerger"]

_SECONDS: Final = 60.0
_LIMIT_BYTES: Final = 1 << 28
_MOST_CONFLICTS: Final = 127
"""Exit status up to which ``git merge-file`` counts conflicts; above it says that it failed."""

_PASSED_ON: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "XDG_CONFIG_HOME"})
_WITH_BASE: Final = frozenset({"diff3", "zdiff3"})
_USUAL_SIZE: Final = 7
_SIGNS: Final = re.compile(r"^([<|=>])\1{6,}", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMerger:
    """Git's merge of lines, in one folder of a repository.

    Attributes:
        run: starts programs.
        folder: where git looks for its settings from.
        environment: the variables of whoever runs us.
    """

    run: Run
    folder: Path
    environment: Mapping[str, str] = field(repr=False)

    def __call__(self, current: str, base: str, merged: str) -> Sequence[Part]:
        """Merge three texts; see `core.merge.wording.LineMerge`.

        Raises:
            SourceUnreadable: git cannot do it.
            ToolMissing: there is no git.
        """
        texts = (current, base, merged)
        size = 1 + max(
            [_USUAL_SIZE, *(len(signs.group()) for text in texts for signs in _SIGNS.finditer(text))]
        )
        done = self._merged([text.encode() for text in texts], "--diff3", f"--marker-size={size}")
        return list(_parts(done.out.decode(), size)) if done.code else [done.out.decode()]

    def plain(self, current: bytes, base: bytes, merged: bytes, *, size: int) -> tuple[bytes, int]:
        """Merge as Git does without a driver; gives the content and how many places collide.

        Raises:
            SourceUnreadable: git cannot do it, as with binary content.
            ToolMissing: there is no git.
        """
        done = self._merged((current, base, merged), f"--marker-size={size}")
        return done.out, done.code

    def shows_base(self) -> bool:
        """Tell whether whoever merges here wants the base between the markers too.

        Raises:
            ToolMissing: there is no git.
        """
        return self._git("config", "--get", "merge.conflictStyle").out.decode().strip() in _WITH_BASE

    def _merged(self, contents: Sequence[bytes], *options: str) -> Finished:
        with tempfile.TemporaryDirectory(prefix="headgate-") as folder:
            files = [Path(folder) / name for name in ("current", "base", "merged")]
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            labels = (word for label in (CURRENT, BASE, MERGED) for word in ("-L", label))
            done = self._git("merge-file", "-p", *options, *labels, *map(str, files))
        if not 0 <= done.code <= _MOST_CONFLICTS:
            raise SourceUnreadable(
                "git merge-file could not merge",
                why=done.err.decode(errors="replace").strip() or f"it ended with {done.code}",
                next_step="merge it by hand",
            )
        return done

    def _git(self, *arguments: str) -> Finished:
        passed = {
            name: value
            for name, value in self.environment.items()
            if name in _PASSED_ON or name.startswith("GIT_CONFIG")
        }
        return self.run(
            ("git", *arguments),
            input=None,
            cwd=self.folder,
            env=passed,
            timeout_seconds=_SECONDS,
            limit_bytes=_LIMIT_BYTES,
        )


def _parts(text: str, size: int) -> Iterator[Part]:
    """Read what ``git merge-file --diff3`` printed; no other line begins with as many signs."""
    lines: list[str] = []
    held: list[str] = []
    for line in _LINE.findall(text):
        sign = line[0]
        if sign not in "<|=>" or not line.startswith(sign * size):
            lines.append(line)
            continue
        if sign == "<":
            yield "".join(lines)
        else:
            held.append("".join(lines))
        if sign == ">":
            current, base, merged = held
            yield Clash(current, base, merged)
            held = []
        lines = []
    yield "".join(lines)
