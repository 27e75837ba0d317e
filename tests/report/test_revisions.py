"""The change report between two revisions."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.report.revisions import json_report

TOP = Path(__file__).parents[2]
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: app:1
        args: [-a, -b]
        resources: {limits: {cpu: 500m}}
      - name: proxy
        image: proxy:1
"""
DATABASE = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: %s}\n"
APP = "spec.template.spec.containers[name=app]"


def entry(path: str, change: str, **values: object) -> dict[str, object]:
    return {"resource": "apps/v1/Deployment/shop/web", "path": path, "change": change, **values}


@pytest.mark.parametrize(
    ("old", "new", "entries"),
    [
        pytest.param("replicas: 2", "replicas: 3", [
            entry("spec.replicas", "changed", old=2, new=3),
        ], id="a number"),
        pytest.param("cpu: 500m", 'cpu: "0.5"', [], id="another spelling of an amount"),
        pytest.param("[-a, -b]", "[-b, -a]", [
            entry(f"{APP}.args[0]", "changed", old="-a", new="-b"),
            entry(f"{APP}.args[1]", "changed", old="-b", new="-a"),
        ], id="another order where order matters"),
        pytest.param("[-a, -b]", "[-a]", [
            entry(f"{APP}.args[1]", "removed", old="-b"),
        ], id="the last word is gone"),
        pytest.param("      - name: app\n", "      - {name: new, image: new:1}\n      - name: app\n", [
            entry("spec.template.spec.containers[name=new]", "added", new={"image": "new:1", "name": "new"}),
        ], id="an item in front"),
        pytest.param("image: app:1", "image: app:2", [
            entry(f"{APP}.image", "changed", old="app:1", new="app:2"),
        ], id="a field of an item"),
        pytest.param("replicas: 2", 'replicas: "2"', [
            entry("spec.replicas", "changed", old=2, new="2"),
        ], id="another type"),
        pytest.param("  namespace", "  namespace", [], id="nothing"),
    ],
)  # fmt: skip
def test_a_field_that_changed_is_one_entry(old: str, new: str, entries: list[dict[str, object]]) -> None:
    assert json_report(WEB, WEB.replace(old, new)) == entries


def test_true_is_not_one() -> None:
    config = "apiVersion: v1\nkind: Claim\nmetadata: {name: a}\nspec: {x: %s}\n"
    changes = json_report(config % "1", config % "true")
    assert [(one["path"], one["old"], one["new"]) for one in changes or ()] == [("spec.x", 1, True)]


def test_resources_that_come_and_go_are_whole_entries() -> None:
    other = DATABASE % "s3cr3t"
    came, went = json_report(WEB, f"{WEB}---\n{other}"), json_report(f"{WEB}---\n{other}", WEB)
    assert [(one["resource"], one["path"], one["change"]) for one in came or ()] == [
        ("v1/Secret//db", "", "added")
    ]
    assert [(one["path"], one["change"], "old" in one) for one in went or ()] == [("", "removed", True)]


def test_a_secret_that_changed_is_told_by_marks_alone() -> None:
    old, new, back = (json_report(DATABASE % was, DATABASE % now) for was, now in ("ab", "bb", "ab"))
    assert new == []
    assert [(one["path"], one["old"], one["new"]) for one in old or ()] == [
        ("data.password", "(secret 1)", "(secret 2)")
    ]
    assert back == old


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: [\n", id="no YAML"),
        pytest.param("a: 1\n", id="no resource"),
        pytest.param(WEB + "#" * (1 << 18), id="too large"),
        pytest.param(f"{WEB}  x: [{'0, ' * 10_000}0]\n", id="too many values"),
    ],
)
def test_there_is_no_report_of_what_cannot_be_read_or_is_too_large(text: str) -> None:
    assert json_report(WEB, text) is None


def test_deepdiff_is_loaded_for_nothing_but_a_report_with_changes() -> None:
    code = (
        "import sys, core.report.revisions as r, tui.cli.commands.history\n"
        f"r.json_report({WEB!r}, {WEB!r})\nprint('deepdiff' in sys.modules)\n"
        f"r.json_report({WEB!r}, {WEB.replace('2', '3')!r})\nprint('deepdiff' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]
