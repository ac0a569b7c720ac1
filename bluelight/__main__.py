"""The command line's front door."""

from __future__ import annotations

from bluelight.cli import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
