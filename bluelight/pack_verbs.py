"""The pack again from what a run left on disk: the whole of it, or one figure or table. Nothing is played."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown

if TYPE_CHECKING:
    from results.pack import Pack

FORMATS = ("report.html", "report.pdf", "report.docx", "tables.xlsx")


def report(directory: str | Path, brand: str | Path | None = None) -> list[Path]:
    """Write the pack of what `run`, `sweep` or `site` wrote again, with a service's own name, logo and colour if given.

    In every format. Raises StudyFault with every fault of the folder or of the brand file; then nothing is written.
    """
    from results.brand import PLAIN, read_brand
    from results.pack_again import packed_again
    from results.report import write_report

    whose = read_brand(Path(brand)) if brand is not None else PLAIN
    folder = Path(directory)
    found = packed_again(folder)
    refuse_unwritable(folder)
    write_report(found.pack, folder, 1, found.sheets(), whose)
    return [folder / name for name in FORMATS]


def figure(directory: str | Path, name: str) -> Path:
    """Draw one figure or table of what `run`, `sweep` or `site` wrote again; gives the PNG, or a table's CSV.

    Into the folder's `figures/`. Raises StudyFault if no command wrote the folder, or there is no such figure, or it
    has nothing to show.
    """
    import pandas as pd

    from results.figures import Table
    from results.figures.shown import left_out
    from results.pack_again import packed_again
    from results.pictures import drawable, drawn_part, single_pictures
    from results.report import write_figures
    from results.store import write_csv

    folder = Path(directory)
    pack = packed_again(folder).pack
    refuse_unwritable(folder)
    known, singles = drawable(pack), single_pictures(pack)
    overviews = {one: singles[one][0] if one in singles else one for one in known}
    if name not in known:
        empty = left_out(pack, tuple(dict.fromkeys(overviews.values())))
        there = [one for one in known if overviews[one] not in empty]
        others = others_part(pack, name)
        message = f"There is no figure or table '{name}'{of_what(pack)}.{others}"
        allowed, meant = listed(there, len(there)), "" if others else probably_meant(name, there)
        raise StudyFault([Fault(Mark(shown(folder)), "", message, allowed, meant)])
    overview = overviews[name]
    for why in left_out(pack, (overview,)).values():
        message = f"{name.replace('_', ' ').capitalize()} has nothing to show here. {why}"
        raise StudyFault([Fault(Mark(shown(folder)), "", message)])
    done = drawn_part(pack, name)
    if isinstance(done.item, Table):
        path = folder / "figures" / f"{name}.csv"
        write_csv(path, pd.DataFrame(list(done.item.rows), columns=list(done.item.columns)))
        return path
    write_figures([done], folder / "figures")
    return folder / "figures" / f"{name}.png"


def refuse_unwritable(folder: Path) -> None:
    """Raise StudyFault where nothing can be written into a folder, before a minute is spent on drawing."""
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = f"Nothing can be written into this folder: {error.strerror or error}."
        allowed = "a folder of your own; copy this one to where you may write"
        raise StudyFault([Fault(Mark(shown(folder)), "", message, allowed)]) from None


def others_part(pack: Pack, name: str) -> str:
    """Of which other kind of report a part is, in a sentence; nothing where there is none of that name."""
    from results.figures import SITE_FIGURES, SWEEP_FIGURES

    if name in SITE_FIGURES and pack.siting is None:
        return " It is of a siting's report (`bluelight site`)."
    if name in SWEEP_FIGURES and pack.sweep is None:
        return " It is of a sweep's report (`bluelight sweep`)."
    return ""


def of_what(pack: Pack) -> str:
    """Which kind of report a figure was looked for in; a run's has all but those of the others."""
    if pack.sweep is not None:
        return " in the report of this sweep"
    return " in the report of this siting" if pack.siting is not None else ""
