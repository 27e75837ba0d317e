"""``headgate drift`` by cause: the same change in many units is one row; a claim shows what it made."""

import json
from pathlib import Path

from tests.builders.shop import DEV, PROD, deployment, shop
from tests.builders.terminal import run
from tests.builders.world import World, world
from tests.scenarios.claims import PROD as WALL
from tests.scenarios.claims import SETTINGS, XRD, claim, live_claim

MADE = """\
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventApp
metadata: {name: NAME-x7k2p}
spec:
  resourceRefs:
    - {apiVersion: lambda.aws.upbound.io/v1beta1, kind: Function, name: intake}
    - {apiVersion: lambda.aws.upbound.io/v1beta1, kind: Function, name: gone}
---
apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata: {name: intake}
spec: {forProvider: {memorySize: 256, timeout: 30}}
status:
  atProvider: {memorySize: 512, timeout: 30}
  conditions: [{type: Synced, status: "True"}]
"""


def twice(made: World, *, web: int, cart: int) -> None:
    made.live(PROD, {"web.yaml": deployment(replicas=web)})
    made.live(DEV, {"cart.yaml": deployment("cart", image="shop/cart:1", replicas=cart)})


def groups(made: World) -> list[tuple[str, list[str]]]:
    found = json.loads(run(made.top, "drift", "-o", "json").out)["groups"]
    return [(one["path"], one["units"]) for one in found]


def test_the_same_change_in_two_units_is_one_row(tmp_path: Path) -> None:
    made = shop(tmp_path)
    twice(made, web=5, cart=5)
    assert groups(made) == [("spec.replicas", [f"{PROD}/web", f"{DEV}/cart"])]
    shown = run(made.top, "drift", "--group")
    (row,) = [line for line in shown.out.splitlines() if "spec.replicas" in line]
    assert (shown.code, row.split()[:2]) == (3, ["2", "Deployment"])


def test_another_value_is_another_cause(tmp_path: Path) -> None:
    made = shop(tmp_path)
    twice(made, web=5, cart=6)
    assert [len(units) for _, units in groups(made)] == [1, 1]


def walled(folder: Path) -> World:
    """A claim that is live with what it made, in a folder."""
    made = world(folder, SETTINGS, {"xrd.yaml": XRD, f"{WALL}/claim.yaml": claim(WALL)})
    made.live(WALL, {"claim.yaml": live_claim(WALL), "made.yaml": MADE.replace("NAME", WALL)})
    made.desk("ci").propose(space=WALL)
    made.mark_applied(f"{WALL}/claim")
    return made


def test_a_claim_shows_the_drift_of_what_it_made(tmp_path: Path) -> None:
    made = walled(tmp_path)
    ran = run(made.top, "drift", "--space", WALL, "-o", "json")
    (unit,) = json.loads(ran.out)["units"]
    assert (ran.code, unit["unit"], unit["fields"]) == (3, f"{WALL}/claim", [])
    found = {one["resource"].rpartition("/")[2]: one for one in unit["made"]}
    assert found["intake"]["fields"] == [{"path": "spec.forProvider.memorySize", "asked": 256, "cloud": 512}]
    assert (found["gone"]["there"], sorted(found)) == (False, ["gone", "intake"])


def test_what_a_claim_made_is_printed_under_the_claim(tmp_path: Path) -> None:
    shown = run(walled(tmp_path).top, "drift", "--space", WALL, env={"COLUMNS": "160"}).out
    (row,) = [line for line in shown.splitlines() if "memorySize" in line]
    assert ("256" in row, "512" in row, f"made by {WALL}-x7k2p" in row) == (True, True, True)
    assert "not there" in shown


def test_a_password_of_what_a_claim_made_is_never_shown(tmp_path: Path) -> None:
    made = walled(tmp_path)
    told = MADE.replace("NAME", WALL).replace("timeout: 30}", "masterPassword: canary-A}", 1)
    told = told.replace("timeout: 30}", "masterPassword: canary-B}")
    made.live(WALL, {"made.yaml": told})
    for form in ("table", "json"):
        shown = run(made.top, "drift", "--space", WALL, "-o", form)
        assert ("canary" in shown.out + shown.err, "masterPassword" in shown.out) == (False, True)
