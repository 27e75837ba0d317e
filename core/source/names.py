"""The names of units that settings do not name one by one. Pure."""

import hashlib
import re
from pathlib import PurePosixPath
from typing import Final

from core.krm.resource import ResourceId
from core.source.globs import fixed_folder

__all__ = ["file_unit", "resource_unit"]

_LONGEST: Final = 128
_HASH: Final = 8


def resource_unit(resource: ResourceId, *, namespace: str) -> str:
    """Name the unit of one resource: kind and name, with the namespace before them where it is another one.

    Args:
        resource: whose.
        namespace: the space's own.

    >>> web = ResourceId("apps/v1", "Deployment", "shop", "web")
    >>> resource_unit(web, namespace="shop"), resource_unit(web, namespace="")
    ('deployment-web', 'shop.deployment-web')
    """
    elsewhere = resource.namespace and resource.namespace != namespace
    prefix = f"{resource.namespace}." if elsewhere else ""
    return _slug(f"{prefix}{resource.kind}-{resource.name}")


def file_unit(path: str, *, glob: str) -> str:
    """Name the unit of one file: its path below what the glob says in so many words, without suffix.

    >>> file_unit("infra/data/prod/counter.yaml", glob="infra/**/*.yaml")
    'data-prod-counter'
    """
    below = PurePosixPath(path.removeprefix(fixed_folder(glob)))
    return _slug("-".join(below.with_suffix("").parts)) or _slug(PurePosixPath(path).stem)


def _slug(text: str) -> str:
    """Make a text a slug; one that is too long keeps its beginning and a hash of the whole."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).lstrip("-._")
    if len(slug) <= _LONGEST:
        return slug
    return f"{slug[: _LONGEST - _HASH - 1]}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH]}"
