"""A shop with a canary in every slot that can hold a credential, in which everything waits for somebody."""

from base64 import b64encode
from pathlib import Path

from tests.builders.canaries import canary
from tests.builders.repo import git
from tests.builders.world import World, world

__all__ = ["SPACE", "canaried"]

SPACE = "shop-prod"

SETTINGS = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: origin}}
spaces:
  {SPACE}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{SPACE}}}
"""
REMOTE = f"https://bot:{canary('remote')}@127.0.0.1:9/shop.git"


def _secret(side: str, size: int) -> str:
    encoded = b64encode(canary(f"{side}data").encode()).decode()
    return f"""\
apiVersion: v1
kind: Secret
metadata: {{name: db, namespace: shop, labels: {{size: "{size}"}}}}
data:
  url: {encoded}
stringData:
  password: {canary(f"{side}string")}
"""


def _config(side: str, size: int) -> str:
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: app, namespace: shop}}
data:
  size: "{size}"  # db.password={canary(f"{side}comment")}
  api-token: {canary(f"{side}key")}
  app.properties: |
    mode=fast
    pool.size={size}
    db.password={canary(f"{side}property")}
  settings.json: '{{"size": {size}, "clientSecret": "{canary(f"{side}json")}"}}'
  kubeconfig: |
    apiVersion: v1
    users:
      - name: bot
        user:
          token: {canary(f"{side}kubeconfig")}
  id_rsa.pub.txt: |
    -----BEGIN OPENSSH PRIVATE KEY-----
    {canary(f"{side}pem")}
    -----END OPENSSH PRIVATE KEY-----
"""


def _deployment(side: str, size: int) -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  replicas: {size}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata:
      labels: {{app: web}}
      annotations: {{team.io/hook: "https://hooks.example.com/?token={canary(f"{side}query")}"}}
    spec:
      containers:
        - name: app
          image: shop/web:{size}
          args: [--size={size}, --password={canary(f"{side}option")}, --api-key, {canary(f"{side}argument")}]
          command: [sh, -c, 'curl -H "Authorization: Bearer {canary(f"{side}bearer")}" http://x']
          env:
            - {{name: DB_PASSWORD, value: {canary(f"{side}env")}}}
            - {{name: DB_URL, value: "postgres://app:{canary(f"{side}url")}@db/shop"}}
            - {{name: GH, value: ghp_{canary(f"{side}issued")}}}
"""


_UNITS = {"db": _secret, "app": _config, "web": _deployment}


def _texts(side: str, size: int) -> dict[str, str]:
    return {f"{name}.yaml": write(side, size) for name, write in _UNITS.items()}


def canaried(folder: Path) -> World:
    """Build it: of each unit Git, hub and live hold other credentials than the base."""
    made = world(folder, SETTINGS, {f"prod/{name}": text for name, text in _texts("base", 1).items()})
    git(made.top, "remote", "add", "origin", REMOTE)
    made.live(SPACE, dict(_texts("base", 1)))
    made.desk("ci").propose()
    for name in _UNITS:
        made.mark_applied(f"{SPACE}/{name}")
    for name, path in (("db", "stringData.password"), ("app", "data.api-token"), ("web", "spec.replicas")):
        made.set(f"{SPACE}/{name}", path, 7 if name == "web" else canary("hubside"), reason="rotation")
    made.commit({f"prod/{name}": text for name, text in _texts("git", 2).items()}, "rotate everything")
    made.desk("ci").propose()
    made.live(SPACE, dict(_texts("live", 3)))
    return made
