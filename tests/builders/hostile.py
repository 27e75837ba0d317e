"""A clone in which every setting that can start a program starts one, and that program leaves a mark."""

from pathlib import Path

from tests.builders.repo import commit, repository

__all__ = ["HOOKS", "arm", "hostile_clone"]

HOOKS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit"),
    *("prepare-commit-msg", "commit-msg", "post-commit", "pre-rebase", "post-checkout", "post-merge"),
    *("pre-push", "pre-receive", "update", "proc-receive", "post-receive", "post-update"),
    *("reference-transaction", "push-to-checkout", "pre-auto-gc", "post-rewrite", "post-index-change"),
    *("fsmonitor-watchman", "sendemail-validate"),
)

_SETTINGS = {
    "core.fsmonitor": "{trap} fsmonitor",
    "core.sshCommand": "{trap} ssh",
    "core.editor": "{trap} editor",
    "core.pager": "{trap} pager",
    "core.askPass": "{trap}",
    "core.gitProxy": "{trap}",
    "core.alternateRefsCommand": "{trap} refs",
    "credential.helper": "!{trap} credential",
    "filter.evil.clean": "{trap} clean",
    "filter.evil.smudge": "{trap} smudge",
    "filter.evil.process": "{trap} process",
    "filter.evil.required": "true",
    "diff.external": "{trap} external",
    "diff.evil.command": "{trap} command",
    "diff.evil.textconv": "{trap} textconv",
    "merge.evil.driver": "{trap} driver",
    "gpg.program": "{trap}",
    "commit.gpgSign": "true",
    "push.gpgSign": "if-asked",
    "log.showSignature": "true",
    "uploadpack.packObjectsHook": "{trap} pack",
    "gc.recentObjectsHook": "{trap} recent",
    "remote.origin.uploadpack": "{trap} upload",
    "remote.origin.receivepack": "{trap} receive",
    "remote.origin.promisor": "true",
    "extensions.partialClone": "origin",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "alias.rev-parse": "!{trap} alias",
    "alias.cat-file": "!{trap} alias",
}


def hostile_clone(folder: Path, canary: Path) -> tuple[Path, str]:
    """Make the clone; gives its top and a commit of it. Whatever runs makes a file in ``canary``."""
    top = repository(folder)
    oid = commit(top, {".gitattributes": "* filter=evil diff=evil merge=evil\n", "a.yaml": "a: 1\n"})
    arm(top / ".git", canary)
    return top, oid


def arm(git_dir: Path, canary: Path) -> None:
    """Set every trap in a git directory."""
    canary.mkdir(exist_ok=True)
    trap = git_dir / "trap"
    trap.write_text(f'#!/bin/sh\ntouch "{canary}/$(basename "$0")-$1"\nexit 1\n')
    trap.chmod(0o755)
    for folder in (git_dir / "hooks", git_dir / "more-hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).write_bytes(trap.read_bytes())
            (folder / name).chmod(0o755)
    lines = [f"[core]\n\thooksPath = {git_dir / 'more-hooks'}\n\trepositoryFormatVersion = 1\n"]
    for name, value in _SETTINGS.items():
        section, _, option = name.rpartition(".")
        head, _, subsection = section.partition(".")
        title = f'{head} "{subsection}"' if subsection else head
        lines.append(f"[{title}]\n\t{option} = {value.format(trap=trap)}\n")
    with (git_dir / "config").open("a") as config:
        config.writelines(lines)
