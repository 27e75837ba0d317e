from collections import Counter

from core.demo.acts import Capture, HubCreate, Operate, Propose
from core.demo.history import import_stream
from core.demo.story.commits import COMMITS
from core.demo.story.spaces import SPACES, UNITS, file_of
from core.demo.story.week import WEEK
from core.demo.texts import written
from core.demo.timeline import StoryClock
from core.krm.read.documents import read_resources


def test_the_history_has_a_dozen_commits_of_several_people_and_goes_forward() -> None:
    ages = [commit.minutes_ago for commit in COMMITS]
    assert len(COMMITS) >= 12
    assert len({commit.author for commit in COMMITS}) >= 4
    assert ages == sorted(set(ages), reverse=True)
    assert max(Counter(commit.key for commit in COMMITS).values()) == 1


def test_every_edit_fits_the_file_it_changes() -> None:
    assert import_stream(COMMITS, StoryClock(1_790_000_000)).count(b"\ncommitter ") == len(COMMITS)


def test_there_are_forty_units_and_every_file_of_them_reads_as_resources() -> None:
    texts = [written(file_of(unit), space.facts) for space in SPACES for unit in UNITS]
    read = [read_resources(text, namespace="shop").documents for text in texts]
    assert len(read) >= 40
    assert all(read)


def test_ci_proposes_commits_that_are_there_by_then() -> None:
    made = {commit.key: commit.minutes_ago for commit in COMMITS}
    proposals = [act for act in WEEK if isinstance(act, Propose)]
    assert all(made[act.commit] > act.minutes_ago for act in proposals)
    assert proposals[-1].commit == COMMITS[-1].key


def test_everything_happens_in_order_and_before_the_present() -> None:
    ages = [act.minutes_ago for act in WEEK]
    assert ages == sorted(ages, reverse=True)
    assert min(ages) > 0


def test_every_operator_says_why() -> None:
    reasons = [act.reason for act in WEEK if isinstance(act, Operate | Capture)]
    assert all(reasons)
    assert all(act.description for act in WEEK if isinstance(act, HubCreate))
