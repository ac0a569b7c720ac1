"""Bluelight: who gets help sooner, whose cover gets thinner, and what an incident then costs each agency.

The same verbs as the command line, as functions. Heavy imports wait until a verb is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bluelight.pack_verbs import figure, report
    from bluelight.region_verbs import (
        build_region_folder,
        check_against,
        check_region,
        list_of_regions,
        show_region,
    )
    from bluelight.site_verbs import site
    from bluelight.verbs import check, measures, only, run, studies, sweep, tell

__all__ = [
    "build_region_folder",
    "check",
    "check_against",
    "check_region",
    "figure",
    "list_of_regions",
    "measures",
    "only",
    "report",
    "run",
    "show_region",
    "site",
    "studies",
    "sweep",
    "tell",
]
_OF_PACKS = ("figure", "report")
_OF_REGIONS = (
    "build_region_folder",
    "check_against",
    "check_region",
    "list_of_regions",
    "show_region",
)


def __getattr__(name: str) -> Any:
    """Load a verb when it is first asked for."""
    if name in _OF_REGIONS:
        from bluelight import region_verbs

        return getattr(region_verbs, name)
    if name in _OF_PACKS:
        from bluelight import pack_verbs

        return getattr(pack_verbs, name)
    if name == "site":
        from bluelight import site_verbs

        return site_verbs.site
    if name in __all__:
        from bluelight import verbs

        return getattr(verbs, name)
    raise AttributeError(f"module 'bluelight' has no attribute '{name}'")
