"""The ConfigHub of the demo as the tests have it: every call and answer is held against the description."""

from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.server import USER, Fault
from core.demo.confighub.server import Loopback as Plain
from core.ports.effects import Clock
from tests.fakes.confighub.contract import Contract

__all__ = ["USER", "Fault", "Loopback"]


class Loopback(Plain):
    """A loopback server that is watched; what does not fit stands in ``contract.violations``."""

    def __init__(self, clock: Clock, epoch: str = "C", *, short_pages: bool = False) -> None:
        super().__init__(clock, epoch, short_pages=short_pages)
        self.contract = Contract(epoch)

    def answer(self, call: Call) -> Answer:
        with self.lock:
            self.contract.asked(call)
            answer = super().answer(call)
            self.contract.answered(call, answer)
        return answer

    def forget(self, clock: Clock) -> None:
        super().forget(clock)
        self.contract = Contract(self.epoch)
