"""Access policies: which spellings grant and deny the same."""

import pytest

from core.krm.policydocument import policy_meaning
from core.krm.values import Value


def _policy(statement: Value, **more: Value) -> Value:
    return {"Version": "2012-10-17", "Statement": statement, **more}


def _allow(**more: Value) -> Value:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", **more}


ROOT = "arn:aws:iam::111122223333:root"


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        pytest.param(_policy(_allow()), _policy([_allow()]), True, id="one statement is a list of one"),
        pytest.param(
            _policy([_allow(Sid="a"), _allow(Sid="b")]),
            _policy([_allow(Sid="b"), _allow(Sid="a")]),
            True,
            id="statements have no order",
        ),
        pytest.param(
            _policy(_allow(Resource=["a", "b"])),
            _policy(_allow(Resource=["b", "a"])),
            True,
            id="resources have no order",
        ),
        pytest.param(
            _policy(_allow(Principal="*")), _policy(_allow(Principal={"AWS": "*"})), True, id="everybody"
        ),
        pytest.param(
            _policy(_allow(Principal={"AWS": "111122223333"})),
            _policy(_allow(Principal={"AWS": [ROOT]})),
            True,
            id="an account is its root",
        ),
        pytest.param(
            _policy(_allow(Principal={"Service": "a"})),
            _policy(_allow(Principal={"Service": ["a"]})),
            True,
            id="a service is a list of one",
        ),
        pytest.param(
            _policy(_allow(Condition={"StringEquals": {"k": "v"}})),
            _policy(_allow(Condition={"StringEquals": {"k": ["v"]}})),
            True,
            id="the values of a condition",
        ),
        pytest.param(
            {"Statement": _allow()},
            {"Version": "2008-10-17", "Statement": _allow()},
            True,
            id="no version is the old one",
        ),
        pytest.param({"Statement": _allow()}, _policy(_allow()), False, id="which is not the new one"),
        pytest.param(_policy(_allow()), _policy(_allow(), Id="x"), False, id="an id"),
        pytest.param(
            _policy(_allow(Action="a")), _policy(_allow(NotAction="a", Action=[])), False, id="not is not"
        ),
        pytest.param(
            _policy(_allow(Principal="*")),
            _policy(_allow(NotPrincipal="*")),
            False,
            id="everybody is not nobody",
        ),
        pytest.param(_policy([_allow(), _allow()]), _policy([_allow()]), False, id="a statement twice"),
    ],
)
def test_policies_mean_the_same_or_do_not(left: Value, right: Value, *, alike: bool) -> None:
    assert (policy_meaning(left) == policy_meaning(right)) is alike


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"a": 1}, id="another document"),
        pytest.param({"Statement": _allow(), "a": 1}, id="with a field no policy has"),
        pytest.param({"Statement": ["a"]}, id="a statement that is no block"),
        pytest.param({"Statement": {"Action": "a"}}, id="a statement without an effect"),
        pytest.param([_allow()], id="a list"),
    ],
)
def test_what_is_no_policy_is_left_alone(document: Value) -> None:
    assert policy_meaning(document) is None


def test_the_meaning_of_a_meaning_is_itself() -> None:
    once = policy_meaning(_policy([_allow(Principal="*", Condition={"Bool": {"a": True}})]))
    assert policy_meaning(once) == once
