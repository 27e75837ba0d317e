"""What a CI says of its run by its variables."""

import pytest

from tui.cli.ci import pull_number
from tui.cli.given import Given


@pytest.mark.parametrize(
    ("given", "env", "number"),
    [
        pytest.param({}, {"GITHUB_REF": "refs/pull/7/merge"}, 7, id="GitHub, Gitea and Forgejo by the ref"),
        pytest.param({}, {"CI_MERGE_REQUEST_IID": "8"}, 8, id="GitLab by its own number"),
        pytest.param({"pull": "9"}, {"CI_MERGE_REQUEST_IID": "8"}, 9, id="what is given wins"),
    ],
)
def test_the_pull_request_of_a_run_is_found(given: dict[str, str], env: dict[str, str], number: int) -> None:
    assert pull_number(Given(given), env) == number
