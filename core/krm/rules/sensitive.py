"""Which values must never be shown: by the document's own kind and by the name of the field.

Source: domain.md §3.9.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["SENSITIVE", "SensitiveRule", "is_secret_name", "names_a_secret"]


class SensitiveRule(NamedTuple):
    """One row: values at these paths of the scope are masked.

    Attributes:
        paths: where; the value of a key (or of a variable) is masked.
        named: only where the key's or variable's own name looks like a secret's.
        example: two values of the scope; both are masked, and shown as `same` or `differs`.
    """

    id: str
    scope: str
    paths: tuple[str, ...]
    named: bool
    why: str
    source: str
    example: Example


_WORDS: Final = r"""(?:^|[-_.])                             # a word of its own ...
    (?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|credentials?|creds|auth|bearer|dsn
      |(?:api|access|auth|private|secret|signing|encryption|master|client|account|shared|ssh|tls|ssl|rsa|pgp
         |gpg|deploy|license)[-_.]?keys?
      |connection[-_.]?string)
    """
_NAME: Final = re.compile(_WORDS + r"(?:$|[-_.0-9])  # ... to its end", re.VERBOSE | re.IGNORECASE)
_AT_END: Final = re.compile(_WORDS + "$", re.VERBOSE | re.IGNORECASE)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_POINTER: Final = re.compile(
    r"(?:ref|selector|name|file|path|mount|arn|id|url|uri|type|ttl|seconds)s?$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Tell whether a variable or key of this name usually holds a secret, not a pointer to one.

    >>> [is_secret_name(name) for name in ("DB_PASSWORD", "apiToken", "SECRET_KEY", "tls.key")]
    [True, True, True, True]
    >>> [is_secret_name(name) for name in ("MONKEY", "hashKey", "s3Key", "secretName", "TOKEN_TTL_SECONDS")]
    [False, False, False, False, False]
    """
    return not _POINTER.search(name) and _NAME.search(_HUMP.sub("_", name)) is not None


_ENDING: Final = re.compile(
    r"(?:[-_.](?:prod|dev|test|staging|stage|old|new|value|base64|b64|v))?[-_.]?\d*$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def names_a_secret(name: str) -> bool:
    """Tell it of a name inside a text, where less is known: the secret's word must be its end.

    >>> [names_a_secret(name) for name in ("db.password", "API_KEY_2", "TOKEN_PROD", "auth-mode")]
    [True, True, True, False]
    """
    return is_secret_name(name) and _AT_END.search(_HUMP.sub("_", _ENDING.sub("", name))) is not None


SENSITIVE: Final = (
    SensitiveRule("S-SECRET", "core/Secret", ("data.*", "stringData.*"), named=False,
                  why="a Secret's values are never shown", source="domain.md §3.9",
                  example=Example({"data": {"a": "eA=="}}, {"data": {"a": "eQ=="}}, alike=False)),
    SensitiveRule("S-LASTAPPLIED", "Meta",
                  ('annotations["kubectl.kubernetes.io/last-applied-configuration"]',), named=False,
                  why="it may repeat a Secret's values", source="domain.md §3.2",
                  example=Example({"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}},
                                  {})),
    SensitiveRule("S-CONFIGMAP", "core/ConfigMap", ("data.*", "binaryData.*"), named=True,
                  why="the key looks like a secret's name", source="domain.md §3.9",
                  example=Example({"data": {"password": "a"}}, {"data": {"password": "b"}}, alike=False)),
    SensitiveRule("S-ENV", "Container", ("env[].value",), named=True,
                  why="the variable looks like a secret's name", source="domain.md §3.9",
                  example=Example({"env": [{"name": "TOKEN", "value": "a"}]},
                                  {"env": [{"name": "TOKEN", "value": "b"}]}, alike=False)),
    SensitiveRule("S-FIELD", "*", ("*",), named=True, why="the field looks like a secret's name",
                  source="domain.md §3.9",
                  example=Example({"spec": {"password": "a"}}, {"spec": {"password": "b"}}, alike=False)),
)  # fmt: skip
