"""The Crossplane claims of the acceptance stories, as plain files."""

from pathlib import Path

from tests.builders.world import World, world

__all__ = ["DEV", "PROD", "claim", "claims", "live_claim"]

DEV = "messagewall-dev-east"
PROD = "messagewall-prod-east"

SETTINGS = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {DEV}:
    labels: {{environment: dev, region: us-east-1}}
    source: {{files: "{DEV}/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{DEV}}}
  {PROD}:
    labels: {{environment: prod, region: us-east-1}}
    source: {{files: "{PROD}/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{PROD}}}
schemas: [xrd.yaml]
"""

XRD = """\
apiVersion: apiextensions.crossplane.io/v1
kind: CompositeResourceDefinition
metadata:
  name: serverlesseventapps.messagewall.demo
spec:
  group: messagewall.demo
  names: {kind: ServerlessEventApp, plural: serverlesseventapps}
  claimNames: {kind: ServerlessEventAppClaim, plural: serverlesseventappclaims}
  versions:
    - name: v1alpha1
      served: true
      referenceable: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                artifactBucket: {type: string, default: ""}
                lambdaMemory: {type: integer, default: 128}
                lambdaTimeout: {type: integer, default: 10}
                awsAccountId: {type: string}
"""


def claim(space: str = PROD, *, memory: object = 256, timeout: object = 30, more: str = "") -> str:
    """Write a claim as its authors would."""
    environment = "prod" if "prod" in space else "dev"
    return f"""\
# The message wall, {environment}
---
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: {space}
  namespace: default
spec:
  awsAccountId: "205074708100"
  environment: {environment}
  eventSource: messagewall.api-handler
  lambdaMemory: {memory}  # MB
  lambdaTimeout: {timeout}
  region: us-east-1
  resourcePrefix: messagewall-east
{more}"""


def live_claim(space: str = PROD, *, memory: int = 256, timeout: int = 30) -> str:
    """Write the claim as an API server with Crossplane would answer it."""
    environment = "prod" if "prod" in space else "dev"
    return f"""\
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: {space}
  namespace: default
  uid: 7c0e0a52-6a52-4a6c-9c0e-0a526a524a6c
  resourceVersion: "4711"
  generation: 3
  creationTimestamp: "2026-02-16T09:00:00Z"
  finalizers: [finalizer.apiextensions.crossplane.io]
  managedFields:
    - {{manager: argocd-controller, operation: Update, apiVersion: messagewall.demo/v1alpha1}}
  annotations:
    argocd.argoproj.io/tracking-id: "{space}:messagewall.demo/ServerlessEventAppClaim:default/{space}"
    kubectl.kubernetes.io/last-applied-configuration: "{{}}"
spec:
  artifactBucket: ""
  awsAccountId: "205074708100"
  compositeDeletePolicy: Background
  compositionUpdatePolicy: Automatic
  compositionRef: {{name: serverlesseventapp-aws}}
  resourceRef: {{apiVersion: messagewall.demo/v1alpha1, kind: ServerlessEventApp, name: {space}-x7k2p}}
  environment: {environment}
  eventSource: messagewall.api-handler
  lambdaMemory: {memory}
  lambdaTimeout: {timeout}
  region: us-east-1
  resourcePrefix: messagewall-east
status: {{ready: true}}
"""


def claims(folder: Path) -> World:
    """Build a world with one claim a space, proposed, applied and live."""
    made = world(
        folder,
        SETTINGS,
        {
            "xrd.yaml": XRD,
            f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=10),
            f"{PROD}/claim.yaml": claim(PROD),
        },
    )
    made.live(DEV, {"claim.yaml": live_claim(DEV, memory=128, timeout=10)})
    made.live(PROD, {"claim.yaml": live_claim(PROD)})
    made.desk("ci").propose()
    made.mark_applied(f"{DEV}/claim")
    made.mark_applied(f"{PROD}/claim")
    return made
