"""The doctor finds two units that own one object of the cloud."""

import json
from pathlib import Path

from tests.builders.terminal import run
from tests.builders.world import world

SETTINGS = """
version: 1
hub: embedded
spaces:
  dev: {source: {files: "dev/*.yaml"}}
  prod: {source: {files: "prod/*.yaml"}}
"""


def function(name: str, external: str) -> str:
    return f"""
apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata: {{name: {name}, annotations: {{crossplane.io/external-name: {external}}}}}
spec: {{forProvider: {{region: us-east-1, memorySize: 128}}}}
"""


def finding(folder: Path, dev: str, prod: str) -> dict[str, object]:
    files = {"dev/api.yaml": function("dev-api", dev), "prod/api.yaml": function("prod-api", prod)}
    top = world(folder / "w", SETTINGS, files).top
    run(top, "propose")
    findings = json.loads(run(top, "doctor", "-o", "json").out)["findings"]
    found: dict[str, object] = next(one for one in findings if one["name"] == "external objects")
    return found


def test_two_units_that_own_one_object_are_named(tmp_path: Path) -> None:
    found = finding(tmp_path, "messagewall-api", "messagewall-api")
    assert found["ok"] is False
    assert "dev/function-dev-api (dev-api) and prod/function-prod-api (prod-api) own one" in str(
        found["what"]
    )


def test_each_with_its_own_is_fine(tmp_path: Path) -> None:
    found = finding(tmp_path, "messagewall-dev-api", "messagewall-prod-api")
    assert (found["ok"], found["what"]) == (True, "2 managed resources, each of its own")
