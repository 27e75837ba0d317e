"""Where the forge of the repository is, how it is reached, and how pull requests are made there."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["ForgePlace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgePlace:
    """A forge as the settings name it; all of it is found out where nothing is said.

    Attributes:
        kind: ``github``, ``gitlab`` or ``gitea``; "" to tell by the remote.
        url: for people; "" for the remote's host.
        authorities: the CA file that alone is believed; None for the system's.
        proxy: ``host:port`` on the way; "" for none.
        draft: pull requests are drafts, or never are; None leaves that to people, and opens them ready.
        auto_merge: how the forge merges by itself what is harmless; "" for never.
    """

    kind: str = ""
    url: str = ""
    authorities: Path | None = None
    proxy: str = ""
    draft: bool | None = None
    auto_merge: str = ""
