"""A service's own name, logo and colour on its reports: a small file, checked before anything is written."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from scenarios.documents import Document, read_yaml
from scenarios.faults import Fault, StudyFault, listed, probably_meant, shown

BLUE = "#12436d"
KEYS = ("name", "logo", "colour")
LEAST_CONTRAST = 4.5
"""Of text on white: the Web Content Accessibility Guidelines 2.2, criterion 1.4.3, level AA."""
MOST_BYTES = 2_000_000
MOST_STRETCHED = 8
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
"""Pictures that a browser, a PDF and Word all show."""


@dataclass(frozen=True)
class Brand:
    """Whose report it is. `logo` is a PNG or JPEG file's bytes, empty where there is none; `colour` is #rrggbb."""

    name: str = ""
    logo: bytes = b""
    kind: str = ""
    colour: str = BLUE


PLAIN = Brand()
"""A report in nobody's colours."""


def read_brand(path: Path) -> Brand:
    """The brand that a YAML file declares: `name`, and where wanted `logo` (a file beside it) and `colour`.

    Raises StudyFault with every fault of the file at once.
    """
    document = read_yaml(path)
    faults = list(document.faults)
    for key in document.data:
        if key not in KEYS:
            message = f"There is no '{key}' in a brand."
            meant = probably_meant(key, KEYS)
            faults.append(Fault(document.mark((key,)), str(key), message, listed(KEYS), meant))
    name = _name(document, faults)
    logo, kind = _logo(document, path, faults)
    colour = _colour(document, faults)
    if faults:
        raise StudyFault(faults)
    return Brand(name, logo, kind, colour)


def _name(document: Document, faults: list[Fault]) -> str:
    found = document.data.get("name")
    if isinstance(found, str) and found.strip():
        return found.strip()
    there = "name" in document.data
    at = document.mark(("name",) if there else ())
    message = (
        "This is not a name."
        if there
        else "A brand needs a `name`: it is read out for the logo too."
    )
    faults.append(Fault(at, "name", message, "the service's name, as people write it"))
    return ""


def _logo(document: Document, path: Path, faults: list[Fault]) -> tuple[bytes, str]:
    """The bytes of the logo and what kind of picture it is."""
    if "logo" not in document.data:
        return b"", ""
    at, named = document.mark(("logo",)), str(document.data["logo"])
    file, allowed = path.parent / named, "a PNG or JPEG file beside the brand file"
    if not file.is_file():
        near = sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in SUFFIXES)
        message = f"There is no file '{named}' in {shown(path.parent.resolve())}."
        faults.append(
            Fault(at, "logo", message, listed(near) or allowed, probably_meant(named, near))
        )
        return b"", ""
    content = file.read_bytes()
    why, kind, across, up = "", "", 1, 1
    try:
        with Image.open(io.BytesIO(content)) as picture:
            kind, (across, up) = str(picture.format), picture.size
            picture.verify()
    except (OSError, SyntaxError, ValueError):
        why = f"{named} is not a picture that can be read."
    if not why and kind not in KINDS:
        why = f"{named} is a {kind} picture, which not every format of the report can show."
    if not why and len(content) > MOST_BYTES:
        why = f"{named} is {len(content) / 1e6:.1f} MB; the report would carry it in every file."
        allowed = f"at most {MOST_BYTES / 1e6:.0f} MB"
    if not why and max(across / up, up / across) > MOST_STRETCHED:
        why = f"{named} is {across} by {up}: too long to stand on a cover."
        allowed = f"one side at most {MOST_STRETCHED} times the other"
    if why:
        faults.append(Fault(at, "logo", why, allowed))
    return content, KINDS.get(kind, "")


SUFFIXES = (".png", ".jpg", ".jpeg")


def _colour(document: Document, faults: list[Fault]) -> str:
    """The colour of headings and rules, as #rrggbb; it must stand out on white."""
    if "colour" not in document.data:
        return BLUE
    at, given = document.mark(("colour",)), str(document.data["colour"])
    allowed = "six digits as in '#12436d', in quotation marks"
    if document.data["colour"] is None:
        message = (
            "Nothing stands there: what follows a # is a comment unless it is in quotation marks."
        )
        faults.append(Fault(at, "colour", message, allowed))
        return BLUE
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", given):
        meant = f"'#{given}'" if re.fullmatch(r"[0-9a-fA-F]{6}", given) else ""
        faults.append(Fault(at, "colour", f"{given} is not a colour.", allowed, meant))
        return BLUE
    found = contrast_on_white(given)
    if found < LEAST_CONTRAST:
        message = f"Text in {given} on white has a contrast of {found:.1f} to 1: too faint to read."
        darker = darkened(given)
        faults.append(Fault(at, "colour", message, f"{LEAST_CONTRAST} to 1 or more", f"'{darker}'"))
    return given.lower()


def contrast_on_white(colour: str) -> float:
    """How much a colour stands out on white, from 1 to 21, as the guidelines (WCAG 2.2) define it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str) -> str:
    """The same hue, as dark as it must be to be read on white."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for percent in range(100, -1, -1):
        found = "#" + "".join(f"{part * percent // 100:02x}" for part in parts)
        if contrast_on_white(found) >= LEAST_CONTRAST:
            return found
    return "#000000"
