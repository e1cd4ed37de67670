"""What a file is that somebody gives: found by looking into it, and refused with a sentence where it may do harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from groundfloor_web.dialogue.models.documents import Kind

UNPACKED, MEMBERS = 10, 3_000
"""A packed file may unpack to so many times the largest file, in so many parts."""
OLD = b"\xd0\xcf\x11\xe0"
MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam")
NAMES = {"jpeg": Kind.JPEG} | {str(one): one for one in Kind if one != Kind.LINK}
MAIN = {
    Kind.DOCX: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    Kind.XLSX: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    Kind.PPTX: ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
}
CODE = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|/ctrlprops/|oleobject|^basic/|^scripts/|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|com|jar)$"
)
SCRIPTS = re.compile(rb"/(JavaScript|Launch)(?![A-Za-z0-9])")
DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


class Refused(Exception):
    """Why a file is not kept, and what to do, in a sentence."""


def kind_of(name: str, content: bytes) -> Kind:
    """What a file is, which must be what its name says. Raises Refused."""
    if len(content) > settings.LARGEST_DOCUMENT:
        most = settings.LARGEST_DOCUMENT // 1_000_000
        raise Refused(
            _("The file is larger than %(most)s MB. Make its pictures smaller, or name a link.") % {"most": most}
        )
    ending = PurePath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if ending in MACROS:
        raise _has_macros()
    kind = NAMES.get(ending)
    if kind is None:
        kinds = ", ".join(str(one.label) for one in Kind if one != Kind.LINK)
        raise Refused(_("Files of this kind are not taken. Give one of these: %(kinds)s.") % {"kinds": kinds})
    if content.startswith(OLD):
        raise Refused(_("The file is protected by a password or in an old format. Save it anew without a password."))
    found = _packed(content) if kind in MAIN or kind == Kind.ODT else _plain(content)
    if found != kind:
        raise Refused(
            _("The file is called %(kind)s but is none. Save it again in the program it comes from.")
            % {"kind": kind.label}
        )
    return kind


def _plain(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise _damaged()
        if SCRIPTS.search(content):
            raise Refused(_("The PDF holds scripts or starts programs. Print it to a new PDF and give that."))
        return Kind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        if b"IEND" not in content[-16:]:
            raise _damaged()
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" not in content[-1024:]:
            raise _damaged()
        return Kind.JPEG
    return Kind.TXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    """Whether it is text in UTF-8, or in UTF-16 as Windows marks it, without signs that no text has."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)


def _packed(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _inside(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        raise _damaged() from None


def _inside(archive: zipfile.ZipFile) -> Kind | None:
    parts = archive.infolist()
    if len(parts) > MEMBERS or sum(part.file_size for part in parts) > UNPACKED * settings.LARGEST_DOCUMENT:
        raise Refused(_("The file unpacks to far more than a document of this size holds. It was not kept."))
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(part.flag_bits & 1 for part in parts):
        raise _damaged()
    if any(CODE.search(name.lower()) for name in names):
        raise _has_macros()
    # a part that holds more than it says fails its checksum; `read` stops at what it says
    said = {
        name: archive.read(name) for name in names if name.lower().endswith((".xml", ".rels")) or name == "mimetype"
    }
    for name in set(names) - set(said):
        with archive.open(name) as part:
            while part.read(1 << 16):
                pass
    if any(word in text.replace(b"\0", b"") for text in said.values() for word in DECLARED):
        raise _damaged()
    kinds = said.get("[Content_Types].xml", b"")
    if b"macroenabled" in kinds.lower():
        raise _has_macros()
    for kind, (main, written) in MAIN.items():
        if main in said and written in kinds:
            return kind
    is_odt = said.get("mimetype", b"").strip() == b"application/vnd.oasis.opendocument.text" and "content.xml" in said
    return Kind.ODT if is_odt else None


def _damaged() -> Refused:
    return Refused(_("The file is damaged or protected. Save it again in the program it comes from."))


def _has_macros() -> Refused:
    return Refused(_("The file holds macros or programs. Save it without them, for instance as .docx or .xlsx."))
