"""Tables on the terminal: as wide as it is, and 160 letters wide where there is none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def print_table(table: Table) -> None:
    """Print a table on standard output."""
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 160).print(table)
