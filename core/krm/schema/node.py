"""Node: what the rules say about one place of a kind, ready for a walk to look up.

A kind is a graph of nodes that follows its documents: `fields` by key, `other` for every key beside them,
`items` for the items of a list. Nodes are filled while a kind is built and never changed after.
"""

from dataclasses import dataclass, field
from typing import Final

from core.krm.rules.defaults import DefaultRule
from core.krm.rules.lists import ListKind, ListRule
from core.krm.rules.noise import NoiseRule
from core.krm.rules.oneof import OneOf
from core.krm.rules.presence import PresenceRule
from core.krm.rules.quantities import Form, FormRule

__all__ = ["PLAIN", "Node"]


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """One place of a kind.

    Attributes:
        fields: what stands below, by key.
        prefixes: what stands below at keys that start like this.
        beyond: what stands below at every other key; None: this node itself.
        within: what an item of the list is; None: this node itself.
        lists: how a list here is compared.
        keys: the keys that tell its items apart.
        key_defaults: what a missing key means.
        list_rule: who says so.
        form: how a scalar here is read.
        form_rule: who says so.
        string_map: a map here is removed key by key, and an empty one is none.
        map_rule: who says so.
        atomic_map: a map here is one value.
        keeps_empty: an empty map or list here is a value of its own.
        default: what it means when nothing is here; None: just that.
        default_text: the canonical text of a fixed default; "" for none.
        follows: the default is none by itself, it follows from the fields beside it.
        noise: why nothing here is compared; None: it is.
        live_noise: why nothing here is drift, or none where nobody set it; None: it is.
        choices: fields below that exclude each other.
        ordered: a person should know of another order.
        folds: this is a Secret: ``stringData`` is ``data`` in plain text.
        unwraps: a list of one map here means the map.
        expects: the JSON type that a schema asks for; "" where none does.
        foreign: the kind is not one of Kubernetes' own.
    """

    fields: "dict[str, Node]" = field(default_factory=dict)
    prefixes: "tuple[tuple[str, Node], ...]" = ()
    beyond: "Node | None" = None
    within: "Node | None" = None
    lists: ListKind = ListKind.ATOMIC
    keys: tuple[str, ...] = ()
    key_defaults: dict[str, str] = field(default_factory=dict)
    list_rule: ListRule | None = None
    form: Form = Form.EXACT
    form_rule: FormRule | None = None
    string_map: bool = False
    map_rule: PresenceRule | None = None
    atomic_map: bool = False
    keeps_empty: bool = False
    default: DefaultRule | None = None
    default_text: str = ""
    follows: bool = False
    noise: NoiseRule | None = None
    live_noise: NoiseRule | None = None
    choices: tuple[OneOf, ...] = ()
    ordered: bool = False
    folds: bool = False
    unwraps: bool = False
    expects: str = ""
    foreign: bool = False

    def below(self, key: str) -> "Node":
        """Find what stands at a key."""
        found = self.fields.get(key)
        if found is not None:
            return found
        for prefix, node in self.prefixes:
            if key.startswith(prefix):
                return node
        return self.beyond or self

    @property
    def items(self) -> "Node":
        """What an item of a list here is."""
        return self.within or self


PLAIN: Final = Node()
"""A place of a known kind that no rule names: exactly what is written; empty is none."""
