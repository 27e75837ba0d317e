"""Writing: chosen fields of a unit's resources made live, tried out first and read back after.

In this order, and for all resources before the first is written: read, compared with what was seen, rights
asked, owners looked at, tried out. A Secret is never tried out: a trial goes through webhooks and audit
logs as a write does. What others own is taken over only where they were named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from core.errors import OutcomeUnknown, SideMoved
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Value
from core.live.cluster.configuration import beside, others_at, widened
from core.live.cluster.jobs import (
    Job,
    as_seen,
    in_words,
    is_open,
    manifests,
    moved_where,
    open_fields,
    resource_of,
)
from core.live.cluster.kinds import Kinds
from core.live.cluster.reading import Reader
from core.live.cluster.rights import Rights
from core.live.cluster.sending import ManagersConflict, Sender, Target
from core.safetext import safe_line

__all__ = ["Writer"]

_Map = dict[str, Value]
_Key: TypeAlias = tuple[str, str, str, str]
_TRIES: Final = 3
_LOOKS: Final = 5
_FIRST_PAUSE: Final = 0.2


class Writer:
    """Makes fields live in one cluster."""

    def __init__(
        self,
        reader: Reader,
        kinds: Kinds,
        rights: Rights,
        sender: Sender,
        *,
        pause: Callable[[float], None],
        over: frozenset[str] = frozenset(),
    ) -> None:
        self._reader = reader
        self._kinds = kinds
        self._rights = rights
        self._sender = sender
        self._pause = pause
        self._over = over

    def apply(
        self, changes: Sequence[FieldChange], *, whole: str, seen: Sequence[FieldChange], namespace: str
    ) -> str:
        """Set and remove fields; see `core.ports.live.Live.apply`.

        Raises:
            SideMoved: a field is not as it was seen, others own it, or more than was chosen would change.
            SourceUnreadable: it cannot be read, or rights are missing; nothing was written.
            InputRefused: the server refuses a value; nothing was written.
            OutcomeUnknown: it was sent, and nobody knows; or it was written and does not stay.
        """
        jobs = [job for job in self._jobs(changes, whole, seen, namespace) if is_open(job)]
        for job in jobs:
            self._may(job)
            self._owned(job)
        tried = [self._tried(job) for job in jobs]
        done = [self._done(job, seen) for job in tried]
        for job in done:
            self._stays(job)
        return in_words(done)

    def _jobs(
        self, changes: Sequence[FieldChange], whole: str, seen: Sequence[FieldChange], namespace: str
    ) -> list[Job]:
        by_key: dict[_Key, list[FieldChange]] = {}
        for change in changes:
            by_key.setdefault(resource_of(change).key, []).append(change)
        texts = manifests(whole, namespace) if whole.strip() else {}
        jobs = [self._job(list(wanted), texts) for wanted in by_key.values()]
        for job in jobs:
            as_seen(job, seen)
        return jobs

    def _job(self, changes: list[FieldChange], texts: Mapping[_Key, _Map]) -> Job:
        resource = resource_of(changes[0])
        served = self._kinds.served(resource)
        place = self._reader.namespace(resource) if served.namespaced else ""
        target = Target(resource=resource, served=served, namespace=place)
        live = self._reader.one(resource)
        if live is not None or all(change.value is ABSENT for change in changes):
            return Job(target=target, changes=tuple(changes), live=live)
        if resource.key not in texts:
            raise SideMoved(
                f"Did not write {safe_line(str(resource))}",
                why="it is not live any more, and the hub's text does not hold it",
                next_step="headgate drift shows what is there now",
            )
        return Job(target=target, changes=tuple(changes), live=None, manifest=texts[resource.key])

    def _may(self, job: Job) -> None:
        verbs: tuple[str, ...] = ("delete",) if job.deletes else ("patch",)
        if job.manifest is not None:
            verbs = ("create", "patch")
        self._rights.need(
            verbs, job.target.served, namespace=job.target.namespace, name=job.target.resource.name
        )

    def _owned(self, job: Job) -> None:
        """Look whether others own what is set otherwise, and were not named."""
        live = job.live
        if live is None or job.deletes:
            return
        found = {
            (manager.name, str(change.path))
            for change in job.changes
            for manager in others_at(live, change)
            if manager.name not in self._over
        }
        if found:
            raise _owned_by_others(job.target.resource, sorted(found))

    def _tried(self, job: Job) -> Job:
        """Try a job out; gives it in the form that changes what was chosen and nothing else."""
        if job.is_secret:
            return job
        extra = self._trial(job)
        if extra:
            wider = replace(job, changes=tuple(widened(job.live or {}, one) for one in job.changes))
            extra = self._trial(wider) if wider != job else extra
            job = wider
        if extra:
            raise SideMoved(
                f"Did not write {safe_line(str(job.target.resource))}",
                why=f"the server would change more than was chosen: {', '.join(extra[:5])}",
                next_step="headgate show it, and choose those fields too",
            )
        return job

    def _trial(self, job: Job) -> list[str]:
        live = job.live
        if job.manifest is not None:
            self._sender.create(job.target, job.manifest, trial=True)
            return []
        if live is None or job.deletes:
            if live is not None:
                self._sender.delete(job.target, live, trial=True)
            return []
        chosen = [one.path for one in job.changes]
        found = live
        if job.sets:
            found = self._set(job, live, trial=True)
        extra = beside(live, found, chosen)
        if job.removes:
            found = self._sender.remove_fields(
                job.target, live, [one.path for one in job.removes], trial=True
            )
            extra += beside(live, found, chosen)
        return extra

    def _set(self, job: Job, live: _Map, *, trial: bool) -> _Map:
        """Set fields, over those managers that were named and no others."""
        try:
            return self._sender.set_fields(job.target, live, job.changes, trial=trial)
        except ManagersConflict as conflict:
            owners = _named_in(conflict)
            if not {name for name, _ in owners} <= self._over:
                raise _owned_by_others(job.target.resource, owners) from None
        return self._sender.set_fields(job.target, live, job.changes, trial=trial, force=True)

    def _done(self, job: Job, seen: Sequence[FieldChange]) -> Job:
        """Write a job; where the object moved in between it is read again, and must be as seen."""
        for _ in range(_TRIES):
            try:
                self._write(job)
            except SideMoved:
                now = self._reader.one(job.target.resource)
                if now is None or job.live is None or moved_where(job, now):
                    raise
                job = replace(job, live=now)
                as_seen(job, seen)
            else:
                return job
        raise SideMoved(
            f"Did not write {safe_line(str(job.target.resource))}",
            why=f"it changed {_TRIES} times while it was to be written",
            next_step="headgate drift shows what is there now, then decide again",
        )

    def _write(self, job: Job) -> None:
        live = job.live
        if job.manifest is not None:
            self._sender.create(job.target, job.manifest, trial=False)
        elif live is not None and job.deletes:
            self._sender.delete(job.target, live, trial=False)
        elif live is not None:
            if job.sets:
                live = self._set(job, live, trial=False)
            if job.removes:
                self._sender.remove_fields(job.target, live, [one.path for one in job.removes], trial=False)

    def _stays(self, job: Job) -> None:
        """Read back until the fields hold what was written, or it is plain that they do not."""
        wait, left = _FIRST_PAUSE, [""]
        for look in range(_LOOKS):
            now = self._reader.one(job.target.resource)
            left = open_fields(job, now)
            if not left:
                return
            if look < _LOOKS - 1:
                self._pause(wait)
                wait *= 2
        raise OutcomeUnknown(
            f"{safe_line(str(job.target.resource))} was written, and does not hold it",
            why=f"read back, {', '.join(left[:5])} holds another value: a controller or a webhook sets it",
            changed=f"live {job.target.resource}: written, then changed by somebody else",
            next_step="headgate drift shows who; stop it first, or change the value where it reads from",
        )


def _named_in(conflict: ManagersConflict) -> list[tuple[str, str]]:
    return [(_manager(cause.message), cause.field) for cause in conflict.causes]


def _manager(message: str) -> str:
    """Read the manager's name out of ``conflict with "NAME" using apps/v1``."""
    parts = message.split('"')
    return parts[1] if len(parts) > 1 else message


def _owned_by_others(resource: ResourceId, owners: Sequence[tuple[str, str]]) -> SideMoved:
    words = "; ".join(f"{safe_line(name)} owns {safe_line(path).lstrip('.')}" for name, path in owners[:5])
    named = " ".join(f"--over {safe_line(name)}" for name in dict.fromkeys(name for name, _ in owners))
    return SideMoved(
        f"Did not write {safe_line(str(resource))}",
        why=f"somebody else set it last: {words} ({named} takes it over)",
        next_step=f"decide again with {named}, if it shall be taken over",
    )
