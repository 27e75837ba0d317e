"""Context: the ports and the settled facts that every verb of sync works with."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.krm.schema.catalog import Catalog
from core.model.freeze import Frozen
from core.model.space import Space
from core.ports.around import LooksAround
from core.ports.effects import Clock, Ids, Operator
from core.ports.hub import Hub
from core.ports.leases import NOBODY, Leases
from core.ports.ledger import Ledger
from core.ports.live import Foresight, Live
from core.ports.made import TellsMade
from core.ports.moves import TellsMoves
from core.ports.native import Native
from core.ports.previews import Previews
from core.ports.proposals import Captures, Proposals
from core.ports.pulls import Pulls
from core.ports.renderer import Renderer
from core.ports.repository import Repository
from core.ports.reviews import Reviews
from core.ports.source_edits import SourceEdits
from core.ports.source_lines import SourceLines
from core.ports.syncpoints import SyncPoints

__all__ = ["Context", "DigestKey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestKey:
    """The key of the digests in sync points; it lives beside the workspace, never in hub or Git."""

    id: str
    key: bytes

    def digest(self, content_hash: str) -> str:
        """Close a hash of a text with the key: a plain one lets whoever reads it try guesses of a secret.

        >>> DigestKey(id="k1", key=b"k").digest("") == ""
        True
        """
        if not content_hash:
            return ""
        return f"{self.id}:{hmac.digest(self.key, content_hash.encode(), 'sha256').hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything sync reaches the world through. Made once, by the composition root.

    Attributes:
        spaces: the spaces of the settings, by name.
        catalog: what is known of kinds, CRDs and XRDs of the settings included.
        branch: the branch that people author on.
        overruling: gives live with the right to take fields over from just these managers; None where it
            has none.
        pulls: the forge's pull requests; None where no forge is reached.
        foresight: says what clusters would make of what was applied; None where nobody can say.
        moves: listens to live objects; None where nothing tells.
        made: follows claims to what they made; None where nobody does.
        guarded: whether a space's live side keeps who set each field; None where none does.
        around: finds whoever may take a live edit back; None where nobody can.
        native: knows the words of the hub's own program; None where it has none.
        reviews: says what the hub's own process holds of a unit; None where it has none.
        previews: gives the second opinion of the hub's own engine; None where it has none.
        frozen: the freezes that stand in a space: no drift of it; None where there are no sessions.
    """

    hub: Hub
    proposals: Proposals
    captures: Captures
    points: SyncPoints
    ledger: Ledger
    leases: Leases = NOBODY
    pulls: Pulls | None = None
    repository: Repository
    renderer: Renderer
    edits: SourceEdits
    lines: SourceLines
    live: Live
    clock: Clock
    ids: Ids
    operator: Operator
    spaces: Mapping[str, Space]
    catalog: Catalog
    digest_key: DigestKey
    branch: str
    overruling: Callable[[frozenset[str]], Live] | None = None
    foresight: Foresight | None = None
    around: LooksAround | None = None
    moves: TellsMoves | None = None
    made: TellsMade | None = None
    guarded: Callable[[str], bool] | None = None
    frozen: Callable[[str], Sequence[Frozen]] | None = None
    native: Native | None = None
    reviews: Reviews | None = None
    previews: Previews | None = None
