"""Finding headgate.yaml, checking it whole, and reading it into `Settings`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from core.errors import InputRefused, SettingsError
from core.krm.read.documents import from_bytes
from core.krm.read.events import compose
from core.krm.read.limits import USUAL
from core.krm.read.nodes import Node, Root
from core.krm.read.refusal import place_of
from core.model.forgeplace import ForgePlace
from core.model.hubserver import HubServer
from core.model.live import LiveCluster, LiveFolder, LivePlace
from core.model.source import Command, Files, Kustomize, Named, Source, Splitting, Units
from core.model.space import CleanMerges, Promotion
from core.settings.checking import Problem, entries, problems
from core.settings.settings import EMBEDDED, GitSettings, Settings, SpaceSettings
from core.settings.table import SETTINGS

__all__ = ["FILE_NAME", "find_settings", "load_settings", "parse_settings"]

FILE_NAME: Final = "headgate.yaml"


def find_settings(folder: Path) -> Path:
    """Find headgate.yaml in a folder or one above it.

    Raises:
        SettingsError: there is none.
    """
    start = folder.absolute()
    for above in (start, *start.parents):
        if (above / FILE_NAME).is_file():
            return above / FILE_NAME
    raise SettingsError(
        "Could not find headgate.yaml",
        why=f"neither {folder} nor a folder above it holds one",
        next_step="headgate init writes one; --config or HEADGATE_CONFIG names another place",
    )


def load_settings(file: Path) -> Settings:
    """Read the settings from a file.

    Raises:
        SettingsError: it cannot be read, or holds problems; all of them are named.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"Could not read the settings {file}",
            why=error.strerror or str(error),
            next_step="headgate init writes them; --config or HEADGATE_CONFIG names another place",
        ) from error
    try:
        text = from_bytes(data, origin=file.name)
    except InputRefused as error:
        raise _wrong(file, [error.why]) from error
    return parse_settings(text, file=file.absolute())


def parse_settings(text: str, *, file: Path) -> Settings:
    """Read the settings from a text.

    Args:
        text: YAML or JSON.
        file: where it stands, absolute; relative paths in it are taken from there.

    Raises:
        SettingsError: names every problem with its line, its column and the nearest known key.
    """
    roots: list[Root] = []
    try:
        compose(text, roots.append, origin=file.name, limits=USUAL)
    except InputRefused as error:
        raise _wrong(file, [error.why]) from error
    if len(roots) != 1:
        raise _wrong(file, [f"{file.name}: it should hold one document, not {len(roots)}"])
    node = roots[0].node
    if found := sorted({*problems(node, SETTINGS), *_misfits(node)}):
        raise _wrong(file, [_placed(problem, text, file) for problem in found])
    return _settings(node, file)


def _misfits(node: Node) -> Iterator[Problem]:
    """Find spaces whose units are to be told apart by files that their source does not have."""
    for key, spaces in entries(node):
        for name, space in entries(spaces) if key.value == "spaces" else ():
            said = {str(word.value): part for word, part in entries(space)}
            units, source = said.get("units"), said.get("source")
            if units is None or source is None or not isinstance(source.value, dict):
                continue
            if units.value == Splitting.ONE_PER_FILE and "files" not in source.value:
                words = f"{name.value} has units: one-per-file, which needs source: {{files: ...}}"
                yield Problem(units.start, words)


def _wrong(file: Path, whys: list[str]) -> SettingsError:
    return SettingsError(
        f"Could not use the settings {file}",
        why="\n".join(whys),
        next_step="correct these places; docs/reference/settings.md lists what may stand there",
    )


def _placed(problem: Problem, text: str, file: Path) -> str:
    line, column = place_of(text, problem.offset)
    return f"{file.name}, line {line}, column {column}: {problem.words}"


def _settings(node: Node, file: Path) -> Settings:
    """Build the settings from a value that was checked, so that every type below is known."""
    value: Any = node.value
    hub = value.get("hub", EMBEDDED)
    embedded = hub.get(EMBEDDED) if isinstance(hub, dict) else None
    server = None if embedded or hub == EMBEDDED else _server(hub, file)
    return Settings(
        file=file,
        hub=server.url if server else EMBEDDED,
        embedded_path=file.parent / embedded if embedded else None,
        server=server,
        git=_git(value.get("git", {})),
        spaces=tuple(_space(name, one, file) for name, one in value["spaces"].items()),
        syslog=value.get("audit", {}).get("syslog", ""),
        schemas=_texts(value.get("schemas", [])),
        policies=_texts(value.get("policies", [])),
    )


def _git(value: dict[str, Any]) -> GitSettings:
    named = {key: value[key] for key in ("branch", "remote") if key in value}
    return GitSettings(**named, forge=_forge(value.get("forge", {})))


def _forge(value: dict[str, str]) -> ForgePlace:
    """Read what is said of the forge; its CA file is never taken from a clone."""
    how = value.get("auto_merge", "never")
    return ForgePlace(
        **{key: value[key] for key in ("kind", "url", "proxy") if key in value},
        authorities=Path(value["ca"]).expanduser() if "ca" in value else None,
        draft=value["draft"] == "always" if "draft" in value else None,
        auto_merge="" if how == "never" else how,
    )


def _server(hub: str | dict[str, str], file: Path) -> HubServer:
    if isinstance(hub, str):
        return HubServer(url=hub)
    return HubServer(
        url=hub["url"],
        authorities=file.parent / hub["ca"] if "ca" in hub else None,
        **{name: hub[name] for name in ("proxy", "token", "worker_id", "worker_secret") if name in hub},
    )


def _space(name: str, value: dict[str, Any], file: Path) -> SpaceSettings:
    live = value.get("live", {})
    return SpaceSettings(
        name=name,
        labels=value.get("labels", {}),
        source=_source(value["source"]) if "source" in value else None,
        units=_units(value.get("units", Splitting.ONE_PER_RESOURCE)),
        live=_live(live, file),
        namespace=live.get("namespace", ""),
        promote=Promotion(value.get("promote", Promotion.AUTO)),
        clean_merges=CleanMerges(value.get("clean_merges", CleanMerges.REVIEW)),
    )


def _source(value: dict[str, Any]) -> Source:
    if "files" in value:
        return Files(globs=_texts(value["files"]))
    if "kustomize" in value:
        return Kustomize(path=value["kustomize"])
    return Command(argv=tuple(value["command"]))


def _units(value: str | dict[str, Any]) -> Units:
    if isinstance(value, str):
        return Splitting(value)
    return Named(units=tuple((name, _texts(globs)) for name, globs in value.items()))


def _live(value: dict[str, str], file: Path) -> LivePlace | None:
    if "folder" in value:
        return LiveFolder(path=file.parent / value["folder"])
    return LiveCluster(context=value["context"]) if "context" in value else None


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
