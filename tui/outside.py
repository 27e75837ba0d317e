"""Programs of the operator's own over files of ours, 0600 and gone again: their editor, their diff tool."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from core.errors import HeadgateError, StorageUnwritable, ToolMissing

__all__ = ["Foreground", "compare_texts", "edit_text"]

_EDITORS: Final = ("sensible-editor", "vi", "nano")
_TOOLS: Final = (
    ("meld", "{git} {hub} {result}"),
    ("nvim", "-d {git} {hub} {result}"),
    ("vimdiff", "{git} {hub} {result}"),
    ("kdiff3", "{base} {git} {hub}"),
)
_NOT_FOUND: Final = 127


class Foreground(Protocol):
    """Starts one program at the operator's terminal and waits for its end."""

    def __call__(self, argv: Sequence[str], *, env: Mapping[str, str]) -> int:
        """Run a program; gives its exit status.

        Raises:
            ToolMissing: it could not be started; nothing ran.
        """


def edit_text(text: str, name: str, env: Mapping[str, str], run: Foreground) -> str:
    """Let the operator edit a text in ``$VISUAL``, ``$EDITOR``, or an editor that is found.

    The terminal must be theirs meanwhile. Gives what they saved.

    Raises:
        ToolMissing: there is no editor, or it did not end well; nothing is changed.
        StorageUnwritable: the file for it cannot be written.
    """
    command = env.get("VISUAL") or env.get("EDITOR") or _found(_EDITORS, env)
    if not command:
        raise ToolMissing(
            "Could not open an editor",
            why="neither VISUAL nor EDITOR is set, and none of the usual ones is installed",
            next_step="export EDITOR=vi, or type the value with e",
        )
    with _files({name: text}, env) as folder:
        file = folder / name
        _end_well(run([*shlex.split(command), str(file)], env=env), command, "VISUAL or EDITOR")
        return _read(file)


def compare_texts(texts: Mapping[str, str], env: Mapping[str, str], run: Foreground) -> None:
    """Show texts in ``$HEADGATE_DIFFTOOL`` or a diff tool that is found; nothing it writes is read back.

    Args:
        texts: by name: ``base``, ``git``, ``hub``, ``live``, ``result``; the command may name each in braces.
        env: the environment.
        run: starts it.

    Raises:
        ToolMissing: there is no such tool, or it did not end well.
        StorageUnwritable: the files for it cannot be written.
    """
    command = _difftool(env)
    with _files({f"{name}.yaml": text for name, text in texts.items()}, env) as folder:
        known = {name: str(folder / f"{name}.yaml") for name in texts}
        argv = [_filled(word, known) for word in shlex.split(command)]
        _end_well(run(argv, env=env), command, "HEADGATE_DIFFTOOL", well=(0, 1))


def _difftool(env: Mapping[str, str]) -> str:
    command = env.get("HEADGATE_DIFFTOOL", "")
    if command:
        return command if "{" in command else f"{command} {{git}} {{hub}} {{result}}"
    for tool, files in _TOOLS:
        if shutil.which(tool, path=env.get("PATH")):
            return f"{tool} {files}"
    raise ToolMissing(
        "Could not open a diff tool",
        why=f"HEADGATE_DIFFTOOL is not set, and none of {', '.join(tool for tool, _ in _TOOLS)} is installed",
        next_step="export HEADGATE_DIFFTOOL='vimdiff {git} {hub} {result}'",
    )


def _filled(word: str, known: Mapping[str, str]) -> str:
    for name, path in known.items():
        word = word.replace(f"{{{name}}}", path)
    return word


def _found(names: Sequence[str], env: Mapping[str, str]) -> str:
    return next((name for name in names if shutil.which(name, path=env.get("PATH"))), "")


@contextmanager
def _files(texts: Mapping[str, str], env: Mapping[str, str]) -> Iterator[Path]:
    """Write files into a folder of their own, 0600 in 0700, and take all of it away afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="headgate-", dir=env.get("XDG_RUNTIME_DIR")))
    except OSError as error:
        raise _unwritable(error) from error
    try:
        for name, text in texts.items():
            _write(folder / name, text)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as fresh:
            fresh.write(text)
    except OSError as error:
        raise _unwritable(error) from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _failed(f"what it saved cannot be read: {error}", "save the file as UTF-8") from error


def _end_well(code: int, command: str, variable: str, *, well: tuple[int, ...] = (0,)) -> None:
    if code not in well:
        said = "there is no such program" if code == _NOT_FOUND else f"it ended with status {code}"
        raise _failed(f"{command}: {said}", f"look at {variable}, then try again")


def _failed(why: str, next_step: str) -> HeadgateError:
    return ToolMissing("The program did not end well", why=why, next_step=next_step)


def _unwritable(error: OSError) -> StorageUnwritable:
    return StorageUnwritable(
        "Could not write a file for the program",
        why=error.strerror or str(error),
        next_step="see that there is room, or set XDG_RUNTIME_DIR to a folder of your own",
    )
