"""The share within a standard is one number: in measures.csv, the tables, and where figure 5 crosses the limit."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.figures.arrival_curves import arrival_curves
from results.figures.figure import Figure
from results.figures.places import study_place
from results.figures.reading import headline_standard, reading_of
from results.figures.standards import standards
from results.figures.study_area import first_arrivals, local, study_area
from results.figures.wording import percent
from results.pack import Pack
from tests.made_up_pack import pack

LIMIT_S = 607.0  # no multiple of the curve's steps


def uneven() -> Pack:
    """A pack whose replications have few and many calls in the study's place, and shares to match in its measures."""
    whole = pack(4, 3, 400)
    first = replace(whole.standards[0], limit_s=LIMIT_S)
    whole = replace(whole, standards=(first, *whole.standards[1:]))
    table = whole.arrivals
    late = np.random.default_rng(5).uniform(0, 1, len(table)) < 0.2 * table["replication"]
    rare = (table["replication"] % 2 == 0) & (table.index % 7 != 0)
    arrivals = table.assign(seconds=table["seconds"].mask(late, table["seconds"] + 900.0))[~rare]
    whole = replace(whole, arrivals=arrivals.reset_index(drop=True))
    place = study_place(whole)
    rows = local(first_arrivals(whole), place)
    shares = (rows["seconds"] <= LIMIT_S).groupby([rows["scenario"], rows["replication"]]).mean()
    whose = f"service=fire;standard={first.name}"
    groups = (
        f"clock={first.clock};{where}{whose}" for where in ("", f"district={place.district};")
    )
    own = [
        (str(scenario), int(run), "within_standard", group, float(share), "share")
        for group in groups
        for (scenario, run), share in shares.items()
    ]
    columns = ["scenario", "replication", "measure", "group", "value", "unit"]
    old = whole.measures["measure"].eq("within_standard")
    measures = pd.concat([whole.measures[~old], pd.DataFrame(own, columns=columns)])
    return replace(whole, measures=measures[whole.measures.columns].reset_index(drop=True))


def crossing(figure: Figure, limit_min: float) -> float:
    """Where the baseline's broken line of the first panel is at the limit, as drawn."""
    axes = figure.drawing.axes[0]
    (line,) = [one for one in axes.lines if one.get_linestyle() == "--"]
    return float(np.interp(limit_min, line.get_xdata(), line.get_ydata()))


def test_the_share_within_is_told_alike_everywhere() -> None:
    whole = uneven()
    place, standard = study_place(whole), headline_standard(whole)
    assert standard is not None
    kept = reading_of(whole).value(
        "within_standard", whole.baseline.name, standard=standard.name, district=place.district
    )
    rows = local(first_arrivals(whole), place)
    now = rows[(rows["scenario"] == whole.baseline.name).to_numpy()]
    assert percent(float((now["seconds"] <= LIMIT_S).mean())) != percent(
        kept
    )  # pooled is another number
    figure = arrival_curves(whole)
    assert crossing(figure, LIMIT_S / 60) == pytest.approx(kept, abs=1e-9)
    assert f"at {percent(kept)} of calls" in figure.title
    table = study_area(whole)
    cells = [row for row in table.rows if row[0] == place.head and row[1].startswith("Now")]
    assert [row[6] for row in cells] == [percent(kept)]
    first = [
        row for row in standards(whole).rows if row[1] == place.head and standard.title in row[0]
    ]
    assert [row[6] for row in first] == [percent(kept)]
