"""The acceptance stories of a night: a space live in a loopback cluster, Argo CD and cloud simulated."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.krm.read.documents import read_resources
from tests.builders.terminal import run
from tests.builders.world import World, world
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.server import KubeServer

__all__ = [
    "API",
    "APPLICATION",
    "RECORD",
    "SPACE",
    "Cloud",
    "fields_of",
    "function",
    "in_cluster",
    "incident",
    "reconcile",
    "told",
]

Json = dict[str, Any]
SPACE = "messagewall-prod-east"
API = f"{SPACE}/api-handler"
FUNCTION = Kind(
    group="lambda.aws.upbound.io",
    version="v1beta1",
    kind="Function",
    plural="functions",
    namespaced=False,
    subresources=frozenset({"status"}),
)
ARGO = Kind(
    group="argoproj.io", version="v1alpha1", kind="Application", plural="applications", namespaced=True
)
MARK = {"argocd.argoproj.io/tracking-id": "wall:lambda.aws.upbound.io/Function:/api-handler"}
APPLICATION: Json = {
    "apiVersion": "argoproj.io/v1alpha1",
    "kind": "Application",
    "metadata": {"name": "wall", "namespace": "argocd"},
    "spec": {"syncPolicy": {"automated": {"selfHeal": True, "prune": True}}},
}
RECORD: Json = {
    "apiVersion": FUNCTION.api_version,
    "kind": FUNCTION.kind,
    "metadata": {"name": "api-handler"},
}
KUBECONFIG = """
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "URL"}}]
users: [{name: op, user: {token: admin}}]
contexts: [{name: c, context: {cluster: c, user: op}}]
"""


def in_cluster(
    kube: KubeServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    space: str,
    files: Mapping[str, str],
    namespace: str = "demo",
) -> World:
    """Build a repository of one space that is live in a loopback cluster, proposed and marked as applied."""
    config = folder / "kubeconfig"
    config.write_text(KUBECONFIG.replace("URL", kube.url))
    config.chmod(0o600)
    monkeypatch.setenv("KUBECONFIG", str(config))
    settings = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {space}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{context: c, namespace: {namespace}}}
"""
    made = world(folder / "w", settings, {f"prod/{name}": text for name, text in files.items()})
    assert run(made.top, "propose").code in {0, 3}
    for name in files:
        made.mark_applied(f"{space}/{name.removesuffix('.yaml')}")
    return made


def function(memory: int = 256, timeout: int = 30) -> str:
    """Write the expanded unit as it is in Git."""
    return f"""\
apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata:
  name: api-handler
spec:
  managementPolicies: ["*"]
  forProvider:
    memorySize: {memory}
    timeout: {timeout}
    tags: {{createdBy: crossplane, managedBy: messagewall-demo, environment: dev}}
"""


def incident(kube: KubeServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The function of S12: applied, live, carried by an Application that heals itself, kept by a provider."""
    kube.kinds.add(FUNCTION)
    kube.kinds.add(ARGO)
    kube.put(APPLICATION, manager="platform-team")
    made = in_cluster(kube, folder, monkeypatch, space=SPACE, files={"api-handler.yaml": function()})
    reconcile(kube, made)
    Cloud(kube).poll()
    return made


def reconcile(kube: KubeServer, made: World) -> None:
    """Do what Argo CD does with self-heal: apply Head again, where the Application says so."""
    policy = kube.read(APPLICATION)["spec"].get("syncPolicy", {})
    if policy.get("automated", {}).get("selfHeal"):
        (document,) = read_resources(made.text(API), namespace="").documents
        wanted: Any = json.loads(json.dumps(document.value))
        wanted["metadata"]["annotations"] = MARK
        kube.put(wanted, manager="argocd-controller")


class Cloud:
    """The cloud, and the provider that keeps it as the record says, unless it only observes or is paused."""

    def __init__(self, kube: KubeServer) -> None:
        self._kube = kube
        self.has = dict(kube.read(RECORD)["spec"]["forProvider"])

    def poll(self) -> None:
        """Write what was asked for, where it may; then report what is there."""
        now = self._kube.read(RECORD)
        if now["metadata"].get("annotations", {}).get("crossplane.io/paused") == "true":
            self._report(now, "False", since="2026-02-16T11:58:00Z")
            return
        if now["spec"].get("managementPolicies", ["*"]) == ["*"]:
            self.has = dict(now["spec"]["forProvider"])
        self._report({"status": {"atProvider": self._seen()}}, "True", since="2026-02-16T12:08:00Z")

    def _seen(self) -> Json:
        tags = self.has["tags"]
        more = {"ephemeralStorage": [{"size": 512}], "lastModified": "2026-02-16T12:07:00Z"}
        return {**self.has, "tagsAll": {**tags, "webhook": "added"}, **more}

    def _report(self, now: Json, synced: str, *, since: str) -> None:
        seen = now.get("status", {}).get("atProvider", {})
        condition = {"type": "Synced", "status": synced, "lastTransitionTime": since}
        status = {"atProvider": seen, "conditions": [condition]}
        self._kube.edit(RECORD, lambda it: it.update(status=status), manager="provider", sub="status")


def told(made: World, *argv: str) -> Json:
    """Run a command that prints JSON, and read it."""
    found = json.loads(run(made.top, *argv, "-o", "json").out)
    assert isinstance(found, dict)
    return found


def fields_of(form: Json) -> list[tuple[str, object, object]]:
    """List path, value before and value now of the changes of a session."""
    return [(one["path"], one["was"], one["now"]) for one in form["changes"]]
