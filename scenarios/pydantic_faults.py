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


def faults_of(
    error: ValidationError, model: type[BaseModel], part: Document, at: Path_
) -> list[Fault]:
    """Every fault of a part of a document, each with its own line and column."""
    found = []
    for detail in error.errors(include_url=False):
        inner = located(tuple(detail["loc"]), part)
        found.append(fault_of(dict(detail), model, inner, part, at))
    return found


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
    if kind in PLAIN_WORDS:
        return Fault(mark, where, f"{PLAIN_WORDS[kind]} It is {shown_value(detail['input'])}.")
    return Fault(mark, where, f"{detail['msg']}. It is {shown_value(detail['input'])}.")


def own_fault(text: str, inner: Path_, part: Document, at: Path_) -> Fault:
    """A fault that a declared object raised itself, as `key|message|allowed`."""
    pieces = text.split("|")
    if len(pieces) == 1:
        pieces = ["", text, ""]
    key, message, allowed = [*pieces, "", ""][:3]
    path = (*inner, key) if key and part.has((*inner, key)) else inner
    message = message[:1].upper() + message[1:]
    if not message.endswith("."):
        message += "."
    words = [word.strip() for word in allowed.split(",")]
    written = part.below(path).data if part.has(path) else ""
    meant = probably_meant(written, words) if isinstance(written, str) and len(words) > 1 else ""
    where = ".".join(str(part_) for part_ in at + path)
    return Fault(part.mark(path), where, message, allowed, meant)


def keys_at(model: type[BaseModel], loc: Path_) -> list[str]:
    """The keys that may stand at a location below a model."""
    here: Any = model
    for key in loc:
        here = step_into(here, key)
        if here is None:
            return []
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [field.alias or name for name, field in here.model_fields.items()]
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


def shown_value(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, str):
        return f"the text '{value}'"
    if isinstance(value, dict):
        return "a block of lines"
    if isinstance(value, list | tuple):
        return "a list"
    return "empty" if value is None else str(value)
