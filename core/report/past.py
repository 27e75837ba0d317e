"""What happened as JSON and as Markdown: the list, and the account of one decision."""

from collections.abc import Iterator, Sequence

from core.model.past import Account, Past
from core.report.audit import json_record, markdown_cell

__all__ = ["json_account", "json_past", "markdown_account", "markdown_past"]


def json_past(found: Sequence[Past]) -> dict[str, object]:
    """Give what happened, newest first."""
    return {"past": [_entry(one) for one in found]}


def json_account(account: Account) -> dict[str, object]:
    """Give one decision with its record; the records are chained, see `headgate audit`."""
    decision = account.decision
    return {
        "decision": decision.id,
        "unit": str(decision.unit),
        "space": decision.unit.space,
        "item": decision.item,
        "actor": decision.actor,
        "reason": decision.reason,
        "choices": dict(decision.choices),
        "seen": dict(decision.seen),
        "created": decision.created,
        "outcome": decision.outcome,
        "revision": account.revision,
        "records": [json_record(one) for one in account.records],
    }


def markdown_past(found: Sequence[Past]) -> Iterator[str]:
    """Write the list as a table, line by line."""
    yield "| when | who | did | unit | what | result | decision |"
    yield "|---|---|---|---|---|---|---|"
    for one in found:
        cells = (one.when, one.who, one.did, str(one.unit), one.what, one.result, one.decision)
        yield f"| {' | '.join(map(markdown_cell, cells))} |"


def markdown_account(account: Account) -> Iterator[str]:
    """Write one decision for people, line by line."""
    decision, cell = account.decision, markdown_cell
    yield f"# Decision {cell(decision.id)}"
    yield ""
    yield f"- unit: {cell(str(decision.unit))}"
    yield f"- by: {cell(decision.actor)}, {cell(decision.created)}"
    yield f"- why: {cell(decision.reason)}"
    yield f"- outcome: {cell(decision.outcome or 'open')}"
    yield from [f"- revision: {account.revision}"] if account.revision else []
    yield ""
    yield "| field | choice |"
    yield "|---|---|"
    yield from (f"| {cell(key)} | {cell(choice)} |" for key, choice in decision.choices)
    yield ""
    yield "| when | event | what |"
    yield "|---|---|---|"
    for one in account.records:
        what = "; ".join(f"{name}: {text}" for name, text in one.about)
        yield f"| {cell(one.when)} | {cell(one.event)} | {cell(what)} |"


def _entry(one: Past) -> dict[str, object]:
    return {
        "id": one.id,
        "when": one.when,
        "unit": str(one.unit),
        "space": one.unit.space,
        "who": one.who,
        "did": one.did,
        "what": one.what,
        "result": one.result,
        "revision": one.revision,
        "decision": one.decision,
        "choices": one.choices,
        "incident": one.incident,
        "deletes": one.deletes,
    }
