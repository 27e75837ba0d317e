"""What happened in the fake shop: decisions, a promotion by CI, one that failed, and hostile text."""

from core.model.audit import AuditRecord
from core.model.decision import Decision
from core.model.names import UnitName
from core.model.past import Account, Past
from tests.fakes.waiting import HOSTILE

__all__ = ["DIFF", "account", "past"]

WEB = UnitName("shop-prod-east", "web")
CART = UnitName("shop-dev-east", "cart")
DIFF = ("--- web@1", "+++ web@2", "@@ -1,2 +1,2 @@", " spec:", "-  replicas: 2", "+  replicas: 3")


def past() -> tuple[Past, ...]:
    """List what happened, newest first."""
    return (
        Past(
            when="2025-10-09T08:40:00Z",
            unit=WEB,
            who="op2 (login)",
            did="decided",
            what="keep pods during the sale",
            result="revision 41",
            revision=41,
            decision="01J8Z40002",
            choices=2,
            incident="INC-7",
            production=True,
        ),
        Past(
            when="2025-10-09T07:00:00Z",
            unit=CART,
            who="op1 (login)",
            did="set",
            what=HOSTILE,
            result="refused: Head moved",
            decision="01J8Z40001",
            choices=1,
        ),
        Past(
            when="2025-10-08T09:00:00Z",
            unit=WEB,
            who="Ada <ada@example.com>",
            did="git",
            what="commit 4be1f00 raise floor",
            result="revision 40",
            revision=40,
            production=True,
        ),
        Past(
            when="2025-10-01T09:00:00Z",
            unit=CART,
            who="ci (login)",
            did="created",
            what="commit 1111111 begin",
            result="revision 1",
            revision=1,
            decision="01J8Z40000",
        ),
    )


def account(decision: str) -> Account:
    """Tell of a decision."""
    one = next(one for one in past() if one.decision == decision)
    records = tuple(
        AuditRecord(
            number=number,
            when=f"2025-10-09T08:40:0{number}Z",
            monotonic="1.000",
            event=event,
            decision=decision,
            unit=str(one.unit),
            who=one.who,
            about=about,
            previous="",
            hash=f"{number}" * 64,
        )
        for number, (event, about) in enumerate(
            (
                ("recorded", (("reason", one.what),)),
                ("begins", (("hub", "revision 41"),)),
                ("done", (("hub", "revision 41"),)),
                ("closed", (("outcome", "applied"),)),
            ),
            start=1,
        )
    )
    made = Decision(
        id=decision,
        unit=one.unit,
        item="it-web-conflict",
        actor=one.who,
        reason=one.what,
        choices=(("apps/v1/Deployment/shop/web#spec.replicas", "live"),),
        seen=(("hub", "a" * 64),),
        created=one.when,
        outcome="applied",
    )
    return Account(decision=made, revision=one.revision, records=records)
