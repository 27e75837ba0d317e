"""What of the environment may reach us and our libraries; imports nothing of them, to run before they load.

Source: reliability D10, T34: ``TEXTUAL_PRESS`` presses keys, ``TEXTUAL_DRIVER`` imports any module,
``TEXTUAL_LOG`` and ``SSLKEYLOGFILE`` write files, ``PYTHONINSPECT`` leaves a prompt open. ``EDITOR`` stays:
it is started when an operator asks for it. What programs that we start see is listed in
`core.system.processes`.
"""

from collections.abc import Mapping, MutableMapping
from typing import Final

__all__ = ["meant_for_python", "meant_for_the_library", "scrub"]

_BEGINNINGS: Final = ("TEXTUAL", "LD_", "DYLD_", "PYTHON", "BASH_FUNC_", "JUPYTER_", "JPY_")
_ENDINGS: Final = ("_PROXY",)
_NAMES: Final = frozenset(
    {
        "BASH_ENV", "BROWSER", "ENV", "GCONV_PATH", "GLIBC_TUNABLES", "HOSTALIASES", "IFS", "LESSCLOSE",
        "LESSOPEN", "LOCALDOMAIN", "LOCPATH", "MALLOC_TRACE", "NLSPATH", "OPENSSL_CONF", "OPENSSL_MODULES",
        "RES_OPTIONS", "SSLKEYLOGFILE", "SSL_CERT_DIR", "SSL_CERT_FILE", "UNICODE_VERSION",
    }
)  # fmt: skip
_HARMLESS: Final = frozenset(
    {
        "PYTHONCOERCECLOCALE", "PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED",
        "PYTHONINTMAXSTRDIGITS", "PYTHONIOENCODING", "PYTHONNOUSERSITE", "PYTHONSAFEPATH",
        "PYTHONUNBUFFERED", "PYTHONUTF8",
    }
)  # fmt: skip


def meant_for_the_library(environment: Mapping[str, str]) -> tuple[str, ...]:
    """List the variables that steer Textual.

    >>> meant_for_the_library({"TEXTUAL_PRESS": "y", "TERM": "xterm"})
    ('TEXTUAL_PRESS',)
    """
    return tuple(sorted(name for name in environment if name.upper().startswith("TEXTUAL")))


def meant_for_python(environment: Mapping[str, str], *, ours: str) -> tuple[str, ...]:
    """List the variables that steer Python itself, which has read them by now; a path to us alone does not.

    >>> meant_for_python({"PYTHONINSPECT": "1", "PYTHONPATH": "/opt/headgate"}, ours="/opt/headgate")
    ('PYTHONINSPECT',)
    """
    found = (name for name in environment if name.startswith("PYTHON") and name not in _HARMLESS)
    return tuple(sorted(name for name in found if (name, environment[name]) != ("PYTHONPATH", ours)))


def scrub(environment: MutableMapping[str, str]) -> None:
    """Delete what could press keys, write files, load code or reroute connections.

    To be called before libraries are imported, since some read them only then.
    """
    for name in list(environment):
        upper = name.upper()
        steers = upper in _NAMES or upper.startswith(_BEGINNINGS) or upper.endswith(_ENDINGS)
        if steers and name not in _HARMLESS:
            del environment[name]
