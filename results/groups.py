"""Groups of a measure: sorted `key=value` pairs from the closed list of keys."""

from __future__ import annotations

from scenarios.measure_words import GROUP_KEYS

Row = tuple[str, str, float]


def group(**keys: str) -> str:
    """Sorted `key=value` pairs joined by `;`. Raises KeyError for a key outside the closed list."""
    for key in keys:
        if key not in GROUP_KEYS:
            raise KeyError(key)
    return ";".join(f"{key}={value}" for key, value in sorted(keys.items()))
