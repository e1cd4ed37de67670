"""Files that people send: more than a workspace ever needs is refused before any of it is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Quota(FileUploadHandler):
    """Lets no request bring more than `LARGEST_UPLOAD` bytes, said beforehand or not."""

    brought = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django calls it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse by what the request says of its size."""
        if content_length > settings.LARGEST_UPLOAD:
            raise RequestDataTooBig("The request says that it is too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Refuse by what has come so far."""
        self.brought += len(raw_data)
        if self.brought > settings.LARGEST_UPLOAD:
            raise RequestDataTooBig("The request is too large.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps the file."""
