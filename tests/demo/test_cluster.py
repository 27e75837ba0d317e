from pathlib import Path

import pytest

from core.demo.apiserver.fields import Map, mapping
from core.demo.cluster import Clusters
from core.demo.story.spaces import PROD_EAST, file_of
from core.demo.texts import written
from core.demo.timeline import StoryClock
from core.errors import StorageUnwritable
from core.fieldpath import FieldPath
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.krm.values import Value

SPACE = PROD_EAST.name
CART = ResourceId("apps/v1", "Deployment", "shop", "cart")
MAILER = ResourceId("lambda.aws.upbound.io/v1beta1", "Function", "", f"receipt-mailer-{SPACE}")


def delivered(folder: Path, *units: str) -> tuple[Clusters, StoryClock]:
    clock = StoryClock(1_790_000_000)
    clusters = Clusters(folder, clock)
    clusters.start([SPACE])
    clock.move(60)
    for unit in units:
        clusters.deliver(SPACE, resources(unit))
    clock.move(10)
    return clusters, clock


def resources(unit: str) -> list[tuple[ResourceId, Map]]:
    documents = read_resources(written(file_of(unit), PROD_EAST.facts)).documents
    return [(document.id, mapping(document.value)) for document in documents if document.id]


def live(folder: Path, file: str) -> Map:
    (document,) = read_resources((folder / SPACE / file).read_text()).documents
    return mapping(document.value)


def at(document: Map, *steps: str) -> Value:
    value: Value = document
    for step in steps:
        value = mapping(value)[step]
    return value


def test_every_resource_has_a_file_of_its_own(tmp_path: Path) -> None:
    delivered(tmp_path, "cart", "receipt-mailer")
    names = [path.name for path in sorted((tmp_path / SPACE).iterdir())]
    assert names == ["deployment-cart.yaml", f"function-receipt-mailer-{SPACE}.yaml", "service-cart.yaml"]


def test_a_second_delivery_keeps_uid_and_birth_and_counts_up(tmp_path: Path) -> None:
    clusters, _ = delivered(tmp_path, "cart")
    before = at(live(tmp_path, "deployment-cart.yaml"), "metadata")
    clusters.deliver(SPACE, resources("cart"))
    after = at(live(tmp_path, "deployment-cart.yaml"), "metadata")
    kept = ("uid", "creationTimestamp")
    assert [mapping(after)[key] for key in kept] == [mapping(before)[key] for key in kept]
    assert (mapping(before)["generation"], mapping(after)["generation"]) == (1, 2)


def test_an_edit_changes_the_field_its_owner_and_the_status_that_follows(tmp_path: Path) -> None:
    clusters, clock = delivered(tmp_path, "cart")
    clusters.edit(SPACE, CART, FieldPath.parse("spec.replicas"), 5, manager="kubectl-edit")
    document = live(tmp_path, "deployment-cart.yaml")
    assert (at(document, "spec", "replicas"), at(document, "status", "readyReplicas")) == (5, 5)
    owners = at(document, "metadata", "managedFields")
    assert isinstance(owners, list)
    assert (mapping(owners[-1])["manager"], mapping(owners[-1])["time"]) == ("kubectl-edit", clock.now())


def test_what_the_provider_sees_changes_the_status_and_no_wish(tmp_path: Path) -> None:
    clusters, _ = delivered(tmp_path, "receipt-mailer")
    clusters.observe(SPACE, MAILER, FieldPath.parse("memorySize"), 1024)
    document = live(tmp_path, f"function-receipt-mailer-{SPACE}.yaml")
    assert at(document, "status", "atProvider", "memorySize") == 1024
    assert at(document, "spec", "forProvider", "memorySize") == 512


def test_objects_are_printed_whole_without_anchors(tmp_path: Path) -> None:
    delivered(tmp_path, "receipt-mailer")
    assert "&id" not in (tmp_path / SPACE / f"function-receipt-mailer-{SPACE}.yaml").read_text()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / SPACE).write_text("in the way")
    with pytest.raises(StorageUnwritable) as refused:
        delivered(tmp_path, "cart")
    assert refused.value.exit_code == 9
