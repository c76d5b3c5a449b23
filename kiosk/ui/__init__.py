"""The Qt kit that every terminal shares.

The libraries below are imported here, before any module of ours imports PySide6: once PySide6 is there it reads the
source of every further module (to see whether it uses Qt's features), which costs a terminal 80 ms and 7 MB at its
start. So whoever imports anything of the kit first (the commands do) has the language of the hall without that price.
"""

import configs.bootstrap  # noqa: F401
import edge_hub.client.answers
import edge_hub.client.link
import edge_hub.contract.codec
import edge_hub.contract.hall
import edge_hub.contract.window  # noqa: F401
