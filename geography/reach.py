"""Whether every zone of a region can be driven to from every site, and back."""

from __future__ import annotations

import numpy as np

from geography.faults import Fault
from geography.region import Region


def unjoined(region: Region) -> list[Fault]:
    """A fault for each site from which some zone cannot be driven to, or to which it cannot be driven from."""
    sites, zones = list(region.sites.values()), region.zones.node
    node = np.array([site.node for site in sites], dtype=np.int64)
    faults: list[Fault] = []
    for profile in region.roads.profiles:
        out_s = region.roads.seconds_between(node[:, None], zones[None], profile)
        back_s = region.roads.seconds_between(zones[None], node[:, None], profile)
        for row, site in enumerate(sites):
            cut_off = np.flatnonzero(np.isinf(out_s[row]) | np.isinf(back_s[row]))
            if len(cut_off):
                first = region.zones.id[int(cut_off[0])]
                message = (
                    f"No road joins {site.name} and {len(cut_off):,} of {len(zones):,} zones at {profile}; "
                    f"the first is {first}."
                )
                faults.append(Fault(region.name, None, site.id, message))
    return faults
