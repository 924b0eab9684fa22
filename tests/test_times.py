"""Expressions of time against a date of publication."""

from __future__ import annotations

import pytest

from kg.extract.times import find_times

PUBLISHED = "2015-10-14"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The army attacked on Wednesday.", "2015-10-14", "2015-10-14"),
        ("The army attacked on Tuesday.", "2015-10-13", "2015-10-13"),
        ("The army attacked on Thursday.", "2015-10-08", "2015-10-08"),
        ("They meet next Monday.", "2015-10-19", "2015-10-19"),
        ("They met last Wednesday.", "2015-10-07", "2015-10-07"),
        ("It fell yesterday.", "2015-10-13", "2015-10-13"),
        ("It fell overnight.", "2015-10-14", "2015-10-14"),
        ("They vote tomorrow.", "2015-10-15", "2015-10-15"),
        ("The operation began this morning.", "2015-10-14", "2015-10-14"),
        ("It was shelled on Oct. 12, 2015.", "2015-10-12", "2015-10-12"),
        ("It was shelled on 12 October 2014.", "2014-10-12", "2014-10-12"),
        ("It was shelled on September 3.", "2015-09-03", "2015-09-03"),
        ("It was shelled on 3rd December.", "2014-12-03", "2014-12-03"),
        ("It was shelled on 2014-02-28.", "2014-02-28", "2014-02-28"),
        ("It fell in March 2013.", "2013-03-01", "2013-03-31"),
        ("It fell in February.", "2015-02-01", "2015-02-28"),
        ("It fell in November.", "2014-11-01", "2014-11-30"),
        ("It fell in 1994.", "1994-01-01", "1994-12-31"),
        ("It fell two weeks ago.", "2015-09-30", "2015-09-30"),
        ("It fell a month ago.", "2015-09-14", "2015-09-14"),
        ("It held over the past year.", "2014-10-14", "2015-10-14"),
        ("It held for the last three years.", "2012-10-14", "2015-10-14"),
        ("It fell last week.", "2015-10-05", "2015-10-11"),
        ("Troops leave next month.", "2015-11-01", "2015-11-30"),
        ("Troops left last year.", "2014-01-01", "2014-12-31"),
        ("It is so this week.", "2015-10-12", "2015-10-18"),
        ("Peace came a decade ago.", "2005-10-14", "2005-10-14"),
    ],
)
def test_an_expression_has_its_dates(text: str, start: str, end: str) -> None:
    found = list(find_times(text, PUBLISHED))
    assert [(one.time.start, one.time.end) for one in found] == [(start, end)]
    assert all(text[one.start : one.end] == one.time.source for one in found)


@pytest.mark.parametrize(
    "text", ["It fell on 31 February 2015.", "March on the capital!", "The May family left.", "Nothing is dated here."]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert list(find_times(text, PUBLISHED)) == []


@pytest.mark.parametrize("published", ["", "yesterday", "0000-00-00"])
def test_without_a_date_of_publication_only_full_dates_are_read(published: str) -> None:
    text = "It fell on Tuesday, last week, yesterday, two days ago, in May, on May 3 and on 3 May 2015."
    assert [one.time.start for one in find_times(text, published)] == ["2015-05-03"]


def test_a_date_before_the_calendar_begins_is_left_out() -> None:
    assert list(find_times("It fell 12 decades ago.", "0001-02-03")) == []
