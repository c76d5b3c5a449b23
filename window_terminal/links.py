"""What a terminal says while it cannot reach the hub, for the three kinds of readers at a window. One table."""

from collections.abc import Mapping
from typing import Literal

from edge_hub.contract.base import Words

UP = "UP"
Reader = Literal["clerk", "citizen", "waiting"]

SENTENCES: Mapping[Reader, Mapping[str, Words]] = {
    "clerk": {
        "NO_BROKER": Words(
            zh="没有连上大厅网络，暂时不能叫号，恢复后自动继续。请检查网线，或联系管理员。",
            en="Not connected to the hall network. Calling resumes by itself. Check the cable, or call support.",
        ),
        "NO_HUB": Words(
            zh="大厅主机没有响应，暂时不能叫号，恢复后自动继续。",
            en="The hall's hub is not responding. Calling resumes by itself.",
        ),
    },
    "citizen": {
        "NO_BROKER": Words(zh="网络暂时中断，请稍候再评价。", en="The network is down. Please rate in a moment."),
        "NO_HUB": Words(
            zh="系统暂时没有响应，请稍候再评价。", en="The system is not responding. Please rate in a moment."
        ),
    },
    "waiting": {
        "NO_BROKER": Words(
            zh="大厅网络暂时中断，请留意窗口人员招呼", en="The hall network is down. Please watch the clerk."
        ),
        "NO_HUB": Words(
            zh="叫号信息暂停更新，请留意窗口人员招呼", en="Not updated for the moment. Please watch the clerk."
        ),
    },
}


def link_words(link: str, reader: Reader) -> Words | None:
    """The sentence for a link that is not up; None when all is well."""
    return None if link == UP else SENTENCES[reader].get(link, SENTENCES[reader]["NO_HUB"])
