"""The board of figures: whole, and of figures that there are. Grafana itself is not tried."""

import json
import re
from pathlib import Path

import yaml

MONITORING = Path(__file__).parents[3] / "deploy/monitoring"
FIGURES = re.compile(r"bangduan_[a-z_]+")


def named(texts: list[str]) -> set[str]:
    found = {name for text in texts for name in FIGURES.findall(text)}
    return {name.removesuffix("_bucket").removesuffix("_count") for name in found}


def told_by_services() -> set[str]:
    sources = (MONITORING.parents[1] / "shared/bangduan/metrics").glob("*.py")
    return named([path.read_text() for path in sources])


def board() -> dict[str, object]:
    return dict(json.loads((MONITORING / "grafana/dashboards/bangduan.json").read_text()))


def panels() -> list[dict[str, object]]:
    found = board()["panels"]
    assert isinstance(found, list)
    return found


def test_every_panel_asks_the_source_that_is_provisioned() -> None:
    provisioned = yaml.safe_load((MONITORING / "grafana/datasources/prometheus.yml").read_text())
    [source] = provisioned["datasources"]

    assert panels()
    for panel in panels():
        assert panel["datasource"] == {"type": source["type"], "uid": source["uid"]}
        assert panel["targets"]
        assert " · " in str(panel["title"])


def test_no_panel_lies_on_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        assert isinstance(place, dict)
        assert place["x"] + place["w"] <= 24
        cells = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert not cells & taken
        taken |= cells


def test_what_boards_and_alerts_ask_for_is_told_by_the_services() -> None:
    alerts = yaml.safe_load((MONITORING / "alerts.yml").read_text())
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    shown = [str(panel["targets"]) for panel in panels()]

    assert named(asked) <= told_by_services()
    assert named(shown) <= told_by_services()


def test_every_alert_says_in_both_languages_what_to_do() -> None:
    alerts = yaml.safe_load((MONITORING / "alerts.yml").read_text())
    for group in alerts["groups"]:
        for rule in group["rules"]:
            for text in rule["annotations"].values():
                thai, _, english = text.partition(" · ")
                assert re.search(r"[\u0e00-\u0e7f]", thai), rule["alert"]
                assert english.strip(), rule["alert"]
