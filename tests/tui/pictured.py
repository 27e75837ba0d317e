"""Pictures of the screen in front, compared file by file; one app is resized and recoloured for them."""

from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]  # it has no types
from syrupy.assertion import SnapshotAssertion
from textual.strip import Strip

from tests.tui.driving import Driver

__all__ = ["SIZES", "THEMES", "pictured"]

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("headgate-dark", "headgate-ansi")
_ROUNDS = 50
_WORKING = "working it out.."


async def pictured(
    driver: Driver,
    snapshot: SnapshotAssertion,
    words: str,
    name: str = "as",
    *,
    sizes: tuple[tuple[int, int], ...] = SIZES,
    themes: tuple[str, ...] = THEMES,
) -> None:
    """Take a picture of the screen in front at each size and in each look; each is read, too."""
    pictures = snapshot.use_extension(SVGImageExtension)
    for size in sizes:
        await driver.resize(*size)
        for theme in themes:
            driver.app.theme = theme
            await _drawn(driver)
            assert words in " ".join(driver.text.split())
            picture = driver.app.export_screenshot(title="")
            assert picture == pictures(name=f"{name}-{size[0]}x{size[1]}-{theme}")


async def _drawn(driver: Driver) -> None:
    """Wait until the same is drawn twice, the document too: what lies below a question is drawn late."""
    before: list[Strip] = []
    for _ in range(_ROUNDS):
        await driver.settle()
        now = driver.app.screen._compositor.render_strips()
        if now == before and _WORKING not in driver.text:
            return
        before = now
    raise AssertionError(driver.text)
