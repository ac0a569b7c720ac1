"""What a scheme does to the calls of the other services and to joint calls, and how sure that is."""

from results.figures.other_services import asked_of, moved_words
from results.figures.reading import reading_of
from results.figures.wording import UNCERTAINTY, sentence
from results.pack import Pack


def services_headline(pack: Pack) -> tuple[str, str] | None:
    """What is found and how sure it is; nothing where no option clearly moves another service."""
    reading = reading_of(pack)
    says, ends = moved_words(pack, reading, asked_of(pack))
    if not says:
        return None
    return f"{sentence(says)}.", f"{sentence(UNCERTAINTY)}: {ends}."
