"""Several plans and receipts as JSON: one entry a unit, and why where there is none."""

from collections.abc import Sequence

from core.model.item import Opened
from core.model.many import NotDone, Plans, Receipts
from core.report.opened import json_opened
from core.report.plans import json_plan, json_receipt
from core.report.trouble import json_error

__all__ = ["json_group", "json_plans", "json_receipts"]


def json_group(items: Sequence[Opened], *, now: float, explain: bool = False) -> dict[str, object]:
    """Give the items of a group, most urgent first."""
    return {"items": [json_opened(item, now=now, explain=explain) for item in items]}


def json_plans(plans: Plans) -> dict[str, object]:
    """Give what several decisions will write; nothing is written yet."""
    return {
        "plans": [json_plan(plan) for plan in plans.plans],
        "refused": [_not_done(one) for one in plans.refused],
        "word": plans.word if plans.plans else "",
    }


def json_receipts(receipts: Receipts) -> dict[str, object]:
    """Give what was carried out, what was not and why, and what was not begun."""
    return {
        "receipts": [json_receipt(receipt) for receipt in receipts.done],
        "failed": [_not_done(one) for one in receipts.failed],
        "not_begun": [{"unit": str(plan.unit), "item": plan.item} for plan in receipts.left],
    }


def _not_done(one: NotDone) -> dict[str, object]:
    return {"unit": str(one.unit), "item": one.item, **json_error(one.error)}
