"""The command palette: exactly the verbs that work on the screen below, with keys and commands."""

from functools import partial
from typing import Final

from textual.app import ComposeResult
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input

from tui.key_names import shown_key
from tui.keys import VERBS, Verb

__all__ = ["ASK", "VerbPalette", "VerbProvider"]

ASK: Final = "type a word: what to do here"


class VerbProvider(Provider):
    """Reads the verb table, the screen's own verbs first; nothing from outside is listed or markup."""

    def _live(self) -> list[Verb]:
        here: dict[str | None, str] = {}
        for key, bound in self.screen.active_bindings.items():
            if bound.enabled:
                here.setdefault(bound.binding.id, key)
        live = [
            verb._replace(keys=here.get(verb.id, ""))
            for verb in VERBS
            if (verb.id in here or not verb.keys)
            and not verb.id.startswith("list.")
            and verb.id != "app.palette"
        ]
        return sorted(live, key=lambda verb: verb.id.startswith("app."))

    async def discover(self) -> Hits:
        """List every verb."""
        for verb in self._live():
            yield DiscoveryHit(_title(verb), partial(self.screen.run_action, verb.action), help=_help(verb))

    async def search(self, query: str) -> Hits:
        """List the verbs that fit what was typed, best first."""
        matcher = self.matcher(query)
        for verb in self._live():
            score = matcher.match(f"{verb.label} {verb.help}")
            if score > 0:
                run = partial(self.screen.run_action, verb.action)
                yield Hit(score, _title(verb), run, help=_help(verb))


class VerbPalette(CommandPalette):
    """Textual's palette without the blinking cursor, which keeps a slow line busy."""

    def compose(self) -> ComposeResult:
        """Lay out as Textual does."""
        yield from super().compose()

    def on_mount(self) -> None:
        """Stop the blinking."""
        self.query_one(Input).cursor_blink = False


def _title(verb: Verb) -> str:
    keys = shown_key(verb.keys) if verb.keys else ""
    return f"{verb.label}  {keys}".replace("[", r"\[")


def _help(verb: Verb) -> str:
    return f"{verb.help}{f'.  Same as: {verb.twin}' if verb.twin else ''}".replace("[", r"\[")
