"""Plans and receipts as JSON: what will be written, and what was. Effects are never shown."""

from collections.abc import Mapping

from core.model.plan import Check, Plan, Receipt

__all__ = ["json_plan", "json_receipt"]


def json_plan(plan: Plan) -> dict[str, object]:
    """Give what a plan will write; nothing is written yet."""
    return {
        "decision": plan.id,
        "unit": str(plan.unit),
        "space": plan.unit.space,
        "item": plan.item,
        "kind": plan.kind.value if plan.kind else None,
        "actor": plan.actor,
        "reason": plan.reason,
        "choices": dict(plan.choices),
        "hub": plan.hub,
        "git": plan.git,
        "live": plan.live,
        "live_fields": list(plan.live_fields),
        "diff": list(plan.diff),
        "overwrites": list(plan.overwrites),
        "by_rule": list(plan.by_rule),
        "checks": [_check(check) for check in plan.checks],
        "word": plan.word,
        "managers": list(plan.managers),
        "twin": plan.twin,
        "native": plan.native,
    }


def json_receipt(receipt: Receipt) -> dict[str, object]:
    """Give what was written, side by side, and what is left for later."""
    done: Mapping[str, str] = dict(receipt.done)
    left: Mapping[str, str] = dict(receipt.left)
    return {
        "decision": receipt.decision,
        "unit": str(receipt.unit),
        "space": receipt.unit.space,
        "revision": receipt.revision,
        "data_hash": receipt.data_hash,
        "done": done,
        "left": left,
    }


def _check(check: Check) -> dict[str, object]:
    return {"name": check.name, "ok": check.ok, "what": check.what}
