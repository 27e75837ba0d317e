"""Freezes go from the top down, thaws from the bottom up, and each step can be taken back."""

from typing import Any

from core.actuation.freezing import FreezePlan, freeze_plan, thaw_steps
from core.actuation.undoers import around_of, undoers
from core.krm.edit.values import changed
from core.krm.resource import identify
from core.krm.values import ABSENT

Json = dict[str, Any]


def chain() -> tuple[Json, list[Json]]:
    """A managed resource, made by a composite, both synced by an Application of an ApplicationSet."""
    mark = {"argocd.argoproj.io/tracking-id": "shop:x"}
    owner = {"apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "name": "all", "uid": "1"}
    labels = {"crossplane.io/composite": "wall"}
    target = {
        "apiVersion": "s3.aws.upbound.io/v1beta1",
        "kind": "Bucket",
        "metadata": {"name": "logs", "labels": labels, "annotations": {}},
        "spec": {"forProvider": {"region": "a"}, "managementPolicies": ["*"]},
    }
    composite = {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": "Wall",
        "metadata": {"name": "wall", "annotations": mark},
        "spec": {"resourceRefs": []},
    }
    application = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "shop", "namespace": "argocd", "ownerReferences": [owner]},
        "spec": {"syncPolicy": {"automated": {"selfHeal": True}}},
    }
    whole = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "all", "namespace": "argocd"},
        "spec": {"ignoreApplicationDifferences": [{"name": "x"}]},
    }
    return target, [composite, application, whole]


def planned(target: Json, around: list[Json]) -> FreezePlan:
    named = identify(target)
    assert named is not None
    looked = around_of(around)
    return freeze_plan(undoers(named, target, looked), looked, {named: target})


def kinds(plan: FreezePlan) -> list[str]:
    return [getattr(step.change.resource, "kind", "") for step in plan.steps]


def test_a_freeze_goes_from_the_top_down() -> None:
    assert kinds(planned(*chain())) == ["ApplicationSet", "Application", "Wall", "Bucket"]


def test_a_thaw_goes_from_the_bottom_up_and_gives_back_what_was_there() -> None:
    plan = planned(*chain())
    thaw = thaw_steps(plan.steps)
    assert [step.change.resource for step in thaw] == [step.change.resource for step in reversed(plan.steps)]
    automated = next(step for step in thaw if "automated" in str(step.change.path))
    assert (automated.change.value, automated.seen.value) == ({"selfHeal": True}, ABSENT)


def test_a_freeze_and_its_thaw_leave_everything_as_it_was() -> None:
    target, around = chain()
    whole = {identify(one): one for one in (target, *around)}
    now: dict[Any, Any] = dict(whole)
    plan = planned(target, around)
    for step in (*plan.steps, *thaw_steps(plan.steps)):
        now[step.change.resource] = changed(now[step.change.resource], step.change.path, step.change.value)
    assert now == whole


def test_what_the_steps_write_makes_every_reverter_frozen() -> None:
    target, around = chain()
    now: dict[Any, Any] = {identify(one): one for one in (target, *around)}
    for step in planned(target, around).steps:
        now[step.change.resource] = changed(now[step.change.resource], step.change.path, step.change.value)
    frozen, *others = now.values()
    assert planned(frozen, others) == FreezePlan(steps=(), cannot=(), traps=())


def test_each_step_is_read_back_after_its_reverter_had_its_time() -> None:
    by_kind = {
        getattr(step.change.resource, "kind", ""): step.prove_after_seconds
        for step in planned(*chain()).steps
    }
    assert by_kind == {"ApplicationSet": 180, "Application": 300, "Wall": 60, "Bucket": 630}


def test_who_cannot_be_stopped_is_named_and_the_plan_does_not_hold() -> None:
    target, around = chain()
    target["metadata"]["annotations"]["confighub.com/UnitID"] = "u"
    plan = planned(target, around)
    assert ([one.reverter.name for one in plan.cannot], plan.holds) == (["CONFIGHUB"], False)


def test_a_provider_is_never_paused_since_nobody_would_see_any_more() -> None:
    steps = {str(step.change.path): step.change.value for step in planned(*chain()).steps}
    assert steps["spec.managementPolicies"] == ["Observe"]
    assert any("observation" in trap for trap in planned(*chain()).traps)
