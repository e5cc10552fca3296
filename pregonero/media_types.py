"""Files that may be published as they are, beside photographs."""

from collections.abc import Mapping

#: By the ending of a name: what may be linked from content/media/, with its media type. Nothing
#: that a browser would run as a page of the site is here.
ATTACHMENTS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def media_type(file: str) -> str | None:
    """The media type of a file that may be published, by its name; None for any other."""
    return ATTACHMENTS.get(file.rpartition(".")[2].lower())
