"""The page in a real browser, driven with the mouse, the keyboard and its own `window.kg`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kg.graph import Graph
from kg.model import Actor
from kg.ontology import Ontology
from kg.view import write_page
from kg.viewing import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html(graph: Graph, ontology: Ontology) -> str:
    return write_page(graph, ontology, title="War on the river")


@pytest.fixture
def page(open_page, html):
    return open_page(html)


def test_it_is_silent_and_asks_nothing_of_any_network(page) -> None:
    page.run("kg.selectActor('a-high'); kg.selectRelation(0); kg.theme('dark'); kg.table(true); kg.reset()")
    assert page.messages() == []
    assert [url for url in page.requests() if url != page.address and not url.startswith("data:")] == []


def test_every_actor_is_there_and_those_with_a_fact_show(page, graph) -> None:
    everyone = {node.id for node in (*graph.labelled("Actor"), *graph.labelled("Place"))}
    assert {actor["id"] for actor in page.run("return kg.actors()")} == everyone
    assert everyone - set(page.run("return kg.visible().actors")) == {"a-watch", "a-far"}
    page.click("#alone")
    assert set(page.run("return kg.visible().actors")) == everyone
    box = page.run("return document.getElementById('graph').getBoundingClientRect().toJSON()")
    for actor in everyone:
        spot = page.run("return kg.nodePosition(arguments[0])", actor)
        assert box["left"] < spot["x"] < box["right"] and box["top"] < spot["y"] < box["bottom"]


def test_a_click_on_a_line_shows_every_quote(page) -> None:
    tie = page.tie("a-coast", "attacks", "a-river")
    spot = page.run("return kg.edgePosition(arguments[0])", tie)
    page.click_at(spot)
    panel = page.text("#panel")
    assert "The Coastal Militia shelled the River Front at Stone Ford on Monday." in panel
    assert "The Coastal Militia denied that it had attacked the River Front." in panel
    for words in ("Shells at the ford", "Daily Courier", "2031-05-13", "Lowland Monitor", "denied", "contested"):
        assert words in panel
    assert "held 2031-05-12" in panel and "Stone Ford" in panel
    marks = [mark.text for mark in page.driver.find_elements(By.CSS_SELECTOR, "#panel article mark")]
    assert marks[:2] == ["Coastal Militia", "River Front"]


def test_a_click_on_an_actor_shows_friends_and_foes(page) -> None:
    page.click_at(page.run("return kg.nodePosition('a-coast')"))
    panel = page.text("#panel")
    assert "Coastal Militia" in panel and "also: CM, Milice côtière" in panel and "armed group" in panel
    assert "Allies (1)" in panel and "Republic of the Highlands · 2" in panel
    assert "is aided by Republic of the Highlands" in panel
    page.driver.find_element(By.XPATH, "//aside//button[contains(., 'is aided by')]").click()
    assert "sent shells" in page.text("#panel") and "kind: arms" in page.text("#panel")
    page.driver.find_element(By.XPATH, "//aside//h2//button[contains(., 'Highlands')]").click()
    assert "state" in page.text("#panel .badge")
    page.press(Keys.ESCAPE)
    assert "Select an actor" in page.text("#panel")


def test_links_lead_to_the_web_only(page) -> None:
    for tie in range(len(page.run("return kg.relations()"))):
        page.run("kg.selectRelation(arguments[0])", tie)
        for link in page.driver.find_elements(By.CSS_SELECTOR, "#panel a"):
            assert link.get_attribute("href") == "https://courier.example/ford?a=1&b=2"
            assert "noopener" in str(link.get_attribute("rel"))


def test_search_finds_any_alias_in_any_script(page) -> None:
    assert page.run("return kg.search('milice cotiere')") == ["a-coast"]
    assert page.run("return kg.search('لِواء')") == ["a-north"]
    assert page.run("return kg.search('  ')") == []
    page.press("/")
    page.press("northern br", Keys.ENTER)
    assert page.text("#panel h2") == "لواء الشمال"
    page.driver.find_element(By.ID, "search").clear()
    page.press("/")
    page.press("f")
    assert page.driver.find_element(By.ID, "hits").is_displayed()
    page.press(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_UP)
    chosen = page.driver.find_element(By.CSS_SELECTOR, "#hits [aria-selected='true'] bdi").text
    page.press(Keys.ENTER)
    assert page.text("#panel h2") == chosen


def test_an_actor_found_shows_even_without_a_relation(page) -> None:
    page.click("#search")
    page.press("Lowland", Keys.ENTER)
    assert "a-watch" in page.run("return kg.visible().actors")
    assert "Statements attributed to it (1)" in page.text("#panel")


def test_filters_of_sign_and_relation(page) -> None:
    relations = {tie["id"]: tie for tie in page.run("return kg.relations()")}
    page.click("[data-group='sign'][data-value='-']")
    left = page.run("return kg.visible().relations")
    assert left and all(relations[tie]["sign"] != "-" for tie in left)
    page.click("[data-group='relation'][data-value='aids']")
    left = page.run("return kg.visible().relations")
    assert left and {relations[tie]["relation"] for tie in left} == {"fights-alongside", "meets", "leads"}
    page.click("#reset")
    assert len(page.run("return kg.visible().relations")) == sum(tie["stated"] > 0 for tie in relations.values())


def test_filters_of_kind_and_publisher(page) -> None:
    page.click("[data-group='kind'][data-value='state']")
    assert not {"a-high", "a-plain"} & set(page.run("return kg.visible().actors"))
    page.click("#reset")
    page.click("[aria-label='Relation type: none']")
    assert page.run("return kg.visible().relations") == []
    assert "No relation passes the filters." in page.text("#nothing")
    page.click("#nothing button")
    before = len(page.run("return kg.visible().relations"))
    page.click("[data-group='publisher'][data-value='Daily Courier']")
    assert 0 < len(page.run("return kg.visible().relations")) < before
    page.run("kg.selectRelation(arguments[0])", page.tie("a-coast", "attacks", "a-river"))
    assert "shelled" not in page.text("#panel")
    assert "1 statement filtered away by publisher" in page.text("#panel")


def test_what_is_no_fact_is_hidden_until_asked_for(page) -> None:
    planned = page.tie("a-high", "meets", "a-plain")
    assert planned not in page.run("return kg.visible().relations")
    page.click("[data-group='modality'][data-value='planned']")
    assert planned in page.run("return kg.visible().relations")
    assert "1 denied or planned" in page.text("#status")
    page.run("kg.selectRelation(arguments[0])", planned)
    assert "Nobody states this as a fact" in page.text("#panel")
    assert page.text("#panel .badge") == "Planned, not said to be done"


def test_a_relation_without_facts_opens_from_the_panel_of_its_actor(page) -> None:
    page.run("kg.selectActor('a-plain')")
    assert "Only denied, planned or possible (1)" in page.text("#panel")
    page.click("#panel .chips button.unsaid")
    assert "plans to meet" in page.text("#panel")


def test_hostile_names_are_inert(page, html) -> None:
    page.run("kg.selectActor('a-pwn')")
    assert page.text("#panel h2") == "</script><script>window.__pwn=1</script>"
    for tie in range(len(page.run("return kg.relations()"))):
        page.run("kg.selectRelation(arguments[0])", tie)
    page.run("kg.table(true)")
    page.click("#search")
    page.press("img src")
    assert "onerror" in page.text("#hits")
    assert page.run("return window.__pwn === undefined") is True
    assert page.driver.find_elements(By.CSS_SELECTOR, "#panel img, #hits img, #panel script") == []
    assert page.messages() == []


def test_the_table_says_the_same_and_sorts(page) -> None:
    page.press("t")
    rows = page.driver.find_elements(By.CSS_SELECTOR, "#sheet tbody tr")
    assert len(rows) == len(page.run("return kg.visible().relations"))
    assert "asserted, contested" in rows[0].text
    page.click("#sort-start")
    names = [cell.text for cell in page.driver.find_elements(By.CSS_SELECTOR, "#sheet tbody td:first-child")]
    assert names[:2] != names[-2:] and page.text("th[aria-sort='ascending']").startswith("From")
    page.click("#sort-start")
    turned = [cell.text for cell in page.driver.find_elements(By.CSS_SELECTOR, "#sheet tbody td:first-child")]
    assert next(name for name in turned if name != names[0]) == names[-1]
    page.driver.find_element(By.CSS_SELECTOR, "#sheet tbody tr td:nth-child(2) button").click()
    assert page.driver.find_elements(By.CSS_SELECTOR, "#panel article blockquote")
    page.press(Keys.ESCAPE, Keys.ESCAPE)
    assert not page.driver.find_element(By.ID, "sheet").is_displayed()


def test_dark_and_light(page) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = page.run(ground)
    page.click("#theme")
    assert page.run(ground) != light
    page.click("#theme")
    assert page.run(ground) == light


def test_every_control_has_a_name(page) -> None:
    nameless = page.run(
        "return [...document.querySelectorAll('button, input, a, summary')].filter((one) =>"
        " !(one.getAttribute('aria-label') || one.textContent.trim() ||"
        " (one.labels && one.labels.length && one.labels[0].textContent.trim()))).length"
    )
    assert nameless == 0


def test_a_narrow_window_keeps_everything_within_it(open_page, html) -> None:
    page = open_page(html, 500, 800)
    assert page.run("return document.documentElement.scrollWidth") <= 500
    assert page.run("return document.documentElement.scrollHeight") <= 800
    page.click_at(page.run("return kg.nodePosition('a-coast')"))
    assert page.text("#panel h2") == "Coastal Militia"
    page.click("#filters > summary")
    page.click("[data-group='sign'][data-value='0']")
    assert page.messages() == []


def test_the_keyboard_alone_is_enough(page) -> None:
    page.press("t")
    page.run("document.querySelector('#sheet tbody tr td:nth-child(2) button').focus()")
    page.press(Keys.ENTER)
    assert "Stated as a fact" in page.text("#panel")
    page.press("f")
    page.press(Keys.ESCAPE)
    assert "Select an actor" in page.text("#panel")


def test_an_empty_graph_says_so(open_page, ontology) -> None:
    page = open_page(write_page(Graph(), ontology))
    assert "This graph is empty" in page.text("#nothing") and "kg build" in page.text("#nothing")
    page.run("kg.fit(); kg.reset(); kg.table(true)")
    assert page.messages() == []


def test_actors_without_any_relation_can_be_shown(open_page, ontology, make_graph) -> None:
    sentence = [("a", "attacks", "b", "Alpha plans to attack Beta.", 0, {"modality": "planned"})]
    page = open_page(
        write_page(make_graph([Actor("a", "Alpha", "state"), Actor("b", "Beta", "state")], sentence), ontology)
    )
    assert page.run("return kg.visible().actors") == []
    page.run("kg.setFilter('modality', 'planned', true)")
    assert page.run("return kg.visible().actors") == ["a", "b"]
    with pytest.raises(Exception, match="no actor 'nobody'"):
        page.run("kg.selectActor('nobody')")


def test_the_script_of_the_readme_picture(driver, html, tmp_path) -> None:
    (tmp_path / "graph.html").write_text(html, encoding="utf-8")
    script = Path(__file__).resolve().parents[2] / "scripts" / "picture"
    picture = tmp_path / "docs" / "graph.png"
    subprocess.run(
        [
            sys.executable,
            str(script),
            str(tmp_path / "graph.html"),
            str(picture),
            "--actor",
            "River Front",
            "--width",
            "800",
        ],
        check=True,
    )
    assert picture.read_bytes().startswith(b"\x89PNG")
    lost = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "graph.html"), str(picture), "--actor", "Nobody"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert lost.returncode == 1
    assert "no actor called 'Nobody'" in lost.stderr


def test_a_place_is_nobodys_foe(page) -> None:
    page.run("kg.selectActor('p-ford')")
    panel = page.text("#panel")
    assert "Hostile here (1)" in panel and "Opponents" not in panel
    page.run("kg.selectActor('a-coast')")
    panel = page.text("#panel")
    assert "Places (1)" in panel
    assert panel.index("Stone Ford") > panel.index("Places (1)")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(open_page, html, tmp_path) -> None:
    shown = Page(tmp_path / "war.html", html)
    page = open_page(f"<!DOCTYPE html><title>notebook</title><body>{shown._repr_html_()}</body>", ready="true")
    frame = page.driver.find_element(By.TAG_NAME, "iframe")
    page.driver.switch_to.frame(frame)
    page.run("kg.selectActor('a-high')")
    assert "Republic of the Highlands" in page.text("#panel")
    page.driver.switch_to.default_content()
    assert page.messages() == []
    assert [url for url in page.requests() if url != page.address and not url.startswith(("data:", "about:"))] == []


def test_one_actor_alone_says_so(open_page, graph, ontology) -> None:
    alone = Graph([node for node in graph.labelled("Actor") if node.id == "a-coast"], [])
    page = open_page(write_page(alone, ontology))
    assert "one actor" in page.text("body")
    assert page.messages() == []
