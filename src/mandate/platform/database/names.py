"""The order of names in the database: that of a dictionary of the reader's language.

The database may lack the collations, so whatever has a name that lists are sorted by keeps its key in every
language (`mandate.core.textkey`), and keys are compared byte by byte.
"""

from collections.abc import Mapping

from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Collate

from mandate.core.textkey import sort_key


def keys_of(names: Mapping[str, str]) -> dict[str, str]:
    """What is kept: {language: key}, of {language: name}."""
    return {code: sort_key(name, code) for code, name in names.items()}


def by_name(language: str, keys: str = "sort_keys") -> Collate:
    """Orders by the keys in a field. Names of one key stand in no order: something else must follow."""
    return Collate(KeyTextTransform(language, keys), "C")
