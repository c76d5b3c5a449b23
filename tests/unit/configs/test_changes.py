"""What differs between two configurations, in words: nothing that differs is left out, nothing else is told."""

from fakes.small_hall import small_bundle, with_item, with_rules, with_window, without_item

from configs.changes import changes
from configs.site import Site


def told(*edits: object) -> list[str]:
    return [str(one) for one in changes(small_bundle().site(), small_bundle(*edits).site())]  # type: ignore[arg-type]


def test_the_same_configuration_changes_nothing() -> None:
    assert told() == []


def test_a_thing_that_comes_and_one_that_goes_are_told_by_id_and_name() -> None:
    assert told(with_item("permit")) == ["+ items permit “事项permit”"]
    found = told(without_item("card"))
    assert found[0] == "- items card “事项card”"
    assert found[1:] == [
        "~ windows w2 “窗口A02”: items: card, pension -> pension",
        "~ windows w4 “窗口B02”: items: card, invoice -> invoice",
    ]  # fmt: skip
    assert "+ windows w5 “窗口C01”" in told(with_window("w5", "C01", "tax", "invoice"))


def test_a_value_is_told_with_what_it_was_and_is() -> None:
    assert told(with_rules(recall_max=5)) == ["~ rules: recall_max: 2 -> 5"]
    assert told(with_rules(rating={"timeout_s": 90})) == ["~ rules: rating.timeout_s: 60 -> 90"]

    def renamed(site: dict) -> None:  # type: ignore[type-arg]
        site["windows"][0]["label"] = "A09"
        site["items"][0]["name"] = {"zh": "办卡", "en": "Card"}

    assert told(renamed) == [
        "~ items card “办卡”: name: 事项card / Item card -> 办卡 / Card", "~ windows w1 “窗口A01”: label: A01 -> A09",
    ]  # fmt: skip


def test_hours_and_things_inside_a_list_are_told_one_by_one() -> None:
    def hours(site: dict) -> None:  # type: ignore[type-arg]
        site["hall"]["opening"]["week"]["fri"] = [{"start": "09:00", "end": "11:30"}]
        site["hall"]["zones"].append({"id": "b", "name": {"zh": "二区", "en": "Zone B"}, "floor": 2})
        site["rules"]["classes"][1]["rank"] = 5

    assert told(hours) == [
        "~ hall: opening.week.fri: 09:00-12:00; 13:30-17:00 -> 09:00-11:30",
        "~ hall: zones.b: (nothing) -> id b, name 二区 / Zone B, floor 2",
        "~ rules: classes.priority.rank: 1 -> 5",
    ]


def test_a_changed_order_is_a_change() -> None:
    assert told(lambda site: site["windows"].reverse()) == ["~ windows: order: w1, w2, w3, w4 -> w4, w3, w2, w1"]


def test_whatever_field_of_any_thing_differs_something_is_told() -> None:
    """One value of each subject after another is set to that of the next thing of its kind."""
    site = small_bundle().site()
    for subject in ("departments", "items", "windows", "devices", "clerks"):
        things = getattr(site, subject)
        for field in type(things[0]).model_fields:
            values = {repr(getattr(one, field)): getattr(one, field) for one in things}
            others = [value for value in values.values() if value != getattr(things[0], field)]
            if field != "id" and others:
                other = things[0].model_copy(update={field: others[0]})
                changed: Site = site.model_copy(update={subject: (other, *things[1:])})
                found = {(one.subject, one.id) for one in changes(site, changed)}
                assert found == {(subject, things[0].id)}, field
