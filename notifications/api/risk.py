"""The level of a natural disaster's risk in answers and requests."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from notifications.models import RiskLevel


def risk_level_field(**kwargs: Any) -> serializers.IntegerField:
    """1 to 5, or null."""
    return serializers.IntegerField(
        min_value=min(RiskLevel),
        max_value=max(RiskLevel),
        allow_null=True,
        help_text="Of a natural disaster, 1 (light blue) to 5 (violet), by Decision 18/2021/QĐ-TTg; null: none.",
        **kwargs,
    )
