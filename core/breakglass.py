"""Break-glass as the command line and the screens call it. A façade; every rule lives below it."""

from collections.abc import Sequence
from dataclasses import replace

from core.actuation.freezing import FreezeOffer
from core.model.moment import Moment
from core.model.plan import Plan
from core.model.session import Disposition, Session
from core.model.session_results import Ended, Looked
from core.ports.moves import Moved, Moves
from core.progress import NoProgress, Progress, Stop, never_stop
from core.sync.breakglass.after import look_after
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.ending import dispose, end, plans_of
from core.sync.breakglass.following import follow
from core.sync.breakglass.freezing import freeze, offer_freeze
from core.sync.breakglass.looking import look
from core.sync.breakglass.starting import start
from core.sync.breakglass.thawing import prove, thaw
from core.sync.context import Context

__all__ = ["BreakGlass"]


class BreakGlass:
    """The sessions of a workspace. Safe to call from one thread at a time."""

    def __init__(self, context: Context, book: SessionBook) -> None:
        self._context = context
        self._book = book

    def start(self, *, space: str, incident: str, reason: str, minutes: int) -> tuple[Session, bool]:
        """Begin or join a session. See `core.sync.breakglass.starting.start` for what it raises."""
        return start(
            self._context, self._book, space=space, incident=incident, reason=reason, minutes=minutes
        )

    def sessions(self) -> tuple[Session, ...]:
        """List all sessions, oldest first; live is not looked at.

        Raises:
            SourceUnreadable: they cannot be read.
        """
        return self._book.sessions()

    def find(self, name: str) -> Session:
        """Find one. See `core.sync.breakglass.book.SessionBook.find` for what it raises."""
        if name:
            return self._book.find(name)
        open_ones = self._book.open_ones()
        return open_ones[0] if len(open_ones) == 1 else self._book.find("")

    def look(self, session: Session, moved: Sequence[Moved] = ()) -> Looked:
        """Look at live, and read freezes back. See `core.sync.breakglass.looking.look` for what it raises."""
        proved = prove(self._context, self._book, session)
        if session.ended:
            after = look_after(self._context, self._book, proved.session)
            return Looked(session=after.session, unknown=(*proved.unknown, *after.unknown))
        looked = look(self._context, self._book, proved.session, moved)
        return replace(looked, unknown=(*looked.unknown, *proved.unknown))

    def follow(self, session: Session) -> Moves | None:
        """Listen to its space, where live tells what moves; whoever asks closes it."""
        return follow(self._context, session.space)

    def offer_freeze(self, session: Session, units: Sequence[str] = ()) -> FreezeOffer:
        """Plan a freeze. See `core.sync.breakglass.freezing.offer_freeze` for what it raises."""
        return offer_freeze(self._context, session, units)

    def freeze(self, session: Session, offer: FreezeOffer, *, over: Sequence[str] = ()) -> Session:
        """Stop reverters. See `core.sync.breakglass.freezing.freeze` for what it raises."""
        return freeze(self._context, self._book, session, offer, over=over)

    def thaw(self, session: Session, *, over: Sequence[str] = (), anyway: bool = False) -> Session:
        """Let them go. See `core.sync.breakglass.thawing.thaw` for what it raises."""
        return thaw(self._context, self._book, session, over=over, anyway=anyway)

    def dispose(
        self, session: Session, names: Sequence[str], said: Disposition, *, minutes: int = 0
    ) -> Session:
        """Say what becomes of changes. See `core.sync.breakglass.ending.dispose` for what it raises."""
        return dispose(self._context, self._book, session, names, said, minutes=minutes)

    def plans(self, session: Session) -> tuple[Plan, ...]:
        """Plan its end. See `core.sync.breakglass.ending.plans_of` for what it raises."""
        return plans_of(self._context, session)

    def end(
        self,
        session: Session,
        plans: Sequence[Plan],
        *,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Ended:
        """End it. See `core.sync.breakglass.ending.end` for what it raises."""
        return end(
            self._context,
            self._book,
            session,
            plans,
            progress=progress or NoProgress(),
            stop=stop or never_stop(),
        )

    def now(self) -> Moment:
        """Read the clocks."""
        return self._context.clock.moment()
