"""The release gate: what a commit made true goes out, in order, and nothing else."""

from edge_hub.release import Outgoing, ReleaseGate


def test_replies_leave_in_the_order_of_their_commands() -> None:
    sent: list[Outgoing] = []
    gate = ReleaseGate(sent.append)
    replies = [Outgoing(f"tm-{n}", b"{}", None) for n in range(5)]
    gate.release(replies[:3])
    assert sent == replies[:3]
    gate.release([])
    gate.release(iter(replies[3:]))
    assert sent == replies
