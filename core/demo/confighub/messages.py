"""What a loopback ConfigHub is asked, and what it answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from core.demo.confighub.store import RefusedError, Row

__all__ = ["NOT_MODIFIED", "Answer", "Call"]

NOT_MODIFIED: Final = 304


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as it came."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    def asked(self, name: str) -> str:
        """A parameter of the query; "" where it is not there."""
        return dict(self.query).get(name, "")

    def document(self) -> Row:
        """Read the body as one object."""
        try:
            read = json.loads(self.body or b"null")
        except ValueError as error:
            raise RefusedError(400, "the body is no JSON") from error
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer as it goes."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: object, *, status: int = 200, **headers: str) -> Self:
        """Answer with JSON."""
        names = {name.replace("_", "-"): text for name, text in headers.items() if text}
        return cls(
            status=status,
            body=json.dumps(value).encode(),
            headers={"Content-Type": "application/json", **names},
        )

    @classmethod
    def refusal(cls, status: int, message: str) -> Self:
        """Answer with a refusal."""
        return cls.of({"Code": str(status), "Message": message}, status=status)
