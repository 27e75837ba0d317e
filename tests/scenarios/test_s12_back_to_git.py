"""S12: what was done in the cloud to one function cannot be said in Git, where one value feeds two."""

from pathlib import Path

import pytest

from tests.builders.terminal import run
from tests.builders.world import World, world
from tests.scenarios.incident import told

SPACE = "prod"
API, WRITER = f"{SPACE}/function-api-handler", f"{SPACE}/function-snapshot-writer"
MEMORY = "spec.forProvider.memorySize"
SETTINGS = f"""
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {SPACE}:
    labels: {{environment: prod}}
    source: {{command: [sh, compose.sh]}}
    units: one-per-resource
    live: {{folder: ../live/{SPACE}}}
"""
COMPOSE = """\
. ./claim.env
for name in api-handler snapshot-writer; do
  sed -e "s/[$]{NAME}/$name/" -e "s/[$]{LAMBDA_MEMORY}/$LAMBDA_MEMORY/" function.yaml.tpl
done
"""
FUNCTION = """\
---
apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata:
  name: ${NAME}
spec:
  forProvider:
    memorySize: ${LAMBDA_MEMORY}
    timeout: 30
"""
CLAIM = "# what the claim says\nLAMBDA_MEMORY=256  # both functions\n"


def observed(name: str, memory: int) -> str:
    """Write a function as the cluster has it: asked for 256, and the provider sees another value."""
    asked = FUNCTION.replace("${NAME}", name).replace("${LAMBDA_MEMORY}", "256").removeprefix("---\n")
    return f"""{asked}status:
  atProvider: {{memorySize: {memory}, timeout: 30}}
  conditions: [{{type: Synced, status: "True"}}]
"""


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The night is over: 512 of one function was kept, and is in the hub."""
    files = {"claim.env": CLAIM, "compose.sh": COMPOSE, "function.yaml.tpl": FUNCTION}
    made = world(tmp_path / "w", SETTINGS, files)
    made.live(SPACE, {f"{name}.yaml": observed(name, 256) for name in ("api-handler", "snapshot-writer")})
    assert run(made.top, "propose").code == 0
    made.mark_applied(API)
    made.mark_applied(WRITER)
    start = ("breakglass", "start", "--space", SPACE, "--incident", "INC-4711", "--reason", "OOM")
    assert run(made.top, *start).code == 0
    made.live(SPACE, {"api-handler.yaml": observed("api-handler", 512)})
    assert run(made.top, "breakglass", "capture").code == 0
    assert run(made.top, "breakglass", "end", "--yes").code == 0
    assert "memorySize: 512" in made.text(API)
    return made


def test_no_branch_says_it_and_each_way_out_is_named_with_what_it_does(made: World) -> None:
    found = told(made, "sync-back", "--dry-run")
    (left,) = found["left_out"]
    assert (found["branches"], left["unit"], left["path"]) == ([], API, MEMORY)
    shared, hub, owner = left["options"]
    assert "LAMBDA_MEMORY in claim.env by hand, which also changes" in shared
    assert f"{MEMORY} of {WRITER} (256 -> 512)" in shared
    assert hub == f"leave it to the hub: {API} keeps the value, and every sync-back names it again"
    assert owner.startswith("ask whoever owns claim.env")


def test_where_the_other_function_takes_it_too_it_is_one_line_for_both(made: World) -> None:
    argv = ("set", WRITER, f"{MEMORY}=512", "--reason", "INC-4711: both, as Git can say it", "--yes")
    assert run(made.top, *argv).code == 0
    found = told(made, "sync-back", "--dry-run")
    (branch,) = found["branches"]
    assert found["left_out"] == []
    assert [one for one in branch["diff"] if one[:1] in "+-" and one[:3] not in {"---", "+++"}] == [
        "-LAMBDA_MEMORY=256  # both functions",
        "+LAMBDA_MEMORY=512  # both functions",
    ]
