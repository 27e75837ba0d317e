"""Every rule there is, table by table: for the reference page, and for the test that none is doubled."""

from typing import Final

from core.krm.rules.credentials import CREDENTIALS
from core.krm.rules.defaults import DEFAULTS
from core.krm.rules.embedded import JSON, POLICY, STRING_DATA
from core.krm.rules.example import Rule
from core.krm.rules.lists import INFERRED, LISTS, SINGLETON
from core.krm.rules.noise import NOISE
from core.krm.rules.oneof import ONE_OF
from core.krm.rules.owners import (
    AUTOSCALED,
    BY_CONTROLLER,
    EMPTY_LEFT_OUT,
    FORESEEN,
    LATE_INITIALISED,
    RESOLVED,
    STALE,
    UNOWNED,
)
from core.krm.rules.presence import EMPTY, KEPT_EMPTY, NULL, STRING_MAPS
from core.krm.rules.quantities import FORMS, NUMBER
from core.krm.rules.sensitive import SENSITIVE
from core.krm.rules.versions import SAME_SCHEMA

__all__ = ["ALL_RULES", "DRIFT_RULES"]

DRIFT_RULES: Final[tuple[Rule, ...]] = (
    BY_CONTROLLER,
    UNOWNED,
    EMPTY_LEFT_OUT,
    LATE_INITIALISED,
    RESOLVED,
    STALE,
    AUTOSCALED,
    FORESEEN,
)
"""Why something live is no drift; they say nothing about Git and the hub."""

ALL_RULES: Final[tuple[Rule, ...]] = (
    *LISTS,
    INFERRED,
    SINGLETON,
    *FORMS,
    NUMBER,
    JSON,
    POLICY,
    STRING_DATA,
    NULL,
    EMPTY,
    *STRING_MAPS,
    *KEPT_EMPTY,
    *ONE_OF,
    *DEFAULTS,
    *NOISE,
    *DRIFT_RULES,
    *SENSITIVE,
    *CREDENTIALS,
    *SAME_SCHEMA,
)
