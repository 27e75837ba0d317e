"""Kubeconfigs: what is read, what is refused, and who is trusted."""

import base64
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.live.cluster.access import Access, Impersonation, Program
from core.live.cluster.kubeconfig import context_access, kubeconfig_files
from core.net.site import Proxy

AWS = "user: exec: {command: aws, args: [eks], env: [{name: A, value: b}]}"
PEM = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
DATA = base64.b64encode(PEM.encode()).decode()


def config(
    *,
    cluster: str = "server: https://k8s.example",
    user: str = "token: t0ken",
    context: str = "namespace: shop",
) -> str:
    return f"""
apiVersion: v1
kind: Config
clusters: [{{name: east, cluster: {{{cluster}}}}}]
users: [{{name: op, user: {{{user}}}}}]
contexts: [{{name: prod, context: {{cluster: east, user: op, {context}}}}}]
"""


def written(folder: Path, text: str, *, mode: int = 0o600, name: str = "config") -> Path:
    file = folder / name
    file.write_text(text)
    file.chmod(mode)
    return file


def access(folder: Path, text: str, *, mode: int = 0o600) -> Access:
    return context_access("prod", env={}, files=[written(folder, text, mode=mode)])


def test_a_context_is_joined_from_its_cluster_and_its_user(tmp_path: Path) -> None:
    found = access(
        tmp_path, config(cluster=f"server: https://k8s.example, certificate-authority-data: {DATA}")
    )
    assert (found.server, found.namespace, found.trust.authorities) == ("https://k8s.example", "shop", PEM)
    assert found.token is not None
    assert found.token.reveal() == "t0ken"
    assert "t0ken" not in repr(found)


def test_files_that_are_named_are_taken_from_where_the_kubeconfig_stands(tmp_path: Path) -> None:
    for name in ("ca.crt", "me.crt", "me.key"):
        written(tmp_path, PEM, name=name)
    user = "client-certificate: me.crt, client-key: me.key"
    found = access(tmp_path, config(cluster="server: https://a, certificate-authority: ca.crt", user=user))
    assert found.trust.authorities == PEM
    assert found.trust.identity is not None
    assert found.trust.identity.reveal() == f"{PEM}\n{PEM}"


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        pytest.param(
            "cluster: proxy-url: http://proxy.example:8080",
            "proxy",
            Proxy(host="proxy.example", port=8080),
            id="a proxy",
        ),
        pytest.param(
            "user: as: root, as-groups: [ops], as-uid: u1",
            "acts_as",
            Impersonation(user="root", group="ops", uid="u1"),
            id="an impersonation",
        ),
        pytest.param(
            AWS,
            "program",
            Program(command="aws", arguments=("eks",), environment=(("A", "b"),)),
            id="a program",
        ),
        pytest.param(
            "user: exec: {command: bin/login}",
            "program",
            "FOLDER/bin/login",
            id="a program beside the kubeconfig",
        ),
        pytest.param("user: tokenFile: token", "token_file", "FOLDER/token", id="a token in a file"),
    ],
)
def test_what_a_kubeconfig_says_is_read(tmp_path: Path, part: str, field: str, value: object) -> None:
    where, _, said = part.partition(": ")
    text = config(cluster=f"server: https://a, {said}") if where == "cluster" else config(user=said)
    found = getattr(access(tmp_path, text), field)
    if isinstance(found, Program) and isinstance(value, str):
        found = found.command
    assert found == (value.replace("FOLDER", str(tmp_path)) if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            config(cluster="server: https://a, insecure-skip-tls-verify: true"),
            "insecure-skip-tls-verify",
            id="certificates that are not checked",
        ),
        pytest.param(config(user="auth-provider: {name: oidc}"), "auth-provider", id="a provider of old"),
        pytest.param(config(user="username: a, password: b"), "password", id="a password"),
        pytest.param(
            config(cluster="server: https://a, proxy-url: socks5://p:1"),
            "tunnels",
            id="a proxy of another kind",
        ),
        pytest.param(
            config(cluster="server: https://a, certificate-authority-data: '!'"),
            "no PEM in base64",
            id="a certificate that is none",
        ),
        pytest.param(
            config(cluster="server: https://a, certificate-authority: gone.crt"),
            "No such file",
            id="a certificate that is not there",
        ),
        pytest.param(
            config(user=f"client-certificate-data: {DATA}"),
            "without its key",
            id="a certificate without its key",
        ),
        pytest.param(
            config(user="as: a, as-groups: [b, c]"), "several groups", id="more groups than are sent"
        ),
        pytest.param(config(cluster="tls-server-name: a"), "names no server", id="no server"),
        pytest.param(
            config(context="x: 1").replace("cluster: east", "cluster: west"),
            "cluster west is not there",
            id="a cluster that is not there",
        ),
        pytest.param(
            config().replace("name: prod", "name: dev"), "known are: dev", id="a context that is not there"
        ),
        pytest.param("a: [", "line 1", id="no YAML"),
        pytest.param("\tno", "line 1", id="a tab"),
    ],
)
def test_what_headgate_does_not_do_is_refused_in_words(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SourceUnreadable, match=why) as refused:
        access(tmp_path, text)
    assert (refused.value.exit_code, bool(refused.value.next_step)) == (6, True)


@pytest.mark.parametrize("mode", [pytest.param(0o620, id="its group"), pytest.param(0o602, id="everybody")])
def test_a_kubeconfig_that_others_may_write_is_not_read(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SourceUnreadable, match="lets others in"):
        access(tmp_path, config(), mode=mode)


def test_a_file_that_it_names_and_others_may_write_is_not_read(tmp_path: Path) -> None:
    written(tmp_path, PEM, name="ca.crt", mode=0o666)
    with pytest.raises(SourceUnreadable, match=r"ca\.crt: its mode 0666 lets others in"):
        access(tmp_path, config(cluster="server: https://a, certificate-authority: ca.crt"))


def test_a_link_to_a_kubeconfig_of_ours_is_followed(tmp_path: Path) -> None:
    written(tmp_path, config(), name="real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert context_access("prod", env={}, files=[tmp_path / "link"]).server == "https://k8s.example"


def test_of_several_files_the_first_that_names_a_thing_wins(tmp_path: Path) -> None:
    first = written(tmp_path, config(cluster="server: https://first"), name="a")
    second = written(tmp_path, config(cluster="server: https://second"), name="b")
    found = context_access("prod", env={"KUBECONFIG": f"{first}:{tmp_path / 'gone'}:{second}"})
    assert found.server == "https://first"


def test_without_a_name_it_is_looked_for_at_home() -> None:
    assert kubeconfig_files({"HOME": "/home/op"}) == [Path("/home/op/.kube/config")]


def test_a_pod_uses_its_own_account(tmp_path: Path) -> None:
    written(tmp_path, PEM, name="ca.crt")
    written(tmp_path, "t0ken\n", name="token", mode=0o644)
    written(tmp_path, "shop", name="namespace")
    env = {"KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443", "HOME": str(tmp_path)}
    found = context_access("in-cluster", env=env, account=tmp_path)
    assert (found.server, found.namespace, found.trust.authorities) == ("https://10.0.0.1:443", "shop", PEM)
    assert found.token_file == str(tmp_path / "token")
