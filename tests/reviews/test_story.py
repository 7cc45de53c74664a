"""The history in sentences."""

from datetime import timedelta

import pytest

from reviews.story import span


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=59), "不到1分钟"),
        (timedelta(minutes=35), "35分钟"),
        (timedelta(hours=3, minutes=20), "3小时20分钟"),
        (timedelta(hours=5), "5小时"),
        (timedelta(days=2, hours=4, minutes=59), "2天4小时"),
        (timedelta(days=3, minutes=5), "3天"),
    ],
)
def test_how_long_it_lay(time, words):
    assert span(time) == words
