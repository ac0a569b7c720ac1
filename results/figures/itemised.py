"""How much of an agency's published cost the study itemises: the rest is in no cost per incident, hour or head."""

from results.figures.bid_check import rows_of_bid, text
from results.figures.reading import keys_of
from results.figures.wording import joined, known, sentence
from results.pack import Pack

OF_ITEMS = "of what the study itemises"


def itemised(pack: Pack) -> str:
    """For each agency with a published total of a year, what part of it the items are, in a sentence."""
    said: dict[str, str] = {}
    for row in rows_of_bid(pack):
        agency = keys_of(text(row.get("group"))).get("agency")
        whole = text(row.get("measure")) == "annual_cost_gbp" and text(row.get("of")) == "value"
        model, published = float(row["model_value"]), float(row["bid_value"])
        if agency and whole and known(model) and published > 0:
            said.setdefault(agency, f"{model / published:.0%} of {agency}\u2019s published cost")
    if not said:
        return "No published total is declared that would say how much of the agencies\u2019 cost that is."
    return f"{sentence('that is')} {joined(list(said.values()))}; the rest is in no figure here."
