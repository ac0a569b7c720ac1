"""How one part of a report speaks of another: by its number, and only where that part is in the report.

Every "figure 2" or "table 12g" in a sentence, a note or a drawing comes from here, so that nobody is sent to a part
that the report does not have.
"""

from __future__ import annotations

from results.pack import Pack

NUMBERS = {
    "what_changed": "table 1",
    "summary": "figure 2",
    "standards": "table 2b",
    "standards_by_ground": "table 2c",
    "response_by_place": "table 2e",
    "response_map": "figure 3",
    "isochrone_map": "figure 4",
    "gainers": "table 3a",
    "people_within": "table 3b",
    "money": "figure 12",
    "station_cards": "table 8",
    "bid_check": "table 12h",
    "value_for_money": "table 12c",
    "switching_values": "table 12f",
    "rate_ranges": "table 12g",
    "recorded": "figure 15a",
    "replications": "table 15c",
    "model_description": "table A",
    "siting": "figure 17",
    "siting_table": "table 17",
    "siting_costs": "table 17c",
    "sources": "table B",
}
"""What each part that another speaks of is called."""


def in_report(pack: Pack, name: str) -> bool:
    """Whether a part is in this pack's report: the study asks for it, and it has something to show."""
    from results.figures.shown import left_out  # which imports the parts themselves

    return (not pack.parts or name in pack.parts) and not left_out(pack, (name,))


def see(pack: Pack, name: str, before: str = "", after: str = "") -> str:
    """A part's number with the words about it, such as " (table 12g)"; nothing where the report does not have it."""
    return f"{before}{NUMBERS[name]}{after}" if in_report(pack, name) else ""
