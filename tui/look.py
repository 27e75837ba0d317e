"""How the screens look on this terminal: theme, glyphs, colour or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from textual.theme import Theme

__all__ = ["ASCII", "THEMES", "UNICODE", "Glyphs", "Look", "choose"]

_FEW_COLOURS: Final = frozenset({"linux", "xterm", "vt100", "vt220", "screen", "ansi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """Every sign outside the letters, each with a twin in the other table.

    Attributes:
        cursor: stands before the row in hand.
        back: before the name of a screen that Esc leaves.
        rule: fills a dividing line.
        bar: divides two panes.
        arrow: between what was and what will be.
        ok: a check that holds.
        bad: a check that does not.
        skipped: a check that was not made.
        dot: between two pieces of a line.
    """

    cursor: str
    back: str
    rule: str
    bar: str
    arrow: str
    ok: str
    bad: str
    skipped: str
    dot: str


UNICODE: Final = Glyphs(
    cursor="\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}",
    back="\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    rule="─",
    bar="│",
    arrow="→",
    ok="✓",
    bad="✗",
    skipped="\N{EN DASH}",
    dot="·",
)
ASCII: Final = Glyphs(
    cursor=">", back="<", rule="-", bar="|", arrow="->", ok="[ok]", bad="[NO]", skipped="[--]", dot="-"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The looks of one run.

    Attributes:
        theme: name of a theme in `THEMES`.
        glyphs: the glyph table.
        mono: no colour is shown at all, so the cursor must be drawn in reverse.
    """

    theme: str = "headgate-dark"
    glyphs: Glyphs = UNICODE
    mono: bool = False

    @property
    def ascii_only(self) -> bool:
        """Nothing outside ASCII is drawn by us."""
        return self.glyphs is ASCII


def choose(environment: Mapping[str, str], *, ascii_only: bool = False, theme: str = "") -> Look:
    """Choose by what the environment says of the terminal; what is asked for by name wins.

    >>> choose({"NO_COLOR": "1", "LANG": "C.UTF-8"}).theme, choose({"LANG": "C"}).ascii_only
    ('headgate-ansi', True)
    """
    mono = "NO_COLOR" in environment
    few = environment.get("TERM", "") in _FEW_COLOURS and not environment.get("COLORTERM")
    fitting = "headgate-ansi" if mono or few else "headgate-dark"
    plain = ascii_only or not _speaks_utf8(environment)
    return Look(theme=fitting if mono else theme or fitting, glyphs=ASCII if plain else UNICODE, mono=mono)


def _speaks_utf8(environment: Mapping[str, str]) -> bool:
    """Ask the locale variables in the order the C library does.

    Python sets ``LC_CTYPE=C.UTF-8`` by itself where the locale is C (PEP 538); the terminal may not know.
    """
    plain = environment.get("LANG", "C") in {"", "C", "POSIX"}
    coerced = plain and environment.get("LC_CTYPE") == "C.UTF-8"
    names = ("LC_ALL", "LANG") if coerced else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "utf-8" in locale.lower() or "utf8" in locale.lower()


def _roles(
    sides: tuple[str, str, str], *, quiet: str, alert: str, chosen: str, danger: str, rule: str, here: str
) -> dict[str, str]:
    return {
        "side-git": sides[0],
        "side-hub": sides[1],
        "side-live": sides[2],
        "quiet": quiet,
        "alert": alert,
        "chosen": chosen,
        "danger": danger,
        "divider": rule,
        "here": here,
        "input-selection-background": here,
        "block-cursor-text-style": "none",
    }


THEMES: Final = (
    Theme(
        name="headgate-dark",
        primary="#7aaef2",
        secondary="#6cc5b5",
        accent="#7aaef2",
        warning="#f2a65a",
        error="#ff8f8f",
        success="#6cc5b5",
        foreground="#c8d0dc",
        background="#11151b",
        surface="#171c24",
        panel="#1d2430",
        variables=_roles(
            ("#bda4f4", "#7aaef2", "#6cc5b5"), quiet="#7d8899", alert="#f2a65a",
            chosen="#f1f4f8", danger="#ff8f8f", rule="#3a4452", here="#22314a",
        ),
    ),
    Theme(
        name="headgate-light",
        primary="#1f5fae",
        secondary="#0c7568",
        accent="#1f5fae",
        warning="#a85400",
        error="#b3261e",
        success="#0c7568",
        foreground="#27303c",
        background="#fbfbf9",
        surface="#f1f2f0",
        panel="#e6e9ea",
        dark=False,
        variables=_roles(
            ("#6d3fc0", "#1f5fae", "#0c7568"), quiet="#6a7480", alert="#a85400",
            chosen="#0c1117", danger="#b3261e", rule="#c3c9cf", here="#d6e4f5",
        ),
    ),
    Theme(
        name="headgate-contrast",
        primary="#8ec7ff",
        secondary="#7ff0dc",
        accent="#8ec7ff",
        warning="#ffc46b",
        error="#ffb0b0",
        success="#7ff0dc",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#101010",
        variables=_roles(
            ("#dcc8ff", "#8ec7ff", "#7ff0dc"), quiet="#c4c4c4", alert="#ffc46b",
            chosen="#ffffff", danger="#ffb0b0", rule="#8a8a8a", here="#003a78",
        ),
    ),
    Theme(
        name="headgate-ansi",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_blue",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "border-blurred": "ansi_black",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_white",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-text-style": "reverse",
            "input-selection-foreground": "ansi_black",
            "screen-selection-background": "ansi_bright_blue",
            "screen-selection-foreground": "ansi_black",
            **_roles(
                ("ansi_magenta", "ansi_blue", "ansi_cyan"), quiet="ansi_default", alert="ansi_yellow",
                chosen="ansi_default", danger="ansi_red", rule="ansi_default", here="ansi_default",
            ),
        },
    ),
)  # fmt: skip
