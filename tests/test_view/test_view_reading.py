"""The page used as an analyst would: time, path, contested, documents, keeping what shows, a link that restores it."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kg.graph import Graph
from kg.model import Actor
from kg.ontology import Ontology
from kg.view import write_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html(graph: Graph, ontology: Ontology) -> str:
    return write_page(graph, ontology, title="War on the river", note="all of it")


@pytest.fixture
def page(open_page, html):
    return open_page(html)


def test_the_header_says_what_the_graph_is_and_when(page) -> None:
    assert page.text("#note") == "all of it"
    assert page.text("#span").startswith("held 2031-05-12 – 2031-06-01")


def test_the_slider_leaves_what_held_then(page) -> None:
    before = len(page.run("return kg.visible().relations"))
    page.run("document.getElementById('to').focus()")
    page.press(*[Keys.ARROW_LEFT] * 3)
    page.driver.execute_async_script("setTimeout(arguments[0], 200)")
    page.click("#undated")
    left = page.run("return kg.visible().relations")
    assert 0 < len(left) < before
    assert page.text("#window") == "2031-05-12 – 2031-05-29"
    page.click("#play")
    assert page.run("return document.getElementById('play').getAttribute('aria-pressed')") == "true"
    page.click("#play")
    page.click("#reset")
    assert len(page.run("return kg.visible().relations")) == before


def test_evidence_and_claimants_filter(page) -> None:
    page.run("const one = document.getElementById('publishers'); one.value = 2; one.dispatchEvent(new Event('change'))")
    assert page.run("return kg.visible().relations") == [
        page.tie("a-coast", "attacks", "a-river"),
        page.tie("a-high", "aids", "a-coast"),
    ]
    page.click("#reset")
    page.click("[data-group='claimant'][data-value='']")
    assert page.tie("a-petra", "leads", "a-coast") not in page.run("return kg.visible().relations")


def test_the_legend_filters(page) -> None:
    page.driver.find_element(By.XPATH, "//*[@id='legend']//button[contains(., 'hostile')]").click()
    signs = {tie["id"]: tie["sign"] for tie in page.run("return kg.relations()")}
    assert "-" not in {signs[tie] for tie in page.run("return kg.visible().relations")}


def test_a_path_with_a_sentence_for_each_step(page) -> None:
    page.click_at(page.run("return kg.nodePosition('a-rebels')"))
    page.driver.find_element(By.XPATH, "//aside//button[.='Path from']").click()
    page.click("#path-to")
    page.press("CM", Keys.ENTER)
    steps = [step.text for step in page.driver.find_elements(By.CSS_SELECTOR, ".steps li")]
    assert len(steps) == 2 and "Republic of the Highlands" in steps[0] and "the Republic of the Highlands" in steps[1]
    page.driver.find_element(By.XPATH, "//aside//button[.='Clear path']").click()
    assert "Select an actor" in page.text("#panel")


def test_contested_says_both_sides(page) -> None:
    page.press("c")
    sheet = page.text("#sheet")
    assert "Contested (1)" in sheet and "Stated (2)" in sheet and "Denied (1)" in sheet
    assert "The Coastal Militia denied that it had attacked the River Front." in sheet


def test_a_document_is_read_with_its_claims_marked(page) -> None:
    page.press("d")
    page.driver.find_element(By.XPATH, "//*[@id='sheet']//button[contains(., 'Shells at the ford')]").click()
    assert page.text("#sheet h2") == "Shells at the ford"
    marks = page.driver.find_elements(By.CSS_SELECTOR, "#sheet .text mark")
    assert "shelled the River Front at Stone Ford" in " ".join(mark.text for mark in marks)
    page.driver.find_element(By.CSS_SELECTOR, "#sheet button.note").click()
    assert page.driver.find_elements(By.CSS_SELECTOR, "#panel article blockquote")


def test_what_shows_is_kept_in_four_formats(page, tmp_path) -> None:
    shown = page.run("return kg.visible()")
    read = json.loads(page.kept("json", tmp_path))
    assert {actor["id"] for actor in read["actors"]} == set(shown["actors"])
    assert len(read["relations"]) == len(shown["relations"])
    rows = list(csv.DictReader(io.StringIO(page.kept("csv", tmp_path).decode("utf-8"))))
    assert {row["id"] for row in rows} == {claim["id"] for tie in read["relations"] for claim in tie["claims"]}
    assert "</script><script>window.__pwn=1</script>" in {row["subject"] for row in rows}
    drawing = ET.fromstring(page.kept("svg", tmp_path))
    assert "War on the river" in "".join(drawing.itertext())
    assert page.kept("png", tmp_path).startswith(b"\x89PNG")
    assert page.messages() == []


def test_a_link_restores_the_whole_view(page) -> None:
    page.click("[data-group='sign'][data-value='-']")
    page.run("kg.view('table'); kg.selectActor('a-coast'); kg.theme('dark')")
    link, shown = page.run("return kg.link()"), page.run("return kg.visible()")
    page.run("kg.reset(); kg.theme('light')")
    page.run("location.hash = arguments[0]", link)
    page.driver.execute_async_script("setTimeout(arguments[0], 100)")
    assert page.run("return kg.visible()") == shown
    page.driver.get("about:blank")
    page.driver.get(page.address + link)
    assert page.run("return kg.visible()") == shown
    assert page.text("#panel h2") == "Coastal Militia"
    assert page.driver.find_element(By.CSS_SELECTOR, "#sheet table").is_displayed()
    assert page.run("return document.documentElement.classList.contains('dark')") is True
    assert page.messages() == []


def test_a_graph_of_denials_alone_says_so(open_page, ontology, make_graph) -> None:
    said = [("a", "attacks", "b", "Alpha denied that it attacked Beta.", 0, {"polarity": "denied"})]
    page = open_page(
        write_page(make_graph([Actor("a", "Alpha", "state"), Actor("b", "Beta", "state")], said), ontology)
    )
    assert "Nothing is stated as a fact" in page.text("#nothing")
    page.click("#nothing button")
    assert page.run("return kg.visible().actors") == ["a", "b"]


def test_names_without_end_and_turned_stay_within_their_place(open_page, ontology, make_graph) -> None:
    long, turned = "x" * 10_000, "\u202egnp.exe\u202c Иван 李 ሰላም"
    said = [("a", "attacks", "b", f"{long} attacks {turned}.", 0, {})]
    page = open_page(
        write_page(make_graph([Actor("a", long, "state"), Actor("b", turned, "state")], said), ontology), 390, 844
    )
    page.run("kg.selectActor('a'); kg.selectRelation(0); kg.view('table')")
    assert page.run("return document.documentElement.scrollWidth") <= 390
    assert page.messages() == []
