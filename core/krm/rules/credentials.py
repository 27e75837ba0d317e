"""Credentials by what they look like, wherever they stand: data rows, each with a text that proves it.

A row's pattern finds a text; its group ``secret`` is what is masked. A row with a group ``name`` counts only
where that name usually holds a secret. What stands for a value that others fill in is none.
Source: domain.md §3.9; the shapes are those that their issuers publish, named in each row.
"""

import re
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["CREDENTIALS", "HINTS", "PLACEHOLDER", "CredentialRule"]


class CredentialRule(NamedTuple):
    """One row: what a credential of a kind looks like in a text.

    Attributes:
        pattern: finds it, with the group ``secret`` and perhaps ``name``.
        harmless: a text that looks alike and is none.
        example: two values of the scope that differ only in what is masked.
    """

    id: str
    scope: str
    pattern: re.Pattern[str]
    why: str
    source: str
    harmless: str
    example: Example


PLACEHOLDER: Final = re.compile(
    r"\$\(.*\)|\$\{.*\}|\$[A-Za-z_]\w*|<[^<>]*>|\{\{.*\}\}|%[sv]|\*+|x{3,}|\d{1,4}"
    r"|true|false|null|none|yes|no|on|off|~",
    re.IGNORECASE | re.DOTALL,
)
"""A value that somebody fills in later, a switch, a count."""

HINTS: Final = (
    "://", "pass", "pwd", "secret", "token", "cred", "auth", "bearer", "key", "dsn", "akia", "asia",
    "private", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "sk_live_", "aiza",
    "hvs.", "eyj", "connection",
)  # fmt: skip
"""In small letters; a text without any of them matches no row, and need not be looked through."""


def _row(
    rule: str, pattern: str, why: str, source: str, left: str, right: str, harmless: str
) -> CredentialRule:
    return CredentialRule(
        id=rule,
        scope="*",
        pattern=re.compile(pattern, re.MULTILINE),
        why=why,
        source=source,
        harmless=harmless,
        example=Example({"args": [left]}, {"args": [right]}, alike=False),
    )


CREDENTIALS: Final = (
    _row("S-URL", r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/@:'\"<>]{0,200}:(?P<secret>[^\s/@'\"<>]+)@",
         "a password in an address", "RFC 3986 §3.2.1",
         "postgres://app:hunter2@db/shop", "postgres://app:hunter3@db/shop", "postgres://app@db:5432/shop"),
    _row("S-OPTION",
         r"(?<![\w-])--?(?P<name>[A-Za-z][\w.-]{0,99})(?:=|\s+)[\"']?(?P<secret>[^\s\"'-][^\s\"']*)",
         "an option that is named like a secret", "domain.md §3.9",
         "serve --password=hunter2", "serve --password=hunter3", "serve --password-file=/run/p"),
    _row("S-PAIR", r"(?<![\w.-])(?P<name>[A-Za-z][\w.-]{0,99})[\"']?[ \t]*=[ \t]*[\"']?"
         r"(?P<secret>\$\{[^}]*\}|\$\([^)]*\)|[^\s;&\"',)}=][^\s;&\"',)}]*)",
         "an assignment to a name like a secret's", "java.util.Properties; .env files; RFC 6750 §2.3",
         "db.password=hunter2", "db.password=hunter3", "db.password=${DB_PASSWORD}"),
    _row("S-LINE",
         r"^[ \t]*(?:- )?(?P<name>[A-Za-z][\w.-]{0,99})[ \t]*:[ \t]+[\"']?"
         r"(?P<secret>[^\s\"'{\[|>&*#][^\n\"']*)",
         "a line of a YAML text whose field is named like a secret", "YAML 1.2.2 §8.2",
         "user: app\npassword: hunter2\n", "user: app\npassword: hunter3\n", "password: true"),
    _row("S-JSON", r"\"(?P<name>[A-Za-z][\w.-]{0,99})\"\s*:\s*\"(?P<secret>(?:[^\"\\\n]|\\.)+)\"",
         "a field of a JSON text that is named like a secret", "RFC 8259 §4",
         '{"apiKey": "hunter2"}', '{"apiKey": "hunter3"}', '{"secretName": "db"}'),
    _row("S-AUTH", r"(?i:authorization)[\"']?\s*[:=]\s*[\"']?(?:[A-Za-z]+ +)?(?P<secret>[^\s\"']{6,})",
         "a header that logs in", "RFC 9110 §11.6.2",
         "Authorization: Basic YXBwOmh1bnRlcjI=", "Authorization: Basic YXBwOmh1bnRlcjM=",
         "the authorization of a request"),
    _row("S-BEARER", r"\b[Bb]earer\s+(?P<secret>(?=[^\s\"']*\d)[A-Za-z0-9._~+/-]{8,}=*)",
         "a bearer token", "RFC 6750 §2.1",
         "Bearer hunter2hunter2", "Bearer hunter3hunter3", "bearer authentication"),
    _row("S-AWS", r"\b(?P<secret>(?:AKIA|ASIA)[0-9A-Z]{16})\b",
         "an AWS access key", "IAM identifiers, unique ids: AKIA, ASIA",
         "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN8EXAMPLE", "AKIA-is-a-prefix"),
    _row("S-PEM", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?P<secret>[\s\S]+?)(?=-----END|\Z)",
         "a private key", "RFC 7468 §10, §11",
         "-----BEGIN PRIVATE KEY-----\nMIIhunter2\n-----END PRIVATE KEY-----\n",
         "-----BEGIN PRIVATE KEY-----\nMIIhunter3\n-----END PRIVATE KEY-----\n",
         "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    _row("S-ISSUED",
         r"(?<![A-Za-z0-9])(?P<secret>gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
         r"|xox[abposr]-[\w-]{10,}|sk_live_\w{10,}|AIza[\w-]{30,}|hvs\.[\w-]{20,}"
         r"|(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)",
         "a token by its issuer's beginning", "GitHub, GitLab, Slack, Stripe, Google, Vault; RFC 7519 §3",
         "ghp_hunter2hunter2hunter2", "ghp_hunter3hunter3hunter3", "ghp_short"),
)  # fmt: skip
