"""Who appears in the story."""

from typing import Final

from core.demo.acts import Person

__all__ = ["CI", "INES", "JONAS", "MARA", "PRIYA", "RENOVATE", "TOMAS", "YUKI"]

MARA: Final = Person(name="Mara Lindqvist", mail="mara@shop.example", login="mara")
"""Platform team."""

TOMAS: Final = Person(name="Tomás Rivera", mail="tomas@shop.example", login="tomas")
"""Checkout, cart and orders."""

INES: Final = Person(name="Ines Okafor", mail="ines@shop.example", login="ines")
"""Payments."""

YUKI: Final = Person(name="Yuki Tanaka", mail="yuki@shop.example", login="yuki")
"""Catalog, search and the shop window."""

RENOVATE: Final = Person(name="renovate[bot]", mail="renovate@shop.example", login="renovate")
"""Bumps versions."""

JONAS: Final = Person(name="Jonas Weber", mail="jonas@shop.example", login="jonas")
"""Operator, on call this week."""

PRIYA: Final = Person(name="Priya Nair", mail="priya@shop.example", login="priya")
"""Operator."""

CI: Final = Person(name="Shop CI", mail="ci@shop.example", login="ci")
"""Runs `headgate propose` after every merge."""
