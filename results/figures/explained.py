"""What the short names of urgency mean, said once where the headlines first name them.

Red 1 and Red 2 as the ambulance quality indicators of England had them from 2012 to 2017 (general knowledge); the
others by the plain word that each scheme gives them.
"""

import re
from dataclasses import replace

from results.figures.headline import Headline

MEANS = {
    "Red 1": "the most urgent, such as a heart that has stopped",
    "Red 2": "life-threatening but less immediate, such as a stroke",
    "Category 1": "life-threatening",
    "Category 2": "emergency",
    "Category 3": "urgent",
    "Category 4": "less urgent",
    "grade 1": "immediate",
    "grade 2": "priority",
    "grade 3": "scheduled",
}


def explained_once(found: tuple[Headline, ...]) -> tuple[Headline, ...]:
    """The same headlines, each short name explained in brackets where it first stands; one with a bracket is left."""
    known: set[str] = set()
    told = []
    for one in found:
        says = one.says
        for name, words in MEANS.items():
            first = re.search(rf"\b{name}\b(?: calls)?", says)
            if first and name not in known:
                known.add(name)
                after = says[first.end() :]
                if not after.startswith(" ("):
                    says = f"{says[: first.end()]} ({words}){after}"
        told.append(replace(one, says=says))
    return tuple(told)
