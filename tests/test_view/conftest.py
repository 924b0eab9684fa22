"""A small invented war, told by three papers, as the graph that `kg.project` makes of hand-made claims."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from kg.graph import Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import ActorType, Ontology, RelationType
from kg.project import project

HOSTILE = "</script><script>window.__pwn=1</script>"
SNEAKY = "<img src=x onerror='window.__pwn=2'> \"&\u2028quot;"
ARABIC = "لواء الشمال"


def _relation(name: str, sign: Any, inverse: str, symmetric: bool = False) -> RelationType:
    return RelationType(
        name,
        inverse,
        f"One {name.replace('_', ' ')} another.",
        "",
        "",
        sign,
        ("actor",),
        ("actor", "place"),
        symmetric=symmetric,
    )


def small_ontology() -> Ontology:
    """Five kinds of actor, six relations, nobody known beforehand."""
    kinds = [
        ActorType("actor", "actor", ""),
        ActorType("armed_group", "armed group", "", "actor", "#cc79a7"),
        ActorType("state", "state", "", "actor", "#56b4e9"),
        ActorType("person", "person", "", "actor", "#f0e442"),
        ActorType("organisation", "organisation", "", "actor", "#8c8c8c"),
        ActorType("place", "place", "", "", "#7a9e5f"),
    ]
    relations = [
        _relation("attacks", "-", "is attacked by"),
        _relation("opposes", "-", "is opposed by"),
        _relation("aids", "+", "is aided by"),
        _relation("fights_alongside", "+", "fights alongside", symmetric=True),
        _relation("meets", "0", "meets", symmetric=True),
        _relation("leads", "0", "is led by"),
    ]
    return Ontology({kind.id: kind for kind in kinds}, {relation.id: relation for relation in relations}, {})


ACTORS = [
    Actor("a-coast", "Coastal Militia", "armed_group", aliases=("CM", "Milice côtière")),
    Actor("a-river", "River Front", "armed_group", aliases=("RF",), identifiers={"wikidata": "Q1"}),
    Actor("a-north", ARABIC, "armed_group", aliases=("Liwa al-Shimal", "Northern Brigade")),
    Actor("a-high", "Republic of the Highlands", "state", aliases=("Highlands",)),
    Actor("a-plain", "Plains Federation", "state"),
    Actor("a-petra", "Carla Petrak", "person", country="a-high"),
    Actor("a-rebels", "opposition fighters", "armed_group", generic=True),
    Actor("a-watch", "Lowland Monitor", "organisation"),
    Actor("a-pwn", HOSTILE, "organisation", aliases=(SNEAKY,)),
    Actor("a-far", "Island Observers", "organisation"),
    Actor("p-ford", "Stone Ford", "place"),
]

# subject, relation, object, sentence, paper, then what differs from an affirmed, asserted claim of nobody's.
SAID: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
    ("a-coast", "attacks", "a-river", "The Coastal Militia shelled the River Front at Stone Ford on Monday.",
     0, {"place": "p-ford", "time": Time("2031-05-12", "2031-05-12", "on Monday")}),
    ("a-coast", "attacks", "a-river", "The Coastal Militia struck the River Front again, the Lowland Monitor said.", 1,
     {"by": "a-watch"}),
    ("a-coast", "attacks", "a-river", "The Coastal Militia denied that it had attacked the River Front.", 2,
     {"by": "a-coast", "polarity": "denied"}),
    ("a-high", "aids", "a-coast", "The Republic of the Highlands sent shells to the Coastal Militia.", 0,
     {"kind": "arms"}),
    ("a-high", "aids", "a-coast", "Again the Republic of the Highlands paid the Coastal Militia.", 1, {}),
    ("a-plain", "aids", "a-river", "The Plains Federation trains the River Front.", 1, {"confidence": 0.62}),
    ("a-river", "fights_alongside", "a-north", f"The River Front fought alongside {ARABIC}.", 1, {}),
    ("a-north", "fights_alongside", "a-river", f"قاتل {ARABIC} إلى جانب River Front.", 2, {}),
    ("a-north", "attacks", "a-coast", f"{ARABIC} raided the Coastal Militia.", 2, {}),
    ("a-petra", "leads", "a-coast", "Carla Petrak commands the Coastal Militia.", 0, {}),
    ("a-petra", "meets", "a-plain", "Carla Petrak met envoys of the Plains Federation.", 2, {}),
    ("a-plain", "meets", "a-high", "The Plains Federation plans to meet the Republic of the Highlands.", 2,
     {"modality": "planned"}),
    ("a-rebels", "opposes", "a-high", "The opposition fighters stand against the Republic of the Highlands.", 0, {}),
    ("a-high", "attacks", "a-rebels", "The Republic of the Highlands bombed the opposition fighters.", 0, {}),
    ("a-pwn", "opposes", "a-coast", f"{HOSTILE} condemned the Coastal Militia.", 0, {}),
    ("a-pwn", "aids", "a-north", f"{HOSTILE} may have armed {ARABIC}.", 2, {"modality": "possible"}),
    ("a-high", "opposes", "a-river", "The Highlands oppose the River Front.", 1, {}),
    ("a-high", "attacks", "a-river", "If talks fail the Highlands will strike the River Front.", 1,
     {"modality": "conditional"}),
    ("a-coast", "attacks", "p-ford", "The Coastal Militia fired on Stone Ford.", 2, {"by": "a-far"}),
]  # fmt: skip

PAPERS = [
    Document("", title="Shells at the ford", publisher="Daily Courier",
             url="https://courier.example/ford?a=1&b=2", published="2031-05-13"),
    Document("", title="War on the river", publisher="Monitor Weekly",
             url="javascript:window.__pwn=3", published="2031-06-01"),
    Document("", title=f"Report {HOSTILE}", publisher="", url="not an address", published=""),
]  # fmt: skip


def _mention(text: str, actor: Actor) -> Mention:
    words = next((word for word in (actor.name, *actor.aliases) if word in text), "")
    start = max(0, text.find(words)) if words else 0
    return Mention(
        words or text[:3], start, start + len(words or text[:3]), actor.type, actor.generic, actor.name, actor.id
    )


def tell(
    actors: Sequence[Actor], said: Sequence[tuple[str, str, str, str, int, dict[str, Any]]], papers: Sequence[Document]
) -> tuple[list[Document], list[Claim]]:
    """Make the documents whose sentences these are, and the claims in them."""
    known = {actor.id: actor for actor in actors}
    whole = [
        replace(paper, text="\n".join(row[3] for row in said if row[4] == number) or f"paper {number}")
        for number, paper in enumerate(papers)
    ]
    claims = []
    for subject, relation, thing, sentence, paper, rest in said:
        text = whole[paper].text
        start = text.index(sentence)
        claims.append(
            Claim(
                _mention(sentence, known[subject]),
                relation,
                _mention(sentence, known[thing]),
                Evidence(whole[paper].id, start, start + len(sentence), sentence),
                polarity=rest.get("polarity", "affirmed"),
                modality=rest.get("modality", "asserted"),
                attributed_to=(_mention(sentence, known[rest["by"]]),) if "by" in rest else (),
                time=rest.get("time"),
                place=_mention(sentence, known[rest["place"]]) if "place" in rest else None,
                confidence=rest.get("confidence", 1.0),
                extractor="hand",
                kind=rest.get("kind", ""),
            )
        )
    return whole, claims


def small_graph() -> Graph:
    """The graph of the invented war."""
    documents, claims = tell(ACTORS, SAID, PAPERS)
    return project(documents, claims, ACTORS, small_ontology())


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return small_ontology()


@pytest.fixture(scope="session")
def graph() -> Graph:
    return small_graph()


@pytest.fixture(scope="session")
def make_graph() -> Callable[..., Graph]:
    """Make another graph of actors, what is said of them, and papers."""

    def make(actors: Sequence[Actor], said: Sequence[Any], papers: Sequence[Document] = PAPERS) -> Graph:
        documents, claims = tell(actors, said, papers)
        return project(documents, claims, actors, small_ontology())

    return make


FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
)


@dataclass(frozen=True)
class Page:
    """A page opened in a real browser."""

    driver: webdriver.Chrome
    address: str

    def run(self, script: str, *values: Any) -> Any:
        """Run a script in the page and return what it returns."""
        return self.driver.execute_script(script, *values)

    def text(self, selector: str) -> str:
        """The text that shows in the first element of a selector."""
        return str(self.driver.find_element(By.CSS_SELECTOR, selector).text)

    def click(self, selector: str) -> None:
        """Click the first element of a selector with the mouse."""
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def click_at(self, spot: dict[str, float]) -> None:
        """Click a spot of the window with the mouse."""
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(round(spot["x"]), round(spot["y"]))
        actions.w3c_actions.pointer_action.click()
        actions.perform()

    def press(self, *keys: str) -> None:
        """Press keys, whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def kept(self, suffix: str, folder: Path) -> bytes:
        """Save what shows with the button of a format and return the file's bytes."""
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder), "eventsEnabled": False}
        )
        self.click("#save summary")
        self.click(f"#save-{suffix}")

        def there(_: webdriver.Chrome) -> list[Path]:
            return [file for file in folder.glob(f"*.{suffix}") if file.stat().st_size]

        found: list[Path] = WebDriverWait(self.driver, 20).until(there)
        return found[0].read_bytes()

    def messages(self) -> list[str]:
        """What the console has said since the last time it was asked."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address the browser has asked for since the last time it was asked."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(str(message["params"]["request"]["url"]))
        return found

    def tie(self, start: str, relation: str, end: str) -> int:
        """The number of a relation in the page."""
        found = [
            tie["id"]
            for tie in self.run("return kg.relations()")
            if (tie["start"], tie["relation"], tie["end"]) == (start, relation, end)
        ]
        assert len(found) == 1
        return int(found[0])


@pytest.fixture(scope="session")
def driver() -> Iterator[webdriver.Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not chromedriver:
        reason = "needs chromium and chromedriver on the PATH"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield browser
    browser.quit()


@pytest.fixture
def open_page(driver: webdriver.Chrome, tmp_path: Path) -> Callable[..., Page]:
    """Write HTML to a file and open it in a window of some size."""

    def open_it(html: str, width: int = 1400, height: int = 860, ready: str = "window.kg && window.kg.ready") -> Page:
        file = tmp_path / "graph.html"
        file.write_text(html, encoding="utf-8")
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        driver.get("about:blank")
        for log in ("browser", "performance"):
            driver.get_log(log)
        driver.get(file.as_uri())
        assert driver.execute_script(f"return {ready}") is True
        return Page(driver, file.as_uri())

    return open_it
