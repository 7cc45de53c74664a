"""Finding entries by words, by pinyin initials, by label and by type of project."""

from django.db.models import Q

from .pinyin import initials

MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    return text.split()[:MOST_WORDS]


def words_match(text: str) -> Q:
    """Every word is in the name or the description, or is initials of the name."""
    condition = Q()
    for word in words_of(text):
        here = Q(name__icontains=word) | Q(description__icontains=word)
        if _is_initials(word):
            here |= Q(initials__contains=word.lower())
        condition &= here
    return condition


def is_match(text: str, name: str, description: str) -> bool:
    """The same question about a line that is not in the database."""
    both = f"{name}\n{description}".lower()
    letters = initials(name)
    return all(
        word.lower() in both or (_is_initials(word) and word.lower() in letters)
        for word in words_of(text)
    )


def _is_initials(word: str) -> bool:
    return word.isascii() and word.isalnum()
