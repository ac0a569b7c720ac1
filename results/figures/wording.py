"""Numbers as people say them: minutes and seconds, people, pounds, and how sure we are."""

import math
import re
import textwrap
from collections.abc import Callable, Sequence

NOT_MEASURED = "not measured"
UNCERTAINTY = "simulation uncertainty (95%)"
FEW_CALLS = 30
"""A group of fewer calls than this shows no centiles."""
FEW_PEOPLE = 5
"""A pool of fewer people than this is given as a band."""


def known(value: float | None) -> bool:
    """Whether there is a number to print."""
    return value is not None and math.isfinite(value)


def minutes(seconds: float) -> str:
    """`130` as "2 min 10 s"; the sign is dropped, the sentence around it says which way."""
    if not known(seconds):
        return NOT_MEASURED
    whole = round(abs(seconds))
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")


def clock(seconds: float) -> str:
    """`100` as "1:40"; shown beside "sooner" or "later", with a minus for the other direction."""
    if not known(seconds):
        return NOT_MEASURED
    whole = round(abs(seconds))
    return f"{'−' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02d}"


def rounded(count: float) -> str:
    """A count to three figures, so that it does not look surer than it is: `1_943` as "1,940"."""
    if not known(count):
        return NOT_MEASURED
    step = 10.0 ** max(0, math.floor(math.log10(abs(count))) - 2) if count else 1.0
    return f"{round(count / step) * step:,.0f}".replace("-", "−")


def percent(share: float) -> str:
    """`0.735` as "73.5%"."""
    return f"{100 * share:.1f}%" if known(share) else NOT_MEASURED


def target(share: float) -> str:
    """`0.75` as "75%"; a target is exact."""
    return f"{100 * share:g}%"


def people_step(count: float) -> int:
    """To how many people a number of them is rounded."""
    return 1 if count < 100 else 10 if count < 1_000 else 100


def people(count: float) -> str:
    """A number of people, rounded so that it does not look surer than it is."""
    if not known(count):
        return NOT_MEASURED
    size = abs(count)
    if 0 < size < FEW_PEOPLE:
        return "fewer than 5"
    step = people_step(size)
    return f"{round(count / step) * step:,.0f}".replace("-", "−")


def pounds(amount: float) -> str:
    """`1_115_000` as "£1.12m", `104_300` as "£104k", `3_137` as "£3,137"."""
    if not known(amount):
        return NOT_MEASURED
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if size >= 999_500:
        return f"{sign}£{size / 1e6:,.2f}m"
    if size >= 9_950:
        return f"{sign}£{size / 1e3:,.0f}k"
    return f"{sign}£{size:,.0f}".replace("−£0", "£0")


def thousands(amount: float) -> str:
    """The ends of an interval of money: "£8k", and "£1.12m" from a million."""
    if known(amount) and 1_000 <= abs(amount) < 999_500:
        return f"{'−' if amount < 0 else ''}£{abs(amount) / 1e3:,.0f}k"
    return pounds(amount)


def signed(text: str, value: float) -> str:
    """The text with a plus or minus in front, by the value's sign."""
    bare = text.lstrip("−-")
    if not any(digit in bare for digit in "123456789"):
        return bare
    return ("+" if value > 0 else "−") + bare


def joined(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 option", "3 options"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


NUMBERED = re.compile(r"(\d+)\. (.+)", re.DOTALL)


def named(title: str) -> str:
    """An option's title in quotation marks, so that it reads as a name inside a sentence."""
    found = NUMBERED.fullmatch(title)
    return f"“{found[2]}” (option {found[1]})" if found else f"“{title}”"


def short(title: str) -> str:
    """An option by its number once its title has been given; by its title where it has none."""
    found = NUMBERED.fullmatch(title)
    return f"option {found[1]}" if found else f"“{title}”"


def named_once(text: str, titles: Sequence[str]) -> str:
    """The text with each option named in full where it comes first, and by its number after that."""
    for title in titles:
        head, name, rest = text.partition(named(title))
        text = f"{head}{name}{rest.replace(named(title), short(title))}"
    return text


def together(titles: Sequence[str], every: int) -> str:
    """Several options that share a row: "Options 1, 3 and 4"; all of them as "every option"."""
    if len(titles) == 1:
        return titles[0]
    if len(titles) == every:
        return "Every option"
    numbers = [found[1] for title in titles if (found := NUMBERED.fullmatch(title))]
    return f"Options {joined(numbers)}" if len(numbers) == len(titles) else "; ".join(titles)


def wrapped(text: str, width: int, most: int | None = None) -> str:
    """The text broken at spaces into at most so many lines, an ellipsis for what is cut."""
    lines = textwrap.wrap(
        text, width, break_long_words=False, break_on_hyphens=False, max_lines=most, placeholder="…"
    )
    return "\n".join(lines)


def between(low: float, high: float, say: Callable[[float], str]) -> str:
    """An interval as words, such as "1:40 to 2:45"."""
    return f"{say(low)} to {say(high)}"


SAME_EVERY_TIME, NEARLY_THE_SAME = "the same every time", "nearly the same every time"


def steady(low: float, high: float) -> bool:
    """Whether the ends of an interval are one number, but for what adding up in another order does."""
    return math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-6)


def spread(low: float, high: float, say: Callable[[float], str]) -> str:
    """An interval as words: the same every time only where it is, nearly so where rounding alone prints ends alike."""
    if steady(low, high):
        return SAME_EVERY_TIME
    return NEARLY_THE_SAME if say(low) == say(high) else between(low, high, say)


def pound_end(amount: float) -> str:
    """An end of an interval of money, with its sign."""
    return signed(thousands(amount), amount)


def sentence(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
