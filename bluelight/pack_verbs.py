"""The pack again from what a run left on disk: the whole of it, or one figure or table. Nothing is played."""

from __future__ import annotations

from pathlib import Path

from scenarios.faults import Fault, Mark, StudyFault, listed, probably_meant, shown

FORMATS = ("report.html", "report.pdf", "report.docx", "tables.xlsx")


def report(directory: str | Path, brand: str | Path | None = None) -> list[Path]:
    """Write the pack of a run again, in every format, with a service's own name, logo and colour where given.

    Raises StudyFault with every fault of the folder or of the brand file; then nothing is written.
    """
    from results.brand import PLAIN, read_brand
    from results.packing import pack_of
    from results.played_before import played_before
    from results.report import write_report
    from results.sheets import tables_of

    whose = read_brand(Path(brand)) if brand is not None else PLAIN
    folder = Path(directory)
    played = played_before(folder)
    write_report(pack_of(played), folder, 1, tables_of(played), whose)
    return [folder / name for name in FORMATS]


def figure(directory: str | Path, name: str) -> Path:
    """Draw one figure or table of a run again into its `figures/`; gives the PNG, or a table's CSV.

    Raises StudyFault if the folder holds no run, or there is no such figure, or it has nothing to show.
    """
    import pandas as pd

    from results.figures import FIGURES, Table
    from results.figures.shown import left_out
    from results.packing import pack_of
    from results.pictures import drawn_part, single_pictures
    from results.played_before import played_before
    from results.report import write_figures
    from results.store import write_csv

    folder = Path(directory)
    pack = pack_of(played_before(folder))
    singles = single_pictures(pack)
    known = [*FIGURES, *singles]
    if name not in known:
        message = f"There is no figure or table '{name}'."
        allowed, meant = listed(known, len(known)), probably_meant(name, known)
        raise StudyFault([Fault(Mark(shown(folder)), "", message, allowed, meant)])
    overview = singles[name][0] if name in singles else name
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
