"""Proxy means tests: a score fitted to a survey, written as a rule, examined, and set beside other ways of choosing."""

from __future__ import annotations

from groundfloor.proxy.assess import ProxyMeans, assess
from groundfloor.proxy.settings import METHODS, Settings, target_of
from groundfloor.proxy.ways import categories_of
from groundfloor.proxy.words import Told, language
from groundfloor.proxy.writing import write

__all__ = ["METHODS", "ProxyMeans", "Settings", "Told", "assess", "categories_of", "language", "target_of", "write"]
