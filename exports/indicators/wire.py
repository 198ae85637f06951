"""Definitions of indicators as plain values and back: how the server keeps and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from exports.indicators.definition import (
    Dimension,
    Indicator,
    Join,
    Measure,
    Privacy,
    Source,
    Split,
    Text,
)


def to_plain(indicator: Indicator) -> dict[str, Any]:
    """Return a definition as JSON's values; the order of the categories is kept in a list."""
    plain = asdict(indicator)
    for dimension, one in zip(plain["dimensions"], indicator.dimensions, strict=True):
        if one.categories is not None:
            dimension["categories"] = [
                [name, text.vi, text.en] for name, text in one.categories.items()
            ]
    return plain


def from_plain(plain: Mapping[str, Any]) -> Indicator:
    """Return the definition that ``to_plain`` was given."""
    join, privacy = plain["join"], plain["privacy"]
    given = {
        "label": Text(**plain["label"]),
        "source": Source(**plain["source"]),
        "numerator": Measure(**plain["numerator"]),
        "denominator": plain["denominator"] and Measure(**plain["denominator"]),
        "dimensions": tuple(map(_dimension, plain["dimensions"])),
        "join": join and Join(**{**join, "source": Source(**join["source"])}),
        "privacy": privacy and Privacy(**{**privacy, "periods": tuple(privacy["periods"])}),
    }
    return Indicator(**{**plain, **given})


def _dimension(plain: Mapping[str, Any]) -> Dimension:
    listed = plain["categories"]
    given = {
        "label": Text(**plain["label"]),
        "splits": tuple(
            Split(**{**split, "label": Text(**split["label"])}) for split in plain["splits"]
        ),
        "categories": listed and {name: Text(vi=vi, en=en) for name, vi, en in listed},
    }
    return Dimension(**{**plain, **given})
