"""The settings as values."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.model.forgeplace import ForgePlace
from core.model.hubserver import HubServer
from core.model.live import LivePlace
from core.model.source import Source, SpaceSource, Splitting, Units
from core.model.space import CleanMerges, Promotion, Space

__all__ = ["EMBEDDED", "GitSettings", "Settings", "SpaceSettings"]

EMBEDDED: Final = "embedded"
"""The value of ``hub`` that keeps the hub in a file of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GitSettings:
    """The repository.

    Attributes:
        branch: the branch that people author on.
        remote: where branches are sent; ``none`` keeps them in the repository itself.
        forge: where the remote's forge is, and how pull requests are made.
    """

    branch: str = "main"
    remote: str = "origin"
    forge: ForgePlace = field(default_factory=ForgePlace)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceSettings:
    """One space.

    Attributes:
        name: as in the hub.
        labels: free labels.
        source: where its units come from in Git; None where Git has none of it.
        units: how documents become units.
        live: where it runs; None where nobody says.
        namespace: where resources belong that name no namespace; "" for none.
        promote: whether a Git change on an unmoved Head goes in by itself.
        clean_merges: whether one on a moved Head does, when no field collides.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    source: Source | None = None
    units: Units = Splitting.ONE_PER_RESOURCE
    live: LivePlace | None = None
    namespace: str = ""
    promote: Promotion = Promotion.AUTO
    clean_merges: CleanMerges = CleanMerges.REVIEW

    def space(self) -> Space:
        """Give what the rules need to know of it."""
        return Space(
            name=self.name,
            labels=self.labels,
            namespace=self.namespace,
            promote=self.promote,
            clean_merges=self.clean_merges,
        )

    def rendered(self) -> SpaceSource | None:
        """Give what a renderer needs to know of it; None where Git has none of it."""
        if self.source is None:
            return None
        return SpaceSource(space=self.name, namespace=self.namespace, source=self.source, units=self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that headgate.yaml says.

    Attributes:
        file: where it stands, absolute.
        hub: `EMBEDDED`, or the URL of one.
        embedded_path: the embedded hub's file; None for the usual place in the state folder.
        server: the ConfigHub server; None where the hub is embedded.
        git: the repository.
        spaces: in the order of the file.
        syslog: where heads of the audit record are sent: a socket's path, or host and port; "" for nowhere.
        schemas: globs over repository paths.
        policies: likewise.
    """

    file: Path
    hub: str = EMBEDDED
    embedded_path: Path | None = None
    server: HubServer | None = None
    git: GitSettings = field(default_factory=GitSettings)
    spaces: tuple[SpaceSettings, ...] = ()
    syslog: str = ""
    schemas: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
