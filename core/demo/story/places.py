"""Names of resources and fields that the story comes back to."""

from typing import Final

__all__ = ["APP", "MAILER", "deployment", "env"]

APP: Final = "spec.template.spec.containers[name=app]"
"""The service's own container."""

MAILER: Final = "lambda.aws.upbound.io/v1beta1/Function//receipt-mailer-shop-prod-east"
"""The function that the incident is about."""


def deployment(name: str) -> str:
    """Name a service's Deployment."""
    return f"apps/v1/Deployment/shop/{name}"


def env(name: str) -> str:
    """Name the value of a variable of the service's own container."""
    return f"{APP}.env[name={name}].value"
