"""A cluster over TLS, as a kubeconfig has it: its authority inline, a token or a certificate of ours."""

import base64
from pathlib import Path

import pytest
import trustme

from core.errors import SourceUnreadable
from core.live.cluster.kubeconfig import context_access
from core.live.cluster.session import Session
from tests.builders.certificates import AUTHORITY, client_identity, for_host, served
from tests.builders.kube import WEB, clusters, deployment
from tests.fakes.kube.server import KubeServer, User, kube_server


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def signed_by(authority: trustme.CA) -> str:
    return coded(authority.cert_pem.bytes().decode())


def session(kube: KubeServer, folder: Path, *, authority: str, user: str, more: str = "") -> Session:
    """Open the cluster through a kubeconfig on disk."""
    file = folder / "config"
    file.write_text(f"""
apiVersion: v1
kind: Config
clusters:
  - {{name: c, cluster: {{server: "{kube.url}", certificate-authority-data: {authority}{more}}}}}
users: [{{name: u, user: {{{user}}}}}]
contexts: [{{name: loop, context: {{cluster: c, user: u, namespace: demo}}}}]
""")
    file.chmod(0o600)
    opened = clusters(kube, folder, read=lambda context: context_access(context, env={}, files=[file]))
    return opened.session("loop")


def test_a_server_of_the_named_authority_is_believed(tmp_path: Path) -> None:
    with kube_server(tls=served(for_host("127.0.0.1"))) as kube:
        kube.put(deployment())
        found = session(kube, tmp_path, authority=signed_by(AUTHORITY()), user="token: admin")
        assert found.reader.one(WEB) is not None


def test_a_server_of_another_is_not_and_hears_no_token(tmp_path: Path) -> None:
    with kube_server(tls=served(for_host("127.0.0.1"))) as kube:
        found = session(kube, tmp_path, authority=signed_by(trustme.CA()), user="token: admin")
        with pytest.raises(SourceUnreadable, match="its certificate is not good"):
            found.reader.one(WEB)
        assert kube.asked == []


def test_a_server_that_goes_by_another_name_is_believed_by_that_name(tmp_path: Path) -> None:
    with kube_server(tls=served(for_host("k8s.example"))) as kube:
        kube.put(deployment())
        more = ", tls-server-name: k8s.example"
        found = session(kube, tmp_path, authority=signed_by(AUTHORITY()), user="token: admin", more=more)
        assert found.reader.one(WEB) is not None


def test_a_certificate_of_ours_signs_in(tmp_path: Path) -> None:
    whole = client_identity().reveal()
    at = whole.index("-----BEGIN RSA") if "-----BEGIN RSA" in whole else whole.index("-----BEGIN EC")
    user = f"client-certificate-data: {coded(whole[:at])}, client-key-data: {coded(whole[at:])}"
    with kube_server(tls=served(for_host("127.0.0.1"), asks_for_ours=True)) as kube:
        kube.users = {"certificate": User("op")}
        kube.put(deployment())
        found = session(kube, tmp_path, authority=signed_by(AUTHORITY()), user=user)
        assert found.reader.one(WEB) is not None
        assert "authorization" not in kube.asked[0].headers


def test_an_authority_that_is_no_certificate_is_told_so(tmp_path: Path) -> None:
    with kube_server(tls=served(for_host("127.0.0.1"))) as kube:
        found = session(kube, tmp_path, authority=coded("not PEM"), user="token: admin")
        with pytest.raises(SourceUnreadable, match="no PEM certificates"):
            found.reader.one(WEB)
