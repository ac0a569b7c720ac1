"""What pydantic found wrong, in a planner's words."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from scenarios.documents import Document, Path_
from scenarios.faults import Fault, listed, probably_meant

PLAIN_WORDS = {
    "int_parsing": "This should be a whole number.",
    "int_type": "This should be a whole number.",
    "int_from_float": "This should be a whole number.",
    "float_parsing": "This should be a number.",
    "float_type": "This should be a number.",
    "finite_number": "This should be a finite number.",
    "string_type": "This should be text.",
    "bool_type": "This should be true or false.",
    "bool_parsing": "This should be true or false.",
    "tuple_type": "This should be a list.",
    "list_type": "This should be a list.",
    "dict_type": "This should be names with a block each.",
    "model_type": "This should be a block of `key: value` lines.",
    "date_from_datetime_parsing": "This should be a date, as in 2014-05-05.",
    "date_parsing": "This should be a date, as in 2014-05-05.",
    "date_type": "This should be a date, as in 2014-05-05.",
}


def validated(model: type[Any], document: Document, path: Path_, faults: list[Fault]) -> Any | None:
    """The checked object of a part of a document, or None with its faults noted."""
    try:
        return model.model_validate(document.at(path))
    except ValidationError as error:
        faults.extend(faults_of(error, model, document.below(path), path))
        return None


def faults_of(
    error: ValidationError, model: type[BaseModel], part: Document, at: Path_
) -> list[Fault]:
    """Every fault of a part of a document, each with its own line and column."""
    details: list[dict[str, Any]] = [dict(detail) for detail in error.errors(include_url=False)]
    places = [located(tuple(detail["loc"]), part) for detail in details]
    found = [
        fault_of(detail, model, inner, part, at)
        for detail, inner in zip(details, places, strict=True)
    ]
    return [
        fault
        for fault, detail, inner in zip(found, details, places, strict=True)
        if not follows(detail, inner, details, places, found)
    ]


def follows(
    detail: dict[str, Any],
    inner: Path_,
    details: list[dict[str, Any]],
    places: list[Path_],
    found: list[Fault],
) -> bool:
    """Whether a fault only follows from another: a key missing since it is misspelled, a list empty of sound items."""
    for other, place, fault in zip(details, places, found, strict=True):
        if other is detail:
            continue
        if detail["type"] == "missing" and other["type"] == "extra_forbidden":
            beside = place[:-1] == inner[:-1]
            if beside and fault.meant == str(detail["loc"][-1]):
                return True
        if detail["type"] == "too_short" and place[: len(inner)] == inner:
            return True
    return False


def located(loc: Path_, part: Document) -> Path_:
    """The part of pydantic's location that is a path in the document (it adds names of its own kinds)."""
    path: Path_ = ()
    for key in loc:
        if part.has((*path, key)):
            path = (*path, key)
    missing = loc[-1:] if loc and not part.has(path + loc[-1:]) and path != loc else ()
    return path + missing if missing and path[-1:] != missing else path


def fault_of(
    detail: dict[str, Any], model: type[BaseModel], inner: Path_, part: Document, at: Path_
) -> Fault:
    """One of pydantic's errors as a fault."""
    kind, context = detail["type"], detail.get("ctx", {})
    where = ".".join(str(key) for key in at + inner)
    mark = part.mark(inner)
    if kind == "extra_forbidden":
        keys = keys_at(model, tuple(detail["loc"])[:-1])
        name = str(inner[-1])
        return Fault(mark, where, f"There is no key '{name}' here.", listed(keys, 24),
                     probably_meant(name, keys))  # fmt: skip
    if kind == "missing":
        return Fault(mark, where, f"'{detail['loc'][-1]}' is missing.")
    if kind in ("literal_error", "enum"):
        words = [
            word.strip(" '") for word in str(context["expected"]).replace(" or ", ", ").split(",")
        ]
        return Fault(mark, where, f"'{detail['input']}' is not one of the words for this.",
                     listed(words, 24), probably_meant(detail["input"], words))  # fmt: skip
    if kind == "value_error":
        return own_fault(str(context.get("error", detail["msg"])), inner, part, at)
    if kind in LIMITS:
        value = shown_value(detail["input"])
        return Fault(mark, where, f"This is {value}.", limit_of(kind, context))
    if kind in PLAIN_WORDS:
        return Fault(mark, where, f"{PLAIN_WORDS[kind]} It is {shown_value(detail['input'])}.")
    return Fault(mark, where, f"{detail['msg']}. It is {shown_value(detail['input'])}.")


def own_fault(text: str, inner: Path_, part: Document, at: Path_) -> Fault:
    """A fault that a declared object raised itself, as `key|message|allowed|meant`."""
    pieces = text.split("|")
    if len(pieces) == 1:
        pieces = ["", text, ""]
    key, message, allowed, likely = [*pieces, "", "", ""][:4]
    path = (*inner, key) if key and part.has((*inner, key)) else inner
    message = message[:1].upper() + message[1:]
    if not message.endswith("."):
        message += "."
    words = [word.strip() for word in allowed.split(",")]
    written = part.below(path).data if part.has(path) else ""
    near = probably_meant(written, words) if isinstance(written, str) and len(words) > 1 else ""
    meant = likely or near
    where = ".".join(str(part_) for part_ in at + path)
    return Fault(part.mark(path), where, message, allowed, meant)


def keys_at(model: type[BaseModel], loc: Path_) -> list[str]:
    """The keys that may stand at a location below a model."""
    here: Any = model
    for key in loc:
        here = step_into(here, key)
        if here is None:
            return []
    for choice in (here, *get_args(here)):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return [field.alias or name for name, field in choice.model_fields.items()]
    return []


def step_into(here: Any, key: str | int) -> Any:
    """The type one key further down: a model's field, or what a list or mapping holds."""
    if isinstance(here, type) and issubclass(here, BaseModel):
        for name, field in here.model_fields.items():
            if key in (name, field.alias):
                return field.annotation
        return None
    for choice in get_args(here):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice if not isinstance(key, str) or key not in choice.model_fields else (
                choice.model_fields[key].annotation
            )  # fmt: skip
    return None


LIMITS = {
    "greater_than_equal": ("ge", "{} or more"),
    "greater_than": ("gt", "more than {}"),
    "less_than_equal": ("le", "{} or less"),
    "less_than": ("lt", "less than {}"),
    "too_short": ("min_length", "{} or more of them"),
    "too_long": ("max_length", "{} of them or fewer"),
    "string_too_short": ("min_length", "{} letters or more"),
}


def limit_of(kind: str, context: dict[str, Any]) -> str:
    """The limit that a value is beyond, in words."""
    key, words = LIMITS[kind]
    return words.format(f"{context[key]:,.10g}")


def shown_value(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, str):
        return f"the text '{value}'" if value else "empty"
    if isinstance(value, dict):
        return "a block of lines"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return "empty" if value is None else str(value)
