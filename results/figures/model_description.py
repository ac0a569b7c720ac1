"""Table A: the model by the published checklist STRESS-DES, filled from the study."""

from results.figures.figure import Table
from results.figures.wording import counted
from results.pack import Pack

CHECKLIST = (
    "Monks, Currie, Onggo, Robinson, Kunc and Taylor 2019, Strengthening the reporting of empirical "
    "simulation studies, "
    "Journal of Simulation 13(1)"
)


def model_description(pack: Pack) -> Table:
    """A row an item of the checklist: what the model is for, how it works, on what data, how it was run."""
    rows = pack.model.rows if pack.model else ()
    return Table(
        "model_description",
        "A",
        f"The model in {counted(len(rows), 'item')} of the STRESS-DES checklist"
        if rows
        else "No clear model was described",
        "What the model is, by the checklist STRESS-DES",
        ("Part", "Item", "In this study"),
        rows,
        f"STRESS-DES: {CHECKLIST}. Numbers are those of “{pack.baseline.title}” unless they say otherwise. "
        f"{pack.region.attribution}",
    )
