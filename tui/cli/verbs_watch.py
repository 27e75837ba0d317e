"""``headgate watch`` with its arguments."""

from typing import Final

from tui.cli.grammar import Argument, Command

__all__ = ["WATCH"]

WATCH: Final = Command(
    "watch",
    "look at Git and the hub again and again: propose what is new, offer what the hub changed",
    "One watcher works at a time. It fetches the branch from its remote, proposes each new commit, and reads "
    "the hub's news by cursor; now and then it looks at everything, live too. Killed anywhere, it goes on "
    "where it was. With --listen it also takes webhooks as hints to look again; what they say is never "
    "believed.",
    (
        Argument("--interval", "time between two rounds; 30s unless said", value="TIME"),
        Argument("--full", "time between two looks at everything; 1h unless said", value="TIME"),
        Argument("--sync-back", "also offer the hub's changes to Git"),
        Argument("--once", "one round, for cron"),
        Argument("--listen", "take webhooks at HOST:PORT; 127.0.0.1 unless a host is named", value="ADDRESS"),
        Argument("--github-secret", "variable with the secret of GitHub's, Gitea's, Forgejo's", value="NAME"),
        Argument("--standard-secret", "variable with a Standard Webhooks secret", value="NAME"),
        Argument("--gitlab-token", "variable with the secret token of GitLab's", value="NAME"),
    ),
    (
        ("headgate watch --sync-back", "keep hub and Git in step, a person decides the rest"),
        ("headgate watch --once", "one round from cron"),
        (
            "headgate watch --listen :8787 --github-secret HOOK_SECRET",
            "look again as soon as somebody pushes",
        ),
    ),
)
