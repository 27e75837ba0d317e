"""Every command with its arguments: the parser, ``--help`` and ``docs/reference/cli.md`` read it."""

from typing import Final

from tui.cli.arguments import DRY_RUN, REASON, REMOVE, UNIT, WHERE, WHY, YES
from tui.cli.grammar import Argument, Command
from tui.cli.verbs_breakglass import BREAKGLASS
from tui.cli.verbs_hub import DOCTOR, HUB
from tui.cli.verbs_items import RESOLVE, SHOW, STATUS
from tui.cli.verbs_watch import WATCH

__all__ = ["COMMANDS", "EVERYWHERE", "SCREENS", "TOP"]

TOP: Final = "Decide, field by field, what becomes true when Git, ConfigHub and the cluster disagree."

EVERYWHERE: Final = (
    Argument("-o", "how data is printed", value="FORMAT", choices=("table", "json", "yaml"), long="--output"),
    Argument("--space", "only this space; also completes a unit's name", value="SPACE"),
    Argument("--quiet", "no notes and no progress, only data and errors"),
    Argument("--no-color", "no colours; NO_COLOR does the same"),
    Argument("--config", "settings file instead of the nearest headgate.yaml", value="FILE"),
    Argument("--debug", "where in the program an internal error came from"),
)

SCREENS: Final = (
    Argument("--plain", "questions and answers instead of screens; a dumb terminal gets them by itself"),
    Argument("--ascii", "draw no character outside ASCII"),
    Argument("--theme", "colours", value="THEME", choices=("dark", "light", "contrast", "ansi")),
    Argument("--no-mouse", "leave the mouse to the terminal"),
    Argument("--read-only", "look only: plans are shown and nothing is carried out"),
)

COMMANDS: Final = (
    Command(
        "demo",
        "build a throw-away workspace in which a story has happened, and open it",
        "A real Git repository, an embedded hub and folders as clusters. Without a terminal it prints the "
        "inbox and one whole comparison.",
        (
            Argument("--dir", "where to build it; must be empty or new", value="DIR"),
            Argument("--headless", "only build it and say where"),
            Argument(
                "--hub", "its hub; loopback ends with it", value="HUB", choices=("embedded", "loopback")
            ),
            *SCREENS,
        ),
        (
            ("headgate demo", "build it in a temporary folder and look around"),
            ("headgate demo --headless --dir /tmp/shop", "build it for scripts"),
            ("headgate demo --hub loopback", "the same story over ConfigHub's API, on a server of its own"),
        ),
    ),
    Command(
        "init",
        "write a commented headgate.yaml for this repository",
        "It never writes over a file that is there. With --git it prints how Git is told to merge Kubernetes "
        "YAML with headgate instead, and --yes tells it: this repository only, in .gitattributes and its own "
        "configuration.",
        (
            Argument("--git", "print the set-up of merge driver and mergetool; writes no headgate.yaml"),
            Argument("--yes", "with --git: also install it in this repository"),
        ),
        (
            ("headgate init", "the first thing in a repository; headgate doctor is the second"),
            ("headgate init --git", "see what Git would be told"),
            ("headgate init --git --yes", "git merge and git mergetool use headgate from now on"),
        ),
    ),
    Command(
        "propose",
        "render what Git holds, compare it, promote it or leave it pending",
        "CI runs it after each push. A change on an unmoved Head goes in by itself; everything else waits in "
        "the inbox, and the exit code is 3. Running it again writes nothing.",
        (
            Argument("--commit", "a branch, tag or commit instead of the branch's tip", value="COMMIT"),
            Argument("--summary", "append a Markdown summary; GITHUB_STEP_SUMMARY without it", value="FILE"),
            Argument("--force", "forces nothing, for old workflows; refused while a session is open"),
            Argument("--comment", "have one comment that says it on the pull request, edited in place"),
            Argument("--pull", "the pull request's number, where CI does not say it", value="N"),
            DRY_RUN,
        ),
        (
            ("headgate propose", "the tip of the branch, every space"),
            ("headgate propose --dry-run -o json", "what would become of each unit"),
            ("headgate propose --dry-run --comment", "in the CI of a pull request"),
        ),
    ),
    Command(
        "capture",
        "offer what is live and was never applied as a pending capture",
        "Without UNIT every unit that drifted. With --accept it becomes a revision at once.",
        (
            Argument("UNIT", "space/unit, or a unit's name with --space; every drifted unit without it"),
            Argument("--path", "only this drifted field", value="PATH", many=True),
            Argument("--from", "only what drifted there", value="SIDE", choices=("aws", "cloud", "cluster")),
            Argument("--incident", "the incident it belongs to; makes it break-glass", value="INCIDENT"),
            Argument("--reason", "why; needed with --accept", value="REASON"),
            Argument("--accept", "straight to a new revision"),
            YES,
            DRY_RUN,
        ),
        (
            ("headgate capture shop-prod-east/cart", "all that drifted there waits for a decision"),
            ('headgate capture prod/cart --incident INC-7 --reason "OOM" --accept', "it becomes a revision"),
            ("headgate capture --from aws", "what was changed in the cloud, as its provider reports"),
        ),
    ),
    Command(
        "drift",
        "compare live with what was last applied, now",
        "The exit code is 3 where something drifted, 6 where something could not be read.",
        (
            Argument("UNIT", "space/unit, or a unit's name with --space; every unit without it"),
            Argument("--explain", "also what was ignored, and by which rule"),
            Argument("--group", "the same change in several units is one row"),
            WHERE,
        ),
        (
            ("headgate drift", "everything"),
            ("headgate drift shop-prod-east/cart --explain", "why nothing, or only this, drifted"),
        ),
    ),
    STATUS,
    SHOW,
    RESOLVE,
    Command(
        "set",
        "change fields of a unit: a new hub revision at once, Git later",
        "A PATH is written as headgate show prints it, with its resource where the unit holds several.",
        (
            UNIT,
            Argument("PATH=VALUE", "a field and its new value, YAML as kubectl reads it", many=True),
            REMOVE,
            REASON,
            YES,
            DRY_RUN,
        ),
        (
            (
                'headgate set shop-prod-east/cart spec.replicas=4 --reason "sale day"',
                "shows the plan, then asks",
            ),
        ),
    ),
    Command(
        "sync-back",
        "offer to Git what only the hub holds: a branch an incident and space, with the smallest edit",
        "Where the remote is at a forge and there is a token, each branch has one pull request: kept up to "
        "date, and cleaned up once it is merged; one that was closed is not opened again. Else it says where "
        "a person goes on. Running it again changes nothing.",
        (
            DRY_RUN,
            Argument("--explain", "also every place that could say a field, and what speaks against it"),
        ),
        (
            ("headgate sync-back --dry-run", "the edit of the sources, nothing is written"),
            ("headgate sync-back --dry-run --explain", "why there, and not in the base"),
        ),
    ),
    Command(
        "history",
        "list a unit's revisions, show one, or compare two; or all that happened",
        "Without UNIT: decisions and revisions of every unit, newest first. Secrets are masked.",
        (
            Argument("UNIT", "space/unit, or a unit's name with --space; everything without it"),
            Argument("--diff", "compare two revisions", value="N..M"),
            Argument("--show", "print the text of one revision", value="N"),
            Argument("--decision", "print one decision in full: its id, or the beginning", value="DECISION"),
            Argument("--markdown", "print what happened, or the decision, for people"),
        ),
        (
            ("headgate history", "what happened, everywhere"),
            ("headgate history --decision 01J8Z4 --markdown", "a receipt to paste into a ticket"),
            ("headgate history shop-prod-east/cart", "its revisions"),
            ("headgate history shop-prod-east/cart --diff 3..5", "what changed in between"),
        ),
    ),
    Command(
        "blame",
        "say who set each field of a unit: in Git, in the hub, live",
        "Git's answer is the newest commit of the source lines that render the field, the hub's the revision "
        "since which it holds its value, live's a manager of managedFields. Each says how sure it is: exact, "
        "the whole file, or unknown with the reason.",
        (
            UNIT,
            Argument("PATH", "only this field, or what stands below it, as headgate show prints it"),
        ),
        (
            ("headgate blame shop-prod-east/cart", "every field of it"),
            ("headgate blame shop-prod-east/cart spec.replicas", "all that is known of one"),
        ),
    ),
    Command(
        "restore",
        "go back to an older revision by going forward: a new one with its text",
        "",
        (
            Argument("UNIT@N", "the unit and the number of the revision", required=True),
            REASON,
            YES,
            DRY_RUN,
        ),
        (('headgate restore shop-prod-east/cart@3 --reason "4 was wrong"', "shows the plan, then asks"),),
    ),
    Command(
        "undo",
        "take a decision back by going forward: a new revision without what it set",
        "Fields that somebody changed since forbid it, exit code 3, or stay as they are with --partly. What "
        "was remembered of the decision is forgotten, so its questions are asked again.",
        (
            Argument("DECISION", "the id that its receipt and the revision name", required=True),
            Argument("--partly", "leave fields that were changed since as they are"),
            REASON,
            YES,
            DRY_RUN,
        ),
        (('headgate undo 01J8Z4 --reason "wrong way"', "shows the plan, then asks"),),
    ),
    Command(
        "resume",
        "finish decisions that were cut off: each effect is looked up before anything is sent",
        "Without DECISION all of them. What a decision would write over must still be as it was confirmed; "
        "else it ends as refused, exit code 5, and its choices are printed. The exit code is 7 while one "
        "stays open.",
        (
            Argument("DECISION", "only this one"),
            Argument("--yes", "without asking; other people's decisions stay open"),
        ),
        (
            ("headgate resume", "after a crash, a lost connection, exit code 7"),
            ("headgate resume --yes -o json", "for scripts"),
        ),
    ),
    Command(
        "abandon",
        "close a decision that was cut off as it stands, and say what stands where",
        "Nothing is sent and nothing is taken back; headgate undo takes back what was written.",
        (Argument("DECISION", "which; headgate resume lists them", required=True), WHY),
        (('headgate abandon 01J8Z4 --reason "the incident is over"', "what stands where, and it is closed"),),
    ),
    BREAKGLASS,
    WATCH,
    Command(
        "audit",
        "verify the record of every attempt, or export it",
        "ACTION is verify or export. Every record is chained to the one before: verify names the first that "
        "is not as it was written, exit code 6, and prints its head, which, noted elsewhere and given "
        "as --head, shows a tail that was cut off. FILE may be what syslog kept (audit: {syslog: /dev/log}). "
        "export prints JSON, one record a line.",
        (
            Argument("ACTION", "verify or export", required=True),
            Argument("--head", "a hash that must be in the record, or a file of such", value="FILE|HASH"),
            Argument("--markdown", "export a table for people"),
        ),
        (
            ("headgate audit verify", "is it whole, and what is its head"),
            ("headgate audit export", "one record a line, for other programs"),
        ),
    ),
    HUB,
    Command(
        "merge",
        "merge files three ways, field by field; needs no settings and no hub",
        "Prints the merged text, over Git's text, and the conflicts beside it. The exit code is 3 while one "
        "stands. Drift compares live with hub. As Git's merge driver or mergetool it takes the files that "
        "Git names, writes the merge over one of them, and exits with 1 while something is left to decide; "
        "headgate init --git prints how Git is told.",
        (
            Argument("--base", "what both sides came from", value="FILE"),
            Argument("--git", "Git's side", value="FILE"),
            Argument("--hub", "the hub's side", value="FILE"),
            Argument("--live", "what is live", value="FILE"),
            Argument("--explain", "also what was ignored, and by which rule"),
            Argument("--git-driver", "be Git's merge driver: FILE... is %O %A %B %P %L"),
            Argument("--git-mergetool", "be Git's mergetool: FILE... is $BASE $LOCAL $REMOTE $MERGED"),
            Argument("FILE", "what Git names", many=True),
        ),
        (
            ("headgate merge --base b.yaml --git g.yaml --hub h.yaml -o json", "for scripts"),
            ("headgate merge --git-driver -- %O %A %B %P %L", "in Git's configuration"),
        ),
    ),
    Command(
        "trust",
        "show the program that a kubeconfig starts to sign in, and confirm it once",
        "A kubeconfig can name a command line (exec) that gets credentials. Headgate starts it only after "
        "somebody read it: without --yes it is shown, exit code 3; with --yes it is confirmed, word for "
        "word. Another argument, variable or program is asked about again.",
        (
            Argument("CONTEXT", "a context of the kubeconfig", required=True),
            Argument("--yes", "it is what I expect; let it sign in"),
        ),
        (
            ("headgate trust prod-east", "what would be started, to read it"),
            ("headgate trust prod-east --yes", "from now on it is"),
        ),
    ),
    DOCTOR,
)
