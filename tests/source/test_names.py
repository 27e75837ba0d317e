import pytest

from core.krm.resource import ResourceId
from core.model.names import UnitName
from core.source.names import file_unit, resource_unit


@pytest.mark.parametrize(
    ("resource", "namespace", "name"),
    [
        pytest.param(
            ResourceId("apps/v1", "Deployment", "shop", "web"),
            "shop",
            "deployment-web",
            id="in the space's own namespace",
        ),
        pytest.param(ResourceId("apps/v1", "Deployment", "", "web"), "shop", "deployment-web", id="in none"),
        pytest.param(
            ResourceId("apps/v1", "Deployment", "infra", "web"),
            "shop",
            "infra.deployment-web",
            id="in another",
        ),
        pytest.param(
            ResourceId("v1", "Namespace", "", "shop"), "", "namespace-shop", id="of the whole cluster"
        ),
        pytest.param(
            ResourceId("r/v1", "ClusterRole", "", "system:node:A"),
            "",
            "clusterrole-system-node-a",
            id="with signs no slug has",
        ),
    ],
)
def test_a_resource_names_its_unit(resource: ResourceId, namespace: str, name: str) -> None:
    assert resource_unit(resource, namespace=namespace) == name


@pytest.mark.parametrize(
    ("path", "glob", "name"),
    [
        pytest.param("deploy/web.yaml", "deploy/*.yaml", "web", id="below the folder"),
        pytest.param(
            "infra/data/prod/counter.yaml",
            "infra/**/*.yaml",
            "data-prod-counter",
            id="with the folders between",
        ),
        pytest.param("infra/web.yaml", "infra/web.yaml", "web", id="named itself"),
        pytest.param("deploy/Web App.v2.yaml", "deploy/*", "web-app.v2", id="with signs no slug has"),
        pytest.param("deploy/_x.yaml", "deploy/*", "x", id="with a bad beginning"),
    ],
)
def test_a_file_names_its_unit(path: str, glob: str, name: str) -> None:
    assert file_unit(path, glob=glob) == name


def test_a_long_name_is_cut_and_stays_apart_from_its_like() -> None:
    names = [resource_unit(ResourceId("v1", "ConfigMap", "", "x" * 200 + end), namespace="") for end in "ab"]
    assert len(set(names)) == 2
    assert all(UnitName("shop", name).unit == name for name in names)
