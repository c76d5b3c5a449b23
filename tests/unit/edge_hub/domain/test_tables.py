"""The tables are complete: a new command or event that misses its row fails here."""

from pathlib import Path
from typing import get_args

from configs import people
from edge_hub.contract import envelope
from edge_hub.contract.appointment import APPOINTMENT_NAMES, AppointmentState
from edge_hub.contract.configuration import ApplyConfiguration, ReviewConfiguration, StageConfiguration
from edge_hub.contract.desk import HELP_NAMES, HelpReason
from edge_hub.contract.item import CLOSING_NAMES, ClosingReason
from edge_hub.contract.queue import STATE_NAMES, TicketState
from edge_hub.contract.reasons import SENTENCES, Reason, sentence
from edge_hub.contract.window import PAUSE_NAMES, WINDOW_STATE_NAMES, PauseReason, SetPin, SignInByCard, WindowState
from edge_hub.domain import moves
from edge_hub.domain.decide import DECISIONS, SIGN_INS
from edge_hub.domain.fold import ENTITY, FOLDS
from edge_hub.domain.rights import MAY
from edge_hub.domain.roles import OF_DEVICES, ROLE_NAMES, ROLES
from edge_hub.domain.story import TOLD


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Reason)
    for reason in Reason:
        said = sentence(reason, {})
        assert said.zh[-1] in "。：…）" and said.en[-1] in ".…", reason


def test_every_command_has_its_decision() -> None:
    at_the_rim = {*SIGN_INS, SignInByCard, SetPin, StageConfiguration, ReviewConfiguration, ApplyConfiguration}
    assert set(DECISIONS) | at_the_rim == set(get_args(envelope.AnyCommand))


def test_every_command_may_be_sent_by_some_device() -> None:
    assert frozenset().union(*MAY.values()) == set(get_args(envelope.AnyCommand))


def test_every_command_has_its_role_or_needs_nobody() -> None:
    commands = set(get_args(envelope.AnyCommand))
    assert set(ROLES) | OF_DEVICES == commands and not set(ROLES) & OF_DEVICES
    assert {role for may in ROLES.values() for role in may} == set(ROLE_NAMES) == set(people.ROLES)


def test_every_event_is_folded_and_belongs_to_an_entity() -> None:
    assert set(FOLDS) == set(ENTITY)


def test_every_event_of_a_ticket_has_its_words_in_the_story() -> None:
    assert set(TOLD) == {event.__name__ for event, (etype, _) in ENTITY.items() if etype == "ticket"}


def test_every_state_has_a_name() -> None:
    assert set(STATE_NAMES) == set(TicketState)
    assert set(WINDOW_STATE_NAMES) == set(WindowState)
    assert set(PAUSE_NAMES) == set(PauseReason)
    assert set(CLOSING_NAMES) == set(ClosingReason)
    assert set(APPOINTMENT_NAMES) == set(AppointmentState)
    assert set(HELP_NAMES) == set(HelpReason)


def test_every_command_that_moves_a_ticket_is_in_the_move_table() -> None:
    movers = {kind.__name__ for kind in (*get_args(envelope.WindowCommand), *get_args(envelope.TicketCommand))}
    movers |= {"TakeTicket", "CheckIn", "ReportOfflineTicket", "SignIn", "SignInByCard"}
    movers |= {"TakeAtDesk", "RegisterWritten", "MergeTickets", "GivePriority"}
    assert set(moves.MOVES) | set(moves.WINDOW_MOVE) == movers


def test_every_state_is_reached_and_every_open_state_is_left() -> None:
    reached = {after for move in moves.TICKET_MOVES for after in move.after}
    left = {before for move in moves.TICKET_MOVES for before in move.before if before}
    assert reached == set(TicketState)
    assert left >= set(TicketState) - {TicketState.CANCELLED}


def test_the_diagram_in_the_readme_is_the_table() -> None:
    readme = (Path(moves.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert moves.diagram() in readme
