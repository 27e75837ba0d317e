"""The commands about items: list them, look at one, decide."""

from typing import Final

from tui.cli.arguments import DRY_RUN, ITEM, ITEMS, REASON, REMOVE, WHERE, YES
from tui.cli.grammar import Argument, Command

__all__ = ["RESOLVE", "SHOW", "STATUS"]

STATUS: Final = Command(
    "status",
    "print the inbox: what waits for a person",
    "A unit that cannot be read is listed as unknown, and the exit code is 6.",
    (
        Argument("--all", "also every unit with its state"),
        Argument("--group", "the same change in several units as one row"),
        WHERE,
        Argument("--exit-code", "exit with 3 while anything waits"),
    ),
    (
        ("headgate status", "what waits"),
        ("headgate status --group", "the same change in six services is one row"),
        ("headgate status --space shop-prod-east -o json", "for scripts"),
        ("headgate status --where \"Labels.tier = 'web'\"", "as cub unit list takes it"),
    ),
)

SHOW: Final = Command(
    "show",
    "print one item field by field: base, Git, hub, live and the result",
    "",
    (ITEM, Argument("--explain", "also what was ignored, and by which rule")),
    (
        ("headgate show c-0f3a9b12cd", "by its id"),
        ("headgate show shop-prod-east/cart -o json", "by its unit, for scripts"),
    ),
)

RESOLVE: Final = Command(
    "resolve",
    "decide an item and carry the decision out",
    "--take speaks for every field that is undecided, or for all of them where none is; clean takes what "
    "the rules take, remembered what was chosen before for the same change, as headgate show prints it. "
    "--path, --set and --remove speak for single fields. A PATH may be shortened to its end while that is "
    "unique. A VALUE is YAML as kubectl reads it. Several ITEMs, or a group's id, are "
    "decided alike, each by a decision of its own; one that moved is reported and the others go on.",
    (
        ITEMS,
        Argument("--except", "leave this unit of a group out", value="UNIT", many=True),
        Argument(
            "--take",
            "the side whose values survive",
            value="SIDE",
            choices=("git", "hub", "live", "clean", "remembered"),
        ),
        Argument("--path", "take git, hub, live or base for one field", value="PATH=SIDE", many=True),
        Argument("--set", "give one field a value of your own", value="PATH=VALUE", many=True),
        REMOVE,
        REASON,
        Argument("--apply", "also make live what the hub holds then"),
        Argument("--over", "take live fields over from this field manager", value="MANAGER", many=True),
        DRY_RUN,
        YES,
    ),
    (
        ('headgate resolve c-0f3a9b12cd --take hub --reason "load test"', "shows the plan, then asks"),
        (
            'headgate resolve c-0f3a9b12cd --take git --path replicas=live --reason "keep pods" --yes',
            "Git, but for one field",
        ),
        (
            'headgate resolve g-ffaddd72b6 --take hub --reason "until INC-7 ends"',
            "the same change in six services, decided once",
        ),
        (
            "headgate resolve c-0f3a9b12cd --set spec.replicas=4 --dry-run",
            "the plan only",
        ),
    ),
)
