"""The configuration as terminals see it: the directory and the catalogue of each department."""

from configs.site import Site
from edge_hub.contract import hall as h
from edge_hub.contract.base import Words
from edge_hub.contract.rating import LEVEL_NAMES, TAGS, Level, tags_of

from .domain.card import ALONE
from .domain.views import VALID_S, words_of


def directory(site: Site, epoch: int, seq: int) -> h.Directory:
    """Names and places, rating levels with their tags, and the rules that terminals keep."""
    hall, rules = site.hall, site.rules
    return h.Directory(
        epoch=epoch, seq=seq, valid_s=VALID_S,
        name=words_of(hall.name), short_name=words_of(hall.short_name), address=words_of(hall.address),
        phone=hall.phone,
        zones=tuple(h.ZoneInfo(id=one.id, name=words_of(one.name), floor=one.floor) for one in hall.zones),
        departments=tuple(
            h.DepartmentInfo(
                id=one.id, name=words_of(one.name), short_name=words_of(one.short_name), icon=one.icon,
                color=one.color, queue=one.queue, zone=one.zone,
            )
            for one in site.departments
        ),
        windows=tuple(
            h.WindowInfo(
                id=one.id, label=one.label, name=words_of(one.name), zone=one.zone, department=one.department,
                kind=one.kind,
            )
            for one in site.windows
        ),
        levels=tuple(
            h.LevelInfo(
                level=level, words=LEVEL_NAMES[level],
                tags=tuple(h.TagInfo(code=code, words=TAGS[code]) for code in tags_of(level)),
            )
            for level in Level
        ),
        classes=tuple(
            h.ClassInfo(
                id=one.id, name=words_of(one.name), rank=one.rank,
                reasons=tuple(words_of(reason.name) for reason in one.reasons),
                reason_ids=tuple(reason.id for reason in one.reasons),
            )
            for one in rules.classes
        ),
        appointments=any(one.appointments for one in site.items),
        needs=tuple(h.NeedInfo(id=one.id, name=words_of(one.name)) for one in rules.needs),
        notices=tuple(words_of(one) for one in hall.notices),
        rules=h.TerminalRules(
            home_timeout_s=rules.home_timeout_s, reply_timeout_s=rules.reply_timeout_s,
            rating_timeout_s=rules.rating.timeout_s, undo_s=rules.undo_s, recall_max=rules.recall_max,
            no_show_after_s=rules.no_show_after_s, warn_line_len=rules.warn_line_len,
            ticket_max_items=rules.ticket_max_items, second_thought_s=rules.rating.second_thought_s,
            card_alone=rules.staff_card == ALONE or None,
        ),
    )  # fmt: skip


def catalogues(site: Site, epoch: int, seq: int) -> list[h.Catalogue]:
    """The items by department, in the order of the configuration."""
    return [
        h.Catalogue(
            epoch=epoch, seq=seq, valid_s=VALID_S, department=department.id,
            items=tuple(
                h.ItemInfo(
                    id=one.id, department=one.department, name=words_of(one.name),
                    short_name=words_of(one.short_name or one.name), pinyin=one.pinyin, initials=one.initials,
                    keywords=one.keywords, theme=one.theme, joint_departments=one.joint_departments,
                    case_kind=one.case_kind, legal_days=one.legal_days, promised_days=one.promised_days,
                    materials=tuple(
                        h.MaterialInfo(
                            name=words_of(paper.name), originals=paper.originals, copies=paper.copies,
                            required=paper.required,
                        )
                        for paper in one.materials
                    ),
                    cost=Words(zh=one.cost.zh, en=one.cost.en) if one.cost else None,
                    real_name=one.real_name, wanted=one.wanted,
                )
                for one in site.items
                if one.department == department.id
            ),
        )
        for department in site.departments
    ]  # fmt: skip
