"""Undoers: who will take back a live edit of one object, by what stands in the cluster around it. Pure.

An object says who carries it: by annotation, by label, by owner. Whoever carries it is an object itself,
carried by somebody else in turn: so the chain is followed up, since who edits the lower one is undone by
the upper one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.actuation.reverters import REVERTERS, Reverter
from core.krm.resource import ResourceId, identify
from core.krm.scalars import duration_nanoseconds
from core.krm.values import Value

__all__ = ["Around", "Undoer", "around_of", "undoers"]

_TRACKING: Final = "argocd.argoproj.io/tracking-id"
_SKIP: Final = "argocd.argoproj.io/skip-reconcile"
_INSTANCE: Final = "app.kubernetes.io/instance"
_PAUSED: Final = "crossplane.io/paused"
_COMPOSITE: Final = "crossplane.io/composite"
_KUSTOMIZE: Final = "kustomize.toolkit.fluxcd.io"
_HELM: Final = "helm.toolkit.fluxcd.io"
_CONFIGHUB: Final = "confighub.com/"
_SECOND: Final = 1_000_000_000

_Map = Mapping[str, Value]
Around: TypeAlias = Mapping[tuple[str, str], tuple[tuple[ResourceId, _Map], ...]]
"""What stands around, by kind and name; the group is told apart by whoever looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoer:
    """Somebody who takes a live edit back.

    Attributes:
        reverter: of which kind.
        target: whose edits it takes back.
        by: the object that makes it do so; None where it is not among what was looked at, so that less is
        known. soonest_seconds: an edit stands at least so long. latest_seconds: at most so long; None where
        nobody can say. fields: the one field that it sets; "" for all that it carries. is_frozen: it is
        stopped already. why: in words.
    """

    reverter: Reverter
    target: ResourceId
    by: ResourceId | None
    soonest_seconds: float
    latest_seconds: float | None
    fields: str = ""
    is_frozen: bool = False
    why: str = ""


def around_of(objects: Sequence[Value]) -> Around:
    """Make what stands around ready to be looked up; what is no resource is left out."""
    found: dict[tuple[str, str], list[tuple[ResourceId, _Map]]] = {}
    for one in objects:
        named = identify(one)
        if named is not None and isinstance(one, dict):
            found.setdefault((named.kind, named.name), []).append((named, one))
    return {key: tuple(held) for key, held in found.items()}


def undoers(target: ResourceId, live: _Map, around: Around) -> tuple[Undoer, ...]:
    """Find who takes back an edit of an object, and an edit of those in turn: the nearest first.

    Args:
        target: the object.
        live: as it is; its owners' marks are read.
        around: Applications, ApplicationSets, Kustomizations, HelmReleases, composites, autoscalers,
        webhooks.
    """
    found: list[Undoer] = []
    seen: set[ResourceId] = set()
    waiting: list[tuple[ResourceId, _Map]] = [(target, live)]
    while waiting:
        named, value = waiting.pop(0)
        if named in seen:
            continue
        seen.add(named)
        for one in _nearest(named, value, around):
            found.append(one)
            if one.by is not None and one.by not in seen:
                waiting += [pair for pair in around[one.by.kind, one.by.name] if pair[0] == one.by]
    return tuple(found)


def _nearest(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    for look in (_argo, _application_set, _flux, _confighub, _crossplane, _autoscalers, _webhooks):
        yield from look(target, live, around)


def _argo(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    name = _text(_annotations(live), _TRACKING).partition(":")[0] or _text(_labels(live), _INSTANCE)
    tracked = _TRACKING in _annotations(live)
    holders = _all(around, "argoproj.io", "Application", name)
    if not holders and tracked:
        why = f"Application {name} was not looked at"
        yield _undoer(Reverter.ARGO_APPLICATION, target, None, why=why)
    for by, application in holders:
        automated = _at(application, "spec", "syncPolicy", "automated")
        heals = isinstance(automated, dict) and automated.get("selfHeal") is True
        skipped = _text(_annotations(application), _SKIP) == "true"
        stopped = skipped or not isinstance(automated, dict)
        why = "it does not sync" if stopped else "self-heal is on" if heals else "it syncs each new revision"
        yield _undoer(
            Reverter.ARGO_APPLICATION,
            target,
            by,
            is_frozen=stopped,
            why=why,
            at_some_time=not heals and not stopped,
        )


def _application_set(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    if target.kind != "Application":
        return
    for name in _owner_names(live, "ApplicationSet"):
        for by, parent in _or_unseen(_all(around, "argoproj.io", "ApplicationSet", name)):
            ignored = _at(parent, "spec", "ignoreApplicationDifferences")
            rules = ignored if isinstance(ignored, list) else []
            lets = any("/spec/syncPolicy" in str(rule) for rule in rules)
            only = _at(parent, "spec", "syncPolicy", "applicationsSync") == "create-only"
            lets = lets or only
            why = "it lets the Application's policy be" if lets else "it writes the Application anew"
            yield _undoer(Reverter.ARGO_APPLICATION_SET, target, by, is_frozen=lets, why=why)


def _flux(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    for domain, kind, reverter in (
        (_KUSTOMIZE, "Kustomization", Reverter.FLUX_KUSTOMIZATION),
        (_HELM, "HelmRelease", Reverter.FLUX_HELM_RELEASE),
    ):
        name = _text(_labels(live), f"{domain}/name")
        if not name:
            continue
        for by, holder in _or_unseen(_all(around, domain, kind, name)):
            yield _by_interval(reverter, target, live, by, holder, domain)


def _by_interval(
    reverter: Reverter, target: ResourceId, live: _Map, by: ResourceId | None, holder: _Map, domain: str
) -> Undoer:
    interval = duration_nanoseconds(_text(_part(holder, "spec"), "interval"))
    stopped = _at(holder, "spec", "suspend") is True
    stopped = stopped or _text(_annotations(live), f"{domain}/reconcile") == "disabled"
    why = "it is suspended" if stopped else "it applies again in its interval"
    if reverter is Reverter.FLUX_HELM_RELEASE and holder:
        detects = _at(holder, "spec", "driftDetection", "mode") == "enabled"
        why = why if detects else "it detects no drift, so an edit stands until the next upgrade"
        stopped = stopped or not detects
    latest = None if interval is None else interval / _SECOND
    return _undoer(reverter, target, by, latest=latest, is_frozen=stopped, why=why)


def _confighub(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    del around
    if any(key.startswith(_CONFIGHUB) for key in _annotations(live)):
        yield _undoer(Reverter.CONFIGHUB, target, None, why="a release of the hub carries it")


def _crossplane(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    if "forProvider" in _part(live, "spec"):
        policies = _at(live, "spec", "managementPolicies")
        observes = policies in (["Observe"], [])
        why = "it only observes" if observes else "the provider writes what the record says to the cloud"
        yield _undoer(Reverter.CROSSPLANE_PROVIDER, target, target, is_frozen=observes, why=why)
    composite = _text(_labels(live), _COMPOSITE)
    owners = [pair for held in around.values() for pair in held if pair[0].name == composite]
    for by, holder in owners if composite else ():
        if "resourceRefs" in _part(holder, "spec") or "crossplane" in _part(holder, "spec"):
            paused = _text(_annotations(holder), _PAUSED) == "true"
            why = "it is paused" if paused else "it composes this resource"
            yield _undoer(Reverter.CROSSPLANE_COMPOSITE, target, by, is_frozen=paused, why=why)


def _autoscalers(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    del live
    for (kind, _), held in around.items():
        for by, holder in held if kind in {"HorizontalPodAutoscaler", "ScaledObject"} else ():
            aim = _part(_part(holder, "spec"), "scaleTargetRef")
            same_place = by.namespace == target.namespace
            if same_place and (aim.get("kind", "Deployment"), aim.get("name")) == (target.kind, target.name):
                yield _undoer(
                    Reverter.AUTOSCALER, target, by, fields="spec.replicas", why="it sets the replicas"
                )


def _webhooks(target: ResourceId, live: _Map, around: Around) -> Iterator[Undoer]:
    del live
    for (kind, _), held in around.items():
        for by, holder in held if kind == "MutatingWebhookConfiguration" else ():
            hooks = holder.get("webhooks")
            rules = [rule for hook in (hooks if isinstance(hooks, list) else []) for rule in _rules(hook)]
            if any(_meets(rule, target) for rule in rules):
                yield _undoer(Reverter.WEBHOOK, target, by, why="it may change what is written")


def _rules(hook: Value) -> list[_Map]:
    found = hook.get("rules") if isinstance(hook, dict) else None
    return [rule for rule in (found if isinstance(found, list) else []) if isinstance(rule, dict)]


def _meets(rule: _Map, target: ResourceId) -> bool:
    """Tell whether a rule is about a kind; its plural is guessed, since a rule names resources."""
    groups, resources = rule.get("apiGroups"), rule.get("resources")
    about = isinstance(groups, list) and bool({"*", target.group} & set(map(str, groups)))
    word = target.kind.lower()
    plurals = {"*", f"{word}s", f"{word}es", f"{word[:-1]}ies"}
    return about and isinstance(resources, list) and bool(plurals & set(map(str, resources)))


def _undoer(
    reverter: Reverter,
    target: ResourceId,
    by: ResourceId | None,
    *,
    why: str,
    latest: float | None = None,
    fields: str = "",
    is_frozen: bool = False,
    at_some_time: bool = False,
) -> Undoer:
    """Make an undoer, with the times of its row where nothing better is known."""
    row = REVERTERS[reverter]
    usual = None if at_some_time else row.latest_seconds
    return Undoer(
        reverter=reverter,
        target=target,
        by=by,
        soonest_seconds=row.soonest_seconds,
        latest_seconds=usual if latest is None else latest,
        fields=fields,
        is_frozen=is_frozen,
        why=why,
    )


def _all(around: Around, group: str, kind: str, name: str) -> list[tuple[ResourceId, _Map]]:
    return [pair for pair in around.get((kind, name), ()) if pair[0].group == group] if name else []


def _or_unseen(found: list[tuple[ResourceId, _Map]]) -> list[tuple[ResourceId | None, _Map]]:
    """Stand in with nobody for a holder that is named and was not looked at."""
    return [*found] or [(None, {})]


def _owner_names(live: _Map, kind: str) -> list[str]:
    owners = _part(live, "metadata").get("ownerReferences")
    named = [one for one in (owners if isinstance(owners, list) else []) if isinstance(one, dict)]
    return [str(one.get("name")) for one in named if one.get("kind") == kind]


def _annotations(live: _Map) -> _Map:
    return _part(_part(live, "metadata"), "annotations")


def _labels(live: _Map) -> _Map:
    return _part(_part(live, "metadata"), "labels")


def _part(value: _Map, key: str) -> _Map:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: _Map, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _at(value: _Map, *keys: str) -> Value:
    here: Value = dict(value)
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else None
    return here
