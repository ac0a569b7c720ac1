"""What a folder's report is made from: its pack and its sheets, alike for `run`, `sweep` and `site`.

Each command makes them of what it has just played, `bluelight report` and `figure` of what is on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from results.experiment import Played
from results.kept_folder import open_folder
from results.pack import Pack
from results.packing import pack_of
from results.played_before import played_of
from results.sheets import Sheets, sheets_of
from results.site import Sited
from results.site_pack import site_pack
from results.site_sheets import sheets_of_siting
from results.sited_before import sited_of
from results.sweep import Swept
from results.sweep_pack import sweep_pack
from results.sweep_sheets import sheets_of_sweep
from results.swept_before import swept_of

Found = Played | Swept | Sited


@dataclass(frozen=True)
class Packed:
    """What figures and report are made from, and the tables beside, which are made when they are asked for."""

    pack: Pack
    sheets: Callable[[], Sheets]


def packed(found: Found) -> Packed:
    """The pack and the sheets of what a command found."""
    if isinstance(found, Swept):
        pack = sweep_pack(found)
        return Packed(pack, partial(sheets_of_sweep, found, pack))
    if isinstance(found, Sited):
        pack = site_pack(pack_of(found.played), found)
        return Packed(pack, partial(sheets_of_siting, found, pack))
    pack = pack_of(found)
    return Packed(pack, partial(sheets_of, found, pack))


def packed_again(directory: Path) -> Packed:
    """The same from what a folder holds; nothing is played.

    Raises StudyFault if no command wrote the folder, or it is not whole, or study or region were changed since.
    """
    kept = open_folder(directory)
    if kept.verb == "sweep":
        return packed(swept_of(kept))
    return packed(sited_of(kept) if kept.verb == "site" else played_of(kept))
