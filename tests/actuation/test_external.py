"""Two records that own one thing in the cloud are found, wherever they are."""

from typing import Any

import pytest

from core.actuation.external import Holder, claimed_twice
from core.krm.resource import ResourceId

Json = dict[str, Any]


def function(name: str, *, external: str = "", region: str = "us-east-1", account: str = "") -> Json:
    annotations = {"crossplane.io/external-name": external} if external else {}
    config = {"providerConfigRef": {"name": account}} if account else {}
    return {
        "metadata": {"name": name, "annotations": annotations},
        "spec": {"forProvider": {"region": region}, **config},
    }


def holder(unit: str, document: Json, kind: str = "Function") -> Holder:
    name = document["metadata"]["name"]
    return Holder(unit, ResourceId("lambda.aws.upbound.io/v1beta1", kind, "", name), document)


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        pytest.param(
            holder("dev/api", function("dev-api", external="messagewall-api-handler")),
            holder("prod/api", function("prod-api", external="messagewall-api-handler")),
            True,
            id="one external name in two spaces",
        ),
        pytest.param(
            holder("dev/api", function("api")),
            holder("prod/api", function("api")),
            True,
            id="one own name in two",
        ),
        pytest.param(
            holder("dev/api", function("a", external="b")),
            holder("dev/b", function("b")),
            True,
            id="a name and its own",
        ),
        pytest.param(
            holder("dev/api", function("api", region="eu-1")),
            holder("prod/api", function("api")),
            False,
            id="two regions",
        ),
        pytest.param(
            holder("dev/api", function("api", account="dev")),
            holder("prod/api", function("api")),
            False,
            id="two accounts",
        ),
        pytest.param(
            holder("dev/api", function("api")),
            holder("prod/api", function("api"), "Permission"),
            False,
            id="two kinds",
        ),
        pytest.param(
            holder("dev/api", function("api")),
            holder("dev/api", function("api")),
            False,
            id="one record twice",
        ),
        pytest.param(
            holder("dev/api", {"metadata": {"name": "api"}, "spec": {}}),
            holder("prod/api", {"metadata": {"name": "api"}, "spec": {}}),
            False,
            id="what owns nothing in the cloud",
        ),
    ],
)
def test_two_owners_of_one_external_object(one: Holder, other: Holder, *, is_found: bool) -> None:
    found = claimed_twice([other, one])
    assert [[held.unit for held in both] for both in found.values()] == (
        [[one.unit, other.unit]] if is_found else []
    )
