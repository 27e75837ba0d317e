"""``headgate doctor``: can everything be read, reached and written?"""

from collections.abc import Iterator, Sequence
from typing import Final

from core.doctor import Finding, examine, probe
from core.errors import HeadgateError, SourceUnreadable
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened

__all__ = ["run"]

_MARKS: Final = {True: ("ok", "good"), False: ("NO", "bad"), None: ("--", "quiet")}


def run(given: Given, console: Console) -> int:
    """Print the findings; gives 6 where something does not work.

    A workspace that cannot even be opened is a finding too; its own exit code stands.
    """
    code = 0
    try:
        with opened(given, console) as workspace:
            space = given.text("probe")
            findings = probe(workspace, space) if space else examine(workspace)
    except HeadgateError as error:
        what = f"{error.what}: {error.why}"
        findings = (Finding(name="workspace", ok=False, what=what, next_step=error.next_step),)
        code = error.exit_code
    emit(console, {"findings": [_form(one) for one in findings]}, _lines(findings, console))
    failed = any(one.ok is False for one in findings)
    return code or (SourceUnreadable.exit_code if failed else 0)


def _form(finding: Finding) -> dict[str, object]:
    return {"name": finding.name, "ok": finding.ok, "what": finding.what, "next": finding.next_step}


def _lines(findings: Sequence[Finding], console: Console) -> Iterator[str]:
    width = max((len(one.name) for one in findings), default=0)
    for one in findings:
        mark, role = _MARKS[one.ok]
        yield f"[{console.paint(mark, role)}] {safe_line(one.name):{width}}  {safe_line(one.what)}"
        if one.next_step:
            yield safe_line(f"     {'':{width}}  next: {one.next_step}")
