"""How often one person in several roles is wanted in one of them while out in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from results.groups import Row, group


def clash_rows(roles: pd.DataFrame, days: int) -> Iterator[Row]:
    """Times a counted week, in all and by the role that is wanted; of a person with fewer than two roles, none.

    Nobody logs a job that nobody could be sent to, so it is worked out: for each hour of the day, the jobs begun in a
    role over the hours in which the person was on duty and free, times the hours of duty out in the other roles.
    """
    for pool, mine in roles.groupby("pool", sort=False):
        by_role = mine.groupby(["role", "hour"], sort=False)[["hours", "jobs"]].sum()
        names = [role for role in mine["role"].drop_duplicates() if role != "on duty"]
        if len(names) < 2:
            continue
        duty = by_role.loc["on duty"]["hours"].to_numpy(dtype=float)
        out = {role: by_role.loc[role]["hours"].to_numpy(dtype=float) for role in names}
        free = np.maximum(duty - np.sum(list(out.values()), axis=0), 0.0)
        total = 0.0
        for role in names:
            jobs = by_role.loc[role]["jobs"].to_numpy(dtype=float)
            others = np.minimum(sum(out[other] for other in names if other != role), duty)
            rate = np.divide(jobs, free, out=np.zeros_like(free), where=free > 0)
            wanted = float((rate * others).sum()) * 7.0 / days
            total += wanted
            basis = re.sub(r"\W+", "_", role).strip("_")
            yield "role_clashes", group(unit=str(pool), basis=basis), wanted
        yield "role_clashes", group(unit=str(pool)), total
