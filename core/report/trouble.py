"""An error as JSON, so that a script need not read prose."""

from core.errors import HeadgateError

__all__ = ["json_error"]


def json_error(error: HeadgateError) -> dict[str, object]:
    """Give the five parts of an error and its exit code."""
    return {
        "error": {
            "code": error.exit_code,
            "what": error.what,
            "why": error.why,
            "changed": error.changed,
            "next": error.next_step,
            "ref": error.ref,
        }
    }
