"""Saga: the steps of one decision, each looked up before it is sent again, each noted before and after.

Source: reliability.md §4.2, P3 to P5. What was seen is never refreshed: it is part of the plan.
"""

from typing import Final

from core.errors import HeadgateError, OutcomeUnknown
from core.model.plan import Plan, Receipt
from core.progress import Progress
from core.sync.carry.outcome import Outcome, changed_words, outcome_of
from core.sync.carry.sending import ABOUT_LIVE, Sending, step_names
from core.sync.context import Context

__all__ = ["Saga"]

_TRIES: Final = 5


class Saga:
    """One run through the steps of a plan that is recorded already.

    Args:
        context: the ports.
        plan: what was confirmed.
        progress: told after each step.
        begun: the steps that were begun before, by us or somebody else; None for the first run. In another
            run every step is looked up first.
        live_is_out: why live is left alone though the plan asks for it; "" where it is not.
    """

    def __init__(
        self,
        context: Context,
        plan: Plan,
        progress: Progress,
        *,
        begun: frozenset[str] | None = None,
        live_is_out: str = "",
    ) -> None:
        self._context = context
        self._plan = plan
        self._progress = progress
        self._again = begun is not None
        self._sent = set(begun or ())
        self._live_is_out = live_is_out
        self._steps = step_names(plan)
        self._done: dict[str, str] = {}
        self._sending = Sending(context, plan)

    def run(self) -> Receipt:
        """Carry out what is not done yet, and close the decision.

        Raises:
            SideMoved: a side moved before the first effect; the decision is closed as refused.
            OutcomeUnknown: a part is done, or nobody knows; it says what stands on each side.
            HeadgateError: the first effect did not happen; the decision stays open.
        """
        for name in self._steps:
            if self._live_is_out and name in ABOUT_LIVE:
                continue
            try:
                self._done[name] = self._step(name)
                self._context.ledger.done(self._plan.id, name, outcome=self._done[name])
            except HeadgateError as error:
                self._stopped(name, error)
            if self._sending.rewritten and self._plan.effects.live:
                self._live_is_out = "the hub changed what was written: its text is not the one that was sent"
            self._progress.step(name, len(self._done), len(self._steps))
        if self._live_is_out:
            raise self._live_left_alone()
        self._context.ledger.close(self._plan.id, outcome="applied")
        return Receipt(
            decision=self._plan.id,
            unit=self._plan.unit,
            revision=self._sending.number,
            data_hash=self._context.digest_key.digest(self._sending.data_hash),
            done=tuple(self._done.items()),
            left=(("git", self._plan.git),) if self._plan.git.startswith("headgate ") else (),
        )

    def _step(self, name: str) -> str:
        """Do one step once; whatever is not known of it is looked up before it is sent again."""
        look_first = self._again
        for _ in range(_TRIES):
            found = self._sending.found(name) if look_first else ""
            if found:
                return found
            if not self._live_is_out:
                self._sending.check(name, first=name == self._steps[0])
            self._context.ledger.begin(self._plan.id, name)
            self._sent.add(name)
            try:
                return self._sending.send(name)
            except HeadgateError as error:
                if outcome_of(error) is Outcome.NO:
                    raise
                found = self._looked_up(name, error)
                if found:
                    return found
                if outcome_of(error) is Outcome.CONFLICT:
                    raise
            look_first = True
        raise OutcomeUnknown(
            f"Could not confirm step {name} of decision {self._plan.id}",
            why=f"it was sent {_TRIES} times and never answered",
            next_step=f"headgate resume {self._plan.id}",
            ref=self._plan.id,
        )

    def _looked_up(self, name: str, error: HeadgateError) -> str:
        """Look whether it arrived after all; where nobody can tell, it is unknown, not failed."""
        try:
            return self._sending.found(name)
        except HeadgateError as blind:
            raise OutcomeUnknown(
                error.what,
                why=f"{error.why}; and it could not be looked up: {blind.why}",
                next_step=f"headgate resume {self._plan.id}",
                ref=self._plan.id,
            ) from error

    def _stopped(self, name: str, error: HeadgateError) -> None:
        """Say what a step that did not go through means for the decision.

        Live that moved is left alone, and the rest goes on; before the first effect the decision is refused;
        everything else stays open.
        """
        outcome = outcome_of(error)
        if outcome is Outcome.CONFLICT and not self._done:
            self._context.ledger.close(self._plan.id, outcome=f"refused: {error.why}")
            raise error
        if outcome is Outcome.CONFLICT and name == "live":
            self._live_is_out = f"{error.what}: {error.why}"
            return
        if outcome is Outcome.NO and not self._done:
            raise type(error)(
                error.what,
                why=error.why,
                changed=error.changed,
                next_step=f"headgate resume {self._plan.id}; {error.next_step}",
                ref=self._plan.id,
            ) from error
        raise self._partly(name, error) from error

    def _partly(self, name: str, error: HeadgateError) -> OutcomeUnknown:
        unknown = outcome_of(error) is Outcome.UNKNOWN
        says = "Could not confirm all" if unknown else "Only a part"
        return OutcomeUnknown(
            f"{says} of decision {self._plan.id} for {self._plan.unit}{'' if unknown else ' is done'}",
            why=f"step {name}: {error.what}: {error.why}",
            changed=changed_words(self._steps, self._done, {name: outcome_of(error)}),
            next_step=f"headgate resume {self._plan.id} looks first and never writes twice",
            ref=self._plan.id,
        )

    def _live_left_alone(self) -> OutcomeUnknown:
        maybe = {name: Outcome.UNKNOWN for name in self._sent if name not in self._done}
        changed = changed_words(self._steps, self._done, maybe)
        self._context.ledger.close(self._plan.id, outcome=f"conflict: {self._live_is_out}; {changed}")
        return OutcomeUnknown(
            f"Decision {self._plan.id} for {self._plan.unit} is done, but live was left alone",
            why=self._live_is_out,
            changed=changed,
            next_step=f"headgate show {self._plan.unit}, then decide about live again",
            ref=self._plan.id,
        )
