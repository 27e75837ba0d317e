"""Rights: whether we may do what comes next, asked of the server before anything is sent.

Source: Kubernetes, Checking API Access, SelfSubjectAccessReview.
"""

from core.errors import SourceUnreadable
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Served
from core.net.address import path_of
from core.net.calls import Call
from core.net.values import Json, json_body
from core.safetext import safe_line

__all__ = ["Rights"]

_PATH = path_of("apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews")


class Rights:
    """What we may do in one cluster, by its own answers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def may(self, verb: str, served: Served, *, namespace: str, name: str = "") -> bool:
        """Ask whether we may do something; nothing of it is remembered, since rights change.

        Raises:
            SourceUnreadable: the server does not say.
        """
        wanted: dict[str, Json] = {"verb": verb, "group": served.group, "resource": served.plural}
        wanted["version"] = served.api_version.rpartition("/")[2]
        if namespace and served.namespaced:
            wanted["namespace"] = namespace
        if name:
            wanted["name"] = name
        call = Call(
            doing=f"ask whether we may {verb} {served.resource}",
            path=_PATH,
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json_body(
                {
                    "apiVersion": "authorization.k8s.io/v1",
                    "kind": "SelfSubjectAccessReview",
                    "spec": {"resourceAttributes": wanted},
                }
            ),
        )
        found = self._connection.read(call)
        status = found.get("status") if isinstance(found, dict) else None
        return isinstance(status, dict) and status.get("allowed") is True

    def need(self, verbs: tuple[str, ...], served: Served, *, namespace: str, name: str) -> None:
        """See that we may do all of it.

        Raises:
            SourceUnreadable: a right is missing, or the server does not say; nothing was sent.
        """
        missing = [verb for verb in verbs if not self.may(verb, served, namespace=namespace, name=name)]
        if missing:
            context = safe_line(self._connection.access.context)
            where = f" in namespace {namespace}" if namespace and served.namespaced else ""
            words = " and ".join(missing)
            raise SourceUnreadable(
                f"May not {words} {served.resource} {safe_line(name)}{where}",
                why=f"the cluster of context {context} does not give us this right",
                next_step="ask for it, then: "
                f"kubectl --context {context} auth can-i {missing[0]} {served.resource}",
            )
