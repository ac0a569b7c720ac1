"""Table 3c: who gains and who loses in the country and in the towns, by deprivation fifth and by age."""

import numpy as np
from numpy.typing import NDArray

from results.figures.chance import ONE_REPLICATION, played_once
from results.figures.figure import Table
from results.figures.gainers import NOTICEABLE_S, Crossing, Ground, crossing, ground
from results.figures.kinds_of_ground import WHICH_REGION, groups_of_people
from results.figures.references import see
from results.figures.wording import joined, minutes, named, people, sentence, signed, together
from results.pack import Option, Pack


def gainers_by_ground(pack: Pack) -> Table:
    """A row an option and group of people: in the country and in the towns, in a deprivation fifth, of an age."""
    there, whose = ground(pack), groups_of_people(pack)
    limit = minutes(there.limit_s) if there else "the standard"
    alike: dict[tuple[tuple[str, ...], ...], list[Option]] = {}
    for option in pack.proposals if there else ():
        assert there is not None
        cross = crossing(there, option, pack.baseline)
        alike.setdefault(
            tuple((name, *_group_cells(cross, people_of)) for name, people_of in whose.items()), []
        ).append(option)
    rows = [
        (together([o.title for o in options], len(pack.proposals)), *cells)
        for some, options in alike.items()
        for cells in some
    ]
    return Table(
        "gainers_by_ground",
        "3c",
        _group_finding(pack, there, whose),
        "Who gains and who loses, by kind of ground and of people",
        (
            "Option",
            "Who",
            "People",
            f"Come inside {limit}",
            f"Drop outside {limit}",
            "Net",
            f"{sentence(minutes(NOTICEABLE_S))} or more sooner",
            f"{sentence(minutes(NOTICEABLE_S))} or more later",
        ),
        tuple(rows),
        f"Counted{see(pack, 'gainers', ' as in ', ',')} by the median of each zone, which has no interval. "
        f"{WHICH_REGION} "
        f"{pack.region.attribution}",
    )


def _group_cells(cross: Crossing, people_of: NDArray[np.float64]) -> tuple[str, ...]:
    """People of a group, those who come inside and drop outside, the net, and those noticeably sooner and later."""
    masks = (
        cross.enters,
        cross.leaves,
        cross.change_s <= -NOTICEABLE_S,
        cross.change_s >= NOTICEABLE_S,
    )
    enters, leaves, sooner, later = (float(people_of[mask].sum()) for mask in masks)
    net = signed(people(enters - leaves), enters - leaves)
    every = people(float(people_of.sum()))
    return every, people(enters), people(leaves), net, people(sooner), people(later)


def _group_finding(pack: Pack, there: Ground | None, whose: dict[str, NDArray[np.float64]]) -> str:
    """The net in each group under the option that brings most people inside."""
    if there is None or not pack.proposals or not whose:
        return "Nothing clear is known of who crosses the standard by kind of ground"
    if played_once(pack):
        return f"Who comes inside the standard by kind of ground: {ONE_REPLICATION}"
    limit, nets = minutes(there.limit_s), {}
    for option in pack.proposals:
        cross = crossing(there, option, pack.baseline)
        nets[option] = {
            name: float(of[cross.enters].sum() - of[cross.leaves].sum())
            for name, of in whose.items()
        }
    best = max(nets, key=lambda option: max(abs(net) for net in nets[option].values()))
    if not any(round(net) for net in nets[best].values()):
        return f"In no group does the net number of people inside {limit}, by their usual (median) time, change"
    said = [
        f"{name[:1].lower()}{name[1:]} {signed(people(net), net)}"
        for name, net in nets[best].items()
    ]
    return (
        f"Under {named(best.title)} the net number of people inside {limit} changes {joined(said)}"
    )
