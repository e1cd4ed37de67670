"""Settings of the tests: a home that is thrown away, quick passwords, static files without a manifest."""

from __future__ import annotations

import os
import tempfile

# one for each process of the tests, whatever was inherited
os.environ["GROUNDFLOOR_HOME"] = tempfile.mkdtemp(prefix="groundfloor-tests-")

from groundfloor_web.config.settings import *  # noqa: F403 - the home must be known first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - its absence is warned of
